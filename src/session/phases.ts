import { MINUTE, zeroOf } from './time.js';
import type { Cause, EntryData, Intensity, PhaseWhy, Session, Visit } from './types.js';
import type { Working } from './working.types.js';

/** No automatic change of phase raises the intensity above this. */
const RISES_TO = 4;

/** The visit the session is in, or was in when it ended. */
export const currentOf = <S extends Session | Working>({ visits }: S) =>
  visits.at(-1) as S['visits'][number] | undefined;

/** Number of the next visit: never used before, not even by a visit that was undone. */
export const nextVisit = ({ journal }: Session): number =>
  journal.filter(({ type, data }) => type === 'phase-entered' && data.why !== 'undo').length;

/** What the entry of a phase says; `null` where the plan has no such phase. */
export function entering(
  session: Session,
  index: number,
  t: number,
  why: PhaseWhy,
  visit = nextVisit(session),
): EntryData['phase-entered'] | null {
  const phase = session.protocol.phases[index]?.id;
  return phase === undefined ? null : { phase, index, visit, t, why };
}

/**
 * Where the plan stands at a session time: the phase, and the session time of its planned end. The first phase is before
 * the dose; an open-ended one lasts until it is left.
 */
export function planAt(session: Session, t: number): { index: number; endsAt: number } {
  const { phases } = session.protocol;
  let index = 0;
  let endsAt = zeroOf(session) ?? Infinity;
  while (endsAt <= t && index < phases.length - 1) endsAt += lengthOf(session, ++index);
  return { index, endsAt };
}

/** Planned length of a phase, ms; infinite where it is open-ended. */
const lengthOf = ({ protocol }: Session, index: number) => (protocol.phases[index]?.minutes ?? Infinity) * MINUTE;

/** The visit that an entry begins. One begun by a change of protocol ends where its plan says. */
export function visitOf(session: Session, data: EntryData['phase-entered'], cause: Cause): Visit {
  const { index, t, why } = data;
  const change = why === 'change' && zeroOf(session) !== null;
  return {
    ...data,
    enteredAt: t,
    endsAt: change ? Math.max(t, planAt(session, t).endsAt) : t + lengthOf(session, index),
    stayed: false,
    before: session.intensity,
    follows: change || why === 'dose' || (cause === 'time' && !!currentOf(session)?.follows),
  };
}

/**
 * The intensity on entering a phase: its own, when a person asked for it. By itself it never rises above 4, and while
 * nobody hears the music (silent, speaking, attending, away) it may fall but not rise.
 */
export function intensityOn(session: Session, index: number, asked: boolean): Intensity {
  const { silenced, speaking, attending, away, intensity } = session;
  const own = session.protocol.phases[index]?.intensity ?? 1;
  const most = silenced || speaking || attending || away ? intensity : Math.max(RISES_TO, intensity);
  return asked ? own : (Math.min(own, most) as Intensity);
}

/** No visit begins after the one that follows it, whatever was noted late or corrected. */
export const inOrder = (visits: Working['visits']) =>
  visits.reduceRight((next, visit) => (visit.enteredAt = Math.min(visit.enteredAt, next)), Infinity);
