import type { Entry, State } from '../session/types.js';

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
  readonly code: string | null;
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
  /** Of all records in the room. A newer one is left untouched. */
  readonly schema: number;
}

/** Its kind, then what orders it: `entry, session, seq`; `header, preparedAt, session`; `room`; `place`. */
export type Key = IDBValidKey[];

/**
 * One record to be written. `add`: it must not be there yet, and the entry before it must; `put`: it replaces;
 * `patch`: its members replace those that are there.
 */
export interface Op {
  readonly how: 'add' | 'put' | 'patch';
  readonly key: Key;
  readonly value: unknown;
}

export const SCHEMA = 1;
export const NEW_ROOM: RoomRecord = { session: null, volume: null, schema: SCHEMA };
export const ROOM: Key = ['room'];
export const PLACE: Key = ['place'];
export const HEADERS: Key = ['header'];
export const entryKey = (session: string, ...seq: number[]): Key => ['entry', session, ...seq];

export const entryOp = (entry: Entry): Op => ({ how: 'add', key: entryKey(entry.session, entry.seq), value: entry });

/** Everything whose key begins so; an array sorts behind every number and string. */
export const under = (key: Key) => IDBKeyRange.bound(key, [...key, []]);

/** A record as it came from the disk, of which nothing is certain: another program's, a broken block's. */
export type Row = readonly [key: Key, value: { readonly [name: string]: unknown } | null | undefined];

/**
 * The entries of a session in order, each at the place its number says. What cannot be read leaves an entry of an
 * unknown type, which every fold passes over: the numbers must not shift.
 */
export function wholeJournal(session: string, rows: Iterable<Row>): Entry[] {
  const entries: Entry[] = [];
  const push = (entry?: unknown) => {
    const { t = 0, at = 0 } = entries.at(-1) ?? {};
    entries.push((entry ?? { session, seq: entries.length, t, at, type: 'unreadable', cause: 'device', data: {} }) as Entry);
  };
  for (const [[, , seq], value] of rows) {
    if (!Number.isSafeInteger(seq)) continue;
    while (entries.length < (seq as number)) push();
    push(value?.session === session && value.seq === seq && value.type && value.data && Number.isFinite(value.t) ? value : null);
  }
  return entries;
}
