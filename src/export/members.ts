import { kind } from '../session/private.js';
import { isObject } from '../session/protocol/plain.js';
import { parseProtocol } from '../session/protocol/parse.js';
import { bad, list, number, oneOf, optional, record, text, type Read } from '../session/read.js';
import type { EntryType, Playlist, Track } from '../session/types.js';

const words = text(/^[^]{1,4000}$/, 'text of 1 to 4000 characters');
const time = number(-1e15, 1e15);
const count = number(0, 1e6);
const flag = oneOf(true, false);
const level = oneOf(1, 2, 3, 4, 5);
const maybe =
  <T>(read: Read<T>): Read<T | null> =>
  (value, place) =>
    value === null ? null : read(value, place);

const track = record<Track>({
  id: words,
  title: words,
  creator: maybe(words),
  // Of 4000 characters in a list each may have become twelve, behind the address of the list.
  location: list(1, 20, text(/^(https?:|blob:|stillroom:)[^]{0,99999}$/, 'an address')),
  duration: number(1, 86_400_000, null),
  phases: list(0, 50, words),
  intensity: maybe(level),
  loudness: number(-70, 10, null),
  peak: number(-100, 10, null),
  vocals: oneOf(null, 'none', 'wordless', 'words'),
  license: maybe(words),
});

const playlist = record<Playlist>({ id: words, title: words, creator: maybe(words), tracks: list(1, 5000, track) });

/** What stands under a name in the `data` of an entry. Session times and spans in ms, positions in seconds. */
const readers: { readonly [name: string]: Read<unknown> } = {
  // Taken over as it is read from a file of its own, so that nothing it needs is missing.
  protocol: (value, place) => parseProtocol(isObject(value) ? value : null, place),
  playlist: (value, place) => {
    playlist(value, place);
    return value;
  },
  seed: number(0, 2 ** 32),
  pace: number(1, 600),
  schema: oneOf(1),
  by: time,
  index: count,
  dose: count,
  visit: count,
  of: count,
  t: time,
  at: time,
  endsAt: time,
  until: time,
  from: time,
  to: time,
  lapsesAt: maybe(time),
  volume: number(0, 1),
  position: number(0, 1e9),
  minutes: number(-1440, 1440),
  epoch: number(0, Infinity),
  void: oneOf(true),
  done: flag,
  certain: flag,
  warnings: list(0, 100, words),
  kind,
  level,
  doseChange: oneOf('ended', 'paused', 'resumed', 'rate'),
  heard: maybe(words),
  note: oneOf('record', 'process'),
  parts: oneOf('chart', 'notes', 'all'),
  source: oneOf('file', 'soundscape'),
  who: oneOf('person', 'device'),
};

/** What the `data` of each type of entry holds: a name, what is read there if it is not called so, `?` if it may lack. */
const DATA: Readonly<Record<EntryType, string>> = {
  prepared: 'protocol playlist seed pace volume version schema',
  'preflight-passed': 'warnings',
  opened: '',
  dosed: 'index t',
  'dose-changed': 'dose what:doseChange t',
  'dwell-began': 'dose endsAt',
  'dwell-ended': 'dose',
  given: 't',
  amended: 'of t? void? what:doseChange? kind:note?',
  changed: 'protocol? playlist?',
  'phase-entered': 'phase index visit t why',
  stayed: 'phase',
  'went-on': 'phase',
  extended: 'phase minutes',
  'track-started': 'track position source why',
  'track-ended': 'track position why',
  'track-failed': 'track code',
  'fallback-began': 'soundscape',
  'fallback-ended': 'soundscape',
  'volume-set': 'from to why',
  'intensity-set': 'from:level to:level why',
  silenced: 'by:who',
  'music-restored': 'by:who',
  'speaking-began': '',
  'speaking-ended': '',
  attended: '',
  'attend-ended': '',
  'stepped-out': '',
  returned: '',
  'check-in-due': 'id kind ask t lapsesAt',
  'check-in-answered': 'id t',
  'check-in-skipped': 'id',
  'check-in-deferred': 'id until',
  'check-in-lapsed': 'id',
  recorded: 'kind t',
  marked: 't track:heard position',
  noted: 'kind:note',
  'handed-over': '',
  undone: 'of',
  'output-changed': 'why position',
  interrupted: 'why position',
  resumed: 'why position',
  slept: 'from to certain',
  'clock-stepped': 'by all:void?',
  'owner-changed': 'epoch why',
  locked: '',
  unlocked: '',
  'closing-began': '',
  'closing-ticked': 'item done',
  ended: 'reason',
  reopened: 'why',
  exported: 'format parts',
};

const same = <T>(read: T) => read;
const member = /^(\S+?)(?::(\w+))?(\?)?$/;

/** The `data` of an entry of this type; of one that is not known here, whatever it is. Members it does not know it lets be. */
export const dataOf =
  (type: string): Read<object> =>
  (value, place) => {
    if (!isObject(value)) throw bad(place, 'an object');
    const data = { ...value };
    for (const each of (Object.hasOwn(DATA, type) && DATA[type as EntryType].match(/\S+/g)) || []) {
      const [, name = '', as = name, may] = member.exec(each)!;
      const found = (may ? optional : same)(readers[as] ?? words)(value[name], `${place}.${name}`);
      if (found !== undefined) data[name] = found;
    }
    return data;
  };
