import { currentOf } from './phases.js';
import { MINUTE, dosesOf, zeroOf } from './time.js';
import type { CheckInPlan, EntryData, Protocol, Session } from './types.js';
import type { Working } from './working.types.js';

/** The check-in plan an id such as `look@30~2` belongs to. */
export const planned = ({ checkIns }: Protocol, id: string): CheckInPlan | undefined =>
  checkIns.find((plan) => plan.id === id.split('@')[0]);

/** The check-in with this id, once it has been written. */
export const checkInOf = <S extends Session | Working>({ checkIns }: S, id: string) =>
  checkIns.find((each) => each.id === id) as S['checkIns'][number] | undefined;

/** When something that falls due then would lapse: what fell due while no one could see it has its window from the return. */
export const lapseOf = ({ released: { from, to } }: Session, dueAt: number, window: number) =>
  (dueAt >= from && dueAt < to ? to : dueAt) + window * MINUTE;

/**
 * The next check-in of the plan that has not been written yet, the earliest of all schedules, or `null`.
 * @param t session time now, ms
 */
export function nextCheckIn(session: Session, t: number): EntryData['check-in-due'] | null {
  let next = null as EntryData['check-in-due'] | null;
  for (const each of unwritten(session, t)) if (!next || each.t < next.t) next = each;
  return next;
}

/** Ids of those that have fallen due with no one to be asked, and are asked afterwards. */
export const waitingIn = (session: Session, t: number): string[] =>
  [...unwritten(session, t)].filter((each) => each.t <= t).map(({ id }) => id);

/** Session time of minute 0 of a schedule; infinite while it waits for a dose. */
function baseOf(session: Session, { from }: Session['schedules'][number]): number {
  if (typeof from === 'number') return from;
  const doses = dosesOf(session).map((dose) => dose.t);
  return from === 'last' ? Math.max(...doses) : (doses[0] ?? -Infinity);
}

/** When its plan calls for a check-in of a minute, session time; `null` for any other, and for those of an earlier run. */
export function plannedAt(session: Session, id: string): number | null {
  const [, of, minute, , run = 1] = /^(.+)@(-?[\d.]+)(~(\d+))?$/.exec(id) ?? [];
  const schedule = session.schedules.find((each) => each.id === of && each.run === Number(run));
  return schedule ? baseOf(session, schedule) + Number(minute) * MINUTE : null;
}

/** What has not been written yet of every schedule: all that is past, and of what repeats the next. */
function* unwritten(session: Session, t: number): Generator<EntryData['check-in-due']> {
  const { status, closedAt, checkIns, protocol, waiting } = session;
  const closing = status === 'closing';
  const visit = currentOf(session);
  const dosed = dosesOf(session).length > 0;
  const written = (id: string) => checkIns.some((each) => each.id === id);
  for (const schedule of session.schedules) {
    const { id: of, run, begun } = schedule;
    const plan = planned(protocol, of);
    if (!plan) continue;
    const { kind, ask, window, at = [], every, after = 0, until = closing ? 0 : Infinity, phases } = plan;
    const base = baseOf(session, schedule);
    const count = (minute: number): EntryData['check-in-due'] | null => {
      const id = `${of}@${minute}${run > 1 ? `~${run}` : ''}`;
      const due = base + minute * MINUTE;
      const lapsesAt = lapseOf(session, due, window);
      // One limited to phases is asked in these, where its window was still open when the phase began.
      const meets = phases && visit && phases.includes(visit.phase) && visit.enteredAt < lapsesAt;
      // A return lengthens the window of what fell due meanwhile, and of nothing that a correction moves there.
      const over = due + window * MINUTE <= begun && !waiting.includes(id);
      return over || (phases && due <= t && !meets) || written(id) ? null : { id, kind, ask, t: due, lapsesAt };
    };
    for (const when of at) {
      const id = `${of}@${when}`;
      const once = when === 'end' ? closing : !dosed;
      const offered =
        typeof when === 'number'
          ? base > -Infinity && count(when)
          : once && !written(id) && { id, kind, ask, t: closedAt ?? begun, lapsesAt: null };
      if (offered) yield offered;
    }
    // A repeated one ends with closing, unless the plan says until when.
    if (every && base > -Infinity)
      for (let minute = after + every; minute <= until; minute += every) {
        const offered = count(minute);
        if (offered) yield offered;
        if (offered && offered.t > t) break;
      }
  }
}

/**
 * Begins the check-ins of the protocol anew. Once there is a time zero their ids carry a higher run; before, only where
 * some are written already.
 * @param t what would have lapsed by this session time is passed over: it was not there to be answered
 * @param from minute 0, a session time; left out: what the plan says
 * @param last only those that count from the newest dose
 */
export function begin(session: Working, t: number, last?: boolean, from?: number): void {
  const { protocol, schedules, checkIns } = session;
  for (const plan of protocol.checkIns) {
    if (last && plan.from !== 'last') continue;
    let schedule = schedules.find(({ id }) => id === plan.id);
    if (!schedule) schedules.push((schedule = { id: plan.id, run: 1, from: undefined, begun: t }));
    // Those of a minute count their schedule's runs; `before` and `end` come once.
    else if (zeroOf(session) !== null || checkIns.some(({ id }) => planned(protocol, id) === plan && /@\d/.test(id)))
      schedule.run++;
    schedule.from = from ?? plan.from;
    schedule.begun = t;
  }
}

/** What would have lapsed by now is passed over, since the minutes count anew or nobody was asked. */
export function passOver(session: Working, t: number): void {
  for (const each of session.schedules) each.begun = t;
}

/** What is due before the dose waits for it, and has its window from then on; without a dose it waits again. */
export function waitForDose(session: Working, t: number): void {
  for (const each of session.checkIns)
    if (each.id.endsWith('@before'))
      each.lapsesAt = zeroOf(session) === null ? Infinity : Math.min(each.lapsesAt, t + each.window * MINUTE);
}
