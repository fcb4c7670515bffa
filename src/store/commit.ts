import { getMany, type UseStore } from 'idb-keyval';
import { StillroomError } from '../session/errors.js';
import { nameOf } from './connection.js';
import { SCHEMA, entryKey, type Op } from './records.js';

/**
 * Writes everything in one transaction, or nothing.
 * @param known what else this window knows to belong there, in order: rewritten if the database was deleted meanwhile
 * @throws `no-owner` when the disk holds something else under the same numbers
 */
export async function commit(use: UseStore, ops: readonly Op[], known: () => readonly Op[]): Promise<void> {
  const write = (all: readonly Op[]) => use('readwrite', (store) => put(store, all));
  try {
    await write(ops).catch(async (error) => {
      mustBeConstraint(error);
      // Entries once each, in their order; whatever else, as it comes.
      const all = new Map([...known(), ...ops].map((op) => [op.how === 'add' ? `${op.key}` : op, op]));
      await write(await missing(use, [...all.values()]));
    });
  } catch (error) {
    mustBeConstraint(error);
    throw new StillroomError('no-owner', 'Another window runs this session. Please reload.');
  }
}

/** A number that is taken, or whose forerunner is missing. */
function mustBeConstraint(error: unknown) {
  if (nameOf(error) !== 'ConstraintError') throw error;
}

function put(store: IDBObjectStore, ops: readonly Op[]): Promise<void> {
  const { transaction } = store;
  return new Promise((resolve, reject) => {
    let why: unknown;
    const stop = (error: unknown) => {
      why = error;
      transaction.abort();
    };
    transaction.oncomplete = () => resolve();
    // Not `onerror`: there the transaction does not know its error yet.
    transaction.onabort = () => reject(why ?? transaction.error);
    try {
      for (const { how, key, value } of ops) {
        if (how === 'patch') {
          const request = store.get(key);
          request.onsuccess = () => store.put({ schema: SCHEMA, ...request.result, ...(value as object) }, key);
        } else if (how === 'put') store.put(value, key);
        else {
          const [, session, seq] = key as [string, string, number];
          const before = store.getKey(entryKey(session, seq - 1));
          before.onsuccess = () => seq && !before.result && stop(new DOMException('', 'ConstraintError'));
          // `put` would overwrite in silence what another window wrote.
          store.add(value, key);
        }
      }
    } catch (error) {
      stop(error);
    }
  });
}

/**
 * What of these is not on the disk. A connection may die between a commit and the word of it: an entry that stands
 * there word for word was ours.
 */
async function missing(use: UseStore, ops: readonly Op[]): Promise<Op[]> {
  const stored = await getMany(ops.map(({ key }) => key), use);
  return ops.filter(({ how, value }, i) => how !== 'add' || JSON.stringify(stored[i]) !== JSON.stringify(value));
}
