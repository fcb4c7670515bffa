import type { UseStore } from 'idb-keyval';
import { StillroomError } from '../session/errors.js';
import { nameOf } from './connection.js';
import { readEach } from './read.js';
import { UNREADABLE } from '../session/stamp.js';
import { isJson, type Op } from './records.js';

/**
 * Writes everything in one transaction, or nothing. Where that fails because a number is taken or the entry before is
 * missing, what stands there is compared with what this window knows.
 * @param known what belongs there beside it: written again if the database was deleted under a running session
 * @returns `no-owner` when something else stands under the same numbers
 */
export async function commit(
  use: UseStore,
  ops: readonly Op[],
  known: () => Promise<readonly Op[]>,
): Promise<StillroomError | void> {
  let left = ops;
  for (let again = true; ; again = false) {
    try {
      return await use('readwrite', (store) => write(store, left));
    } catch (error) {
      if (error instanceof StillroomError) return error;
      if (nameOf(error) !== 'ConstraintError') throw error;
      if (!again) return new StillroomError('no-owner', 'Another window runs this session. Please reload.');
      const all = [...new Map([...(await known()), ...ops].map((op) => [`${op.key}`, op])).values()];
      const keys = all.map(({ key }) => key);
      const stored = await readEach(use, keys);
      // A connection may die between a commit and the word of it: the same entry of the same call was ours. So is what
      // could not be read: it stays, whatever it is.
      left = all.filter(({ add, value }, i) => {
        const there = stored[i];
        const lost = (value as { type?: unknown } | null)?.type === UNREADABLE;
        return !add || (lost ? there === undefined : trait(there) !== trait(value));
      });
    }
  }
}

/** What an entry is known by: all but what is private, which sealed twice has other bytes. */
const trait = (entry: unknown) =>
  isJson(entry) && JSON.stringify({ ...(entry as object), private: undefined, sealed: undefined });

/** Settled when the store's transaction is: with all of it, or with the error that undid it. */
export function write(store: IDBObjectStore, ops: readonly Op[]): Promise<void> {
  const { transaction } = store;
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    // Not `onerror`: there the transaction does not know its error yet.
    transaction.onabort = () => reject(transaction.error);
    try {
      for (const op of ops) ask(store, op);
    } catch (error) {
      // What cannot even be asked for ends no transaction: the rest of it would be written.
      reject(error);
      transaction.abort();
    }
  });
}

function ask(store: IDBObjectStore, { add, key, value }: Op): void {
  if (!add) return void store.put(value, key);
  // `put` would overwrite in silence what another window wrote.
  store.add(value, key);
  const [kind, session, seq] = key as [string, string, number];
  if (!seq) return;
  const before = store.getKey([kind, session, seq - 1]);
  // The database was deleted meanwhile: adding twice undoes the transaction with the error that is looked for.
  before.onsuccess = () => before.result || store.add(value, key);
}
