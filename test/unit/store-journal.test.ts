import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openJournal } from '../../src/store/index.js';
import { entries, entry, header, seqs } from '../support/records.js';
import { raw } from './support/raw.js';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Longer than what is asked for in one go, and sooner than anything is written. */
const soon = () => Promise.resolve().then(() => {});

/** Every transaction from here on: its mode and durability. */
function transactions() {
  const spy = vi.spyOn(IDBDatabase.prototype, 'transaction');
  return () =>
    spy.mock.calls
      .map(([, mode, options]) => `${mode} ${options?.durability}`)
      .filter((each) => !each.startsWith('versionchange'));
}

describe('what was acknowledged', () => {
  it('is there after a reload, in order', async () => {
    const before = openJournal('a');
    await before.append(entries('s', 0, 3), header('s', 3), 's');
    await before.append([entry('s', 3)], header('s', 4));
    await before.saveRoom({ volume: 0.5 });

    const loaded = await openJournal('a').load();
    expect(loaded.session).toBe('s');
    expect(loaded.entries).toEqual(entries('s', 0, 4));
    expect(loaded.room).toMatchObject({ session: 's', volume: 0.5, schema: 1 });
  });

  it('has no holes and no other order when nobody waits between two appends', async () => {
    const journal = openJournal('a');
    const made = transactions();
    const append = (i: number) => journal.append([entry('s', i)], header('s', i + 1), i ? undefined : 's');
    const first = append(0);
    await soon();
    await Promise.all([first, ...Array.from({ length: 39 }, (_, i) => append(i + 1))]);

    expect(seqs(await openJournal('a').read('s'))).toEqual(Array.from({ length: 40 }, (_, i) => i));
    expect((await journal.headers())[0]?.entries).toBe(40);
    // The first alone, then all that had come meanwhile: one write in flight.
    expect(made().filter((each) => each.startsWith('readwrite'))).toHaveLength(2);
  });

  it('is not yet what came while something else was being written', async () => {
    const journal = openJournal('a');
    let second = false;
    const first = journal.append([entry('s', 0)], header('s', 1), 's');
    const done = journal.append([entry('s', 1)], header('s', 2)).then(() => (second = true));
    await first;
    expect(second).toBe(false);
    await done;
    expect(seqs(await openJournal('a').read('s'))).toEqual([0, 1]);
  });

  it('is asked to be on the disk; the place in the music is not', async () => {
    const journal = openJournal('a');
    const made = transactions();
    await journal.append([entry('s', 0)], header('s', 1), 's');
    expect(made()).toEqual(['readwrite strict']);

    journal.keepPlace({ session: 's', track: 'one', position: 12.5, t: 900, at: 1_700_000_000_900 });
    await vi.waitFor(async () => expect((await openJournal('a').load()).place?.position).toBe(12.5));
    expect(made()[1]).toBe('readwrite relaxed');
  });

  it('does not wait for a pile of places in the music', async () => {
    const journal = openJournal('a');
    await journal.load();
    const made = transactions();
    for (let position = 0; position < 9; position++)
      journal.keepPlace({ session: 's', track: 'one', position, t: 900, at: 1_700_000_000_900 });
    await journal.append([entry('s', 0)], header('s', 1), 's');
    expect(made()).toEqual(['readwrite relaxed', 'readwrite strict']);
  });

  it('has the place of whichever window kept it last', async () => {
    const [first, second] = [openJournal('a'), openJournal('a')];
    const place = { session: 's', track: 'one', t: 900, at: 1_700_000_000_900 };
    first.keepPlace({ ...place, position: 1 });
    await vi.waitFor(async () => expect((await second.load()).place?.position).toBe(1));
    second.keepPlace({ ...place, position: 2 });
    await vi.waitFor(async () => expect((await first.load()).place?.position).toBe(2));
  });

  it('is not shared between two rooms', async () => {
    await openJournal('a').append([entry('s', 0)], header('s', 1), 's');
    expect(await openJournal('b').load()).toMatchObject({ session: null, entries: [] });
    expect(await openJournal('b').headers()).toEqual([]);
  });

  it('stays when the room goes on to nothing, and to another session', async () => {
    const journal = openJournal('a');
    await journal.append([entry('s', 0)], header('s', 1), 's');
    await journal.setCurrent(null);
    expect((await openJournal('a').load()).session).toBe(null);
    await journal.append([entry('z', 0)], header('z', 1), 'z');
    expect((await openJournal('a').load()).entries).toEqual([entry('z', 0)]);
    expect(await journal.read('s')).toEqual([entry('s', 0)]);
  });
});

