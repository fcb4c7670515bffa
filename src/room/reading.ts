import { unknown } from '../session/errors.js';
import { StillroomError, typed } from '../session/index.js';
import type { Inside } from './inside.js';
import type { Lock } from './lock.js';
import type { Room } from './room.types.js';

/**
 * What is read of a room on somebody's call, in whatever window, and only as far as it is unlocked.
 * @param ready settled once the journal has been read
 */
export const createReading = (
  { journal, ledger, shown, tenure }: Inside,
  lock: Lock,
  ready: () => Promise<void>,
): Pick<Room, 'read' | 'agreed' | 'sessions'> => ({
  async read(session) {
    if (!shown.taken) await ready();
    lock.mustBeOpen();
    await lock.reveal();
    const here = session === ledger.head?.id ? ledger.entries : [];
    // A viewer has them as they are stored, and more only where the owner's storage has failed.
    const stored = tenure.runs && here.length ? [] : await journal.read(session);
    const entries = stored.length < here.length ? [...here] : stored;
    if (!entries.length) throw unknown('session', session);
    return entries;
  },
  async agreed() {
    await lock.reveal();
    return typed(ledger.entries).touch;
  },
  async sessions(query) {
    if (!shown.taken) await ready();
    const { locked } = journal.vault;
    if (locked && query?.code) throw new StillroomError('locked', 'Codes are locked. Unlock them first.');
    const rows = await journal.headers(query);
    return locked ? rows.map((row) => ({ ...row, code: null })) : rows;
  },
});
