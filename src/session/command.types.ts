import type { CheckInAnswer, DoseChangeKind, DwellEnd, MarkKind } from './entry.types.js';
import type { Playlist } from './playlist.types.js';
import type { CheckInKind, Protocol } from './protocol.types.js';

/** When something happened: `ago` in seconds of session time, or `at` in ms since the epoch. Neither: now. */
export interface When {
  /** Seconds of session time before now, 0 to a day. */
  ago?: number;
  /** ms since the epoch, at most a day ago; the future is `bad-value`. */
  at?: number;
}

/** What was typed or chosen about the patient as a session is prepared; each at most 10,000 characters. */
export interface PrivateChoices {
  /** Of the course: one patient’s sessions carry the same. */
  code?: string;
  /** What the patient hopes for. */
  intention?: string;
  /** The touch agreed on. */
  touch?: string;
  /** Initials; later private parts carry them. */
  staff?: string;
}

/** What `prepare` is decided from, once the room has looked its ids up among the offers. */
export interface PrepareWith extends PrivateChoices {
  /** Id of the new session. */
  session: string;
  /** Whole. */
  protocol: Protocol;
  /** Whole. */
  playlist: Playlist;
  /** Of the soundscapes and the order of the tracks, so that a session can be heard again. */
  seed: number;
  /** How many times faster its clock runs. */
  pace: number;
  /** Of the room, 0.1 to 1. */
  volume: number;
  /** Of Stillroom. */
  version: string;
}

/** The commands a session decides, by the name of the method, with its arguments; what each does stands with the method. */
export interface Commands {
  prepare: [choices: PrepareWith];
  /** `warnings`: preflight lines that stood. */
  open: [warnings?: string[]];
  dose: [options?: When & { route?: string; amount?: string; note?: string }];
  doseChange: [index: number, what: DoseChangeKind, options?: When & { note?: string }];
  endDwell: [dose: number, how: DwellEnd];
  given: [what: { what: string; amount?: string } & When];
  amend: [seq: number, change: Record<string, unknown> | null, reason?: string];
  change: [to: { protocol?: Protocol; playlist?: Playlist; code?: string; intention?: string; touch?: string }];
  next: [];
  goTo: [phaseId: string];
  stay: [];
  goOn: [];
  extend: [minutes: number];
  /** `to`: where the step leads under the room's ceiling. */
  quieter: [to?: number];
  louder: [to?: number];
  setVolume: [volume: number];
  gentler: [];
  fuller: [];
  skip: [];
  silence: [];
  music: [];
  speak: [on: boolean];
  attend: [on: boolean];
  away: [on: boolean, reason?: string];
  mark: [text?: string, options?: { kind?: MarkKind } & When];
  note: [text: string, options?: { kind?: 'record' | 'process' }];
  checkIn: [id: string, answer: CheckInAnswer, options?: When];
  skipCheckIn: [id: string, reason?: string];
  laterCheckIn: [id: string, minutes?: number];
  record: [kind: CheckInKind, answer: CheckInAnswer, options?: When];
  handOver: [to: { to: string; note?: string }];
  undo: [];
  close: [];
  tick: [item: string, done: boolean];
  end: [reason?: 'person' | 'left-open'];
  reopen: [];
  /** The clock jumped without a sleep: takes the jump back out of the session's time. */
  clockChanged: [];
}

/** The name of a command: that of its method. */
export type CommandName = keyof Commands;
/** A command with its arguments. */
export type Command = { [N in CommandName]: { name: N; args: Commands[N] } }[CommandName];

/** The moment of a decision. */
export interface Now {
  /** Session time, ms. */
  readonly t: number;
  /** Wall clock, ms since the epoch. */
  readonly at: number;
  /** What is heard just now, for marks and skips. */
  readonly heard?: { readonly track: string | null; readonly position: number };
}
