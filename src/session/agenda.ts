import { nextOccurrence } from './schedules.js';
import { MINUTE } from './time.js';
import type { Draft, Session } from './types.js';

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
  let next: Deadline | null = null;
  const at = (when: number, ...drafts: Draft[]) => {
    if (!next || when < next.t) next = { t: when, drafts };
  };
  const { status, heldSince, protocol } = session;
  if (status === 'ended') return null;

  for (const { id, kind, ask, window, status: is, lapsesAt, until } of session.checkIns) {
    if (is === 'due' && lapsesAt !== null && heldSince === null && !typing.has(id))
      at(lapsesAt, { type: 'check-in-lapsed', cause: 'time', data: { id } });
    if (is === 'deferred' && until !== null && !session.attending)
      at(until, {
        type: 'check-in-due',
        cause: 'time',
        data: { id, kind, ask, t: until, lapsesAt: lapsesAt === null ? null : until + window * MINUTE },
      });
  }

  const due = session.attending ? null : nextOccurrence(session, t);
  if (due) {
    const { kind, ask } = due.plan;
    at(due.dueAt, {
      type: 'check-in-due',
      cause: 'time',
      data: { id: due.id, kind, ask, t: due.dueAt, lapsesAt: due.lapsesAt },
    });
  }

  if (protocol.dwell?.last === false)
    for (const { dose, endsAt, done } of session.dwells)
      if (!done) at(endsAt, { type: 'dwell-ended', cause: 'time', data: { dose } });

  const visit = session.visits.at(-1);
  const following = visit && protocol.phases[visit.index + 1];
  if (status === 'open' && visit && following && visit.endsAt !== null && !visit.stayed && heldSince === null)
    at(visit.endsAt, {
      type: 'phase-entered',
      cause: 'time',
      data: { phase: following.id, index: visit.index + 1, visit: nextVisit(session), t: visit.endsAt, why: 'time' },
    });
  return next;
}

/** Number of the next visit: never used before, not even by a visit that was undone. */
export const nextVisit = ({ journal }: Session): number =>
  journal.reduce((most, entry) => (entry.type === 'phase-entered' ? Math.max(most, entry.data.visit + 1) : most), 0);
