import { StillroomError } from '../errors.js';
import { text, texts } from '../check.js';
import { nextVisit } from '../agenda.js';
import { gentlest, phaseAt } from '../phases.js';
import { MINUTE, zeroOf } from '../time.js';
import type { Decide } from '../decide.js';
import type { Draft, Protocol, Session } from '../types.js';
import { draft } from './drafts.js';

const SECRETS = ['code', 'intention', 'touch', 'staff'] as const;

/** Opening: the preflight stands, the session is open, the first phase is entered unless a dose enters the second. */
export function opening({ protocol }: Session, t: number, warnings: string[] = [], enter = true): Draft[] {
  const first = protocol.phases[0];
  return [
    draft('preflight-passed', { warnings }),
    draft('opened', {}),
    ...(first && enter ? [draft('phase-entered', { phase: first.id, index: 0, visit: 0, t, why: 'open' })] : []),
  ];
}

/** Music that comes back does so at the gentlest of its phase, never mid-swell. */
export function comeBack(session: Session): Draft[] {
  const to = gentlest(session);
  const { intensity } = session;
  return to < intensity ? [draft('intensity-set', { from: intensity, to, why: 'return' })] : [];
}

/** After a change of protocol: the phase of its plan at the current minute, or the first before a dose. */
function enterPlan(session: Session, protocol: Protocol, t: number): Draft[] {
  const zero = zeroOf(session);
  const index = zero === null ? 0 : phaseAt(protocol, (t - zero) / MINUTE).index;
  const phase = protocol.phases[index];
  if (!phase || session.status !== 'open') return [];
  return [draft('phase-entered', { phase: phase.id, index, visit: nextVisit(session), t, why: 'change' })];
}

/** The commands a session begins and ends with. */
export const span: {
  [N in 'prepare' | 'open' | 'change' | 'close' | 'tick' | 'end' | 'reopen' | 'clockChanged']: Decide<N>;
} = {
  prepare(session, _now, { protocol, playlist, seed, pace, volume, version, ...rest }) {
    const secret = texts(rest, ...SECRETS);
    return session?.status === 'prepared'
      ? [draft('changed', { ...(protocol && { protocol }), ...(playlist && { playlist }) }, secret)]
      : [draft('prepared', { protocol, playlist, seed, pace, volume, version, schema: 1 }, secret)];
  },

  open: (session, now, warnings) => opening(session, now.t, warnings),

  change(session, now, { protocol, playlist, ...rest }) {
    const data = { ...(protocol && { protocol }), ...(playlist && { playlist }) };
    const drafts = [draft('changed', data, texts(rest, 'code', 'intention', 'touch'))];
    if (!protocol) return drafts;
    return [...drafts, ...enterPlan(session, protocol, now.t)];
  },

  close: () => [draft('closing-began', {})],

  tick(session, _now, item, done) {
    if (!session.protocol.closing.includes(text(item, 'item')))
      throw new StillroomError('unknown', `“${item}” is not on the closing list.`);
    return session.ticked.includes(item) === !!done ? [] : [draft('closing-ticked', { item, done: !!done }, {})];
  },

  end: (session, _now, reason = 'person') => [
    ...session.checkIns
      .filter(({ status }) => status === 'due' || status === 'deferred')
      .map(({ id }) => draft('check-in-lapsed', { id })),
    draft('ended', { reason }),
  ],

  reopen: (session) => [draft('reopened', { why: 'person' }), ...comeBack(session)],

  clockChanged(session) {
    const { doubt, visits, pace } = session;
    if (!doubt) return [];
    // Phases that only the leap brought on are taken back with it.
    const before = visits.findLast((visit) => visit.enteredAt <= doubt.from);
    const now = visits.at(-1);
    const back = before && now && now !== before && now.enteredAt <= doubt.to ? [before] : [];
    return [
      draft('clock-stepped', { by: (doubt.to - doubt.from) / pace }),
      ...back.map(({ phase, index, visit, enteredAt }) =>
        draft('phase-entered', { phase, index, visit, t: enteredAt + doubt.to - doubt.from, why: 'undo' }),
      ),
    ];
  },
};
