import type { UseStore } from 'idb-keyval';
import { StillroomError } from '../session/errors.js';
import type { Entry } from '../session/types.js';
import { NoStorage } from './connection.js';
import type { HeaderQuery } from './journal.types.js';
import { readRange } from './read.js';
import {
  ENTRY,
  HEADER,
  ROOM,
  headerKey,
  wholeJournal,
  type Header,
  type Key,
  type Place,
  type RoomRecord,
  type Row,
} from './records.js';
import type { Vault } from './vault.js';
import type { Writer } from './writer.js';

/** What the room remembers, as it stands on the disk: of some of it nothing is certain. */
export type Remembered = Pick<Partial<RoomRecord>, 'keys' | 'locked'> & {
  readonly schema?: number;
  readonly session?: unknown;
  readonly volume?: number;
  readonly place?: Place;
  readonly calls?: unknown;
};

/** What a reader needs of the journal. */
export interface Sources {
  /** Waits for the disk as long as it takes. */
  readonly strict: UseStore;
  readonly writer: Pick<Writer, 'held' | 'fail'>;
  readonly vault: Pick<Vault, 'open' | 'openRows'>;
  /** Another window has the room, as far as is known here. */
  follows(): boolean;
}

/** Reads what is stored, and over it what is held in memory. */
export function createReader({ strict, writer, vault, follows }: Sources) {
  /** What stands under a key, in order. @throws `storage` */
  const rows = async (use: UseStore, ...key: Key): Promise<Row[]> => {
    const all = new Map<string, Row>();
    // Taken before reading: what is written meanwhile may be in neither.
    const held = writer.held();
    const add = (key: Key, value: unknown) => all.set(`${key}`, [key, value as Row[1]]);
    const find = () => readRange(use, ...key);
    try {
      const [keys, values] = await find();
      keys.forEach((key, i) => add(key, values[i]));
    } catch (error) {
      // Of a window that follows the owner says how storage is.
      if (use === strict || !follows()) writer.fail(error, find);
      if (!(error instanceof NoStorage))
        throw new StillroomError('storage', 'Storage does not answer. Please try again.');
    }
    for (const op of held) if (`${op.key}`.startsWith(`${key},`)) add(op.key, op.value);
    return [...all.values()];
  };

  /** Headers of all sessions, newest first. */
  const newestFirst = async () =>
    (await rows(strict, HEADER))
      // One that does not stand where it says is not ours, and could not be erased.
      .filter(([key, value]) => value?.session && `${headerKey(value as unknown as Header)}` === `${key}`)
      .map(([, value]) => value as unknown as Header)
      .reverse();

  return {
    /** The newest session that has not ended, if one was opened. */
    open: async () => (await newestFirst()).find(({ status }) => status === 'open' || status === 'closing'),

    /** The journal of a session, its private parts as far as they can be opened. */
    entries: async (session: string, use: UseStore): Promise<Entry[]> =>
      vault.open(wholeJournal(session, await rows(use, ENTRY, session))),

    room: async (use: UseStore): Promise<Remembered> =>
      Object.fromEntries((await rows(use, ROOM)).map(([key, value]) => [key[1], value])),

    /** @throws `unknown` for a session to start behind that there is not */
    async headers({ before, limit, code }: HeaderQuery = {}): Promise<Header[]> {
      const newest = await newestFirst();
      const found = newest.findIndex(({ session }) => session === before);
      if (before && found < 0) throw new StillroomError('unknown', `No session “${before}” here.`);
      const older = newest.slice(found + 1);
      // All have to be opened to find one code.
      if (!code) return vault.openRows(older.slice(0, limit));
      return (await vault.openRows(older)).filter((row) => row.code === code).slice(0, limit);
    },
  };
}
