import type { Entry, State } from '../session/types.js';
import type { Header, Place, RoomRecord, Unsaved } from './records.js';
import type { RoomKeys } from './vault-keys.js';
import type { Vault } from './vault.js';

/** Which sessions to list. */
export interface HeaderQuery {
  /** Only those older than this session. */
  before?: string;
  /** At most so many; all if left out. */
  limit?: number;
  /** Only those of this course. */
  code?: string;
}

/**
 * Why a session goes: a person asked for it, and where it is refused nothing of it is gone; it was kept long enough, and
 * goes only if nothing has been written to it since its header was read; or it is gone in another window, and what is
 * held of it here never comes back.
 */
export type ErasedFor = 'person' | 'age' | 'elsewhere';

/** The stored sessions of one room. Nothing here waits for a person, nothing here stops a session. */
export interface Journal {
  /** What seals and opens the private parts of this room. */
  readonly vault: Vault;
  /** `memory`: this window stores nothing, or a newer version's records stand here untouched; `failing`: what could not be written is held and tried again. */
  readonly storage: State['storage'];
  /** Entries are in memory alone. */
  readonly holds: boolean;
  /**
   * What the room remembers and is not on the disk yet. A window that does not run the room is told, and writes it should
   * it run the room next.
   */
  unsaved: Unsaved;
  /** Called whenever `storage` has changed, and where it fails, `unsaved`. */
  onStorage(callback: () => void): void;
  /** Entries as they are stored: what the other windows are sent. */
  stored(entries: readonly Entry[]): Promise<readonly Entry[]>;
  /**
   * Takes the room: until then, and after `letGo`, nothing is written, and no other window writes from then on.
   * @param after the highest epoch this window has heard of
   * @returns the epoch of this window
   */
  take(after: number): Promise<number>;
  /** The room is another window's; what could not be written is let go of too. */
  letGo(): void;
  /**
   * The room's current session with its entries in order. Writes nothing, never fails: what cannot be read is left out.
   * @param impatient waits for no disk that does not answer: this window has been told all there is
   */
  load(impatient?: boolean): Promise<{
    session: string | null;
    entries: Entry[];
    place: Place | null;
    room: RoomRecord;
    /** The room has never had a session, or its database was deleted. */
    empty: boolean;
    /** It could not be read, not even which session is the current one. */
    unread: boolean;
  }>;
  /**
   * Writes entries and their session's header in one transaction, in the order of the calls.
   * @param current the room's current session from now on; left as it is if left out
   * @returns settled when it is on the disk, or held in memory where storage has failed
   * @throws `no-owner` when another window has written under the same numbers
   */
  append(entries: readonly Entry[], header: Header, current?: string | null): Promise<void>;
  /**
   * The whole journal of a session; empty where there is none.
   * @param impatient as above
   * @throws `storage` when it cannot be read at the moment
   */
  read(session: string, impatient?: boolean): Promise<Entry[]>;
  /**
   * Rows of the sessions on this device, newest first.
   * @throws `unknown` for a `before` that is not there, `storage` when they cannot be read at the moment
   */
  headers(query?: HeaderQuery): Promise<Header[]>;
  /**
   * Writes a whole session that came from elsewhere, or nothing of it. It never waits in line with the current session's
   * entries, so that what fails here holds up none of them.
   * @throws `storage`; also where a newer version wrote what is stored here
   */
  add(entries: readonly Entry[], header: Header): Promise<void>;
  /**
   * Removes a session: one range of entries, and its header.
   * @throws `storage` when it could not be; also where a newer version wrote it
   */
  erase(header: Header, why?: ErasedFor): Promise<void>;
  /**
   * Removes everything this room has stored, its database included, or, where it throws, nothing; what a newer version
   * wrote, too, since this is called only where a person wants all of it gone.
   * @param awake so is every window that has it open: one that hangs would hold up whoever opens a database that was deleted
   * @throws `storage`
   */
  eraseAll(awake: boolean): Promise<void>;
  setCurrent(session: string | null): Promise<void>;
  /** Keeps the place in the music, soon and without a promise; never in the way of an entry. */
  keepPlace(place: Place): void;
  /** From here on what is private is sealed to these. @param made by the vault */
  setKeys(made: readonly [RoomKeys, CryptoKey | null]): Promise<void>;
  /** Changes what the room remembers. @param cmd id of the call, where nothing else will tell that it was obeyed */
  saveRoom(patch: Partial<Pick<RoomRecord, 'session' | 'volume' | 'locked'>>, cmd?: string): Promise<void>;
  /** A call with this id was obeyed, by this owner or one before. */
  did(cmd: string): boolean;
  /** Settled when everything is written, or has failed to be once more. */
  flush(): Promise<void>;
  /** Writes what is left and lets the database go. */
  close(): Promise<void>;
}
