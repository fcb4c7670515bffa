import { fold } from '../session/apply.js';
import { StillroomError } from '../session/errors.js';
import { anySecret } from '../session/private.js';
import { isObject, plain } from '../session/protocol/plain.js';
import { bad, list, number, oneOf, optional, text, type Read } from '../session/read.js';
import { publicPart } from '../session/stamp.js';
import { stateOf } from '../session/state.js';
import type { Entry, Live } from '../session/types.js';
import { FORMAT, SCHEMA } from './file.js';
import { dataOf } from './members.js';

/** The most that is read, characters: a session that played through several of the longest lists. */
export const MOST_CHARACTERS = 50_000_000;
/** Entries. A session of a day writes about 20,000. */
const MOST_ENTRIES = 100_000;
/** How much further out a list stands in its own file than in this one, levels. */
const INSIDE = -8;

/** Wall clock, ms since the epoch: what a `Date` can hold. */
const wall = number(0, 8.64e15);

/** What every entry has, whatever its type. */
const common: { readonly [name: string]: Read<unknown> } = {
  t: number(0, 1e15),
  at: wall,
  type: text(/^[\w-]{1,64}$/, 'the name of a type'),
  cmd: optional(text(/^[^]{1,100}$/, 'text of 1 to 100 characters')),
  cause: oneOf('person', 'time', 'device', 'browser'),
  private: optional(anySecret),
};

/** The entries of a session: numbered without a hole, in the order of time, the first of them its beginning. */
function journal(value: unknown, session: string): Entry[] {
  let last = 0;
  const entry: Read<Entry> = (each, place) => {
    if (!isObject(each)) throw bad(place, 'an entry');
    const own = { session: oneOf(session), seq: oneOf(Number(/\d+/.exec(place))), ...common };
    for (const [name, read] of Object.entries(own)) read(each[name], `${place}.${name}`);
    const { t, type, sealed } = each as { t: number; type: string; sealed?: unknown };
    if (t < last) throw bad(`${place}.t`, `no less than ${last}, the time of the entry before`);
    if (sealed !== undefined) throw bad(`${place}.sealed`, 'absent: what is sealed can be read nowhere else');
    if (place === 'entries[0]') oneOf('prepared')(type, `${place}.type`);
    last = t;
    return { ...each, data: dataOf(type)(each.data, `${place}.data`) } as unknown as Entry;
  };
  return list(1, MOST_ENTRIES, entry)(value, 'entries');
}

/** Makes a session of the entries as every reload will: what tells of things that there are not does not fit together. */
function mustFold(entries: readonly Entry[]): void {
  let at = 0;
  const one = function* () {
    for (const entry of entries) {
      at = entry.seq;
      yield publicPart(entry);
    }
  };
  try {
    stateOf(fold(one()), {} as Live, { t: 0, at: 0 });
  } catch {
    throw bad(`entries[${at}]`, 'something that can follow on the entries before it');
  }
}

/**
 * Reads a session from the text of a `json` export. Types of entries that are not known here are kept.
 * @throws `bad-import`, and nothing else: the place in the file and what was expected
 */
export function readCopy(file: string): { session: string; entries: Entry[] } {
  const refuse = (why: string) => new StillroomError('bad-import', `This file cannot be imported: ${why}`);
  try {
    const copy = plain(
      file,
      (expected) => {
        throw bad('', expected);
      },
      MOST_CHARACTERS,
      INSIDE,
    );
    if (!isObject(copy) || copy.format !== FORMAT) throw refuse('it is no session that Stillroom exported as json.');
    const { schema, parts, session, entries } = copy;
    if (number(1, Infinity)(schema, 'schema') > SCHEMA)
      throw refuse('a newer version of Stillroom wrote it. Please update this one.');
    if (oneOf('chart', 'notes', 'all')(parts, 'parts') !== 'all')
      throw refuse(`it holds only a part of the session (parts: ${parts}). Export all of it.`);
    // Of `all` it would be said that all are to be erased.
    const id = text(/^(?!all$)[\w-]{1,64}$/, '1 to 64 letters, digits, - or _, and not “all”')(session, 'session');
    const found = journal(entries, id);
    mustFold(found);
    return { session: id, entries: found };
  } catch (error) {
    const { code, message } = error as StillroomError;
    throw code === 'bad-import' ? error : refuse(message);
  }
}
