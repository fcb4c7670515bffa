import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { get, keys, promisifyRequest, set, update } from 'idb-keyval';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { connect } from '../../src/store/connection.js';
import { createFence } from '../../src/store/fence.js';
import { openJournal } from '../../src/store/index.js';
import { entries, entry, header, seqs } from '../support/records.js';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

const EPOCH = ['room', 'epoch'];

/** A window of the room: its fence, and how often it was told that it has lost the room. */
function open(after = 0) {
  let lost = 0;
  const fence = createFence(() => lost++);
  const { strict } = connect('stillroom:a');
  const use = fence.around(strict);
  fence.take(after);
  return { fence, use, strict, lost: () => lost };
}

const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => 'written',
    (error: { code?: string }) => error.code,
  );

describe('a window that no longer owns the room', () => {
  it('writes nothing, whichever way it writes, and is told', async () => {
    const [first, second] = [open(), open()];
    await set('place', 1, first.use);
    await set('place', 2, second.use);

    expect(await refused(set('place', 3, first.use))).toBe('no-owner');
    expect(await refused(update('place', () => 4, first.use))).toBe('no-owner');
    expect(await refused(first.use('readwrite', (store) => Promise.resolve(store.clear())))).toBe('no-owner');
    expect(await get('place', second.strict)).toBe(2);
    expect([first.lost(), second.lost()]).toEqual([3, 0]);
  });

  it('still reads', async () => {
    const [first, second] = [open(), open()];
    await set('place', 1, first.use);
    await set('place', 2, second.use);
    expect(await get('place', first.use)).toBe(2);
  });

  it('opens no transaction to write once it knows', async () => {
    const { fence, use, strict } = open();
    await set('place', 1, use);
    fence.letGo();
    expect(await refused(set('place', 2, use))).toBe('no-owner');
    expect(await get('place', strict)).toBe(1);
  });

  it('leaves nothing behind of what was under way when it heard of it', async () => {
    const { fence, use, strict } = open();
    await set('place', 1, use);
    const late = use('readwrite', (store) => {
      fence.letGo();
      store.put(2, 'place');
      return promisifyRequest(store.transaction);
    });
    expect(await refused(late)).toBe('no-owner');
    expect(await get('place', strict)).toBe(1);
  });

  it('takes nothing back, though its own epoch never came to the disk', async () => {
    const [first, second, third] = [open(), open(1), open(2)];
    await set('place', 1, first.use);
    await second
      .use('readwrite', async (store) => {
        await promisifyRequest(store.get(EPOCH));
        store.transaction.abort();
      })
      .catch(() => {});
    await set('place', 3, third.use);
    expect(await refused(set('place', 2, second.use))).toBe('no-owner');
    expect([await get('place', third.strict), second.lost(), third.fence.epoch]).toEqual([3, 1, 3]);
    expect(await refused(set('place', 4, third.use))).toBe('written');
  });

  it('may take the room again, and then the other is fenced off', async () => {
    const [first, second] = [open(), open()];
    await set('place', 1, first.use);
    await set('place', 2, second.use);
    first.fence.take(second.fence.epoch);
    await set('place', 3, first.use);
    expect(await refused(set('place', 4, second.use))).toBe('no-owner');
    expect([first.fence.epoch, await get(EPOCH, first.strict)]).toEqual([3, 3]);
  });
});

describe('an epoch', () => {
  it('is one higher than any before it, on the disk or heard of', async () => {
    const [first, second, third] = [open(), open(), open(6)];
    for (const { use } of [first, second, third]) await set('x', 0, use);
    expect([first, second, third].map(({ fence }) => fence.epoch)).toEqual([1, 2, 7]);
  });

  it('is not taken by a write that fails', async () => {
    const [first, second] = [open(), open()];
    await set('x', 0, first.use);
    await second.use('readwrite', (store) => store.transaction.abort() as never).catch(() => {});
    expect(await refused(set('x', 1, first.use))).toBe('written');
    await set('x', 2, second.use);
    expect(await get(EPOCH, first.strict)).toBe(2);
  });

  it.each([{ odd: 'rust' }, null, 'x', []])('takes %j in its place for none', async (rust) => {
    const { strict } = connect('stillroom:a');
    await set(EPOCH, rust, strict);
    const { use, fence } = open();
    await set('x', 0, use);
    expect(await get(EPOCH, strict)).toBe(fence.epoch);
  });

  it('comes back with the next write when the database was deleted under its owner', async () => {
    const { use, strict, fence } = open(4);
    await set('x', 0, use);
    await promisifyRequest(indexedDB.deleteDatabase('stillroom:a') as IDBRequest);
    await set('x', 1, use);
    expect(await get(EPOCH, strict)).toBe(fence.epoch);
  });
});

