import { passOver } from './schedules.js';
import type { Fact, Working } from './working.types.js';

/**
 * Attending or away has begun or ended. Holding begins with the first of the two and ends with the last; what stood
 * still then moves on by as much.
 */
export const hold =
  (key: 'attending' | 'away', on: boolean): Fact<'attended' | 'attend-ended' | 'stepped-out' | 'returned'> =>
  (session, _, { t }) => {
    session[key] = on;
    const from = session.heldSince;
    if (session.attending || session.away) session.heldSince ??= t;
    else if (from !== null) {
      session.heldSince = null;
      session.released = { from, to: t };
      for (const visit of session.visits) visit.endsAt += t - Math.max(from, visit.enteredAt);
      for (const each of session.checkIns) if (each.status === 'due') each.lapsesAt += t - Math.max(from, each.dueAt);
    }
  };

/** Takes a leap of the clock that was no sleep out of the session: what was before it moves up to where time is now. */
export function giveBack(session: Working, t: number): void {
  const { doubt, doses, visits, schedules, checkIns, openedAt } = session;
  if (!doubt) return;
  const { from, to } = doubt;
  const leap = to - from;
  const move = (t: number) => (t <= from ? t + leap : Math.max(t, to));
  session.doubt = null;
  passOver(session, t);
  for (const dose of doses) dose.t = move(dose.t);
  for (const visit of visits) {
    visit.enteredAt = move(visit.enteredAt);
    visit.endsAt += leap;
  }
  for (const each of schedules) if (typeof each.from === 'number') each.from = move(each.from);
  for (const each of checkIns) if (each.status === 'due') each.lapsesAt += leap;
  if (openedAt) openedAt.t = move(openedAt.t);
}
