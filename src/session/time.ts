import { bad } from './read.js';
import type { Now, Session, Voidable, When } from './types.js';

/** Milliseconds in a minute of session time. */
export const MINUTE = 60_000;

/** Real time within which a command can be undone, ms. */
export const UNDO_WITHIN = 30_000;

/** The furthest back a late fact may be noted, ms of session time: a day. */
const FURTHEST = 86_400_000;

/** The facts that stand: those that nobody has taken back. */
export const standing = <T extends Voidable>(facts: readonly T[]): T[] => facts.filter((each) => !each.void);

/** The doses that stand, in the order they were noted; the first is time zero. */
export const dosesOf = (session: Session) => standing(session.doses);

/** Session time zero, or `null` before the first dose. */
export const zeroOf = (session: Session): number | null => dosesOf(session)[0]?.t ?? null;

/** The doses whose dwell runs. */
export const dwelling = (session: Session) => dosesOf(session).filter(({ dwells, dwelt }) => dwells && !dwelt);

/** Wall clock, ms since the epoch, of a session time told in an entry. */
export const wallOf = ({ pace }: Pick<Session, 'pace'>, entry: { at: number; t: number }, t: number) =>
  entry.at + (t - entry.t) / pace;

/** @throws `bad-value` for what is no time: such an entry came broken from a disk, and may change nothing */
export function moment(t: number): number {
  if (!Number.isFinite(t)) throw bad('The time', 'a number');
  return t;
}

/** What an entry tells of a moment, with its wall clock and the entry's number. */
export const told = <D extends { t: number }>(
  session: Pick<Session, 'pace'>,
  entry: { data: D; seq: number; at: number; t: number },
) => ({
  ...entry.data,
  at: wallOf(session, entry, moment(entry.data.t)),
  seq: entry.seq,
});

/**
 * Session time of something that happened now, `ago` seconds of session time before, or `at` a wall-clock moment.
 * @throws `bad-value` for the future, for more than a day ago, and for what is no number.
 */
export function momentOf({ pace }: Session, now: Now, { ago = 0, at }: When = {}): number {
  const clock = at !== undefined;
  const back = clock ? (now.at - at) * pace : ago * 1000;
  // A wall clock read a moment after the session's may disagree by a little: up to a second is not the future.
  if (typeof (at ?? ago) !== 'number' || !(back >= (clock ? -1000 * pace : 0) && back <= FURTHEST))
    throw bad('The time', 'a moment between a day ago and now');
  return now.t - Math.max(0, back);
}
