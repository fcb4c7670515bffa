import type { EntryData, PublicEntry, TrackWhy } from './entry.types.js';
import type { Playlist } from './playlist.types.js';
import type { CheckInKind, Intensity, Protocol } from './protocol.types.js';
import type { Dose, DoseChange, Mark, State, Status } from './state.types.js';

/**
 * The fold of one journal: everything later decisions need, nothing private, nothing live. Times are session time in
 * ms unless said otherwise.
 */
export interface Session {
  readonly id: string;
  readonly status: Exclude<Status, 'idle'>;
  readonly journal: readonly PublicEntry[];
  /** Newest session time seen. */
  readonly t: number;
  readonly protocol: Protocol;
  readonly playlist: Playlist;
  readonly seed: number;
  readonly pace: number;
  readonly openedAt: { readonly t: number; readonly at: number } | null;
  readonly endedAt: { readonly t: number; readonly at: number } | null;
  /** Session time at which closing began, the newest time; `null` before, and once reopened. */
  readonly closedAt: number | null;
  /** Closing has quietened the music; `music()` or reopening brings it back. */
  readonly quiet: boolean;
  /** In the order they were noted; a voided one stays, so that indexes in entries keep their meaning. */
  readonly doses: readonly GivenDose[];
  /** Oldest first; the last one is current while the session is open. */
  readonly visits: readonly Visit[];
  /** Attending or away began here; phase and lapse clocks stand still since then. */
  readonly heldSince: number | null;
  /** The newest hold that ended: what fell due in it had no one to answer it. */
  readonly released: { readonly from: number; readonly to: number };
  readonly attending: boolean;
  readonly away: boolean;
  readonly schedules: readonly Schedule[];
  /** Ids of check-ins that had fallen due with no one to be asked when the times of doses were corrected last. */
  readonly waiting: readonly string[];
  readonly checkIns: readonly PlannedCheckIn[];
  readonly marks: readonly (Mark & Voidable)[];
  readonly ticked: readonly string[];
  readonly volume: number;
  readonly intensity: Intensity;
  readonly silenced: 'person' | 'device' | null;
  /** What `silenced` was before a person last changed it. */
  readonly silencedBefore: 'person' | 'device' | null;
  readonly speaking: boolean;
  readonly music: MusicFacts;
  /** Newest entry that `undo` could take back. */
  readonly undoable: State['undoable'];
  /** A `slept` that may have been a stepped clock: the session times it leapt between. */
  readonly doubt: { readonly from: number; readonly to: number } | null;
}

/** A fact that was taken back stays where it is, so that it can stand again. */
export interface Voidable {
  readonly void?: boolean;
}

/** A dose, and what became of it. */
export interface GivenDose extends Omit<Dose, 'changes' | 'endedAt'>, Voidable {
  /** Its place among all doses, void ones counted. */
  readonly index: number;
  readonly changes: readonly (DoseChange & Voidable)[];
  /** How long it stays in the mouth, or rests, ms; 0: it does not. */
  readonly dwells: number;
  /** That is over. */
  readonly dwelt: boolean;
}

/** A stay in a phase: what its entry told, and what became of it. `t` is the entry's own. */
export interface Visit extends Readonly<EntryData['phase-entered']> {
  readonly enteredAt: number;
  /** Planned end; infinite: open-ended. Already counts what was extended, held and shifted. */
  readonly endsAt: number;
  readonly stayed: boolean;
  /** The intensity that it ended, for those who go back. */
  readonly before: Intensity;
  /** Its planned end follows time zero when that is amended: nobody has chosen it since the dose. */
  readonly follows: boolean;
}

/** One check-in of the protocol and where its minutes count from. */
export interface Schedule {
  readonly id: string;
  /** 1 at first; a schedule begun anew counts on and its check-ins carry `~run`. */
  readonly run: number;
  /** Minute 0: time zero, the newest dose, or (after a change of protocol) a fixed session time. */
  readonly from: 'first' | 'last' | number | undefined;
  /** What would have lapsed by this session time is passed over: it was not there to be answered. */
  readonly begun: number;
}

export interface PlannedCheckIn {
  readonly id: string;
  readonly kind: CheckInKind;
  readonly ask: string;
  readonly window: number;
  /** The answers of a `choice`. */
  readonly options?: readonly string[] | undefined;
  readonly dueAt: number;
  /** Infinite: it waits. */
  readonly lapsesAt: number;
  /** When a deferred one falls due again. */
  readonly until: number | null;
  readonly status: 'due' | 'answered' | 'skipped' | 'deferred' | 'lapsed';
  /** Number of the entry that gave it its status: only that one's amendment changes it. */
  readonly seq: number;
}

/** What the journal knows of the music; the conductor reconciles sound to it. */
export interface MusicFacts {
  /** Tracks begun, oldest first. */
  readonly plays: readonly Play[];
  /** The newest play goes on (`false` once it ended or failed). */
  readonly playing: boolean;
  /** A track a person asked for by name (an undone skip), until it begins. */
  readonly want: { readonly track: string; readonly position: number } | null;
  /** Ids of tracks that failed in this session. */
  readonly failed: readonly string[];
  /** Name of the soundscape that stands in for a failed file. */
  readonly fallback: string | null;
}

export interface Play {
  readonly track: string;
  readonly t: number;
  readonly position: number;
  readonly source: 'file' | 'soundscape';
  readonly why: TrackWhy;
  /** Phase in which it began. */
  readonly phase: string;
}
