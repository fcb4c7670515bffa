import { currentOf, inOrder } from './phases.js';
import { passOver, waitForDose, waitingIn } from './schedules.js';
import { wallOf, zeroOf } from './time.js';
import type { Fact, Working } from './working.types.js';

/** What a correction changes in the state. The original stays in the journal. */
export const amended: Fact<'amended'> = (session, { of, t, void: gone = false, what }, entry) => {
  const target = session.journal[of];
  const { status, heldSince, doses, marks } = session;
  const zero = zeroOf(session);
  const waiting = waitingIn(session, entry.t);

  const moment = [...doses, ...doses.flatMap(({ changes }) => changes), ...marks].find(({ seq }) => seq === of);
  if (moment)
    Object.assign(moment, { void: gone }, t !== undefined && { t, at: wallOf(session, entry, t) }, what && { what });

  const checkIn = session.checkIns.find(({ seq }) => seq === of);
  if (checkIn) {
    const over = checkIn.lapsesAt <= (heldSince ?? entry.t) || status === 'ended';
    checkIn.until = null;
    // What was answered, skipped or deferred is so again, or is open again while its window lasts.
    checkIn.status = !gone ? (target!.type.slice(9) as 'answered') : over ? 'lapsed' : 'due';
  }

  if (target?.type === 'dwell-ended') doses[target.data.dose]!.dwelt = !gone;
  if (target?.type === 'dosed') {
    const to = zeroOf(session);
    if (zero !== null && to !== null) moveVisits(session, to - zero);
    session.waiting = waiting;
    passOver(session, entry.t);
    waitForDose(session, entry.t);
  }
};

/** The phase that the first dose began follows it; of a later one only the planned end does. What is past stays. */
function moveVisits(session: Working, delta: number): void {
  const current = currentOf(session);
  for (const visit of session.visits) if (visit.why === 'dose') visit.enteredAt += delta;
  if (current?.follows) current.endsAt = Math.max(current.enteredAt, current.endsAt + delta);
  inOrder(session.visits);
}
