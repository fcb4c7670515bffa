import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openJournal } from '../../src/store/index.js';
import { entries, entry, header, seqs } from '../support/records.js';
import { loseFiles } from './support/lost-files.js';
import { keys, put, raw, remove } from './support/raw.js';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  // Not setImmediate: the double of IndexedDB lives by it.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Time goes on, and the double of IndexedDB gets on. */
const pass = async (ms: number) => {
  for (let left = ms; left > 0; left -= 500) {
    await vi.advanceTimersByTimeAsync(500);
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
  }
};

describe('a stored value that cannot be read', () => {
  it('costs itself alone: what stands around it is read, and its number stays', async () => {
    await openJournal('a').append(entries('s', 0, 5), header('s', 5), 's');
    loseFiles(['entry', 's', 2]);
    const journal = openJournal('a');
    const loaded = await journal.load();
    expect(loaded.session).toBe('s');
    expect(seqs(loaded.entries)).toEqual([0, 1, 2, 3, 4]);
    expect(loaded.entries.map(({ type }) => type as string)).toEqual([
      'noted',
      'noted',
      'unreadable',
      'noted',
      'noted',
    ]);
    await journal.append([entry('s', 5)], header('s', 6));
    expect(seqs(await openJournal('a').read('s'))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(journal.storage).toBe('durable');
  });

  it('is not overwritten: it can be read again once its file is back', async () => {
    await openJournal('a').append(entries('s', 0, 3), header('s', 3), 's');
    const putBack = loseFiles(['entry', 's', 1]);
    const journal = openJournal('a');
    await journal.load();
    await journal.append([entry('s', 3)], header('s', 4));
    putBack();
    expect(await openJournal('a').read('s')).toEqual(entries('s', 0, 4));
  });

  it.each<[string, () => object]>([
    ['a number too large for it', () => ({ position: 1n })],
    [
      'a circle',
      () => {
        const round: { self?: object } = {};
        return (round.self = round);
      },
    ],
  ])('costs itself alone, too, where JSON cannot say it (%s)', async (_, data) => {
    await openJournal('a').append(entries('s', 0, 3), header('s', 3), 's');
    await put(['entry', 's', 1], { ...entry('s', 1), data: data() });
    await put(['entry', 's', 3], { ...entry('s', 3), data: data() });
    const { entries: loaded } = await openJournal('a').load();
    expect(loaded.map(({ type }) => type as string)).toEqual(['noted', 'unreadable', 'noted', 'unreadable']);
    const journal = openJournal('a');
    await journal.take(0);
    // A window that has not read it yet is told that the number is another's.
    await expect(journal.append([entry('s', 3)], header('s', 4), 's')).rejects.toMatchObject({ code: 'no-owner' });
    await journal.close();
  });

  it.each([
    ['a number too large', { position: 1n }],
    ['text', { t: 'a' }],
    ['nothing', { at: null }],
    ['no record', 7],
  ])('of the place in the music (%s) costs the place', async (_, bad) => {
    await openJournal('a').append(entries('s', 0, 2), header('s', 2), 's');
    const place = { session: 's', track: 'one', position: 3, t: 4, at: 5 };
    await put(['room', 'place'], typeof bad === 'object' ? { ...place, ...bad } : bad);
    expect(await openJournal('a').load()).toMatchObject({ session: 's', place: null, unread: false });
  });

  it('keeps no session but its own from being listed', async () => {
    const before = openJournal('a');
    await before.append(entries('s', 0, 1), header('s', 1), 's');
    await before.append(entries('z', 0, 1), header('z', 1, { preparedAt: 5 }), 'z');
    loseFiles(['header', 5, 'z']);
    expect((await openJournal('a').headers()).map(({ session }) => session)).toEqual(['s']);
  });

  it('lets nothing private be written in the clear where it is the room’s keys', async () => {
    const before = openJournal('a');
    await before.setKeys(await before.vault.make('a passphrase'));
    loseFiles(['room', 'keys']);
    const journal = openJournal('a');
    await journal.load();
    await journal.append([entry('s', 0)], header('s', 1), 's');
    expect(journal.storage).toBe('failing');
    expect(await raw('readonly', (store) => store.getKey(['entry', 's', 0]))).toBe(undefined);
    await journal.close();
  });
});

describe('a read that fails where writing works', () => {
  it('is tried again ever less often, and told once', async () => {
    await openJournal('a').append(entries('s', 0, 2), header('s', 2), 's');
    const putBack = loseFiles(['room', 'session']);
    const journal = openJournal('a');
    const states: string[] = [];
    journal.onStorage(() => {
      states.push(journal.storage);
      if (journal.storage === 'durable') void journal.load();
    });
    await journal.take(0);
    await journal.load();
    const { calls } = vi.mocked(IDBObjectStore.prototype.getAll).mock;
    calls.length = 0;
    await pass(60_000);
    expect(states).toEqual(['failing']);
    expect(calls.length).toBeLessThan(8);

    putBack();
    await pass(30_000);
    expect(states).toEqual(['failing', 'durable']);
    await journal.close();
  });

  it('does not keep an entry from being stored, not even while it is tried again', async () => {
    loseFiles(['room', 'session']);
    const journal = openJournal('a');
    await journal.load();
    await journal.append([entry('s', 0)], header('s', 1), 's');
    await journal.flush();
    expect(await openJournal('a').read('s')).toEqual([entry('s', 0)]);

    await journal.load();
    const trying = journal.flush();
    await journal.append([entry('s', 1)], header('s', 2));
    await trying;
    expect(await openJournal('a').read('s')).toEqual(entries('s', 0, 2));
    await journal.close();
  });
});

describe('a journal with a hole', () => {
  /** Ten entries without the fourth and fifth. */
  const holed = async () => {
    await openJournal('a').append(entries('s', 0, 10), header('s', 10), 's');
    await remove(['entry', 's', 3]);
    await remove(['entry', 's', 4]);
  };
  const types = (of: readonly { type: string }[]) => of.map(({ type }) => type);
  const whole = Array.from({ length: 10 }, (_, seq) => (seq === 3 || seq === 4 ? 'unreadable' : 'noted'));

  it('keeps every number: what is missing is unreadable, and what comes after it stands', async () => {
    await holed();
    const journal = openJournal('a');
    const loaded = await journal.load();
    expect(types(loaded.entries)).toEqual(whole);
    expect(seqs(loaded.entries)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await journal.append([entry('s', 10)], header('s', 11));
    const stored = await openJournal('a').read('s');
    expect(types(stored)).toEqual([...whole, 'noted']);
    expect(seqs(stored)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('is still told apart from another window’s, where the connection died before the answer came', async () => {
    await holed();
    await put(['entry', 's', 1], 'rust');
    loseFiles(['entry', 's', 7]);
    const journal = openJournal('a');
    await journal.load();
    // Another connection of the same window: what it wrote is what is written again.
    await openJournal('a').append([entry('s', 10)], header('s', 11));
    await journal.append(entries('s', 10, 12), header('s', 12));
    expect(seqs(await openJournal('a').read('s'))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(await raw('readonly', (store) => store.get(['entry', 's', 1]))).toBe('rust');
  });

  it('is told anew with its hole when the database is deleted under it', async () => {
    await holed();
    const journal = openJournal('a');
    await journal.load();
    await new Promise((resolve) => (indexedDB.deleteDatabase('stillroom:a').onsuccess = resolve));
    await journal.append([entry('s', 10)], header('s', 11));
    expect(types(await openJournal('a').read('s'))).toEqual([...whole, 'noted']);
  });

  it('passes over what is no entry’s number, and takes a far one for none', async () => {
    await openJournal('a').append(entries('s', 0, 3), header('s', 3), 's');
    for (const odd of [-1, 0.5, 'zz', 4e9, Infinity, new Date(1)]) await put(['entry', 's', odd], { hello: 1 });
    await put(['entry', 's'], 1);
    await put(['entry', 's', 1, 1], 1);
    const journal = openJournal('a');
    expect((await journal.load()).entries).toEqual(entries('s', 0, 3));
    await journal.append([entry('s', 3)], header('s', 4));
    expect(await openJournal('a').read('s')).toEqual(entries('s', 0, 4));
    expect(await keys()).toContainEqual(['entry', 's', 'zz']);
  });
});

describe('a room that no longer says in which session it is', () => {
  it.each<[string, unknown]>([
    ['one that there is not', 'x'],
    ['no name', { session: 's' }],
  ])('(%s) is in the one that was open, and says so again with the next entry', async (_, bad) => {
    await openJournal('a').append(entries('z', 0, 2), header('z', 2, { preparedAt: 1, status: 'ended' }), 'z');
    await openJournal('a').append(entries('s', 0, 3), header('s', 3), 's');
    await put(['room', 'session'], bad);
    const journal = openJournal('a');
    expect(await journal.load()).toMatchObject({ session: 's', entries: entries('s', 0, 3), unread: false });
    await journal.append([entry('s', 3)], header('s', 4));
    expect(await raw('readonly', (store) => store.get(['room', 'session']))).toBe('s');
    expect((await openJournal('a').load()).entries).toEqual(entries('s', 0, 4));
  });

  it('is in none where none was open, or where it says that it is in none', async () => {
    await openJournal('a').append(entries('s', 0, 2), header('s', 2, { status: 'ended' }), 's');
    await put(['room', 'session'], 'x');
    expect((await openJournal('a').load()).entries).toEqual([]);
    await openJournal('a').append(entries('q', 0, 2), header('q', 2), 'q');
    await openJournal('a').setCurrent(null);
    expect((await openJournal('a').load()).session).toBe(null);
  });
});

describe('a header that is not ours', () => {
  it('is not listed: it could be neither shown nor erased', async () => {
    const journal = openJournal('a');
    await journal.append(entries('s', 0, 1), header('s', 1), 's');
    await put(['header', 5, 'zzz'], { session: 'zzz' });
    await put(['header', 6, 'q'], { session: 'q', preparedAt: 7 });
    await put(['header', 'x'], { session: 'x' });
    expect((await journal.headers()).map(({ session }) => session)).toEqual(['s']);
  });
});
