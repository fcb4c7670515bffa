import type { EntryType } from '../types.js';
import { draft, type Rows } from './command.js';
import { enter } from './span.js';

/** What takes an entry back, where that is an entry of another type with the same data. */
const OPPOSITE: { readonly [T in EntryType]?: EntryType } = {
  stayed: 'went-on',
  'went-on': 'stayed',
  extended: 'extended',
  'intensity-set': 'intensity-set',
  silenced: 'music-restored',
  'music-restored': 'silenced',
  'speaking-began': 'speaking-ended',
  'speaking-ended': 'speaking-began',
  ended: 'reopened',
};

/** Takes back the newest command that can be, by its inverse; nothing is removed from the journal. */
export const undo: Rows<'undo'> = {
  undo: [
    'poce',
    (session) => {
      const { journal, visits } = session;
      const of = session.undoable!.seq;
      const { type, data } = journal[of]!;
      const { minutes, from, to } = data as { minutes?: number; from?: unknown; to?: unknown };
      // A dose or a going on may have entered a phase, in the entry after it.
      const moved = [journal[of], journal[of + 1]].find(
        (each) => each?.type === 'phase-entered' && each.cause === 'person',
      );
      const old = visits[visits.findIndex(({ visit }) => visit === (moved?.data as { visit?: number })?.visit) - 1];
      const opposite = OPPOSITE[type];
      return [
        ...(old ? enter(session, old.index, old.enteredAt, 'undo', old.visit) : []),
        ...(opposite
          ? [
              draft(opposite, {
                ...data,
                ...(minutes && { minutes: -minutes }),
                ...(to !== undefined && { from: to, to: from }),
                why: 'undo',
              } as never),
            ]
          : /^(dosed|marked|check)/.test(type)
            ? [draft('amended', { of, void: true }, { change: null })]
            : []),
        draft('undone', { of }),
      ];
    },
    ({ undoable }, { t }) => undoable && t <= undoable.t,
  ],
};
