import type { CheckInKind, Intensity, Protocol } from './protocol.types.js';
import type { DoseChangeKind, PublicEntry } from './entry.types.js';

export type Status = 'idle' | 'prepared' | 'open' | 'closing' | 'ended';

/** Something done to an infusion. */
export interface DoseChange {
  /** Session time, ms. */
  readonly t: number;
  /** ms since the epoch. */
  readonly at: number;
  readonly seq: number;
  readonly what: DoseChangeKind;
}

export interface Dose {
  /** Session time, ms. */
  readonly t: number;
  /** ms since the epoch. */
  readonly at: number;
  readonly seq: number;
  readonly changes: readonly DoseChange[];
  /** Session time at which an infusion ended; `null` while it runs or where it was not one. */
  readonly endedAt: number | null;
}

export interface Dwell {
  /** Index in `doses`. */
  readonly dose: number;
  /** Session time, ms. */
  readonly endsAt: number;
  readonly done: boolean;
}

export interface Phase {
  readonly id: string;
  readonly label: string;
  readonly index: number;
  readonly enteredAt: number;
  /** Session time of its planned end; `null`: open-ended. */
  readonly endsAt: number | null;
  readonly stayed: boolean;
}

export interface CheckIn {
  readonly id: string;
  readonly kind: CheckInKind;
  readonly ask: string;
  readonly dueAt: number;
  /** Session time at which it lapses by itself; `null`: it waits. */
  readonly lapsesAt: number | null;
  readonly status: 'due' | 'answered' | 'skipped' | 'deferred' | 'lapsed';
}

export interface Mark {
  readonly t: number;
  readonly at: number;
  readonly seq: number;
  /** Id of the track that was heard. */
  readonly track: string | null;
}

export interface MusicState {
  readonly silenced: boolean;
  readonly speaking: boolean;
  /** The browser wants a touch before it plays. */
  readonly blocked: boolean;
  readonly status: 'off' | 'waiting' | 'silent' | 'speaking' | 'playing';
  /** Who silenced it. */
  readonly by: 'person' | 'device' | null;
  readonly track: {
    readonly id: string;
    readonly title: string;
    readonly creator: string | null;
    readonly location: string | null;
  } | null;
  /** Seconds into the track. */
  readonly position: number;
  readonly next: { readonly id: string; readonly title: string } | null;
  readonly source: 'file' | 'soundscape' | null;
  /** The soundscape stands in for a failed file. */
  readonly fallback: boolean;
  /** 0.1 to 1, which is −40 to 0 dB (40 log10 v). */
  readonly volume: number;
  readonly intensity: Intensity;
}

export interface PreflightLine {
  readonly id: string;
  readonly status: 'ok' | 'working' | 'warning' | 'ask';
  /** 0 to 1 while working. */
  readonly progress: number | null;
}

/** Everything a page may know of the room. Frozen, replaced on each change, nothing private in it. */
export interface State {
  readonly room: string;
  readonly session: string | null;
  readonly status: Status;
  readonly rehearsal: boolean;
  /** What is private is not shown in this window. */
  readonly locked: boolean;
  /** This room has a passphrase. */
  readonly sealed: boolean;
  /** The record of its passphrase is damaged: what is typed cannot be sealed, and is not stored. */
  readonly unsealable: boolean;
  readonly protocol: Protocol | null;
  readonly playlist: { readonly id: string; readonly title: string } | null;
  /** ms since the epoch. */
  readonly openedAt: number | null;
  /** [0] is time zero. */
  readonly doses: readonly Dose[];
  readonly dwells: readonly Dwell[];
  readonly phase: Phase | null;
  readonly music: MusicState;
  readonly attending: boolean;
  readonly away: boolean;
  /** What `undo()` would take back; `until` is session time, ms. */
  readonly undoable: { readonly seq: number; readonly type: string; readonly until: number } | null;
  /** The methods allowed now. Where one would change nothing (`unlock` of what is not locked) it is allowed all the same. */
  readonly can: readonly string[];
  readonly preflight: readonly PreflightLine[];
  readonly screen: 'awake' | 'may-sleep';
  readonly persisted: boolean | null;
  readonly checkIns: readonly CheckIn[];
  readonly marks: readonly Mark[];
  readonly closing: readonly { readonly item: string; readonly done: boolean }[];
  readonly storage: 'durable' | 'memory' | 'failing';
  readonly role: 'owner' | 'viewer';
  /** Found open after six hours untouched: nothing goes on until `resume()` or `end()`. */
  readonly leftOpen: boolean;
  /** So many older sessions stay although `keep-days` is over, since something in them was never exported. */
  readonly unexported: number;
  readonly journal: readonly PublicEntry[];
}

/** The parts of `State` that are live and not journalled. */
export interface Live {
  readonly room: string;
  readonly storage: State['storage'];
  readonly role: State['role'];
  readonly screen: State['screen'];
  readonly persisted: boolean | null;
  readonly preflight: readonly PreflightLine[];
  readonly blocked: boolean;
  /** There is no output that it could play to. */
  readonly soundless: boolean;
  readonly leftOpen: boolean;
  readonly unexported: number;
  readonly locked: boolean;
  readonly sealed: boolean;
  readonly unsealable: boolean;
  /** This window can give the room its passphrase. */
  readonly sealable: boolean;
  /** Seconds into the track, as heard. */
  readonly position: number;
  readonly next: { readonly id: string; readonly title: string } | null;
  /** The room's volume while no session is there to hold it. */
  readonly volume: number;
}
