import { IDBFactory, forceCloseDatabase } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openJournal, type Journal } from '../../src/store/index.js';
import { entries, entry, header, seqs } from '../support/records.js';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  // Not setImmediate: the double of IndexedDB lives by it.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Every connection the journal opens. */
function connections(): IDBDatabase[] {
  const list: IDBDatabase[] = [];
  const { open } = IDBFactory.prototype;
  vi.spyOn(indexedDB, 'open').mockImplementation((...args) => {
    const request = open.apply(indexedDB, args);
    request.addEventListener('success', () => list.push(request.result));
    return request;
  });
  return list;
}

/** Puts every write off with an error until the returned function is called. */
function full(name = 'QuotaExceededError'): () => void {
  const spy = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
    throw new DOMException('', name);
  });
  return () => spy.mockRestore();
}

/** Storage states as they are told. */
function told(journal: Journal): string[] {
  const states: string[] = [];
  journal.onStorage(() => states.push(journal.storage));
  return states;
}

const stored = (session = 's') => openJournal('a').read(session);
/** Lets the double of IndexedDB do what it has to. */
const soon = async () => {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
};

describe('a connection that dies', () => {
  it('is opened anew, and nothing is lost or doubled', async () => {
    const open = connections();
    const journal = openJournal('a');
    const states = told(journal);
    for (let seq = 0; seq < 6; seq++) {
      await journal.append([entry('s', seq)], header('s', seq + 1), seq ? undefined : 's');
      forceCloseDatabase(open.at(-1) as never);
    }
    expect(await stored()).toEqual(entries('s', 0, 6));
    expect(open.length).toBeGreaterThan(5);
    expect(states).toEqual([]);
  });

  it.each(['SecurityError', 'NotAllowedError', 'UnknownError'])(
    'and may not be opened anew (%s) is asked again: what was held is written once it may',
    async (name) => {
      const open = connections();
      const journal = openJournal('a');
      const states = told(journal);
      await journal.append([entry('s', 0)], header('s', 1), 's');
      forceCloseDatabase(open[0] as never);
      await soon();
      const denied = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
        throw new DOMException('', name);
      });
      await journal.append([entry('s', 1)], header('s', 2));
      expect(journal.storage).toBe('failing');
      denied.mockRestore();
      for (let i = 0; i < 50; i++) {
        await vi.advanceTimersByTimeAsync(100);
        await soon();
      }
      expect(states).toEqual(['failing', 'durable']);
      expect(await stored()).toEqual(entries('s', 0, 2));
    },
  );

  it('is not tried again once it said so', async () => {
    const open = connections();
    const journal = openJournal('a');
    await journal.append([entry('s', 0)], header('s', 1), 's');
    const dead = vi.spyOn(open[0] as IDBDatabase, 'transaction');
    forceCloseDatabase(open[0] as never);
    await soon();
    await journal.append([entry('s', 1)], header('s', 2));
    expect(dead).not.toHaveBeenCalled();
  });

  it('is opened anew when nothing told of its death', async () => {
    const open = connections();
    const journal = openJournal('a');
    await journal.append([entry('s', 0)], header('s', 1), 's');
    open[0]?.close();
    await journal.append([entry('s', 1)], header('s', 2));
    expect(await stored()).toEqual(entries('s', 0, 2));
  });

  it('steps aside for whoever deletes the database, and the running session is written anew, whole', async () => {
    const journal = openJournal('a');
    await journal.append([entry('old', 0)], header('old', 1), 'old');
    await journal.append(entries('s', 0, 3), header('s', 3), 's');
    await journal.saveRoom({ volume: 0.25 });
    await new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase('stillroom:a');
      request.onsuccess = resolve;
      request.onblocked = reject;
    });
    await journal.append([entry('s', 3)], header('s', 4));

    const loaded = await openJournal('a').load();
    expect(loaded.entries).toEqual(entries('s', 0, 4));
    expect(loaded.room).toMatchObject({ session: 's', volume: 0.25 });
    expect(await openJournal('a').headers()).toHaveLength(1);
    // Who deletes what is stored means it: a session that is over does not come back.
    expect(await stored('old')).toEqual([]);
  });

  it('steps aside mid-queue, too', async () => {
    const journal = openJournal('a');
    await journal.append([entry('s', 0)], header('s', 1), 's');
    await new Promise((resolve) => (indexedDB.deleteDatabase('stillroom:a').onsuccess = resolve));
    const all = [1, 2, 3].map((seq) => journal.append([entry('s', seq)], header('s', seq + 1)));
    await Promise.all(all);
    await journal.append([entry('s', 4)], header('s', 5));
    expect(await stored()).toEqual(entries('s', 0, 5));
  });
});

