import { dosesOf, type Session } from '../session/index.js';
import type { Clock } from './clock.js';

/** Times of the session in ms, right at the moment of reading; `null` where there is none. */
export interface SessionClock {
  /** Session time. */
  readonly now: number | null;
  /** ms since the epoch of a session time. */
  wall(t: number): number;
  /** Since `open()`. */
  readonly openFor: number | null;
  /** Since time zero, the first dose. */
  readonly sinceDose: number | null;
  /** Since the newest dose. */
  readonly sinceLastDose: number | null;
  /** Since the phase was entered. */
  readonly phaseFor: number | null;
  /** What is left of the phase as planned; 0 past the plan, `null` where it is open-ended. */
  readonly phaseLeft: number | null;
}

/** @param session the session as shown, asked anew at each reading */
export function sessionClock(session: () => Session | null, clock: Clock): SessionClock {
  const since = (from: (session: Session) => number | null | undefined) => {
    const current = session();
    const t = current && from(current);
    return typeof t === 'number' ? Math.max(0, now(current) - t) : null;
  };
  /** An ended session stands still. */
  const now = (current: Session | null) => current?.endedAt?.t ?? clock.now();
  return {
    get now() {
      return session() && now(session());
    },
    wall: (t) => clock.wall(t),
    get openFor() {
      return since((s) => s.openedAt?.t);
    },
    get sinceDose() {
      return since((s) => dosesOf(s)[0]?.t);
    },
    get sinceLastDose() {
      return since((s) => dosesOf(s).at(-1)?.t);
    },
    get phaseFor() {
      return since((s) => s.visits.at(-1)?.enteredAt);
    },
    get phaseLeft() {
      const current = session();
      const { endsAt = Infinity, enteredAt = 0 } = current?.visits.at(-1) ?? {};
      if (endsAt === Infinity) return null;
      const held = current?.heldSince ?? null;
      return Math.max(0, endsAt - (held === null ? now(current) : Math.max(held, enteredAt)));
    },
  };
}
