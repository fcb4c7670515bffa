import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { createStore, type UseStore } from 'idb-keyval';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createShelf, type Held } from '../../../src/music/library/shelf.js';

const MB = 1e6;
/** The journal is never left without so much room. */
const SPARE = 20 * MB;

const held = (used: number, bytes = 10 * MB): Held => ({
  type: 'audio/mpeg',
  tag: null,
  bytes,
  total: bytes,
  pieces: 1,
  done: true,
  used,
});

let use: UseStore;
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  use = createStore('music', 'files');
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** A device that has room for so much, of which the shelf's files are all that is used. */
async function shelfOn(quota: number, store = use) {
  const shelf = createShelf(store);
  vi.stubGlobal('navigator', {
    storage: {
      estimate: () =>
        Promise.resolve({ quota, usage: [...shelf.files.values()].reduce((sum, { bytes }) => sum + bytes, 0) }),
    },
  });
  const piece = new Blob(['music']);
  await shelf.put('lately/1', held(3), piece);
  await shelf.put('long ago/1', held(1), piece);
  await shelf.put('long ago/2', held(1), piece);
  await shelf.put('once/1', held(2), piece);
  return shelf;
}
const here = ({ files }: { files: Map<string, Held> }) => [...files.keys()].sort();

describe('where room runs short', () => {
  it('nothing is dropped while there is some', async () => {
    const shelf = await shelfOn(50 * MB + SPARE);
    expect(await shelf.fits(10 * MB)).toBe(true);
    expect(here(shelf)).toHaveLength(4);
  });

  it('the playlist used longest ago goes first, whole, and no more of them than it takes', async () => {
    const shelf = await shelfOn(40 * MB + SPARE);
    expect(await shelf.fits(15 * MB)).toBe(true);
    expect(here(shelf)).toEqual(['lately/1', 'once/1']);
    const again = createShelf(use);
    await again.load();
    expect(here(again)).toEqual(['lately/1', 'once/1']);
  });

  it('what the running session needs stays, however long ago it came, and there is said to be none', async () => {
    const shelf = await shelfOn(40 * MB + SPARE);
    await shelf.keep(new Set(['long ago/1', 'long ago/2']));
    expect(await shelf.fits(50 * MB)).toBe(false);
    expect(here(shelf)).toEqual(['long ago/1', 'long ago/2']);
  });

  it('room is made, too, where the browser refuses to write although it said there was some', async () => {
    let refusals = 0;
    const narrow: UseStore = (mode, callback) => {
      if (mode === 'readwrite' && refusals-- > 0)
        return Promise.reject(new DOMException('No room.', 'QuotaExceededError'));
      return use(mode, callback);
    };
    const shelf = await shelfOn(1e12, narrow);
    await shelf.keep(new Set(['once/1']));
    refusals = 1;
    await shelf.put('new/1', held(9), new Blob(['more']));
    expect(here(shelf)).toEqual(['lately/1', 'new/1', 'once/1']);
  });
});
