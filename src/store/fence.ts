import type { UseStore } from 'idb-keyval';
import { StillroomError } from '../session/errors.js';
import { EPOCH, NEWEST, SCHEMA } from './records.js';

/** The error for what only the room's owner may write. */
export const noOwner = () => new StillroomError('no-owner', 'This room runs in another window.');

/** The error for what would change what this version does not understand. */
export const newer = () =>
  new StillroomError('storage', 'A newer version of Stillroom wrote these records; they are left as they are.');

/**
 * Keeps a window that no longer owns the room from writing. Whoever takes the room raises the number of its epoch; every
 * read-write transaction reads that number first, and leaves nothing behind where it is not the window's own. A lock
 * alone would not do: a window that was frozen learns of its loss after it has gone on. A room whose records a newer
 * version wrote is not taken at all: whatever would write there is refused.
 */
export interface Fence {
  /** Of this window; 0: it owns nothing and writes nothing. On the disk with the first write, as at the beginning. */
  readonly epoch: number;
  /** The next write takes the room. @param after the highest epoch this window has heard of */
  take(after: number): void;
  /** From here on nothing is written. */
  letGo(): void;
  /** Around the store itself, so that `set` and `update` of idb-keyval are held back too. */
  around(use: UseStore): UseStore;
}

/**
 * @param onLost called when another window turns out to have taken the room
 * @param onGone called when this window has it, and the database was deleted or emptied meanwhile
 */
export function createFence(onLost: () => void, onGone = () => {}): Fence {
  let epoch = 1;
  let taking = true;
  /** Counts how often the room was taken and let go. */
  let tenure = 0;
  /** It has been seen what the epoch was before: one that is higher than this window's is a later owner's. */
  let sure = false;

  /** Requests are answered in order: what is asked for before anything else stops the rest. */
  const check = (store: IDBObjectStore) =>
    new Promise<void>((pass, refuse) => {
      const { transaction } = store;
      const mine = tenure;
      const takes = taking;
      // On the disk only once it is certain; what fails takes the room with the next write. Listens before whoever awaits
      // the transaction, since he wants to know it.
      transaction.addEventListener('complete', () => {
        if (mine === tenure) taking = false;
      });
      // Whoever raises it takes the room first.
      const schema = takes && store.get(NEWEST);
      const read = store.get(EPOCH);
      read.onerror = () => refuse(read.error);
      read.onsuccess = () => {
        // What stands there may be anything.
        const stored = Number(read.result) || 0;
        const current = mine === tenure;
        // What was begun before the room was lost, or taken anew, says nothing of now.
        if (!current || (taking ? sure && stored > epoch : stored && stored !== epoch)) {
          refuse(noOwner());
          transaction.abort();
          if (current) onLost();
          return;
        }
        if (taking) {
          // Though it may not get to the disk: the other windows know by it who owns the room all the same.
          epoch = Math.max(epoch, stored + 1);
          sure = true;
        }
        if (schema && schema.result > SCHEMA) {
          refuse(newer());
          transaction.abort();
          return;
        }
        pass();
        // None stands there: the database was deleted, or the room erased, under its owner.
        if (!stored && !taking) onGone();
        if (stored !== epoch) store.put(epoch, EPOCH);
      };
    });

  return {
    get epoch() {
      return epoch;
    },
    take(after) {
      tenure++;
      epoch = after + 1;
      taking = true;
      sure = false;
    },
    letGo() {
      tenure++;
      epoch = 0;
      taking = false;
    },
    around: (use) => async (mode, callback) => {
      if (mode === 'readonly') return use(mode, callback);
      if (!epoch) throw noOwner();
      // Rejected with the first of the two: after an abort `update` never settles. One that throws is waited for as well.
      return use(mode, (store) =>
        Promise.all([check(store), (async () => callback(store))()]).then(([, result]) => result),
      );
    },
  };
}
