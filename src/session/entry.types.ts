import type { Playlist } from './playlist.types.js';
import type { CheckInKind, Intensity, Protocol } from './protocol.types.js';

/** Who or what brought an entry about. */
export type Cause = 'person' | 'time' | 'device' | 'browser';

/** An answer, by the kind of its check-in: what was seen; 0 to 10; any of systolic and diastolic mm[Hg], heart rate /min, SpO₂ %, respirations /min, as typed; one of its `options`; done. */
export type CheckInAnswer =
  | { look: 'resting' | 'needs-support' | 'spoke'; note?: string }
  | { value: number }
  | { systolic?: number; diastolic?: number; heartRate?: number; spo2?: number; respirations?: number }
  | { option: string }
  | { done: true };

/** What can be done to an infusion. */
export type DoseChangeKind = 'ended' | 'paused' | 'resumed' | 'rate';
/** What became of a dose that was kept in the mouth. */
export type DwellEnd = 'spat' | 'swallowed' | 'other';
/** What kind of moment a mark is. */
export type MarkKind = 'tears' | 'spoke' | 'movement' | 'nausea' | 'support' | 'other';

/** Why a phase was entered. */
export type PhaseWhy = 'open' | 'dose' | 'time' | 'next' | 'goTo' | 'change' | 'undo';

/** Why a track began or ended. */
export type TrackWhy =
  | 'open'
  | 'end'
  | 'phase'
  | 'skip'
  | 'intensity'
  | 'change'
  | 'return'
  | 'failed'
  | 'resume'
  | 'undo'
  | 'silence'
  | 'close';

/**
 * The machine's facts of each entry type: ids, indexes and reasons from fixed lists. `t`, `endsAt`, `lapsesAt`, `until`, and
 * `from` and `to` of a sleep are session time in ms; `position` is seconds into the track; `minutes` are session time;
 * `from` and `to` of a level are what it was and is; `dose` and `index` count from 0; `of` is the number of an entry.
 */
export interface EntryData {
  prepared: {
    protocol: Protocol;
    playlist: Playlist;
    seed: number;
    pace: number;
    volume: number;
    version: string;
    schema: 1;
  };
  'preflight-passed': { warnings: string[] };
  opened: object;
  dosed: { index: number; t: number };
  'dose-changed': { dose: number; what: DoseChangeKind; t: number };
  'dwell-began': { dose: number; endsAt: number };
  'dwell-ended': { dose: number };
  given: { t: number };
  /** What is not `of` repeats the machine's share of the private `change`, so that the state never needs private parts. */
  amended: { of: number; t?: number; void?: true; what?: DoseChangeKind; kind?: 'record' | 'process' };
  changed: { protocol?: Protocol; playlist?: Playlist };
  'phase-entered': { phase: string; index: number; visit: number; t: number; why: PhaseWhy };
  stayed: { phase: string };
  'went-on': { phase: string };
  extended: { phase: string; minutes: number };
  'track-started': { track: string; position: number; source: 'file' | 'soundscape'; why: TrackWhy };
  'track-ended': { track: string; position: number; why: TrackWhy };
  'track-failed': { track: string; code: string };
  'fallback-began': { soundscape: string };
  'fallback-ended': { soundscape: string };
  'volume-set': { from: number; to: number; why: string };
  'intensity-set': { from: Intensity; to: Intensity; why: string };
  silenced: { by: 'person' | 'device' };
  'music-restored': { by: 'person' | 'device' };
  'speaking-began': object;
  'speaking-ended': object;
  attended: object;
  'attend-ended': object;
  'stepped-out': object;
  returned: object;
  'check-in-due': { id: string; kind: CheckInKind; ask: string; t: number; lapsesAt: number | null };
  'check-in-answered': { id: string; t: number };
  'check-in-skipped': { id: string };
  'check-in-deferred': { id: string; until: number };
  'check-in-lapsed': { id: string };
  recorded: { kind: CheckInKind; t: number };
  marked: { t: number; track: string | null; position: number };
  noted: { kind: 'record' | 'process' };
  'handed-over': object;
  undone: { of: number };
  'output-changed': { why: string; position: number };
  interrupted: { why: string; position: number };
  resumed: { why: string; position: number };
  slept: { from: number; to: number; certain: boolean };
  /** ms of wall clock; negative: it was set back. A positive one follows a `slept` that was no sleep. `all`: what was noted before moves along too, as it does since there is this word. */
  'clock-stepped': { by: number; all?: true };
  'owner-changed': { epoch: number; why: string };
  locked: object;
  unlocked: object;
  'closing-began': object;
  'closing-ticked': { item: string; done: boolean };
  ended: { reason: 'person' | 'left-open' };
  reopened: { why: 'person' | 'dose' | 'undo' };
  exported: { format: string; parts: 'chart' | 'notes' | 'all' };
}

/** What a person typed or chose about the patient. Stands nowhere but in the `private` of its entry. */
export interface EntryPrivate {
  /** Initials of the staff, once given. */
  by?: string;
  /** Of the course: one patient’s sessions. */
  code?: string;
  /** What the patient hopes for, in words. */
  intention?: string;
  /** The touch agreed on. */
  touch?: string;
  /** Initials of the staff at the beginning. */
  staff?: string;
  /** How a dose was given. */
  route?: string;
  /** Of a dose or another medicine, as typed. */
  amount?: string;
  /** To a dose, what was done to one, or a hand-over. */
  note?: string;
  /** The other medicine. */
  what?: string;
  /** What became of what was kept in the mouth. */
  how?: DwellEnd;
  /** Of a correction, a skip or a stepping out. */
  reason?: string;
  /** To a check-in, or to what nobody asked. */
  answer?: CheckInAnswer;
  /** Of a mark. */
  kind?: MarkKind;
  /** Of a mark or a note. */
  text?: string;
  /** Initials of whom the session was handed to. */
  to?: string;
  /** Arguments of the call that is amended; `null`: void. */
  change?: EntryPrivate | null;
}

/** The types of entry this version writes. A journal may hold others, which are kept and change nothing. */
export type EntryType = keyof EntryData;

/** One fact of a session. Append-only; the state is computed from these and from nothing else. */
export type Entry = { [T in EntryType]: EntryOf<T> }[EntryType];

/** An entry of one type. */
export interface EntryOf<T extends EntryType> {
  /** Id of the session. */
  readonly session: string;
  /** 0, 1, 2, … without a hole. */
  readonly seq: number;
  /** Session time of writing: ms since `prepared`, pace applied, never backwards. */
  readonly t: number;
  /** Wall clock of writing, ms since the epoch; for people, never for arithmetic. */
  readonly at: number;
  /** What happened, in the past tense. */
  readonly type: T;
  /** Id of the call it came from. */
  readonly cmd?: string;
  /** Who or what brought it about. */
  readonly cause: Cause;
  /** The machine’s facts of it. */
  readonly data: EntryData[T];
  /** What a person typed or chose; left out where there was nothing. */
  readonly private?: EntryPrivate;
  /** In its place where the room has a passphrase, and this window has not been given it. */
  readonly sealed?: ArrayBuffer;
}

/** An entry without its private part: what `state` and events carry. */
export type PublicEntry = { [T in EntryType]: Omit<EntryOf<T>, 'private' | 'sealed'> }[EntryType];

/** An entry that has been decided but not yet numbered and stamped. */
export type Draft = {
  [T in EntryType]: { type: T; cause: Cause; data: EntryData[T]; private?: EntryPrivate };
}[EntryType];
