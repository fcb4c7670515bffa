import { unknown } from '../errors.js';
import { amendable, secret, type Asked } from '../private.js';
import { bad, oneOf } from '../read.js';
import { currentOf } from '../phases.js';
import { checkInOf } from '../schedules.js';
import { dosesOf, momentOf } from '../time.js';
import type { EntryData, Now, PublicEntry, Session, When } from '../types.js';
import { draft, typed, type Rows } from './command.js';
import { change as changeOf } from './doses.js';
import { goBack } from './steps.js';

/** What was heard at a session time: the newest piece begun by then. Music runs in real time, the session at its pace. */
function heardAt({ music, pace }: Session, now: Now, t: number): { track: string | null; position: number } {
  if (t === now.t && now.heard) return now.heard;
  const play = music.plays.findLast((each) => each.t <= t);
  return play
    ? { track: play.track, position: play.position + (t - play.t) / 1000 / pace }
    : { track: null, position: 0 };
}

/** What the entry answered, if it was an answer. */
const askedBy = (session: Session, { type, data }: PublicEntry) =>
  type === 'check-in-answered' ? checkInOf(session, data.id) : (data as Asked);

/** Without the only dose the plan waits for one again, where nobody has chosen another phase since. */
function undosed(session: Session, of: number) {
  const [zero, ...more] = dosesOf(session);
  const before = session.visits[session.visits.findIndex(({ why }) => why === 'dose') - 1];
  const waits = zero?.seq === of && !more.length && before && currentOf(session)?.follows;
  return waits ? goBack(session, before, before.enteredAt) : [];
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
    'poce',
    (_session, _, text, { kind = 'record' } = {}) => [
      typed('noted', { kind: oneOf<'record' | 'process'>('record', 'process')(kind, 'kind') }, { text }),
    ],
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
        return [...undosed(session, of), draft('amended', { of, void: true }, { change, ...because })];
      if (typeof change !== 'object' || !change) throw bad('The change', 'the arguments of the call that made it');
      const { ago, at, what } = change as When & { what?: unknown };
      const data: EntryData['amended'] = {
        of,
        ...((ago ?? at) !== undefined && { t: momentOf(session, now, change) }),
        ...(type === 'dose-changed' && what !== undefined && { what: changeOf(what, 'what') }),
      };
      return [draft('amended', data, { change: secret(type, change, askedBy(session, target), true), ...because })];
    },
  ],
};
