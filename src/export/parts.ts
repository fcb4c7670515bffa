import type { Entry, EntryPrivate } from '../session/types.js';
import { readable } from './broken.js';

/** What a copy of a session holds: what belongs into the chart, what is kept apart from it, or everything. */
export type Part = 'chart' | 'notes' | 'all';

/** Of every entry that stands in a part: what of its private part comes along, beside the staff's initials. */
type Table = { readonly [type: string]: string };

/**
 * Doses, medicines, vitals and other answers, what is noted for the record, and when things happened. Nothing of a
 * process note, not even that there is one; no intention, no marks, nothing of what was playing.
 */
const CHART: Table = {
  prepared: 'code touch staff',
  changed: 'code touch staff',
  opened: '',
  dosed: 'route amount note',
  'dose-changed': 'note',
  'dwell-began': '',
  'dwell-ended': 'how',
  given: 'what amount',
  'phase-entered': '',
  attended: '',
  'attend-ended': '',
  'stepped-out': 'reason',
  returned: '',
  'check-in-due': '',
  'check-in-answered': 'answer',
  'check-in-skipped': 'reason',
  'check-in-deferred': '',
  'check-in-lapsed': '',
  recorded: 'answer',
  noted: 'text',
  'handed-over': 'to note',
  slept: '',
  'clock-stepped': '',
  'closing-began': '',
  'closing-ticked': '',
  ended: '',
  reopened: '',
};

/** Every note, what was marked and what was playing then, the intention; of doses only when they were. */
const NOTES: Table = {
  prepared: 'code intention touch staff',
  changed: 'code intention touch staff',
  opened: '',
  dosed: '',
  'phase-entered': '',
  'track-started': '',
  'track-ended': '',
  marked: 'kind text',
  noted: 'text',
  'handed-over': 'to note',
  slept: '',
  'clock-stepped': '',
  'closing-began': '',
  ended: '',
  reopened: '',
};

/** Members of a private part that come along; the initials of the staff always do. Without any there is none. */
function taken(given: EntryPrivate | null | undefined, names: string): EntryPrivate | null | undefined {
  const kept = Object.entries(given ?? {}).filter(([name]) => ` by ${names} `.includes(` ${name} `));
  return given && (kept[0] ? Object.fromEntries(kept) : undefined);
}

/**
 * The entries that stand in a part, with as much of what is private. They keep their numbers; what was left out leaves
 * holes. What tells of another entry (a correction, an undo) goes with it.
 */
export function partOf(entries: readonly Entry[], part: Part): Entry[] {
  if (part === 'all') return readable(entries);
  const table = part === 'chart' ? CHART : NOTES;
  /** What a note was corrected to be. */
  const kinds: unknown[] = [];
  for (const { type, data } of entries) if (type === 'amended' && data.kind) kinds[data.of] = data.kind;
  return entries.flatMap(({ private: given, ...entry }) => {
    const { of } = entry.data as { of?: number };
    const about = of ?? entry.seq;
    const { type, data } = entries[about] ?? entry;
    const kind = kinds[about] ?? ('kind' in data && data.kind);
    if (!Object.hasOwn(table, type) || (part === 'chart' && kind === 'process')) return [];
    const names = table[type]!;
    const change = names && taken(given?.change, names);
    const kept = {
      ...taken(given, of === undefined ? names : names && 'reason'),
      ...((change || change === null) && { change }),
    };
    return [{ ...entry, ...(Object.keys(kept)[0] && { private: kept }) } as Entry];
  });
}

/**
 * Whether something that a person did or wrote has never left the device. Facts of the machine (a fade that ends after
 * the record) make no copy incomplete.
 */
export function unexported(entries: readonly Entry[]): boolean {
  let left = ['chart', 'notes'];
  for (const { type, cause, data } of entries)
    if (type === 'exported') left = left.filter((part) => data.parts !== 'all' && data.parts !== part);
    else if (cause === 'person') left = ['chart', 'notes'];
  return !!left[0];
}
