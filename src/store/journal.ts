import { get, set } from 'idb-keyval';
import { StillroomError } from '../session/errors.js';
import type { Entry } from '../session/types.js';
import { commit, write } from './commit.js';
import { connect, NoStorage } from './connection.js';
import { eraseRecords, eraseSession } from './erase.js';
import { createFence, newer } from './fence.js';
import type { Journal } from './journal.types.js';
import { patient, within } from './patience.js';
import { createReader } from './reader.js';
import {
  CHANGED,
  HEADER,
  NEW_ROOM,
  PLACE,
  ROOM,
  SCHEMA,
  entryOp,
  headerKey,
  headerOp,
  roomOps,
  type Header,
  type Op,
  type Place,
  type RoomRecord,
  type Unsaved,
} from './records.js';
import { createVault } from './vault.js';
import { createWriter } from './writer.js';

/** So many letters of the ids of calls are remembered: some ten calls. */
const REMEMBERED = 200;
/** A room that is taken is read after so long, ms, though that it is taken is not written yet: it will be before. */
const TAKES = 2000;
/** Whoever leaves waits for a disk so long, ms: the room is needed elsewhere. What is under way may still end well. */
const LEAVES = 10_000;
/** A database that was deleted is written anew so long after, ms: a window that wakes hears first who has the room now. */
const ANEW = 500;

/**
 * The journal of a room, opened with its first use. Two rooms share nothing.
 * @param onLost called when another window turns out to have taken the room
 */
