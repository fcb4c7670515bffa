import { passOver, plannedAt } from './schedules.js';
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

/** Where a session time stands once a leap of the clock that was no sleep is taken out: up against where time is now. */
export const without =
  ({ from, to }: { from: number; to: number }) =>
  (t: number): number =>
    t <= from ? t + to - from : Math.max(t, to);

/**
 * What only the leap let lapse: where its time has not come it waits for that, otherwise it is open again, or put off as
 * it was. After doses and plans have moved, before the check-ins do.
 */
function askAgain(session: Working, t: number, { from, to }: { from: number; to: number }): void {
  const leap = to - from;
  const wasPutOff = (id: string) =>
    session.journal.some(({ type, data }) => type === 'check-in-deferred' && (data as { id: string }).id === id);
  for (const each of session.checkIns) {
    const { id, status, dueAt, lapsesAt } = each;
    if (status !== 'lapsed' || lapsesAt <= from) continue;
    const planned = plannedAt(session, id) ?? t;
    const until = planned > t ? planned : dueAt > from && wasPutOff(id) ? dueAt + leap : null;
    // What was planned since, by a dose given meanwhile, has lapsed by itself.
    if (until === null && (dueAt > from || lapsesAt + leap <= t)) continue;
    each.lapsesAt += leap;
    each.until = until;
    each.status = until === null ? 'due' : 'deferred';
  }
}

/**
 * Takes a leap of the clock that was no sleep out of the session: what was before it moves up to where time is now.
 * @param all marks, pauses of an infusion, music, check-ins and holding too; a journal from before it did stays as it was
 */
export function giveBack(session: Working, t: number, all?: boolean): void {
  const { doubt, doses, visits, marks, music, schedules, openedAt, closedAt, heldSince } = session;
  if (!doubt) return;
  const leap = doubt.to - doubt.from;
  const move = without(doubt);
  session.doubt = null;
  passOver(session, t);
  for (const dose of doses) dose.t = move(dose.t);
  for (const visit of visits) {
    visit.enteredAt = move(visit.enteredAt);
    visit.endsAt += leap;
  }
  for (const each of schedules) if (typeof each.from === 'number') each.from = move(each.from);
  for (const each of session.checkIns) if (each.status === 'due') each.lapsesAt += leap;
  if (openedAt) openedAt.t = move(openedAt.t);
  if (!all) return;
  // After the end nobody is asked.
  if (session.status !== 'ended') askAgain(session, t, doubt);
  for (const each of [...doses.flatMap(({ changes }) => changes), ...marks, ...music.plays]) each.t = move(each.t);
  for (const each of session.checkIns) {
    each.dueAt = move(each.dueAt);
    if (each.until) each.until = move(each.until);
  }
  if (closedAt) session.closedAt = move(closedAt);
  if (heldSince !== null) session.heldSince = move(heldSince);
}
