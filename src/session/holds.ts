import type { Fact, Working } from './working.types.js';

const plus = <T extends number | null>(t: T, ms: number) => (t === null ? t : t + ms) as T;

/**
 * Attending or away has begun or ended. Holding begins with the first of the two and ends with the last; what stood
 * still then moves on by as much.
 */
export const hold =
  (key: 'attending' | 'away', on: boolean): Fact<'attended' | 'attend-ended' | 'stepped-out' | 'returned'> =>
  (session, _, { t }) => {
    session[key] = on;
    const from = session.heldSince;
    if (session.attending || session.away) session.heldSince = from ?? t;
    else if (from !== null) {
      session.heldSince = null;
      session.released = { from, to: t };
      const visit = session.visits.at(-1);
      if (visit) visit.endsAt = plus(visit.endsAt, t - Math.max(from, visit.enteredAt));
      for (const each of session.checkIns)
        if (each.status === 'due') each.lapsesAt = plus(each.lapsesAt, t - Math.max(from, each.dueAt));
    }
  };

/** Takes a leap of the clock that was no sleep out of the session: what was before it moves up to where time is now. */
export function giveBack(session: Working): void {
  if (!session.doubt) return;
  const { from, to } = session.doubt;
  const leap = to - from;
  const move = (t: number) => (t <= from ? t + leap : Math.max(t, to));
  session.doubt = null;
  for (const dose of session.doses) {
    dose.t = move(dose.t);
    if (dose.endedAt !== null) dose.endedAt = move(dose.endedAt);
  }
  for (const dwell of session.dwells) dwell.endsAt += leap;
  for (const visit of session.visits) {
    visit.enteredAt = move(visit.enteredAt);
    visit.endsAt = plus(visit.endsAt, leap);
  }
  for (const each of session.schedules) {
    if (typeof each.from === 'number') each.from = move(each.from);
    each.begun = session.t;
  }
  for (const each of session.checkIns) if (each.status === 'due') each.lapsesAt = plus(each.lapsesAt, leap);
  if (session.openedAt) session.openedAt = { ...session.openedAt, t: move(session.openedAt.t) };
}
