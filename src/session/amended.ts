import { currentOf } from './phases.js';
import { waitForDose } from './schedules.js';
import { standing, wallOf, zeroOf } from './time.js';
import type { Fact, Working } from './working.types.js';

/** What a correction changes in the state. The original stays in the journal. */
export const amended: Fact<'amended'> = (session, { of, t, void: gone = false, what }, entry) => {
  const change = { void: gone, ...(t !== undefined && { t, at: wallOf(session, entry, t) }), ...(what && { what }) };
  const fix = <T extends { readonly seq: number }>(each: T): T => (each.seq === of ? { ...each, ...change } : each);
  const target = session.journal[of];
  const { status, doses, heldSince } = session;
  const zero = zeroOf(session);

  session.marks = session.marks.map(fix);
  session.doses = doses.map(fix);
  for (const dose of session.doses) {
    dose.changes = dose.changes.map(fix);
    dose.endedAt = endOf(dose.changes);
  }
  for (const dwell of session.dwells) {
    dwell.endsAt += session.doses[dwell.dose]!.t - doses[dwell.dose]!.t;
    if (target?.type === 'dwell-ended' && target.data.dose === dwell.dose) dwell.done = !gone;
  }
  for (const each of session.checkIns)
    if (each.seq === of) {
      const over = each.lapsesAt !== null && each.lapsesAt <= (heldSince ?? entry.t);
      each.byEnd = status === 'ended';
      each.until = null;
      // What was answered, skipped or deferred is so again, or is open again while its window lasts.
      each.status = !gone ? (target!.type.slice(9) as 'answered') : over || each.byEnd ? 'lapsed' : 'due';
    }

  if (target?.type === 'dosed') {
    const to = zeroOf(session);
    if (zero !== null && to !== null) moveVisits(session, to - zero);
    for (const each of session.schedules) each.begun = Math.max(each.begun, entry.t);
    waitForDose(session, entry.t);
  }
};

/** When an infusion ended, by what stands of it. */
export const endOf = (changes: Working['doses'][number]['changes']) =>
  standing(changes).findLast(({ what }) => what === 'ended')?.t ?? null;

/** The phase that the first dose began follows it; of a later one only the planned end does. What is past stays. */
function moveVisits(session: Working, delta: number): void {
  const current = currentOf(session) as Working['visits'][number] | undefined;
  for (const visit of session.visits) if (visit.why === 'dose') visit.enteredAt += delta;
  if (current?.follows && current.endsAt !== null) current.endsAt = Math.max(current.enteredAt, current.endsAt + delta);
  session.visits.reduceRight((next, visit) => (visit.enteredAt = Math.min(visit.enteredAt, next)), Infinity);
}
