import { unknown } from '../errors.js';
import { amendable, secret, type Asked } from '../private.js';
import { bad, oneOf } from '../read.js';
import { currentOf } from '../phases.js';
import { checkInOf } from '../schedules.js';
import { dosesOf, momentOf, standing } from '../time.js';
import type { Draft, EntryData, Now, PublicEntry, Session, When } from '../types.js';
import { draft, typed, type Rows } from './command.js';
import { change as changeOf, mustFollow } from './doses.js';
import { enter, goBack, takeOut } from './steps.js';

/** What was heard at a session time: the newest piece begun by then. Music runs in real time, the session at its pace. */
function heardAt({ music, pace }: Session, now: Now, t: number): { track: string | null; position: number } {
  if (t === now.t && now.heard) return now.heard;
  const play = music.plays.findLast((each) => each.t <= t);
  return play
    ? { track: play.track, position: play.position + (t - play.t) / 1000 / pace }
    : { track: null, position: 0 };
}

/** For the chart, or kept apart from it. */
const noteKind = oneOf('record', 'process');

/** What the entry answered, if it was an answer. */
const askedBy = (session: Session, { type, data }: PublicEntry) =>
  type === 'check-in-answered' ? checkInOf(session, data.id) : (data as Asked);

/**
 * Without its only dose the plan waits for one again, where nobody has chosen another phase since; with one that was given
 * after all it goes on.
 * @param t of the dose where it stands, session time; `null` where it is taken out
 */
function replan(session: Session, of: number, t: number | null): Draft[] {
  const { visits, status, protocol } = session;
  const others = dosesOf(session).filter(({ seq }) => seq !== of);
  const current = currentOf(session);
  if (others.length || status === 'closing' || !current) return [];
  const before = visits[visits.findIndex(({ why }) => why === 'dose') - 1];
  if (t === null) {
    if (!before || !current.follows) return [];
    if (protocol.phases[before.index]?.id === before.phase) return goBack(session, before, before.enteredAt);
    // Of a plan that has been changed since.
    return current.index ? enter(session, 0, current.enteredAt, 'goTo') : [];
  }
  return current.index ? [] : enter(session, 1, t, 'dose');
}

/** A dose, or what was done to one, cannot be moved past the other. */
function mustStayInOrder({ doses }: Session, of: number, t: number): void {
  for (const dose of standing(doses))
    for (const change of standing(dose.changes))
      if (dose.seq === of || change.seq === of)
        mustFollow(dose.seq === of ? t : dose.t, change.seq === of ? t : change.t);
}

/** What staff write down, correct and hand over. */
export const record: Rows<'mark' | 'note' | 'handOver' | 'amend'> = {
  mark: [
    'oc',
    (session, now, text, options) => {
      const t = momentOf(session, now, options);
      const { track, position } = heardAt(session, now, t);
      return [typed('marked', { t, track, position }, { ...options, text })];
    },
  ],
  note: [
    'ipoce',
    (session: Session | null, _, text, { kind = 'record' } = {}) => {
      // In an idle room it goes to an ended session, which has to be named.
      if (!session) throw bad('session', 'the id of a session');
      return [typed('noted', { kind: noteKind(kind, 'kind') }, { text })];
    },
  ],
  handOver: ['poce', (_session, _, to) => [typed('handed-over', {}, to)]],
  amend: [
    'poce',
    (session, now, of, change, reason) => {
      const target = session.journal[of];
      if (!target || typeof of !== 'number') throw unknown('entry', of);
      const { type } = target;
      if (!amendable(type)) throw bad(`“${type}”`, 'an entry that can be corrected');
      const because = secret('check-in-skipped', { reason });
      if (change === null && type !== 'prepared')
        return [...(type === 'dosed' ? replan(session, of, null) : []), ...takeOut(session, of, because)];
      if (typeof change !== 'object' || !change) throw bad('The change', 'the arguments of the call that made it');
      const { ago, at, what, kind } = change as When & { what?: unknown; kind?: unknown };
      const data: EntryData['amended'] = {
        of,
        ...((ago ?? at) !== undefined && { t: momentOf(session, now, change) }),
        ...(type === 'dose-changed' && what !== undefined && { what: changeOf(what, 'what') }),
        ...(type === 'noted' && kind !== undefined && { kind: noteKind(kind, 'kind') }),
      };
      if (type === 'recorded' && kind !== undefined) oneOf(target.data.kind)(kind, 'kind');
      if (data.t !== undefined) mustStayInOrder(session, of, data.t);
      return [
        draft('amended', data, { change: secret(type, change, askedBy(session, target), true), ...because }),
        ...(type === 'dosed' ? replan(session, of, data.t ?? target.data.t) : []),
      ];
    },
  ],
};
