import { promisifyRequest, type UseStore } from 'idb-keyval';
import { StillroomError } from '../session/errors.js';
import { NoStorage } from './connection.js';
import { within } from './patience.js';
import { ENTRY, PLACE, headerKey, under, type Header, type Place } from './records.js';

/** A disk that takes longer does not answer, ms: commands wait meanwhile. */
const ANSWERS_WITHIN = 5000;

/** Where nothing can be stored there is nothing to remove. */
const kept = (error: unknown) => {
  if (error instanceof NoStorage) return;
  throw error instanceof StillroomError
    ? error
    : new StillroomError('storage', 'It could not be erased: storage does not answer. Please try again.');
};

/**
 * Removes what there is to remove in one transaction, in time or not at all.
 * @throws `storage` when it could not be
 */
async function inTime(use: UseStore, remove: (store: IDBObjectStore) => void): Promise<void> {
  let transaction: IDBTransaction | undefined;
  let late = false;
  const removed = use('readwrite', (store) => {
    ({ transaction } = store);
    if (late) transaction.abort();
    else remove(store);
    return promisifyRequest(transaction);
  });
  try {
    await within(removed, ANSWERS_WITHIN);
  } catch (error) {
    late = true;
    try {
      transaction?.abort();
    } catch {
      // It has ended by itself.
    }
    kept(error);
  }
}

/**
 * Removes a session: a range of entries, its header, and where its music was.
 * @param unchanged only if nothing has been written to it since the header was read
 * @throws `storage` when it could not be
 */
export const eraseSession = (use: UseStore, header: Header, unchanged?: boolean): Promise<void> =>
  inTime(use, (store) => {
    const { session, entries } = header;
    const key = headerKey(header);
    const remove = () => {
      store.delete(under(ENTRY, session));
      store.delete(key);
      const place = store.get(PLACE);
      place.onsuccess = () => (place.result as Place | undefined)?.session === session && store.delete(PLACE);
    };
    const now = unchanged && store.get(key);
    if (now) now.onsuccess = () => (now.result as Header | undefined)?.entries === entries && remove();
    else remove();
  });

/** Removes every record of a room. @throws `storage` when it could not be */
export const eraseRecords = (use: UseStore): Promise<void> => inTime(use, (store) => void store.clear());
