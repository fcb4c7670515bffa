import { unknown } from '../session/errors.js';
import { StillroomError } from '../session/index.js';
import { within, type ErasedFor } from '../store/index.js';
import { hiddenHere } from './curtain.js';
import type { Inside } from './inside.js';
import { headerOf } from './ledger.js';
import { FIRST_VOLUME } from './live.js';
import { eraseMusic } from './music-on-device.js';
import type { OtherSessions } from './other-sessions.js';
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

/** What erasing needs of the room beside its parts. */
export interface Rest extends Pick<OtherSessions, 'inTurn'> {
  leave(): Promise<void>;
}

/**
 * Sessions go, or all that a room keeps, in every window: in time or not at all, and never what was begun meanwhile.
 */
export function createErasing({ name, claim, journal, ledger, music, shown, tenure }: Inside, room: Rest) {
  const current = (session: string) => session === ledger.head?.id;
  const { live } = shown;
  /** How often the whole room was. */
  let times = 0;

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

  let pending: Promise<unknown> | null = null;
  /**
   * Commands wait meanwhile, for some seconds at most: what they wrote would go, too.
   * @param work asks before it takes anything whether it still may
   */
  const alone = (work: (may: () => void) => Promise<void>) => {
    const { turn } = tenure;
    let failed = false;
    const done = work(() => {
      // It was refused; or another window has had the room meanwhile, and begun whatever it liked.
      if (failed || turn !== tenure.turn)
        throw new StillroomError('not-now', 'It was not erased: the room went to another window. Please try again.');
    });
    done.catch(() => (failed = true));
    const all = (pending = Promise.allSettled([pending, done]).then(() => {
      if (pending === all) pending = null;
    }));
    return done;
  };

  const eraseOne = async (session: string, why: ErasedFor, may: () => void) => {
    const here = current(session);
    // What is known of the current one is not read anew: a room may have thousands, and commands wait.
    const row = here
      ? headerOf(ledger.head!, ledger.entries)
      : (await journal.headers()).find((each) => each.session === session);
    if (!row) throw unknown('session', session);
    if (here) await answered(room.leave());
    let begin = () => {};
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const gone = room.inTurn(async () => {
      may();
      begin();
      await journal.erase(row, why);
    });
    // Its turn alone is waited for so long: once begun it is in time by itself, and what it comes to is what is said.
    if (here) await answered(Promise.race([begun, gone]));
    await gone;
    forget(session);
  };
  const erase = (session: string, why: ErasedFor) =>
    current(session) ? alone((may) => eraseOne(session, why, may)) : eraseOne(session, why, () => {});

  const hears: Hears = {
    erased(session) {
      // This window runs the room meanwhile: of a room that was erased it has read what is there since, and a session it
      // may have taken up again from what it had been told.
      if (tenure.runs && session === 'all') return;
      erased(session);
      if (tenure.runs) void erase(session, 'elsewhere').catch(() => {});
    },
  };

  const eraseAll = async (may: () => void) => {
    mustNotRun();
    times++;
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

  return {
    hears,

    /** Settled when nothing that runs is being erased any longer; `null`: nothing is. */
    get pending() {
      return pending;
    },

    times: () => times,

    /** What the room's owner does, by the name of the method; possible whatever becomes of the current session. */
    commands: {
      async erase(session: string) {
        if (session === 'all') return alone(eraseAll);
        if (current(session)) mustNotRun();
        await erase(session, 'person');
      },
    },
  };
}
