import { currentOf, entering } from './phases.js';
import { lapseOf, nextCheckIn } from './schedules.js';
import { dwelling } from './time.js';
import type { Draft, EntryData, EntryType, Session } from './types.js';

/** What time itself brings next. */
export interface Deadline {
  /** Session time, ms; may be past after a sleep. */
  readonly t: number;
  readonly drafts: readonly Draft[];
}

/**
 * The next thing that time brings: a check-in that falls due or lapses, a phase that ends, a rest that is over. Pure;
 * whoever keeps the clock writes the drafts when `t` has come and asks again, so that after a sleep everything follows
 * in order.
 *
 * @param t session time now, ms
 * @param typing ids of check-ins that hold something half typed: they do not lapse
 */
export function agenda(session: Session, t: number, typing: ReadonlySet<string> = new Set()): Deadline | null {
  const { status, heldSince, protocol, attending } = session;
  if (status === 'ended') return null;
  let next = null as Deadline | null;
  const at = <T extends EntryType>(when: number, type: T, data: EntryData[T]) => {
    if (when < (next?.t ?? Infinity)) next = { t: when, drafts: [{ type, cause: 'time', data } as Draft] };
  };

  for (const { id, kind, ask, window, status: is, lapsesAt, until } of session.checkIns) {
    if (is === 'due' && heldSince === null && !typing.has(id)) at(lapsesAt, 'check-in-lapsed', { id });
    if (is === 'deferred' && until !== null && !attending) {
      const waits = lapsesAt === Infinity;
      at(until, 'check-in-due', { id, kind, ask, t: until, lapsesAt: waits ? null : lapseOf(session, until, window) });
    }
  }
  const due = attending ? null : nextCheckIn(session, t);
  if (due) at(due.t, 'check-in-due', due);

  if (protocol.dwell?.last === false)
    for (const { index, t, dwells } of dwelling(session)) at(t + dwells, 'dwell-ended', { dose: index });

  const visit = currentOf(session);
  const phase = visit && entering(session, visit.index + 1, visit.endsAt, 'time');
  if (phase && status === 'open' && !visit.stayed && heldSince === null) at(phase.t, 'phase-entered', phase);
  return next;
}
