import { promisifyRequest, type UseStore } from 'idb-keyval';
import { nameOf } from './connection.js';
import { ROOM, under, type Key } from './records.js';

/**
 * What is stored under each of these keys, by itself: `undefined` where nothing is, `null` where it cannot be read.
 * Chromium keeps a value of more than 64 kB in a file of its own, and that file may be lost.
 */
export const readEach = (use: UseStore, keys: readonly Key[]): Promise<unknown[]> =>
  use('readonly', async (store) => {
    const values: unknown[] = [];
    keys.forEach((key, i) => {
      const request = store.get(key);
      request.onsuccess = () => (values[i] = request.result);
      // Else it would take the transaction with it, and all the others.
      request.onerror = (event) => {
        event.preventDefault();
        event.stopPropagation();
        values[i] = null;
      };
    });
    // A connection that died has read nothing.
    await promisifyRequest(store.transaction);
    return values;
  });

/** The keys of a range and what is stored under them, in order. */
export async function readRange(use: UseStore, ...key: Key): Promise<readonly [Key[], unknown[]]> {
  const range = under(...key);
  const keysOf = (store: IDBObjectStore) => promisifyRequest(store.getAllKeys(range)) as Promise<Key[]>;
  try {
    return await use('readonly', (store) => Promise.all([keysOf(store), promisifyRequest(store.getAll(range))]));
  } catch (error) {
    // A room of which part is missing must not pass for a whole one: it may have a passphrase.
    if (key[0] === ROOM || nameOf(error) === 'AbortError') throw error;
    const keys = await use('readonly', keysOf);
    return [keys, await readEach(use, keys)];
  }
}