describe('a database that nobody answers for', () => {
  /** Runs what waits for nothing but the clock, and says how long it took, ms. */
  const takes = async (call: Promise<unknown>): Promise<number> => {
    let settled = false;
    const settle = () => (settled = true);
    call.then(settle, settle);
    let waited = 0;
    await soon();
    for (; !settled && waited < 60_000; waited += 100) {
      await vi.advanceTimersByTimeAsync(100);
      await soon();
    }
    return waited;
  };

  it('is waited for once, and everything after that but briefly until it answers', async () => {
    const { open } = IDBFactory.prototype;
    const silence = vi.spyOn(indexedDB, 'open').mockImplementation(() => ({}) as IDBOpenDBRequest);
    const journal = openJournal('a');
    expect(await takes(journal.load())).toBe(6000);
    expect(journal.storage).toBe('failing');
    expect(await takes(journal.headers())).toBeLessThanOrEqual(500);
    expect(await takes(journal.append([entry('s', 0)], header('s', 1), 's'))).toBeLessThanOrEqual(500);
    const reading = journal.read('other').catch((error) => error);
    expect(await takes(reading)).toBeLessThanOrEqual(500);
    expect(await reading).toMatchObject({ code: 'storage' });

    silence.mockImplementation((...args) => open.apply(indexedDB, args));
    expect(await takes(vi.waitUntil(() => journal.storage === 'durable', { interval: 1, timeout: 1e6 }))).toBeLessThan(
      40_000,
    );
    expect(await stored()).toEqual([entry('s', 0)]);
    expect(await journal.headers()).toHaveLength(1);
  });
});