describe('two writers under one number', () => {
  it('never overwrite each other: the second is told, and nothing of its batch is written', async () => {
    const [first, second] = [openJournal('a'), openJournal('a')];
    await first.append(entries('s', 0, 2), header('s', 2), 's');
    await second.load();
    await first.append([entry('s', 2)], header('s', 3));

    const other = [entry('s', 2, { data: { kind: 'process' } }), entry('s', 3)];
    await expect(second.append(other, header('s', 99))).rejects.toMatchObject({ code: 'no-owner' });
    expect(await first.read('s')).toEqual(entries('s', 0, 3));
    expect((await first.headers())[0]?.entries).toBe(3);
    expect(second.storage).toBe('durable');
  });

  it('may go on after the refusal from what is stored', async () => {
    const [first, second] = [openJournal('a'), openJournal('a')];
    await first.append([entry('s', 0)], header('s', 1), 's');
    await second.load();
    await first.append([entry('s', 1)], header('s', 2));
    await expect(second.append([entry('s', 1, { t: 1 })], header('s', 2))).rejects.toMatchObject({ code: 'no-owner' });

    const { entries: stored } = await second.load();
    await second.append([entry('s', stored.length)], header('s', 3));
    expect(await first.read('s')).toEqual(entries('s', 0, 3));
  });

  it('are told apart from one writer whose connection died before the answer came', async () => {
    const journal = openJournal('a');
    await journal.append([entry('s', 0)], header('s', 1), 's');
    const { transaction } = IDBDatabase.prototype;
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(function (this: IDBDatabase, ...args) {
      const real = transaction.apply(this, args);
      Object.defineProperty(real, 'oncomplete', {
        set: () => real.addEventListener('complete', () => real.onabort?.(new Event('abort'))),
      });
      return real;
    });

    await journal.append([entry('s', 1)], header('s', 2));
    await journal.append([entry('s', 2)], header('s', 3));
    expect(await openJournal('a').read('s')).toEqual(entries('s', 0, 3));
    expect(journal.storage).toBe('durable');
  });

  it('are told apart by number and call, not by bytes: what is sealed twice differs', async () => {
    const [first, second] = [openJournal('a'), openJournal('a')];
    await first.append(entries('s', 0, 1), header('s', 1), 's');
    await second.load();
    await first.append([entry('s', 1, { cmd: 'c1', private: { text: 'one way' } })], header('s', 2));
    const others = (cmd: string) => [
      entry('s', 1, { cmd, private: { text: 'the other way' } }),
      entry('s', 2, { cmd }),
    ];
    await expect(second.append(others('c2'), header('s', 3))).rejects.toMatchObject({ code: 'no-owner' });
    await second.load();
    await second.append(others('c1'), header('s', 3));
    expect(seqs(await first.read('s'))).toEqual([0, 1, 2]);
    expect((await first.read('s'))[1]?.private).toEqual({ text: 'one way' });
  });
});

describe('listing the sessions of a device', () => {
  const seeded = async () => {
    const journal = openJournal('a');
    for (const [i, id] of ['z', 'y', 'x', 'w'].entries())
      await journal.append([entry(id, 0)], header(id, 1, { preparedAt: 1000 * i, code: i % 2 ? 'odd' : 'even' }), id);
    return openJournal('a');
  };
  const ids = (rows: { session: string }[]) => rows.map(({ session }) => session).join('');

  it('is newest first, and pages by the id of a session', async () => {
    const journal = await seeded();
    expect(ids(await journal.headers())).toBe('wxyz');
    expect(ids(await journal.headers({ limit: 2 }))).toBe('wx');
    expect(ids(await journal.headers({ before: 'x', limit: 1 }))).toBe('y');
    expect(ids(await journal.headers({ before: 'z' }))).toBe('');
    expect(ids(await journal.headers({ code: 'odd' }))).toBe('wy');
    expect(ids(await journal.headers({ code: 'even', before: 'x' }))).toBe('z');
    await expect(journal.headers({ before: 'nobody' })).rejects.toMatchObject({ code: 'unknown' });
  });

  it('never reads an entry, however many there are', async () => {
    const journal = await seeded();
    const asked: unknown[] = [];
    for (const name of ['get', 'getKey', 'getAll', 'getAllKeys', 'openCursor', 'count'] as const) {
      const real = IDBObjectStore.prototype[name] as (...args: unknown[]) => IDBRequest;
      vi.spyOn(IDBObjectStore.prototype, name).mockImplementation(function (this: IDBObjectStore, ...args: unknown[]) {
        asked.push(args[0]);
        return real.apply(this, args) as never;
      });
    }
    await journal.headers();
    expect(asked.length).toBeGreaterThan(0);
    for (const range of asked) expect((range as IDBKeyRange).includes(['entry', 'w', 0])).toBe(false);
  });

  it('keeps one row a session, the newest', async () => {
    const journal = await seeded();
    await journal.append([entry('w', 1)], header('w', 2, { preparedAt: 3000, status: 'ended' }));
    expect(await journal.headers({ limit: 1 })).toMatchObject([{ session: 'w', status: 'ended', entries: 2 }]);
    expect(await journal.headers()).toHaveLength(4);
  });
});

