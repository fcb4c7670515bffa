import type { Music } from '../music/index.js';
import type { CommandName, Commands, Draft, Now } from '../session/index.js';
import type { Claim, Journal } from '../store/index.js';
import type { Clock } from './clock.js';
import type { Ledger } from './ledger.js';
import type { Screen } from './screen.js';
import type { Shown } from './shown.js';

/** Who runs the room, as this window knows it. */
export interface Tenure {
  /** This window: it has taken the room and read what is there. */
  runs: boolean;
  /** The highest epoch heard of; in the window that runs the room, its own. */
  epoch: number;
  /** Counts the changes of this window's role: what began before one is not finished after it. */
  turn: number;
  /** Why this window takes the room, should it do so now: the one before is gone, a person wants it here, its page is back. */
  why: 'gone' | 'person' | 'touch' | 'back';
}

/** What a room is made of. */
export interface Parts {
  readonly name: string;
  /** Of Stillroom, in this window. */
  readonly version: string;
  readonly claim: Claim;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly music: Music;
  readonly screen: Screen;
  readonly tenure: Tenure;
  now(): Now;
}

/** Id of the call that is being obeyed. All that it comes to is decided before anything is awaited. */
export interface Calling {
  cmd: string | undefined;
}

/** A room's parts, and what is done with them everywhere. */
export interface Core extends Parts {
  readonly shown: Shown;
  /** This window runs the room, and no session waits for a person to take it up. */
  ours(): boolean;
  /** Decides a command; settled once what came of it is durable. @param cmd id of its call, if it is no longer being obeyed */
  run<N extends CommandName>(name: N, args: Commands[N], cmd?: string): Promise<void>;
  /** Writes what a command came to. The sound follows at once. @param session id of one that begins with it */
  write(drafts: readonly Draft[], now: Now, session?: string, cmd?: string): Promise<void>;
  /** Writes what nobody called for. */
  note(drafts: readonly Draft[]): void;
  /** Brings the sound to where the head stands. */
  sound(): void;
}

/** What the files of a room share. */
export interface Inside extends Core {
  /** Keeps the place in the music. @param often only if it is time */
  keepPlace(often?: true): void;
  /** Reads what is stored, as the owner or as a viewer; one after the other. */
  takeUp(): Promise<void>;
}