describe('a database that is deleted in a quiet stretch', () => {
  const wiped = () =>
    new Promise<void>((resolve) => {
      indexedDB.deleteDatabase('stillroom:a').onsuccess = () => resolve();
    });
  const within = async (ms: number) => {
    await soon();
    await vi.advanceTimersByTimeAsync(ms);
    await soon();
  };
  /** A journal in the middle of a session. */
  const begun = async () => {
    const journal = openJournal('a');
    await journal.append(entries('s', 0, 3), header('s', 3), 's');
    await journal.saveRoom({ volume: 0.25 });
    return journal;
  };
  const there = async () => {
    const { session, entries, room } = await openJournal('a').load();
    return [session, seqs(entries), room.volume, (await openJournal('a').headers()).map(({ session }) => session)];
  };

  it('is written anew within a second, whole, though nothing is called', async () => {
    await begun();
    await wiped();
    await within(1000);
    expect(await there()).toEqual(['s', [0, 1, 2], 0.25, ['s']]);
  });

  it('is so after a reload, too: what was read is held, and the session is listed', async () => {
    await begun();
    const journal = openJournal('a');
    await journal.take(1);
    await journal.load();
    await wiped();
    await within(1000);
    expect(await there()).toEqual(['s', [0, 1, 2], 0.25, ['s']]);
  });

  it('is so with what was written while it was read anew', async () => {
    const journal = await begun();
    const loading = journal.load();
    void journal.append(entries('s', 3, 5), header('s', 5));
    void journal.saveRoom({ volume: 0.5 });
    const { entries: read, room } = await loading;
    expect([seqs(read), room.volume]).toEqual([[0, 1, 2, 3, 4], 0.5]);
    await journal.flush();
    await wiped();
    await within(1000);
    expect(await there()).toEqual(['s', [0, 1, 2, 3, 4], 0.5, ['s']]);
  });

  it('is not so with what was erased while it was read anew', async () => {
    const journal = await begun();
    const loading = journal.load();
    await journal.eraseAll(false);
    expect(await loading).toMatchObject({ session: null, entries: [] });
    await wiped();
    await within(1000);
    expect(await there()).toEqual([null, [], null, []]);
  });

  it('is so where nothing told of it: the place in the music finds an empty one', async () => {
    const journal = await begun();
    const store = await new Promise<IDBObjectStore>((resolve) => {
      const request = indexedDB.open('stillroom:a');
      request.onsuccess = () => resolve(request.result.transaction('journal', 'readwrite').objectStore('journal'));
    });
    store.clear();
    await soon();
    journal.keepPlace({ session: 's', track: 'one', position: 3, t: 5, at: 6 });
    await within(1000);
    expect(await there()).toEqual(['s', [0, 1, 2], 0.25, ['s']]);
  });

  it('is so at once where the window is left or lets go', async () => {
    const journal = await begun();
    await wiped();
    await journal.flush();
    expect(await there()).toEqual(['s', [0, 1, 2], 0.25, ['s']]);
  });

  it('stays deleted where another window has the room: it alone may write', async () => {
    const journal = await begun();
    journal.letGo();
    await wiped();
    await within(5000);
    await journal.flush();
    expect(await indexedDB.databases()).toEqual([]);
  });

  it('stays deleted by a former owner that hears of both when it wakes', async () => {
    const journal = await begun();
    await wiped();
    journal.letGo();
    await within(5000);
    expect(await indexedDB.databases()).toEqual([]);
  });

  it('stays deleted between sessions, and where the room was erased', async () => {
    const journal = await begun();
    await journal.setCurrent(null);
    await wiped();
    await within(5000);
    expect(await indexedDB.databases()).toEqual([]);
    await journal.append(entries('n', 0, 2), header('n', 2), 'n');
    await journal.eraseAll(true);
    await within(5000);
    expect(await indexedDB.databases()).toEqual([]);
  });

  it('is written anew once a newer version has gone again', async () => {
    const journal = await begun();
    await new Promise<void>((resolve) => {
      indexedDB.open('stillroom:a', 7).onsuccess = ({ target }) => resolve((target as IDBOpenDBRequest).result.close());
    });
    const length = (await journal.read('s').catch(() => [])).length;
    await journal.append([entry('s', length)], header('s', length + 1));
    expect(journal.storage).toBe('memory');
    await wiped();
    for (let i = 0; i < 20; i++) await within(2000);
    expect(journal.storage).toBe('durable');
    expect(seqs(await stored())).toContain(length);
  });

  it('stays as a newer version makes it', async () => {
    await begun();
    await new Promise((resolve) => (indexedDB.open('stillroom:a', 7).onsuccess = resolve));
    const opens = vi.spyOn(indexedDB, 'open');
    await within(5000);
    expect(opens).not.toHaveBeenCalled();
  });
});

describe('a disk that is full', () => {
  it('stops nothing: entries are held, can be read, and are written in order when there is room again', async () => {
    const journal = openJournal('a');
    const states = told(journal);
    await journal.append([entry('s', 0)], header('s', 1), 's');
    const empty = full();
    await journal.append([entry('s', 1)], header('s', 2));
    await journal.append([entry('s', 2)], header('s', 3, { status: 'closing' }));
    expect(states).toEqual(['failing']);

    expect(seqs(await journal.read('s'))).toEqual([0, 1, 2]);
    expect(await journal.headers()).toMatchObject([{ entries: 3, status: 'closing' }]);
    expect((await journal.load()).entries).toHaveLength(3);
    expect(seqs(await stored())).toEqual([0]);

    empty();
    await journal.append([entry('s', 3)], header('s', 4));
    await journal.flush();
    expect(states).toEqual(['failing', 'durable']);
    expect(await stored()).toEqual(entries('s', 0, 4));
  });

  it('is tried again by itself, ever less often', async () => {
    const journal = openJournal('a');
    const empty = full();
    await journal.append([entry('s', 0)], header('s', 1), 's');
    const tries = vi.mocked(IDBObjectStore.prototype.add).mock.calls;
    // Each length of wait that brings the next try, and one millisecond less that does not.
    for (const [i, pause] of [1000, 2000, 4000].entries()) {
      await soon();
      await vi.advanceTimersByTimeAsync(pause - 1);
      await soon();
      expect(tries).toHaveLength(i + 1);
      await vi.advanceTimersByTimeAsync(1);
      await soon();
      expect(tries).toHaveLength(i + 2);
    }
    empty();
    await vi.advanceTimersByTimeAsync(8000);
    await journal.flush();
    expect(journal.storage).toBe('durable');
    expect(await stored()).toEqual([entry('s', 0)]);

    // The next failure begins with the short wait again.
    full();
    await journal.append([entry('s', 1)], header('s', 2));
    const again = vi.mocked(IDBObjectStore.prototype.add).mock.calls;
    await soon();
    await vi.advanceTimersByTimeAsync(1000);
    await soon();
    expect(again).toHaveLength(2);
  });

  it('is left alone once the journal is closed', async () => {
    const journal = openJournal('a');
    full();
    await journal.append([entry('s', 0)], header('s', 1), 's');
    await journal.close();
    const { calls } = vi.mocked(IDBObjectStore.prototype.add).mock;
    const before = calls.length;
    await vi.advanceTimersByTimeAsync(60_000);
    await soon();
    expect(calls).toHaveLength(before);
  });
});

