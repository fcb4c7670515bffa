import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openJournal } from '../../src/store/index.js';
import { entries, entry, header, seqs } from '../support/records.js';
import { put } from './support/raw.js';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const sessions = async (journal = openJournal('a')) => (await journal.headers()).map(({ session }) => session);
const databases = async () => (await indexedDB.databases()).map(({ name }) => name);

/** A journal with two sessions, of which the second is current. */
async function seeded() {
  const journal = openJournal('a');
  await journal.append(entries('s', 0, 3), header('s', 3), 's');
  await journal.append(entries('z', 0, 2), header('z', 2, { preparedAt: 1 }), 'z');
  return journal;
}

describe('a session that is erased', () => {
  it('is gone with its header, and its neighbours in the order of keys are not', async () => {
    const journal = await seeded();
    await journal.append(entries('s2', 0, 2), header('s2', 2, { preparedAt: 2 }), 'z');
    await journal.erase(header('s', 3));
    expect(await sessions()).toEqual(['s2', 'z']);
    expect(await openJournal('a').read('s')).toEqual([]);
    expect(seqs(await openJournal('a').read('s2'))).toEqual([0, 1]);
    expect((await openJournal('a').load()).session).toBe('z');
  });

  it('stays where it was to go only if nothing had been written to it since', async () => {
    const journal = await seeded();
    const row = header('s', 3);
    await journal.append([entry('s', 3)], header('s', 4), 'z');
    await journal.erase(row, 'age');
    expect(seqs(await openJournal('a').read('s'))).toEqual([0, 1, 2, 3]);
    await journal.erase(header('s', 4), 'age');
    expect(await openJournal('a').read('s')).toEqual([]);
  });

  it('does not come back with what was held in memory', async () => {
    const journal = await seeded();
    const full = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('', 'QuotaExceededError');
    });
    await journal.append([entry('s', 3)], header('s', 4), 'z');
    await journal.append([entry('z', 2)], header('z', 3, { preparedAt: 1 }));
    expect(journal.storage).toBe('failing');
    await journal.erase(header('s', 4));
    full.mockRestore();
    await journal.flush();
    expect(await sessions()).toEqual(['z']);
    expect(await openJournal('a').read('s')).toEqual([]);
    expect(seqs(await openJournal('a').read('z'))).toEqual([0, 1, 2]);
  });

  it('goes from memory where the browser stores nothing', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('', 'SecurityError');
    });
    const journal = await seeded();
    expect(journal.storage).toBe('memory');
    await journal.erase(header('s', 3));
    expect(await sessions(journal)).toEqual(['z']);
  });

  it('is said to be there still where it could not be erased', async () => {
    const journal = await seeded();
    vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(() => {
      throw new DOMException('', 'UnknownError');
    });
    await expect(journal.erase(header('s', 3))).rejects.toMatchObject({ code: 'storage' });
    expect(await sessions()).toContain('s');
  });
});

describe('a room that is erased', () => {
  it('leaves no database, and begins anew with the next write', async () => {
    const journal = await seeded();
    await openJournal('b').append([entry('o', 0)], header('o', 1), 'o');
    await journal.saveRoom({ volume: 0.7 });
    await journal.eraseAll(true);
    expect(await databases()).toEqual(['stillroom:b']);
    await journal.append([entry('n', 0)], header('n', 1), 'n');
    expect(await openJournal('a').load()).toMatchObject({
      session: 'n',
      entries: [entry('n', 0)],
      room: { volume: null },
    });
    expect(await sessions()).toEqual(['n']);
    expect(await openJournal('b').read('o')).toEqual([entry('o', 0)]);
  });

  it('is empty even where another window holds on to its database', async () => {
    const journal = await seeded();
    const other = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('stillroom:a');
      request.onsuccess = () => resolve(request.result);
    });
    await journal.eraseAll(true);
    const all = other.transaction('journal').objectStore('journal').getAllKeys();
    expect(await new Promise((resolve) => (all.onsuccess = () => resolve(all.result)))).toEqual([]);
    other.close();
    await vi.waitFor(async () => expect(await databases()).toEqual([]));
  });
});

describe('a room whose records a newer version wrote', () => {
  it('keeps its sessions, with what was added in memory; erased as a whole it is gone', async () => {
    await seeded();
    await put(['room', 'schema'], 99);
    const journal = openJournal('a');
    await journal.take(0);
    await journal.load();
    await journal.append([entry('s', 3)], header('s', 4), 'z');
    await expect(journal.erase(header('s', 4))).rejects.toMatchObject({ code: 'storage' });
    expect(seqs(await journal.read('s'))).toEqual([0, 1, 2, 3]);
    expect(seqs(await openJournal('a').read('s'))).toEqual([0, 1, 2]);

    await journal.eraseAll(true);
    expect(await databases()).toEqual([]);
  });
});

describe('a session that is added', () => {
  it('is there beside the current one, whole', async () => {
    const journal = await seeded();
    await journal.add(entries('i', 0, 5), header('i', 5, { preparedAt: 9 }));
    expect(seqs(await openJournal('a').read('i'))).toEqual([0, 1, 2, 3, 4]);
    expect((await openJournal('a').load()).session).toBe('z');
  });

  it('is not there at all where it does not fit, and the current one is written on', async () => {
    const journal = await seeded();
    const { add } = IDBObjectStore.prototype;
    let left = 3;
    const full = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore, ...args) {
      if (!left--) throw new DOMException('', 'QuotaExceededError');
      return add.apply(this, args);
    });
    await expect(journal.add(entries('i', 0, 5), header('i', 5))).rejects.toMatchObject({ code: 'storage' });
    full.mockRestore();
    expect(journal.storage).toBe('durable');
    await journal.append([entry('z', 2)], header('z', 3, { preparedAt: 1 }));
    expect(await openJournal('a').read('i')).toEqual([]);
    expect(await sessions()).toEqual(['s', 'z']);
    expect(seqs(await openJournal('a').read('z'))).toEqual([0, 1, 2]);
  });
});

it('a session that is erased takes with it where its music was, and leaves where another one is', async () => {
  const journal = await seeded();
  const place = { track: 'one', position: 3, t: 4, at: 5 };
  journal.keepPlace({ ...place, session: 'z' });
  await expect.poll(async () => (await openJournal('a').load()).place).toMatchObject({ session: 'z' });
  await journal.erase(header('s', 3));
  expect((await openJournal('a').load()).place).toMatchObject({ session: 'z' });
  await journal.erase(header('z', 2, { preparedAt: 1 }));
  expect((await openJournal('a').load()).place).toBe(null);
  expect((await journal.load()).place).toBe(null);
});
