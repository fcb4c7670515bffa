import { bad } from './check.js';
import type { Now, Session, When } from './types.js';

/** Milliseconds in a minute of session time. */
export const MINUTE = 60_000;

/** Real time within which a command can be undone, ms. */
export const UNDO_WITHIN = 30_000;

/** The furthest back a late fact may be noted, ms: a day. */
const FURTHEST = 86_400_000;

/** The doses that stand, in the order they were noted; the first is time zero. */
export const dosesOf = (session: Session) => session.doses.filter((dose) => !dose.void);

/** Session time zero, or `null` before the first dose. */
export const zeroOf = (session: Session): number | null => dosesOf(session)[0]?.t ?? null;

/**
 * Session time of something that happened now, `ago` seconds of session time before, or `at` a wall-clock moment.
 * @throws `bad-value` for the future, for more than a day ago, and for what is no number.
 */
export function momentOf(session: Session, now: Now, { ago, at }: When = {}): number {
  const back = at === undefined ? (ago ?? 0) * 1000 : (now.at - at) * session.pace;
  // A wall clock read a moment later than the session's may disagree by a few ms: not the future.
  if (!(back > -1000 && back <= FURTHEST)) throw bad('the time', 'a moment between a day ago and now');
  return now.t - Math.max(0, back);
}
