import { StillroomError } from './errors.js';
import { dosesOf } from './time.js';
import type { CommandName, Now, Session, Status } from './types.js';

/** Statuses by initial: idle, prepared, open, closing, ended. */
type Initial = 'i' | 'p' | 'o' | 'c' | 'e';

interface Rule {
  /** Statuses in which the method is allowed, by initial. */
  readonly in: string;
  /** What else must hold; `false`: not now. */
  readonly if?: (session: Session, now: Now) => boolean;
}

const any = { in: 'ipoce' };
const session = { in: 'poce' };
const running = { in: 'oc' };
const open = { in: 'o' };
const current = (s: Session) => s.visits.at(-1);

/** When each method is allowed; the contract's table. */
const rules: Readonly<Record<CommandName | 'leave' | 'listen', Rule>> = {
  prepare: { in: 'ipe' },
  open: { in: 'p' },
  dose: session,
  doseChange: { ...session, if: (s) => dosesOf(s).length > 0 },
  endDwell: { ...session, if: (s) => s.dwells.some((dwell) => !dwell.done) },
  given: session,
  amend: session,
  change: running,
  next: { ...open, if: (s) => (current(s)?.index ?? 0) < s.protocol.phases.length - 1 },
  goTo: open,
  stay: { ...open, if: (s) => !current(s)?.stayed },
  goOn: { ...open, if: (s) => !!current(s)?.stayed },
  extend: { ...open, if: (s) => current(s)?.endsAt !== null },
  quieter: any,
  louder: any,
  setVolume: any,
  gentler: running,
  fuller: running,
  skip: { ...running, if: (s) => !s.silenced && !s.quiet },
  silence: { ...running, if: (s) => !s.silenced && !s.quiet },
  music: { ...running, if: (s) => !!s.silenced || s.quiet },
  speak: running,
  attend: running,
  away: running,
  mark: running,
  note: session,
  checkIn: session,
  skipCheckIn: session,
  laterCheckIn: session,
  record: session,
  handOver: session,
  undo: { ...session, if: (s, now) => !!s.undoable && now.t <= s.undoable.t },
  close: open,
  tick: { in: 'oce' },
  end: running,
  reopen: { in: 'e' },
  clockChanged: { ...session, if: (s) => !!s.doubt },
  leave: { in: 'pe' },
  listen: { in: 'ip' },
};

const allowed = (name: keyof typeof rules, session: Session | null, now: Now): boolean => {
  const rule = rules[name];
  const status: Status = session?.status ?? 'idle';
  return rule.in.includes(status[0] as Initial) && (!session || !rule.if || rule.if(session, now));
};

/** The methods allowed now, those that need no session included. */
export const can = (session: Session | null, now: Now): string[] =>
  (Object.keys(rules) as (keyof typeof rules)[]).filter((name) => allowed(name, session, now));

/** @throws `not-now`, saying what is possible. */
export function mustBeAllowed(name: keyof typeof rules, session: Session | null, now: Now): void {
  if (allowed(name, session, now)) return;
  throw new StillroomError(
    'not-now',
    `“${name}” is not possible now (${session?.status ?? 'idle'}). Possible: ${can(session, now).join(', ')}.`,
  );
}
