import { countedAt, currentOf } from './phases.js';
import { waitForDose } from './schedules.js';
import { told, wallOf, zeroOf } from './time.js';
import type { EntryOf } from './types.js';
import type { Fact, Working } from './working.types.js';

/** What a correction changes in the state, by the type of the entry it corrects. The original stays in the journal. */
export const amended: Fact<'amended'> = (session, { of, t, void: gone = false, what }, entry) => {
  const target = session.journal[of];
  const change = { ...(t !== undefined && { t, at: wallOf(session, entry, t) }), ...(what && { what }) };
  /** The list with the corrected fact in it, or without. */
  const correct = <T extends { seq: number }>(list: readonly T[]): T[] => {
    const old = list.find(({ seq }) => seq === of) ?? told(session, target as EntryOf<'marked'>);
    const others = list.filter(({ seq }) => seq !== of);
    return gone ? others : [...others, { ...(old as T), ...change }].sort((a, b) => a.seq - b.seq);
  };
  switch (target?.type) {
    case 'dosed':
      return amendDose(session, target.data.index, entry.t, { ...change, void: gone });
    case 'dose-changed': {
      const dose = session.doses[target.data.dose];
      if (dose) dose.endedAt = endOf((dose.changes = correct(dose.changes)));
      return;
    }
    case 'dwell-ended':
      for (const dwell of session.dwells) if (dwell.dose === target.data.dose) dwell.done = !gone;
      return;
    case 'marked':
      return (session.marks = correct(session.marks));
    case 'check-in-answered':
    case 'check-in-skipped':
    case 'check-in-deferred':
      for (const each of session.checkIns) {
        if (each.seq !== of) continue;
        const over = each.lapsesAt !== null && each.lapsesAt <= countedAt(session, entry.t);
        each.byEnd = session.status === 'ended';
        each.until = null;
        each.status = gone ? (over || each.byEnd ? 'lapsed' : 'due') : (target.type.slice(9) as 'answered');
      }
  }
};

/** When an infusion ended, by what was noted of it. */
export const endOf = (changes: Working['doses'][number]['changes']) =>
  changes.findLast(({ what }) => what === 'ended')?.t ?? null;

/** A corrected dose: what counts from it moves along, what is past and done stays. */
function amendDose(session: Working, index: number, now: number, change: { t?: number; void: boolean }): void {
  const dose = session.doses[index];
  if (!dose) return;
  const before = { t: dose.t, zero: zeroOf(session) };
  Object.assign(dose, change);
  const zero = zeroOf(session);
  const delta = zero !== null && before.zero !== null ? zero - before.zero : 0;
  for (const dwell of session.dwells) if (dwell.dose === index) dwell.endsAt += dose.t - before.t;
  // The phase that the first dose began follows it; of a later one only the planned end does.
  const current = currentOf(session) as Working['visits'][number] | undefined;
  for (const visit of session.visits) if (visit.why === 'dose') visit.enteredAt += delta;
  if (current?.follows && current.endsAt !== null) current.endsAt = Math.max(current.enteredAt, current.endsAt + delta);
  session.visits.reduceRight((next, visit) => (visit.enteredAt = Math.min(visit.enteredAt, next)), Infinity);
  for (const each of session.schedules) each.begun = Math.max(each.begun, now);
  waitForDose(session, now);
}
