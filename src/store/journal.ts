import { getMany, promisifyRequest, set } from 'idb-keyval';
import { StillroomError } from '../session/errors.js';
import type { Entry } from '../session/types.js';
import { commit } from './commit.js';
import { connect, NoStorage } from './connection.js';
import type { Journal } from './journal.types.js';
import {
  HEADERS,
  NEW_ROOM,
  PLACE,
  ROOM,
  SCHEMA,
  entryKey,
  entryOp,
  under,
  wholeJournal,
  type Header,
  type Key,
  type Op,
  type Place,
  type RoomRecord,
  type Row,
} from './records.js';
import { createWriter } from './writer.js';

/** The journal of a room, opened with its first use. Two rooms share nothing. */
export function openJournal(name: string): Journal {
  const { strict, relaxed, close } = connect(`stillroom:${name}`);
  let onStorage = () => {};
  let problem: string | null = null;
  /** The current session as this window knows it: what a deleted database is written anew from. */
  let own: Entry[] = [];
  let room = NEW_ROOM;
  let place: Place | null = null;
  let keeping = false;

  const patch = (value: Partial<RoomRecord>): Op => ({ how: 'patch', key: ROOM, value });
  const writer = createWriter(
    (ops) => commit(strict, ops, () => [...own.map(entryOp), patch(room)]),
    () => onStorage(),
  );

  const save = (change: Partial<RoomRecord>, ops: readonly Op[] = []) => {
    room = { ...room, ...change };
    return writer.write([...ops, patch(change)]);
  };

  /** @param none what is read where nothing can be stored at all */
  const reading = async <T>(read: () => Promise<T>, none: T): Promise<T> => {
    try {
      return await read();
    } catch (cause) {
      writer.fail(cause);
      if (!(cause instanceof NoStorage))
        throw new StillroomError('storage', 'The storage does not answer. Please try again.', { cause });
      problem = cause.message;
      return none;
    }
  };

  /** What is stored under a key, oldest first, and over it what is held in memory. */
  const rows = async (key: Key): Promise<Iterable<Row>> => {
    const range = () => under(key);
    const [keys, values] = await reading(
      () =>
        strict('readonly', (store) =>
          Promise.all([promisifyRequest(store.getAllKeys(range())), promisifyRequest(store.getAll(range()))]),
        ),
      [[], []],
    );
    const held = writer.held.filter((op) => key.every((part, i) => op.key[i] === part));
    const all = [...keys.map((each, i) => [each, values[i]]), ...held.map((op) => [op.key, op.value])] as unknown as Row[];
    return new Map(all.map((row) => [`${row[0]}`, row])).values();
  };

  const read = async (session: string) => wholeJournal(session, await rows(entryKey(session)));

  return {
    get storage() {
      return writer.storage;
    },
    get problem() {
      return problem;
    },
    onStorage(callback) {
      onStorage = callback;
    },

    async load() {
      const nothing = { session: null, entries: [], place: null, room: NEW_ROOM };
      try {
        const [stored, kept] = await reading(async () => {
          const found = await getMany([ROOM, PLACE], strict);
          if (found[0]?.schema > SCHEMA)
            throw new NoStorage('storage', 'A newer Stillroom stores here. Please reload.');
          return found;
        }, []);
        const held = writer.held.filter(({ how }) => how === 'patch').map(({ value }) => value);
        const loaded: RoomRecord = Object.assign({ ...NEW_ROOM }, stored?.schema && stored, ...held);
        const { session } = loaded;
        const entries = session ? await read(session) : [];
        [own, room] = [[...entries], loaded];
        const last = (writer.storage !== 'durable' && place) || kept;
        return { session, entries, room, place: Number.isFinite(last?.t + last?.at + last?.position) ? last : null };
      } catch {
        return nothing;
      }
    },

    append(entries, header, current) {
      if (current !== undefined) own = [];
      if (current !== undefined || header.session === own[0]?.session) own.push(...entries);
      // Time before id: the newest come last.
      const key = [...HEADERS, header.preparedAt, header.session];
      const ops: Op[] = [...entries.map(entryOp), { how: 'put', key, value: header }];
      return current === undefined ? writer.write(ops) : save({ session: current }, ops);
    },

    read,

    async headers({ before, limit = Infinity, code } = {}) {
      const all = [...(await rows(HEADERS))].map(([, value]) => value as unknown as Header).filter((row) => row?.session);
      const newest = all.reverse();
      const found = newest.findIndex(({ session }) => session === before);
      if (before !== undefined && found < 0)
        throw new StillroomError('unknown', `There is no session “${before}” on this device.`);
      return newest
        .slice(found + 1)
        .filter((row) => code === undefined || row.code === code)
        .slice(0, limit);
    },

    setCurrent(session) {
      own = [];
      return save({ session });
    },

    keepPlace(next) {
      place = next;
      // The next one comes in two seconds; an entry that is being written comes first.
      if (keeping || writer.busy || writer.storage !== 'durable') return;
      keeping = true;
      set(PLACE, place, relaxed)
        .catch(() => {})
        .finally(() => (keeping = false));
    },

    saveRoom: (change) => save(change),
    flush: writer.flush,
    close: () => writer.close().then(close),
  };
}
