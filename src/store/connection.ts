import type { UseStore } from 'idb-keyval';
import { within } from './patience.js';

/** The one object store: entries, headers and the room's record under array keys, so that one transaction holds them all. */
const STORE = 'journal';
/** Of the database's layout. Raised rarely, since an older window blocks it; records carry a `schema` of their own. */
const VERSION = 1;
/** ms. Safari has been seen never to answer the first `open` of a page; asking once more helps (WebKit 226547). */
const OPENS_WITHIN = 3000;
/** After so many openings in a row without an answer a call waits for the next one but briefly, until one comes. */
const UNANSWERED = 2;
/** Errors of a connection that died under us: Safari loses its server, a person clears the site's data. */
const LOST = /^(InvalidState|Unknown|Abort|NotFound)E/;
/**
 * Errors of an opening that may go better another time. Others come from settings, sandboxed frames, a newer layout; on a
 * page that could store before even these may pass.
 */
const PASSING = /^(Unknown|Abort|Quota|InvalidState|NotReadable|Timeout)/;

/** Without an error: what a forced close leaves behind, or an opening that took too long. */
export const nameOf = (error: unknown) => (error as Error | null)?.name ?? 'AbortError';

/** Where a person has told it to store nothing Chromium speaks of an unknown error here, and plainly over there. */
function isRefused(): boolean {
  try {
    void globalThis.localStorage;
    return false;
  } catch {
    return true;
  }
}

/** This page can store nothing, and asking again would not help; `passing`: only until a newer version's database goes. */
export class NoStorage extends Error {
  constructor(readonly passing = false) {
    super();
  }
}

/** One database, opened with the first use and anew whenever it was lost. */
export interface Connection {
  /** On the disk before it counts as done: for entries. */
  readonly strict: UseStore;
  /** Handed to the system, which writes when it likes: for what may be two seconds old after a power cut. */
  readonly relaxed: UseStore;
  close(): void;
  /** Deletes it; where another window holds on to it, as soon as that lets go. */
  destroy(): Promise<void>;
}

/**
 * @param name of the database
 * @param onGone called when it was closed by force or deleted, as site data are: what stood in it may be gone
 */
export function connect(name: string, onGone = () => {}): Connection {
  // Set before anything is awaited: of two opens at once only one would be told that it is blocked.
  let opening: Promise<IDBDatabase> | null = null;
  let unanswered = 0;
  let worked = false;

  const opened = () => {
    const mine = (opening ??= open(name, worked, () => unanswered++));
    const drop = () => {
      if (opening === mine) opening = null;
    };
    mine.then((db) => {
      unanswered = 0;
      worked = true;
      db.onclose = () => {
        drop();
        onGone();
      };
      // Somebody deletes or upgrades the database: whoever stays open blocks them for ever.
      db.onversionchange = ({ newVersion }) => {
        drop();
        db.close();
        if (!newVersion) onGone();
      };
    }, drop);
    return unanswered < UNANSWERED ? mine : within(mine);
  };

  const close = () => {
    opening?.then(
      (db) => db.close(),
      () => {},
    );
    opening = null;
  };

  const use =
    (durability: IDBTransactionDurability): UseStore =>
    async (mode, callback) => {
      for (let again = true; ; again = false) {
        try {
          const db = await opened();
          return await callback(db.transaction(STORE, mode, { durability }).objectStore(STORE));
        } catch (error) {
          if (!again || !LOST.test(nameOf(error))) throw error;
          close();
        }
      }
    };

  const destroy = async () => {
    close();
    await new Promise((settle) => {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = request.onerror = request.onblocked = settle;
      setTimeout(settle, OPENS_WITHIN);
    });
  };

  return { strict: use('strict'), relaxed: use('relaxed'), close, destroy };
}

/**
 * @param worked it has been open before
 * @param onSilence called where nobody answers
 */
function open(name: string, worked: boolean, onSilence: () => void): Promise<IDBDatabase> {
  return new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name, VERSION);
    let late = false;
    const giveUp = () => {
      late = true;
      reject(null);
    };
    setTimeout(() => {
      if (!late && request.readyState !== 'done') onSilence();
      giveUp();
    }, OPENS_WITHIN);
    // An older window keeps its connection: neither success nor error would follow until it is closed.
    request.onblocked = giveUp;
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const db = request.result;
      // A connection that comes after all would block the next upgrade, unknown to anybody.
      if (late) db.close();
      else if (db.objectStoreNames.contains(STORE)) resolve(db);
      else {
        // A shell without a store is left behind when site data is cleared at the wrong moment (idb-keyval 178).
        db.close();
        if (!db.objectStoreNames.length) indexedDB.deleteDatabase(name);
        giveUp();
      }
    };
  }).catch((error) => {
    const kind = nameOf(error);
    if (worked && kind === 'VersionError') throw new NoStorage(true);
    throw worked || (PASSING.test(kind) && !isRefused()) ? error : new NoStorage();
  });
}
