import type { Entry, Live, StillroomErrorCode } from '../../session/index.js';
import type { Unsaved } from '../../store/index.js';
import type { LockMessage } from '../lock.js';
import type { Method } from '../room.types.js';

/** What the owner tells: what has become durable since it last did, and what is live. */
export interface News {
  /** Of Stillroom, in the window that tells. */
  readonly version: string;
  readonly epoch: number;
  /** The room's current session. */
  readonly session: string | null;
  /** How many entries it has. */
  readonly seq: number;
  /** As they are stored. */
  readonly entries: readonly Entry[];
  /** Session time, ms, and the wall clock at that moment, ms since the epoch. */
  readonly t: number;
  readonly at: number;
  readonly live: Live;
  /** What the room remembers and is not stored yet. */
  readonly unsaved?: Unsaved;
}

/**
 * What the windows of a room tell each other: one of these, under its name. What a window does not know it passes over,
 * since another version may have sent it.
 */
export interface Messages {
  news: News;
  /** A viewer has the session so far, and asks the owner for the rest. */
  want: Pick<News, 'session' | 'seq' | 'version'>;
  /** Another session than the current one, as it would be stored if the disk were not failing: what is there may be less. */
  left: readonly Entry[];
  /** A session is erased, or `all`: no window writes again what it was told of it, nor keeps the passphrase of them all. */
  erased: string;
  /** It was taken back from a copy. */
  taken: string;
  /**
   * A viewer's command. `again`: it has been asked for before. `until`, ms since the epoch: later nobody waits for it any
   * longer.
   */
  call: {
    readonly cmd: string;
    readonly name: Method;
    readonly args: readonly unknown[];
    readonly again: boolean;
    readonly until: number;
  };
  /** The owner is at it: id of the command. */
  got: string;
  done: {
    readonly cmd: string;
    readonly error: { readonly code: StillroomErrorCode; readonly message: string } | null;
  };
  /** A check-in of this id holds something half typed, or no longer; `by`: the sign of the window it is typed in. */
  typing: { readonly id: string; readonly held: boolean; readonly by: string };
  /** A person has touched another window than the one that runs the room. */
  touched: true;
  lock: LockMessage;
  /** A window, named for this once, asks the owner to let go; and it has. */
  yield: string;
  free: string;
}

export type Hears = { readonly [Kind in keyof Messages]?: (content: Messages[Kind]) => unknown };
