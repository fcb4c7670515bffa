import { UNREADABLE } from '../session/stamp.js';
import type { Entry, State } from '../session/types.js';
import type { RoomKeys } from './vault-keys.js';

/** What the sessions of a room are listed by: one small record each, so that no listing reads entries. */
export interface Header {
  readonly session: string;
  readonly status: Exclude<State['status'], 'idle'>;
  readonly rehearsal: boolean;
  /** Id of the protocol. */
  readonly protocol: string;
  /** ms since the epoch, as are the next two. Never changes: it is part of the record's key. */
  readonly preparedAt: number;
  readonly openedAt: number | null;
  readonly endedAt: number | null;
  /** How many entries its journal has. */
  readonly entries: number;
  readonly exportedAt: number | null;
  /** Something in it has never been exported; `exportedAt` may be older than that. */
  readonly unexported: boolean;
  /** `undefined`: it is sealed in the entries, and what stands in the header stays. */
  readonly code: string | null | undefined;
  /** The code as it is stored where the room has a passphrase. */
  readonly sealed?: ArrayBuffer;
}

/** Where the music was: kept every two seconds, so that a crash costs no more. */
export interface Place {
  readonly session: string;
  /** Id of the track; `null` where none sounded. */
  readonly track: string | null;
  /** Seconds into the track. */
  readonly position: number;
  /** Session time, ms, and the wall clock at that moment, ms since the epoch. */
  readonly t: number;
  readonly at: number;
}

/** What a room remembers beyond its sessions. */
export interface RoomRecord {
  /** The session it is in, `null` between sessions. */
  readonly session: string | null;
  /** 0.1 to 1; `null` before it was first set. */
  readonly volume: number | null;
  /** What is private is hidden, in every window that is loaded; `null` where nobody has said. */
  readonly locked: boolean | null;
  /** What is private is sealed with; `null` before a passphrase was set. */
  readonly keys: RoomKeys | null;
  /** Ids of the newest calls that left no entry, in one line: an owner that died may be asked for them again. */
  readonly calls: string;
  /** When any of these but the session last changed, ms since the epoch: what was told late may be older. */
  readonly changedAt?: number;
  /** Of all records in the room. A newer one is left untouched. */
  readonly schema: number;
}

/** What a room remembers that stands in no journal. */
export type Unsaved = Partial<Omit<RoomRecord, 'session' | 'schema'>>;

/** `entry, session, seq`; `header, preparedAt, session`, so that the newest come last; `room, member`. */
export type Key = IDBValidKey[];

/** One record to be written. `add`: an entry; it must not be there yet, and the one before it must. */
export interface Op {
  readonly add?: true;
  readonly key: Key;
  readonly value: unknown;
}

export const SCHEMA = 1;
export const NEW_ROOM: RoomRecord = {
  session: null,
  volume: null,
  locked: null,
  keys: null,
  calls: '',
  schema: SCHEMA,
};
export const ROOM = 'room';
export const HEADER = 'header';
export const ENTRY = 'entry';
/** Where the number stands that is raised by whoever takes the room. */
export const EPOCH: Key = [ROOM, 'epoch'];
/** Where the place in the music stands. */
export const PLACE: Key = [ROOM, 'place'];
/** Where it stands when what the room remembers last changed. */
export const CHANGED: Key = [ROOM, 'changedAt'];
export const NEWEST: Key = [ROOM, 'schema'];

export const headerKey = ({ preparedAt, session }: Header): Key => [HEADER, preparedAt, session];
export const headerOp = (header: Header): Op => ({ key: headerKey(header), value: header });
export const entryOp = (entry: Entry): Op => ({ add: true, key: [ENTRY, entry.session, entry.seq], value: entry });
/** Each member by itself, so that one can be written without knowing the others. */
export const roomOps = (members: object): Op[] =>
  Object.entries(members).map(([name, value]) => ({ key: [ROOM, name], value }));

/** Everything under a key: an array sorts behind every number and string. */
export const under = (...key: Key) => IDBKeyRange.bound(key, [...key, []]);

/** A record as it came from the disk, of which nothing is certain: another program's, a broken block's. */
export type Row = readonly [key: Key, value: { readonly [name: string]: unknown } | null | undefined];

/** A record of another program may hold what can be stored and not be written as JSON: large integers, cycles. */
export function isJson(value: unknown): boolean {
  try {
    return !!JSON.stringify(value);
  } catch {
    return false;
  }
}

/** Further than this behind the others stands no entry of ours: one number must not call for millions. */
const FAR = 1000;

/**
 * The entries of a session in order, each under the number of its key: one that is missing or cannot be read must not
 * shift the others, nor be written over.
 */
export function wholeJournal(session: string, rows: readonly Row[]): Entry[] {
  const found: Row[1][] = [];
  for (const [key, value] of rows) {
    const seq = key[2] as number;
    // `>>>`: a whole number, and not below zero.
    if (key.length === 3 && seq >>> 0 === seq && seq < found.length + FAR) found[seq] = value;
  }
  let last = { t: 0, at: 0 } as Entry;
  return Array.from(found, (value, seq) => {
    const { t, at } = last;
    const good = value?.seq === seq && value.type && value.data && (value.t as number) >= 0 && isJson(value);
    last = (good ? value : { session, seq, t, at, type: UNREADABLE, cause: 'device', data: {} }) as unknown as Entry;
    return last;
  });
}
