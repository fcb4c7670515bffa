import { copyOf, MOST_CHARACTERS, readCopy } from '../export/index.js';
import { unknown } from '../session/errors.js';
import { StillroomError, fold, publicPart, type Draft, type Entry, type EntryData } from '../session/index.js';
import { isObject } from '../session/protocol/plain.js';
import { hiddenHere } from './curtain.js';
import type { Inside } from './inside.js';
import { headerOf } from './ledger.js';
import { noOwner, within } from '../store/index.js';
import { FIRST_VOLUME } from './live.js';
import { eraseMusic } from './music-on-device.js';
import type { OtherSessions } from './other-sessions.js';
import type { Room } from './room.types.js';
import { running } from './take-up.js';
import type { Hears } from './windows/messages.types.js';

/** Of so many of the newest sessions a window that slept may still know one, as one that runs. */
const KNOWN = 20;

/** A disk that takes longer than this to say what is there, or a download to stop, does not answer, ms: commands wait. */
const ANSWERS_WITHIN = 4000;
const answered = <T>(asked: Promise<T>) =>
  within(asked, ANSWERS_WITHIN).catch((error: Error) => {
    throw error instanceof StillroomError
      ? error
      : new StillroomError('storage', 'It could not be erased: storage does not answer. Please try again.');
  });

/** What keeping needs of the room beside its parts. */
export interface Rest extends Pick<Room, 'read' | 'send'>, Pick<OtherSessions, 'add' | 'inTurn'> {
  leave(): Promise<void>;
}

/** The same text for the same values, in whatever order a program has written them. */
const canonical = (value: unknown) =>
  JSON.stringify(value, (_, each: unknown) =>
    isObject(each) ? Object.fromEntries(Object.entries(each).sort()) : each,
  );

const refuse = (why: string) => new StillroomError('bad-import', `This file cannot be imported: ${why}`);

/** What becomes of sessions afterwards: copies to take away and back, and erasing. */
export function createKeeping({ name, claim, journal, ledger, music, shown, tenure, now, write }: Inside, room: Rest) {
  const current = (session: string) => session === ledger.head?.id;
  const { live } = shown;
  /** How often the whole room was. */
  let erasings = 0;

  /** The current session is never erased while it runs, nor when it was left open and waits to be taken up or ended. */
  const mustNotRun = () => {
    if (running(ledger.head)) throw new StillroomError('not-now', 'A session is open. End it first.');
  };

  /** In every window. Of a room that is erased nothing is known any longer, no passphrase and no curtain either. */
  const erased = (session: string) => {
    ledger.forget(session);
    if (session !== 'all') return;
    journal.unsaved = {};
    journal.vault.adopt(null);
    journal.vault.unlock(null);
    hiddenHere(name, false);
    live.unexported = 0;
    live.volume = FIRST_VOLUME;
    music.setVolume(FIRST_VOLUME, 0);
    shown.refresh(true);
  };
  const forget = (session: string) => {
    claim.post({ erased: session });
    erased(session);
  };

  /** In every window: it is here again, after it was erased. */
  const taken = (session: string) => void ledger.erased.delete(session);

  let erasing: Promise<unknown> | null = null;
  /**
   * Commands wait meanwhile, for some seconds at most: what they wrote would go, too.
   * @param work asks before it takes anything whether it still may
   */
  const alone = (work: (may: () => void) => Promise<void>) => {
    const { turn } = tenure;
    let failed = false;
    const done = work(() => {
      // It was refused; or another window has had the room meanwhile, and begun whatever it liked.
      if (failed || turn !== tenure.turn) throw noOwner();
    });
    done.catch(() => (failed = true));
    const all = (erasing = Promise.allSettled([erasing, done]).then(() => {
      if (erasing === all) erasing = null;
    }));
    return done;
  };

  const eraseOne = async (session: string, may: () => void) => {
    const here = current(session);
    // What is known of the current one is not read anew: a room may have thousands, and commands wait.
    const row = here
      ? headerOf(ledger.head!, ledger.entries)
      : (await journal.headers()).find((each) => each.session === session);
    if (!row) throw unknown('session', session);
    if (here) await answered(room.leave());
    const gone = room.inTurn(async () => {
      may();
      await journal.erase(row);
    });
    await (here ? answered(gone) : gone);
    forget(session);
  };
  const erase = (session: string) =>
    current(session) ? alone((may) => eraseOne(session, may)) : eraseOne(session, () => {});

  const hears: Hears = {
    taken,
    erased(session) {
      // This window runs the room meanwhile: of a room that was erased it has read what is there since, and a session it
      // may have taken up again from what it had been told.
      if (tenure.runs && session === 'all') return;
      erased(session);
      if (tenure.runs) void erase(session).catch(() => {});
    },
  };

  const eraseAll = async (may: () => void) => {
    mustNotRun();
    erasings++;
    if (ledger.head) await answered(room.leave());
    const rows = await answered(journal.headers({ limit: KNOWN })).catch(() => []);
    const awake = await claim.awake();
    may();
    await answered(eraseMusic(name, music, awake));
    may();
    await journal.eraseAll(awake);
    for (const { session } of rows) forget(session);
    forget('all');
  };

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

  return {
    hears,

    /** Settled when nothing that runs is being erased any longer; `null`: nothing is. */
    get erasing() {
      return erasing;
    },

    /** What the room's owner does, by the name of the method; possible whatever becomes of the current session. */
    commands: {
      async erase(session: string) {
        if (session === 'all') return alone(eraseAll);
        if (current(session)) mustNotRun();
        await erase(session);
      },

      async import(blob: Blob) {
        const before = erasings;
        const text = await Promise.resolve(blob)
          .then((file) => (file.size > MOST_CHARACTERS ? '' : file.text()))
          .catch(() => '');
        const { session, entries } = readCopy(text);
        return room.inTurn(() => {
          if (before !== erasings)
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
      if (current(session) && live.leftOpen)
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
