import type { CheckInKind, Intensity, Protocol } from './protocol.types.js';
import type { DoseChangeKind, PublicEntry } from './entry.types.js';

/** Where a session stands; `idle`: the room has none. */
export type Status = 'idle' | 'prepared' | 'open' | 'closing' | 'ended';

/** Something done to an infusion. */
export interface DoseChange {
  /** Session time, ms. */
  readonly t: number;
  /** ms since the epoch. */
  readonly at: number;
  /** Number of its entry. */
  readonly seq: number;
  /** What was done. */
  readonly what: DoseChangeKind;
}

/** A dose that was given and stands. */
export interface Dose {
  /** Session time, ms. */
  readonly t: number;
  /** ms since the epoch. */
  readonly at: number;
  /** Number of its entry: what `amend` takes. */
  readonly seq: number;
  /** What was done to it as an infusion, in the order it was noted. */
  readonly changes: readonly DoseChange[];
  /** Session time at which an infusion ended; `null` while it runs or where it was not one. */
  readonly endedAt: number | null;
}

/** A time in which a dose stays in the mouth, or rests. */
export interface Dwell {
  /** Index in `doses`. */
  readonly dose: number;
  /** Session time, ms. */
  readonly endsAt: number;
  /** It was ended, by whatever means. */
  readonly done: boolean;
}

/** The phase that is current. */
export interface Phase {
  /** Its id in the protocol. */
  readonly id: string;
  /** Its words; the id where the protocol has none. */
  readonly label: string;
  /** Its place in `protocol.phases`. */
  readonly index: number;
  /** Session time, ms. */
  readonly enteredAt: number;
  /** Session time of its planned end; `null`: open-ended. */
  readonly endsAt: number | null;
  /** It does not end by time: `stay()`. */
  readonly stayed: boolean;
}

/** A check-in that has fallen due, and what became of it. */
export interface CheckIn {
  /** Its id in the protocol and its minute: `look@30`, `bp@before`, `bp@end`; of a schedule begun anew with `~2`. */
  readonly id: string;
  /** What kind of answer it takes. */
  readonly kind: CheckInKind;
  /** The words on its card. */
  readonly ask: string;
  /** Session time, ms; of a deferred one that of the next time. */
  readonly dueAt: number;
  /** Session time at which it lapses by itself; `null`: it waits. */
  readonly lapsesAt: number | null;
  /** What became of it. One that has lapsed, or was skipped, can still be answered. */
  readonly status: 'due' | 'answered' | 'skipped' | 'deferred' | 'lapsed';
}

/** A moment worth finding again. What was typed of it is in the journal alone. */
export interface Mark {
  /** Session time, ms. */
  readonly t: number;
  /** ms since the epoch. */
  readonly at: number;
  /** Number of its entry. */
  readonly seq: number;
  /** Id of the track that was heard. */
  readonly track: string | null;
}

/** What sounds, and why it does or does not. */
export interface MusicState {
  /** By `silence()`, or by a device: see `by`. */
  readonly silenced: boolean;
  /** It makes room for a voice. */
  readonly speaking: boolean;
  /** The browser wants a touch before it plays. */
  readonly blocked: boolean;
  /** The first of these that holds. `waiting`: for a touch, or for an output to play to. */
  readonly status: 'off' | 'waiting' | 'silent' | 'speaking' | 'playing';
  /** Who silenced it. */
  readonly by: 'person' | 'device' | null;
  /** What is heard; `location` is its address, or `stillroom:NAME`. */
  readonly track: {
    readonly id: string;
    readonly title: string;
    readonly creator: string | null;
    readonly location: string | null;
  } | null;
  /** Seconds into the track. */
  readonly position: number;
  /** What comes after it, where that is known. */
  readonly next: { readonly id: string; readonly title: string } | null;
  /** Whether it comes from a file or is generated. */
  readonly source: 'file' | 'soundscape' | null;
  /** The soundscape stands in for a failed file. */
  readonly fallback: boolean;
  /** 0.1 to 1, which is −40 to 0 dB (40 log10 v). */
  readonly volume: number;
  /** 1 is the gentlest, 5 the fullest. */
  readonly intensity: Intensity;
}

/** One thing to see to before the dose. */
export interface PreflightLine {
  /** What it is about: `screen`, `storage`, `tracks`, … */
  readonly id: string;
  /** `ask`: only a person can tell. */
  readonly status: 'ok' | 'working' | 'warning' | 'ask';
  /** 0 to 1 while working. */
  readonly progress: number | null;
}

/** Everything a page may know of the room. Frozen, replaced on each change, nothing private in it. */
export interface State {
  /** Name of the room. */
  readonly room: string;
  /** Id of the session; `null` while idle. */
  readonly session: string | null;
  /** Where the session stands. */
  readonly status: Status;
  /** Its clock runs at another pace than the real one. */
  readonly rehearsal: boolean;
  /** What is private is not shown in this window. */
  readonly locked: boolean;
  /** This room has a passphrase. */
  readonly sealed: boolean;
  /** The record of its passphrase is damaged: what is typed cannot be sealed, and is not stored. */
  readonly unsealable: boolean;
  /** Whole, as it was read. */
  readonly protocol: Protocol | null;
  /** What was chosen; its tracks stand in the journal, in `prepared`. */
  readonly playlist: { readonly id: string; readonly title: string } | null;
  /** ms since the epoch. */
  readonly openedAt: number | null;
  /** [0] is time zero. */
  readonly doses: readonly Dose[];
  /** Of the doses that stand, oldest first. */
  readonly dwells: readonly Dwell[];
  /** The phase that is current; `null` before the first. */
  readonly phase: Phase | null;
  /** What sounds. */
  readonly music: MusicState;
  /** Stop and attend is on. */
  readonly attending: boolean;
  /** Stepping out is on. */
  readonly away: boolean;
  /** What `undo()` would take back; `until` is session time, ms. */
  readonly undoable: { readonly seq: number; readonly type: string; readonly until: number } | null;
  /** The methods allowed now. Where one would change nothing (`unlock` of what is not locked) it is allowed all the same. */
  readonly can: readonly string[];
  /** While prepared; empty otherwise. */
  readonly preflight: readonly PreflightLine[];
  /** Whether the browser keeps the screen on. */
  readonly screen: 'awake' | 'may-sleep';
  /** Whether the browser has promised to keep what is stored; `null`: it was not asked yet. */
  readonly persisted: boolean | null;
  /** All that have fallen due, oldest first. */
  readonly checkIns: readonly CheckIn[];
  /** Those that stand, in the order they were noted. */
  readonly marks: readonly Mark[];
  /** The closing list of the protocol, with what is ticked. */
  readonly closing: readonly { readonly item: string; readonly done: boolean }[];
  /** `memory`: nothing can be stored here; `failing`: not at the moment, and it is tried again. */
  readonly storage: 'durable' | 'memory' | 'failing';
  /** `owner`: this window runs the room; `viewer`: another does, and calls are carried there. */
  readonly role: 'owner' | 'viewer';
  /** Found open after six hours untouched: nothing goes on until `resume()` or `end()`. */
  readonly leftOpen: boolean;
  /** So many older sessions stay although `keep-days` is over, since something in them was never exported. */
  readonly unexported: number;
  /** Every entry so far without its private part; a new frozen array whenever more has become durable. */
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