export function openJournal(name: string, onLost = () => {}): Journal {
  const { close, destroy, ...connection } = connect(`stillroom:${name}`, () => gone());
  const fence = createFence(onLost, () => gone());
  const strict = fence.around(connection.strict);
  const brief = patient(strict);
  const relaxed = fence.around(connection.relaxed);
  let onStorage = () => {};
  /** The current session as this window knows it: what a deleted database is written anew from. */
  let own: Entry[] = [];
  let row: Header | undefined;
  let room = NEW_ROOM;
  /** Of what is unsaved: what was held here when the room was lost, or its owner has told. */
  let told: Unsaved = {};
  let place: Place | null = null;
  let keeping = false;
  /** Counts what this window has changed in all that. */
  let changes = 0;
  /** The database may have been deleted: with the next write it is written anew. */
  let emptied = false;
  /** Which session is the current one does not stand on the disk: it was found by itself. */
  let unnamed = false;

  const vault = createVault();
  const seal = (ops: readonly Op[]) => vault.seal(ops, strict);

  const whole = () => [...own.map(entryOp), ...(row ? [headerOp(row)] : []), ...roomOps(room)];

  const writer = createWriter(
    async (held) => {
      const anew = emptied;
      const ops = anew ? [...whole(), ...held] : held;
      emptied = false;
      try {
        // Sealed before the transaction opens: it would not wait.
        const sealed = seal(ops);
        // Without a passphrase nothing is waited for.
        const refusal = await commit(strict, sealed === ops ? ops : await sealed, async () => seal(whole()));
        // A newer version's records are left as they are; the session goes on in memory.
        if (refusal?.code === 'storage') throw new NoStorage();
        return refusal;
      } catch (error) {
        emptied ||= anew;
        throw error;
      }
    },
    () => onStorage(),
    onLost,
  );
  /** What is lost is written again; a session that is over is not: who deletes what is stored means it. */
  const flush = () => (emptied && own[0] ? writer.write([]).catch(() => {}) : writer.flush());
  const gone = () => {
    // Only its owner knows what stood there last.
    emptied = !!fence.epoch;
    setTimeout(() => void flush(), ANEW);
  };

  const save = (change: Partial<RoomRecord>, ops: readonly Op[] = []) => {
    changes++;
    room = { ...room, ...change };
    const written = writer.write([...ops, ...roomOps({ ...change, schema: SCHEMA })]);
    // More is unsaved now.
    if (writer.storage !== 'durable') onStorage();
    return written;
  };

  const unsaved = (): Unsaved => {
    const held = writer.held().flatMap(({ key: [kind, name], value }) => (kind === ROOM ? [[name, value]] : []));
    // In which session the room is, its journal says.
    const { session: _, schema: __, ...rest } = Object.fromEntries(held) as Partial<RoomRecord>;
    return { ...told, ...rest };
  };

  const reader = createReader({ strict, writer, vault, follows: () => !fence.epoch });

  /** What the room remembers, with its current session; taken over as what this window knows while that is `unchanged`. */
  const readCurrent = async (impatient: boolean, unchanged: () => boolean) => {
    const use = impatient ? brief : strict;
    const { schema, keys = null, locked = null, calls = '', ...stored } = await reader.room(use);
    if (!unchanged()) return null;
    // What can be read of it is shown, and nothing is written.
    if (schema! > SCHEMA) writer.fail(new NoStorage());
    vault.adopt(keys);
    await vault.tryOut();
    let session = typeof stored.session === 'string' ? stored.session : null;
    let entries = session ? await reader.entries(session, use) : [];
    // What stands there names none: another program's, since a session that is erased goes with its name.
    const mislaid = stored.session != null && !entries[0] ? await reader.open().catch(() => undefined) : undefined;
    if (mislaid) {
      ({ session } = mislaid);
      entries = await reader.entries(session, use);
    }
    const key = entries[0] && [HEADER, entries[0].at, session!];
    const header = key ? await get<Header>(key, use).catch(() => row) : undefined;
    if (!unchanged()) return null;
    const last = (writer.storage !== 'durable' && place) || stored.place;
    own = [...entries];
    row = header;
    unnamed = !!mislaid;
    room = {
      ...NEW_ROOM,
      session,
      locked,
      keys,
      calls: `${calls as string}`,
      ...(stored.volume! > 0 && stored.volume! <= 1 && { volume: stored.volume! }),
    };
    return {
      session,
      entries,
      room,
      place: last && [last.t, last.at, last.position].every(Number.isFinite) ? last : null,
      empty: !('session' in stored),
      unread: false,
    };
  };

  return {
    vault,
    get storage() {
      return writer.storage;
    },
    get holds() {
      return writer.held().some(({ add }) => add);
    },
    onStorage(callback) {
      onStorage = callback;
    },
    get unsaved() {
      // What is on its way to a disk that works soon is there, and would be told too late.
      return writer.storage === 'durable' ? told : unsaved();
    },
    set unsaved(next) {
      told = next;
    },
    read: (session, impatient) => reader.entries(session, impatient ? brief : strict),
    letGo() {
      told = unsaved();
      fence.letGo();
      writer.letGo();
      emptied = false;
    },
    async stored(entries) {
      const ops = await seal(entries.map(entryOp));
      return ops.map(({ value }) => value as Entry);
    },

    async take(after) {
      const { changedAt } = told;
      // Whoever has run the room meanwhile, unheard, has stored what is newer.
      const stored = changedAt && (await get<number>(CHANGED, brief).catch(() => 0));
      const ops = roomOps(stored! >= changedAt! ? {} : told);
      told = {};
      fence.take(after);
      // Lost again in the meantime: whoever took it is told of, and nothing comes of this. A session waits for no disk.
      await within(writer.write(ops), TAKES).catch(() => {});
      return fence.epoch;
    },

    async load(impatient) {
      for (;;) {
        const before = changes;
        const unchanged = () => changes === before;
        const loaded = await readCurrent(!!impatient, unchanged).catch(() => null);
        // Somebody acted while it was read: what that wrote is newer, and read with the rest.
        if (!unchanged()) continue;
        if (loaded) return loaded;
        vault.unknown();
        return { session: null, entries: [], room: NEW_ROOM, place: null, empty: false, unread: true };
      }
    },

    append(entries, header, current = room.session) {
      changes++;
      const ops = [...entries.map(entryOp), headerOp(header)];
      const same = current === room.session;
      if (!same) own = [];
      if (current === header.session) {
        own.push(...entries);
        row = header;
      }
      if (same && !unnamed) return writer.write(ops);
      unnamed = false;
      return save({ session: current }, ops);
    },

    async add(entries, header) {
      const ops = await seal([...entries.map(entryOp), headerOp(header)]);
      try {
        await strict('readwrite', (store) => write(store, ops));
      } catch (error) {
        if (error instanceof StillroomError) throw error;
        throw new StillroomError('storage', 'It could not be saved on this device; nothing of it was.');
      }
    },

    async erase(header, why = 'person') {
      const { session } = header;
      changes++;
      // What a newer version wrote stays, and what was added to it; what was never stored needs no more than dropping.
      const passing = writer.storage === 'memory';
      if (passing && (await get(headerKey(header), strict).catch(() => {}))) throw newer();
      if (why === 'age') return passing ? undefined : eraseSession(relaxed, header, true);
      const takeBack = writer.drop(([kind, ...rest]) => kind !== ROOM && rest.includes(session));
      if (place?.session === session) place = null;
      if (passing) return;
      await eraseSession(strict, header).catch((error) => {
        if (why === 'person') takeBack();
        throw error;
      });
    },

    async eraseAll(awake) {
      const { epoch } = fence;
      changes++;
      const before = { own, row, emptied, room, told, place };
      const takeBack = writer.drop(() => true);
      own = [];
      row = undefined;
      emptied = false;
      room = NEW_ROOM;
      told = {};
      place = null;
      // Emptied first: a window that holds on to the database may keep it from being deleted, but nothing in it.
      // A newer version's records go too where that is wished for in so many words: there the fence lets nothing through.
      await eraseRecords(writer.storage === 'memory' ? connection.strict : strict).catch((error) => {
        // Nothing is: the room is what it was, unless another window has it meanwhile.
        if (epoch === fence.epoch) {
          ({ own, row, emptied, room, told, place } = before);
          takeBack();
        }
        throw error;
      });
      // Not before: what could not be erased stays sealed.
      vault.adopt(null);
      if (awake) await destroy().catch(() => {});
    },

    headers: reader.headers,

    setCurrent(session) {
      own = [];
      row = undefined;
      return save({ session });
    },

    keepPlace(next) {
      place = next;
      // The next one comes in two seconds; an entry that is being written, or cannot be, comes first.
      if (keeping || writer.held().length || writer.storage === 'memory') return;
      keeping = true;
      const done = () => (keeping = false);
      set(PLACE, next, relaxed).then(done, done);
    },

    setKeys([keys, key]) {
      vault.adopt(keys);
      vault.give(key);
      return save({ keys, changedAt: Date.now() });
    },

    saveRoom(change, cmd) {
      const calls = cmd && `${cmd} ${room.calls}`.slice(0, REMEMBERED);
      return save({ ...change, ...(calls && { calls }), changedAt: Date.now() });
    },
    did: (cmd) => room.calls.includes(cmd),
    flush,
    async close() {
      const flushed = flush();
      await within(flushed, LEAVES).catch(() => {});
      writer.close();
      // What is written late opens it anew.
      void flushed.finally(close);
      close();
    },
  };
}
