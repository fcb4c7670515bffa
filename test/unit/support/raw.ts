import type { Entry } from '../../../src/session/types.js';

/** A look at a room's database, past the journal. */
export async function raw<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
  room = 'a',
): Promise<T> {
  const db = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(`stillroom:${room}`);
    request.onsuccess = () => resolve(request.result);
  });
  const transaction = db.transaction('journal', mode);
  const request = work(transaction.objectStore('journal'));
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  db.close();
  return request.result;
}

/** The entries of a session as they stand on the disk. */
export const storedEntries = (session: string) =>
  raw('readonly', (store) =>
    store.getAll(IDBKeyRange.bound(['entry', session], ['entry', session, []])),
  ) as unknown as Promise<Entry[]>;

/** Puts a value under a key. */
export const put = (key: IDBValidKey, value: unknown) => raw('readwrite', (store) => store.put(value, key));
export const remove = (key: IDBValidKey) => raw('readwrite', (store) => store.delete(key));
export const keys = () => raw('readonly', (store) => store.getAllKeys());
/** All that is stored, in order. */
export const everything = async () => [await keys(), await raw('readonly', (store) => store.getAll())];
