import type { Music } from '../music/index.js';
import type { CommandName, Commands, Draft, Now } from '../session/index.js';
import type { Claim, Journal } from '../store/index.js';
import type { Clock } from './clock.js';
import type { Ledger } from './ledger.js';
import type { Screen } from './screen.js';
import type { Shown } from './shown.js';

/** What a room is made of. */
export interface Parts {
  readonly name: string;
  readonly claim: Claim;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly music: Music;
  readonly screen: Screen;
  now(): Now;
}

/** What the files of a room share: its parts, and the few things that several of them do. */
export interface Inside extends Parts {
  readonly shown: Shown;
  /** This window runs the room, and no session waits for a person to take it up. */
  ours(): boolean;
  /** Decides a command; settled once what came of it is durable. @param again another writer was in between: once more */
  run<N extends CommandName>(name: N, args: Commands[N], again?: boolean): Promise<void>;
  /** Writes what a command came to. The sound follows at once. @param session id of one that begins with it */
  write(drafts: readonly Draft[], now: Now, session?: string): Promise<void>;
  /** Writes what nobody called for. */
  note(drafts: readonly Draft[]): void;
  /** Brings the sound to where the head stands. */
  sound(): void;
}