describe('a browser that stores nothing', () => {
  const denials: [string, () => unknown][] = [
    ['no IndexedDB at all', () => undefined],
    [
      'a sandboxed frame',
      () => ({
        open() {
          throw new DOMException('', 'SecurityError');
        },
      }),
    ],
  ];

  it.each(denials)('%s: the session runs in memory, and says so', async (_, denied) => {
    globalThis.indexedDB = denied() as IDBFactory;
    const journal = openJournal('a');
    const states = told(journal);
    expect(await journal.load()).toMatchObject({ session: null, entries: [], place: null, room: { volume: null } });
    expect(states).toEqual(['memory']);

    await journal.append(entries('s', 0, 2), header('s', 2), 's');
    await journal.append([entry('s', 2)], header('s', 3));
    await journal.saveRoom({ volume: 0.5 });
    journal.keepPlace({ session: 's', track: 'one', position: 3, t: 5, at: 6 });
    expect(await journal.load()).toMatchObject({ session: 's', place: { position: 3 }, room: { volume: 0.5 } });
    expect(await journal.read('s')).toEqual(entries('s', 0, 3));
    expect(await journal.headers()).toMatchObject([{ session: 's', entries: 3 }]);
    await journal.setCurrent(null);
    expect((await journal.load()).session).toBe(null);
    await journal.flush();
    await journal.close();
    const tries = vi.spyOn(globalThis, 'indexedDB', 'get');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(tries).not.toHaveBeenCalled();
  });

  it('is found out by the first append, too', async () => {
    globalThis.indexedDB = undefined as never;
    const journal = openJournal('a');
    await journal.append([entry('s', 0)], header('s', 1), 's');
    expect(journal.storage).toBe('memory');
  });
});

describe('an IndexedDB that cannot be opened for a while', () => {
  it.each(['InvalidStateError', 'NotReadableError', 'TimeoutError', 'UnknownError'])(
    '(%s) is tried again, and what was held meanwhile is written',
    async (name) => {
      const spy = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
        const request = { error: new DOMException('', name), onerror: () => {} };
        setImmediate(() => request.onerror());
        return request as unknown as IDBOpenDBRequest;
      });
      const journal = openJournal('a');
      await journal.append([entry('s', 0)], header('s', 1), 's');
      expect(journal.storage).toBe('failing');
      await journal.append([entry('s', 1)], header('s', 2));
      spy.mockRestore();
      await vi.advanceTimersByTimeAsync(30_000);
      await journal.flush();
      expect(journal.storage).toBe('durable');
      expect(await stored()).toEqual(entries('s', 0, 2));
    },
  );
});

