import { promisifyRequest, type UseStore } from 'idb-keyval';
import { StillroomError } from '../session/errors.js';
import { NoStorage } from './connection.js';
import { ENTRY, PLACE, headerKey, under, type Header, type Place } from './records.js';

/** Where nothing can be stored there is nothing to remove. */
const kept = (error: unknown) => {
  if (error instanceof NoStorage) return;
  throw error instanceof StillroomError
    ? error
    : new StillroomError('storage', 'It could not be erased: storage does not answer. Please try again.');
};

/**
 * Removes a session in one transaction: a range of entries, its header, and where its music was.
 * @param unchanged only if nothing has been written to it since the header was read
 * @throws `storage` when it could not be
 */
export async function eraseSession(use: UseStore, header: Header, unchanged?: boolean): Promise<void> {
  const { session, entries } = header;
  await use('readwrite', (store) => {
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
    return promisifyRequest(store.transaction);
  }).catch(kept);
}

/** Removes every record of a room. @throws `storage` when it could not be */
export async function eraseRecords(use: UseStore): Promise<void> {
  await use('readwrite', (store) => {
    store.clear();
    return promisifyRequest(store.transaction);
  }).catch(kept);
}
