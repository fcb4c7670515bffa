import type { CheckInAnswer, DoseChangeKind, DwellEnd, MarkKind } from './entry.types.js';
import type { Playlist } from './playlist.types.js';
import type { CheckInKind, Protocol } from './protocol.types.js';

/** When something happened: `ago` in seconds of session time, or `at` in ms since the epoch. Neither: now. */
export interface When {
  ago?: number;
  at?: number;
}

export interface PrivateChoices {
  code?: string;
  intention?: string;
  touch?: string;
  staff?: string;
}

/** What `prepare` is decided from, once the room has looked its ids up among the offers. */
export interface PrepareWith extends PrivateChoices {
  session: string;
  protocol: Protocol;
  playlist: Playlist;
  seed: number;
  pace: number;
  volume: number;
  version: string;
}

/** The commands a session decides, by the name of the method, with its arguments. */
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

export type CommandName = keyof Commands;
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