describe('an IndexedDB that does not answer', () => {
  /** Opens go unanswered until let through. */
  function stalled(times: number) {
    const real = IDBFactory.prototype.open;
    const unanswered: IDBOpenDBRequest[] = [];
    vi.spyOn(indexedDB, 'open').mockImplementation((...args) => {
      if (unanswered.length >= times) return real.apply(indexedDB, args);
      const request = {} as IDBOpenDBRequest;
      unanswered.push(request);
      return request;
    });
    return unanswered;
  }

  it('is asked once more after three seconds, and an answer that comes late is closed', async () => {
    const unanswered = stalled(1);
    const journal = openJournal('a');
    let done = false;
    const appended = journal.append([entry('s', 0)], header('s', 1), 's').then(() => (done = true));
    await vi.advanceTimersByTimeAsync(2999);
    expect(done).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await appended;
    expect(journal.storage).toBe('durable');

    const late = { close: vi.fn() };
    const request = unanswered[0] as IDBOpenDBRequest;
    Object.assign(request, { result: late }).onsuccess?.(new Event('success'));
    expect(late.close).toHaveBeenCalledOnce();
  });

  it('is said to fail when it does not answer the second time either, and is found again later', async () => {
    stalled(2);
    const journal = openJournal('a');
    const appended = journal.append([entry('s', 0)], header('s', 1), 's');
    await vi.advanceTimersByTimeAsync(6000);
    await appended;
    expect(journal.storage).toBe('failing');
    await vi.advanceTimersByTimeAsync(1000);
    await journal.flush();
    expect(journal.storage).toBe('durable');
    expect(await stored()).toEqual([entry('s', 0)]);
  });

  it('does not hold up a load for ever', async () => {
    stalled(2);
    const journal = openJournal('a');
    const loading = journal.load();
    await vi.advanceTimersByTimeAsync(6000);
    expect(await loading).toMatchObject({ session: null, entries: [] });
    expect(journal.storage).toBe('failing');
    await expect(journal.read('s').catch((error) => error)).resolves.toEqual([]);
  });

  it('does not hold up an entry for ever, and one that ends well after all is written once', async () => {
    const journal = openJournal('a');
    await journal.append([entry('s', 0)], header('s', 1), 's');
    let release: (() => void) | undefined;
    const { transaction } = IDBDatabase.prototype;
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(function (this: IDBDatabase, ...args) {
      const real = transaction.apply(this, args);
      Object.defineProperty(real, 'oncomplete', { set: (done) => (release = done) });
      return real;
    });
    let held = false;
    const appended = journal.append([entry('s', 1)], header('s', 2)).then(() => (held = true));
    await soon();
    await vi.advanceTimersByTimeAsync(9999);
    expect(held).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await appended;
    expect(journal.storage).toBe('failing');
    release?.();
    await soon();
    expect(journal.storage).toBe('durable');
    await journal.append([entry('s', 2)], header('s', 3));
    expect(await stored()).toEqual(entries('s', 0, 3));
  });

  it('does not hold up whoever leaves for ever, and is not asked again', async () => {
    const open = connections();
    const journal = openJournal('a');
    await journal.append([entry('s', 0)], header('s', 1), 's');
    const { transaction } = IDBDatabase.prototype;
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...args) {
      return Object.defineProperty(transaction.apply(this, args), 'oncomplete', { set() {} });
    });
    void journal.append([entry('s', 1)], header('s', 2));
    await soon();
    let closed = false;
    const closing = journal.close().then(() => (closed = true));
    await vi.advanceTimersByTimeAsync(9000);
    expect(closed).toBe(false);
    await vi.advanceTimersByTimeAsync(1000);
    await closing;
    const { calls } = vi.mocked(IDBDatabase.prototype.transaction).mock;
    const before = calls.length;
    await vi.advanceTimersByTimeAsync(60_000);
    await soon();
    expect([calls.length, open.length]).toEqual([before, 1]);
  });

  it('gives way at once when another window blocks it, and shuts the connection that comes late', async () => {
    const unanswered = stalled(2);
    const journal = openJournal('a');
    const appended = journal.append([entry('s', 0)], header('s', 1), 's');
    await soon();
    unanswered[0]?.onblocked?.(new Event('blocked') as never);
    await soon();
    unanswered[1]?.onblocked?.(new Event('blocked') as never);
    await appended;
    expect(journal.storage).toBe('failing');
    for (const request of unanswered) {
      const late = { close: vi.fn() };
      Object.assign(request, { result: late }).onsuccess?.(new Event('success'));
      expect(late.close).toHaveBeenCalledOnce();
    }
  });
});
