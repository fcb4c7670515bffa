import { secret, text, unknown } from '../check.js';
import { currentOf, nextVisit, planAt } from '../phases.js';
import type { Draft, Intensity, PhaseWhy, Session } from '../types.js';
import { draft, type Rows } from './command.js';

/** Enters a phase, or one of an earlier visit again. */
export function enter(session: Session, index: number, t: number, why: PhaseWhy, visit = nextVisit(session)): Draft[] {
  const phase = session.protocol.phases[index]?.id;
  return phase === undefined ? [] : [draft('phase-entered', { phase, index, visit, t, why })];
}

/** Opening: the preflight stands, with the lines that were warnings, and the first phase is entered. */
export const opening = (session: Session, t: number, warnings: string[] = []): Draft[] => [
  draft('preflight-passed', { warnings }),
  draft('opened', {}),
  ...enter(session, 0, t, 'open'),
];

/** Music that comes back does so a step gentler than its phase, never mid-swell. */
export function comeBack(session: Session): Draft[] {
  const { intensity: from, protocol } = session;
  const own = protocol.phases[currentOf(session)?.index ?? 0]?.intensity ?? 1;
  const to = Math.max(1, own - 1) as Intensity;
  return to < from ? [draft('intensity-set', { from, to, why: 'return' })] : [];
}

/** The commands a session begins and ends with. */
export const span: Rows<'prepare' | 'open' | 'change' | 'close' | 'tick' | 'end' | 'reopen' | 'clockChanged'> = {
  prepare: [
    'ipe',
    (session, _, choices) => {
      const { protocol, playlist, seed, pace, volume, version } = choices;
      const typed = secret('prepared', choices);
      return session?.status === 'prepared'
        ? [draft('changed', { ...(protocol && { protocol }), ...(playlist && { playlist }) }, typed)]
        : [draft('prepared', { protocol, playlist, seed, pace, volume, version, schema: 1 }, typed)];
    },
  ],
  open: ['p', (session, { t }, warnings) => opening(session, t, warnings)],
  change: [
    'oc',
    (session, { t }, choices) => {
      const { protocol, playlist } = choices;
      const to = { ...(protocol && { protocol }), ...(playlist && { playlist }) };
      const after = { ...session, ...to };
      return [
        draft('changed', to, secret('prepared', choices)),
        ...(protocol ? enter(after, planAt(after, t).index, t, 'change') : []),
      ];
    },
  ],
  close: ['o', () => [draft('closing-began', {})]],
  tick: [
    'oce',
    ({ protocol, ticked }, _, item, on) => {
      const done = !!on;
      if (!protocol.closing.includes(item)) throw unknown('closing item', text(item, 'item'));
      return ticked.includes(item) === done ? [] : [draft('closing-ticked', { item, done }, {})];
    },
  ],
  end: [
    'oc',
    ({ checkIns }, _, reason) => [
      ...checkIns
        .filter(({ status }) => status === 'due' || status === 'deferred')
        .map(({ id }) => draft('check-in-lapsed', { id })),
      draft('ended', { reason: reason === 'left-open' ? reason : 'person' }),
    ],
  ],
  reopen: ['e', (session) => [draft('reopened', { why: 'person' }), ...comeBack(session)]],
  clockChanged: [
    'poce',
    (session) => {
      const { doubt, visits, pace } = session;
      const { from, to } = doubt!;
      // Phases that only the leap brought on are taken back with it.
      const before = visits.findLast(({ enteredAt }) => enteredAt <= from);
      const leapt = currentOf(session)!;
      return [
        draft('clock-stepped', { by: (to - from) / pace }),
        ...(before && before !== leapt && leapt.enteredAt <= to
          ? enter(session, before.index, before.enteredAt + to - from, 'undo', before.visit)
          : []),
      ];
    },
    ({ doubt }) => doubt,
  ],
};