it('what is asked for in one go is one transaction', async () => {
  const journal = openJournal('a');
  const made = transactions();
  await Promise.all([journal.saveRoom({ volume: 0.5 }), journal.append([entry('s', 0)], header('s', 1))]);
  expect(made()).toEqual(['readwrite strict']);
});

describe('loading', () => {
  it('writes nothing', async () => {
    const made = transactions();
    const journal = openJournal('a');
    await journal.load();
    await journal.headers();
    await journal.read('nobody');
    await journal.flush();
    await journal.close();
    expect(made().filter((each) => !each.startsWith('readonly'))).toEqual([]);
  });

  it('passes over what it cannot read, and the session can still be written to', async () => {
    const before = openJournal('a');
    await before.append(entries('s', 0, 5), header('s', 5), 's');
    await raw('readwrite', (store) => store.put('rust', ['entry', 's', 2]));
    await raw('readwrite', (store) => store.put({ ...entry('s', 4), t: 'late' }, ['entry', 's', 4]));
    await raw('readwrite', (store) => store.put(null, ['header', 5, 'q']));
    await raw('readwrite', (store) => store.put('here', ['room', 'place']));

    const journal = openJournal('a');
    const loaded = await journal.load();
    expect(seqs(loaded.entries)).toEqual([0, 1, 2, 3, 4]);
    expect(loaded.entries.map(({ type }) => type as string)).toEqual([
      'noted',
      'noted',
      'unreadable',
      'noted',
      'unreadable',
    ]);
    expect(loaded.place).toBe(null);
    expect(await journal.headers()).toHaveLength(1);
    await journal.append([entry('s', 5)], header('s', 6));
    expect(seqs(await openJournal('a').read('s'))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('begins anew where a database was left without a store, and leaves another program’s alone', async () => {
    const shell = (name: string, upgrade: (db: IDBDatabase) => unknown) =>
      new Promise<void>((resolve) => {
        const request = indexedDB.open(name, 1);
        request.onupgradeneeded = () => upgrade(request.result);
        request.onsuccess = () => resolve(request.result.close());
      });
    await shell('stillroom:a', () => undefined);
    const journal = openJournal('a');
    await journal.append([entry('s', 0)], header('s', 1), 's');
    expect(journal.storage).toBe('durable');
    expect((await openJournal('a').load()).entries).toEqual([entry('s', 0)]);

    await shell('stillroom:b', (db) => db.createObjectStore('theirs'));
    const beside = openJournal('b');
    await beside.append([entry('s', 0)], header('s', 1), 's');
    expect(beside.storage).toBe('failing');
    await beside.close();
  });

  it.each([[{ odd: 'rust' }], [null], [7], [NaN], [[]]])(
    'takes a room record full of %j for a room never used',
    async (foreign) => {
      await openJournal('a').saveRoom({ volume: 0.5 });
      for (const member of ['session', 'volume', 'schema', 'place', 'other', 5])
        await raw('readwrite', (store) => store.put(member === 'volume' ? String(foreign) : foreign, ['room', member]));
      expect(await openJournal('a').load()).toMatchObject({
        session: null,
        entries: [],
        room: { session: null, volume: null },
      });
    },
  );

  it('leaves what a newer version stored untouched, shows what it can read of it, and runs in memory', async () => {
    await openJournal('a').append([entry('s', 0)], header('s', 1), 's');
    await raw('readwrite', (store) => store.put(2, ['room', 'schema']));

    const journal = openJournal('a');
    expect(await journal.load()).toMatchObject({ session: 's', entries: [entry('s', 0)] });
    expect(journal.storage).toBe('memory');
    await journal.append([entry('s', 1)], header('s', 2));
    await journal.append([entry('z', 0)], header('z', 1), 'z');
    expect(await journal.read('s')).toEqual(entries('s', 0, 2));
    expect(await journal.read('z')).toEqual([entry('z', 0)]);
    expect(await raw('readonly', (store) => store.getAllKeys())).toEqual([
      ['entry', 's', 0],
      ['header', header('s', 1).preparedAt, 's'],
      ['room', 'epoch'],
      ['room', 'schema'],
      ['room', 'session'],
    ]);
    expect(await raw('readonly', (store) => store.get(['room', 'schema']))).toBe(2);
  });
});
