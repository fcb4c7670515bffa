import type { Draft, EntryType, PublicEntry, Session } from '../types.js';
import { draft, type Rows } from './command.js';
import { goBack, takeOut } from './steps.js';

const as = (type: EntryType) => (data: object) => draft(type, data as never);

/** What takes an entry back, where that is another entry. */
const INVERSE: { readonly [T in EntryType]?: (data: Extract<PublicEntry, { type: T }>['data']) => Draft } = {
  stayed: as('went-on'),
  'went-on': as('stayed'),
  'speaking-began': as('speaking-ended'),
  'speaking-ended': as('speaking-began'),
  extended: ({ phase, minutes }) => draft('extended', { phase, minutes: -minutes }),
  'intensity-set': ({ from, to }) => draft('intensity-set', { from: to, to: from, why: 'undo' }),
  ended: () => draft('reopened', { why: 'undo' }),
};

/** Silent again by whoever it was by, or sounding again; what has been quiet since closing stays so. */
function hush({ silencedBefore: by, quiet }: Session, type: EntryType): Draft[] {
  if (type !== 'silenced' && type !== 'music-restored') return [];
  if (by) return [draft('silenced', { by })];
  return type === 'silenced' && !quiet ? [draft('music-restored', { by: 'person' })] : [];
}

/** Takes back the newest command that can be, by its inverse; nothing is removed from the journal. */
export const undo: Rows<'undo'> = {
  undo: [
    'poce',
    (session) => {
      const { journal, visits } = session;
      const of = session.undoable!.seq;
      const { type, data } = journal[of]!;
      // A dose or a going on may have entered a phase, in the entry after it.
      const moved = [journal[of], journal[of + 1]].find(
        (each) => each?.type === 'phase-entered' && each.cause === 'person',
      );
      const old = visits[visits.findIndex(({ visit }) => visit === (moved?.data as { visit?: number })?.visit) - 1];
      const inverse = INVERSE[type] as ((of: object) => Draft) | undefined;
      return [
        ...(old ? goBack(session, old, old.enteredAt) : []),
        ...(inverse ? [inverse(data)] : []),
        ...hush(session, type),
        ...(/^(dosed|marked|check)/.test(type) ? takeOut(session, of) : []),
        draft('undone', { of }),
      ];
    },
    ({ undoable }, { t }) => undoable && t <= undoable.until,
  ],
};
