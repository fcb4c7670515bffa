import { unknown } from '../errors.js';
import { currentOf, planAt } from '../phases.js';
import type { Playlist, Protocol } from '../types.js';
import { draft, typed, type Rows } from './command.js';
import { comeBack, enter, goBack, opening } from './steps.js';

/** What there is of a new protocol and a new list. */
const chosen = ({ protocol, playlist }: { protocol?: Protocol; playlist?: Playlist }) => ({
  ...(protocol && { protocol }),
  ...(playlist && { playlist }),
});

/** The commands a session begins and ends with. */
export const span: Rows<'prepare' | 'open' | 'change' | 'close' | 'tick' | 'end' | 'reopen' | 'clockChanged'> = {
  prepare: [
    'ipe',
    (session, _, choices) => {
      if (session?.status === 'prepared') return [typed('changed', chosen(choices), choices)];
      const { protocol, playlist, seed, pace, volume, version } = choices;
      return [typed('prepared', { protocol, playlist, seed, pace, volume, version, schema: 1 }, choices)];
    },
  ],
  open: ['p', (session, { t }, warnings) => opening(session, t, warnings)],
  change: [
    'oc',
    (session, { t }, choices) => {
      const to = chosen(choices);
      const after = { ...session, ...to };
      return [typed('changed', to, choices), ...(to.protocol ? enter(after, planAt(after, t).index, t, 'change') : [])];
    },
  ],
  close: ['o', () => [draft('closing-began', {})]],
  tick: [
    'oce',
    ({ protocol, ticked }, _, item, on) => {
      const done = !!on;
      if (!protocol.closing.includes(item)) throw unknown('closing item', item);
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
      // Phases that only the leap brought on are taken back with it; what a person has asked for since stays.
      const before = visits.findLast(({ enteredAt, why }) => enteredAt <= from || why !== 'time');
      const leapt = currentOf(session)!;
      return [
        draft('clock-stepped', { by: (to - from) / pace, all: true }),
        ...(before && before !== leapt && before.enteredAt <= from && leapt.enteredAt <= to
          ? goBack(session, before, before.enteredAt + to - from)
          : []),
      ];
    },
    ({ doubt }) => doubt,
  ],
};
