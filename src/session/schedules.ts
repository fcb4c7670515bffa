import { MINUTE, dosesOf } from './time.js';
import type { CheckInPlan, Schedule, Session } from './types.js';

/** A check-in of the plan that has not been written yet. */
export interface Occurrence {
  readonly id: string;
  readonly plan: CheckInPlan;
  readonly dueAt: number;
  readonly lapsesAt: number | null;
}

/** Whether any check-in of this run of the schedule has been written. */
const used = (session: Session, id: string, run: number) =>
  session.checkIns.some((each) => each.plan === id && /@\d/.test(each.id) && (each.id.split('~')[1] ?? '1') === `${run}`);

/**
 * A schedule for each check-in of the protocol, counted from `from`. One of the same id begun anew counts its runs on.
 * @param t what would have lapsed by this session time is passed over
 */
export const begin = (session: Session, from: 'first' | number, t: number): Schedule[] =>
  session.protocol.checkIns.map((plan) => {
    const old = session.schedules.find((each) => each.id === plan.id);
    return {
      id: plan.id,
      run: old ? old.run + (used(session, plan.id, old.run) || typeof from === 'number' ? 1 : 0) : 1,
      from: typeof from === 'number' ? from : (plan.from ?? 'first'),
      begun: t,
    };
  });

/** What a dose begins: everything with the first one, afterwards what counts from the newest dose. */
export function restart(session: Session, which: 'first' | 'last', t: number): Schedule[] {
  if (which === 'first') return begin(session, 'first', t);
  return session.schedules.map((each) => {
    const plan = session.protocol.checkIns.find(({ id }) => id === each.id);
    return plan?.from === 'last' ? { ...each, run: each.run + 1, from: 'last', begun: t } : each;
  });
}

/** Session time of a schedule's minute 0; `null` while it waits for a dose. */
function baseOf(session: Session, { from }: Schedule): number | null {
  if (typeof from === 'number') return from;
  const doses = dosesOf(session);
  return doses.at(from === 'last' ? -1 : 0)?.t ?? null;
}

/** Minutes at which a plan falls due: all that are past, and the next. */
function minutes(plan: CheckInPlan, past: number): number[] {
  const found = (plan.at ?? []).filter((at): at is number => typeof at === 'number');
  const { every, after = 0, until = Infinity } = plan;
  if (every) {
    for (let at = after + every; at <= until; at += every) {
      found.push(at);
      if (at > past) break;
    }
  }
  return [...new Set(found)].sort((a, b) => a - b);
}

/** The next check-in of the plan to fall due, the earliest of all schedules, or `null`. */
export function nextOccurrence(session: Session, t: number): Occurrence | null {
  let next: Occurrence | null = null;
  const offer = (id: string, plan: CheckInPlan, dueAt: number, lapsesAt: number | null) => {
    if ((next === null || dueAt < next.dueAt) && !session.checkIns.some((each) => each.id === id))
      next = { id, plan, dueAt, lapsesAt };
  };
  const phase = session.visits.at(-1)?.phase;
  for (const schedule of session.schedules) {
    const plan = session.protocol.checkIns.find(({ id }) => id === schedule.id);
    if (!plan) continue;
    if (plan.at?.includes('before') && !dosesOf(session).length) offer(`${plan.id}@before`, plan, 0, null);
    if (session.status === 'closing') {
      if (plan.at?.includes('end')) offer(`${plan.id}@end`, plan, session.closedAt ?? t, null);
    }
    const base = baseOf(session, schedule);
    if (base === null || (session.status !== 'open' && session.status !== 'closing')) continue;
    const suffix = schedule.run > 1 ? `~${schedule.run}` : '';
    for (const minute of minutes(plan, (t - base) / MINUTE)) {
      // A repeated one ends with closing; a minute named in the plan is still asked for.
      if (session.status === 'closing' && !plan.at?.includes(minute)) continue;
      const dueAt = base + minute * MINUTE;
      const { from, to } = session.released;
      const lapsesAt = (dueAt >= from && dueAt < to ? to : dueAt) + plan.window * MINUTE;
      if (lapsesAt <= schedule.begun) continue;
      if (plan.phases && dueAt <= t && (lapsesAt <= t || !plan.phases.includes(phase ?? ''))) continue;
      offer(`${plan.id}@${minute}${suffix}`, plan, dueAt, lapsesAt);
    }
  }
  return next;
}