describe('a journal', () => {
  it('is written by one window at a time: entries, headers, the room and the place', async () => {
    let lost = 0;
    const first = openJournal('a', () => lost++);
    await first.take(0);
    await first.append(entries('s', 0, 2), header('s', 2), 's');
    const second = openJournal('a');
    expect(await second.take(0)).toBe(2);
    await second.append([entry('s', 2)], header('s', 3));

    // Numbers that are free all the same: only the fence can tell.
    expect(await refused(first.append([entry('z', 0)], header('z', 1)))).toBe('no-owner');
    expect(await refused(first.setCurrent(null))).toBe('no-owner');
    expect(await refused(first.saveRoom({ volume: 0.9 }))).toBe('no-owner');
    first.keepPlace({ session: 's', track: 'tide', position: 1, t: 1, at: 1 });
    await expect.poll(() => lost).toBe(4);
    const stored = await openJournal('a').load();
    expect([seqs(stored.entries), stored.session, stored.place, stored.room.volume]).toEqual([
      [0, 1, 2],
      's',
      null,
      null,
    ]);
    expect(first.storage).toBe('durable');
  });

  it('that held what turns out to be taken gives the room up, though nobody waits for it', async () => {
    const failing = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('', 'QuotaExceededError');
    });
    let lost = 0;
    const first = openJournal('a', () => lost++);
    await first.take(0);
    await first.append([entry('s', 0)], header('s', 1), 's');
    expect([first.storage, first.holds]).toEqual(['failing', true]);
    failing.mockRestore();
    await connect('stillroom:a').strict('readwrite', (store) =>
      promisifyRequest(store.put(entry('s', 0, { cmd: 'another' }), ['entry', 's', 0])),
    );
    await first.flush();
    expect([lost, first.holds, first.storage]).toEqual([1, false, 'failing']);
  });

  it('that lets go of the room lets go of what it held, and of nothing that another wrote', async () => {
    const failing = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('', 'QuotaExceededError');
    });
    const first = openJournal('a');
    await first.take(0);
    await first.append([entry('s', 0)], header('s', 1), 's');
    failing.mockRestore();
    first.letGo();
    expect([first.holds, first.storage]).toEqual([false, 'durable']);
    expect((await first.load()).entries).toEqual([]);
    await first.take(1);
    await first.append([entry('s', 0)], header('s', 1), 's');
    expect((await openJournal('a').load()).entries).toHaveLength(1);
  });

  it('is taken before it is read, so that nothing can come in between', async () => {
    const first = openJournal('a');
    await first.append(entries('s', 0, 2), header('s', 2), 's');
    const second = openJournal('a');
    const late = first.append([entry('s', 2)], header('s', 3));
    await second.take(0);
    const { entries: loaded } = await second.load();
    expect(loaded).toHaveLength((await refused(late)) === 'written' ? 3 : 2);
  });

  it('of a newer version is not taken, not even by one that began before that was there', async () => {
    const { strict } = connect('stillroom:a');
    const journal = openJournal('a');
    await journal.take(0);
    await journal.load();
    journal.letGo();
    await set(['room', 'schema'], 99, strict);
    await journal.take(1);
    await journal.append([entry('s', 0)], header('s', 1), 's');
    expect(journal.storage).toBe('memory');
    expect(await get(EPOCH, strict)).toBe(1);
    expect(await keys(strict)).not.toContainEqual(['entry', 's', 0]);
  });

  it('of a newer version is not taken', async () => {
    const { strict } = connect('stillroom:a');
    await set(['room', 'schema'], 99, strict);
    const journal = openJournal('a');
    await journal.take(0);
    expect(journal.storage).toBe('memory');
    await journal.load();
    await journal.append([entry('s', 0)], header('s', 1), 's');
    journal.keepPlace({ session: 's', track: 'tide', position: 1, t: 1, at: 1 });
    await expect(journal.add([entry('z', 0)], header('z', 1))).rejects.toMatchObject({ code: 'storage' });
    await expect.poll(() => journal.read('s')).toHaveLength(1);
    expect(await keys(strict)).toEqual([['room', 'schema']]);
  });
});
