import { copyOf, MOST_CHARACTERS, readCopy } from '../export/index.js';
import { StillroomError, fold, publicPart, type Draft, type Entry, type EntryData } from '../session/index.js';
import { isObject } from '../session/protocol/plain.js';
import type { createErasing } from './erasing.js';
import type { Inside } from './inside.js';
import { headerOf } from './ledger.js';
import type { OtherSessions } from './other-sessions.js';
import type { Room } from './room.types.js';
import type { Hears } from './windows/messages.types.js';

/** What copies need of the room beside its parts. */
export interface Rest extends Pick<Room, 'read' | 'send'>, Pick<OtherSessions, 'add' | 'inTurn'> {
  readonly erasing: Pick<ReturnType<typeof createErasing>, 'times'>;
}

/** The same text for the same values, in whatever order a program has written them. */
const canonical = (value: unknown) =>
  JSON.stringify(value, (_, each: unknown) =>
    isObject(each) ? Object.fromEntries(Object.entries(each).sort()) : each,
  );

const refuse = (why: string) => new StillroomError('bad-import', `This file cannot be imported: ${why}`);

/** Copies of sessions, to take away and back. */
export function createCopies({ claim, journal, ledger, shown, now, write }: Inside, room: Rest) {
  const current = (session: string) => session === ledger.head?.id;

  /** In every window: it is here again, after it was erased. */
  const taken = (session: string) => void ledger.erased.delete(session);

  const take = async (session: string, entries: readonly Entry[]) => {
    const here = current(session) ? ledger.entries : await journal.read(session);
    if (!here[0]) {
      if (journal.vault.damaged)
        throw new StillroomError(
          'storage',
          'The record of this room’s passphrase is damaged: what was typed could not be saved.',
        );
      const header = headerOf(fold(entries.map(publicPart))!, entries);
      // It is in a file, and stays here as long as one that was exported today.
      await journal.add(entries, { ...header, exportedAt: Date.now(), unexported: false });
      claim.post({ taken: session });
      return taken(session);
    }
    if (journal.vault.locked && here.some((entry) => entry.sealed))
      throw new StillroomError('locked', 'This session is sealed. Unlock the room with its passphrase first.');
    if (canonical(here.slice(0, entries.length)) !== canonical(entries))
      throw refuse('this device has another version of the same session. Erase that one first to take this.');
  };

  const hears: Hears = { taken };

  return {
    hears,

    /** What the room's owner does, by the name of the method; possible whatever becomes of the current session. */
    commands: {
      async import(blob: Blob) {
        const before = room.erasing.times();
        const file = await Promise.resolve(blob).catch(() => null);
        if (typeof file?.text !== 'function') throw refuse('it is no file.');
        if (file.size > MOST_CHARACTERS) throw refuse(`it is larger than ${MOST_CHARACTERS / 1e6} MB.`);
        const text = await file.text().catch(() => {
          throw refuse('it cannot be read.');
        });
        const { session, entries } = readCopy(text);
        return room.inTurn(() => {
          if (before !== room.erasing.times())
            throw new StillroomError('not-now', 'The room was erased meanwhile. Import it again.');
          return take(session, entries);
        });
      },

      /** Journals that a copy was made. */
      async exported(session: string, data: EntryData['exported']) {
        const drafts: Draft[] = [{ type: 'exported', cause: 'person', data }];
        await (current(session) ? write(drafts, now()) : room.add(session, () => drafts));
      },
    },

    /** A copy of a session to take away. It is made by whichever window asks, and journalled by the owner. */
    async export(session: string, format: string, { parts = 'all' }: { parts?: string } = {}): Promise<Blob> {
      // Its newest entry says how long it was left: it must not look as if somebody had come back to it.
      if (current(session) && shown.live.leftOpen)
        throw new StillroomError('not-now', 'This session was left open. Go on with it, or end it, first.');
      const entries = await room.read(session);
      // The room is open: what is sealed still is damaged, and costs itself alone.
      const damaged = entries.filter((entry) => entry.sealed).length;
      const readable = entries.map(({ sealed: _, ...entry }) => entry as Entry);
      const { text, type } = copyOf(readable, format, parts);
      // The copy is made, whatever becomes of the word of it.
      await room.send('exported', session, { format, parts }).catch((error: StillroomError) => {
        if (!/unknown|no-owner/.test(error.code)) throw error;
      });
      if (damaged) {
        const message = `What was typed in ${damaged} of its entries can no longer be opened; the copy is without it.`;
        shown.tell({ 'still-problem': { code: 'storage', message, recovered: true } });
      }
      return new Blob([text], { type });
    },
  };
}
