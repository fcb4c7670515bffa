import type { CommandName, Entry, State } from '../session/index.js';
import type { Header, HeaderQuery } from '../store/index.js';
import type { Offers } from './events.js';
import type { OfferSources } from './offers.js';
import type { SessionClock } from './session-clock.js';
import type { Listener } from './shown.js';
import type { Wishes } from './wishes.js';

/** The methods a room answers to: the session's commands and its own. */
export type Method =
  | CommandName
  | ('leave' | 'listen' | 'resume' | 'takeOver')
  | ('import' | 'erase' | 'exported' | 'keep')
  | ('lock' | 'unlock' | 'seal');

/** Clock, journal, ownership and music, wired. Knows no DOM but the page's life. */
export interface Room {
  readonly name: string;
  readonly clock: SessionClock;
  readonly state: State;
  readonly offers: Offers;
  /** The journal has been read: until then nobody knows what there is to show. */
  readonly taken: boolean;
  /** Settled when the journal is loaded and the offers are known. */
  readonly ready: Promise<void>;
  /** How many times faster the session clock of the next session runs. */
  pace: number;
  /** Exported sessions older than so many days are erased at the start. Infinite until a tag has said. */
  keepDays: number;
  /** Nothing gets louder than this, 0 to 1. */
  maxVolume: number;
  /** What is private hides after so many minutes untouched; 0: never. */
  lockAfter: number;
  /** A person has touched this window. */
  touch(): void;
  /** What an element asks for; `null`: nothing any more, since it is gone. The most careful wish of all holds. */
  wish(element: object, wished: Wishes | null): void;
  /** Calls for every event, until the returned function is called. */
  on(listener: Listener): () => void;
  /** Counts an element in. The returned function counts it out: without any the music fades and the room closes. */
  enter(): () => void;
  /** Reads what can be chosen. */
  offer(sources: OfferSources): Promise<void>;
  /** A check-in that holds something half typed does not lapse. */
  hold(id: string, held: boolean): void;
  /** The whole journal of a session, private parts included. @throws `unknown`, `locked` */
  read(session: string): Promise<Entry[]>;
  /** The touch agreed on, which no lock hides while this window knows it. */
  agreed(): Promise<string | undefined>;
  /** Rows of the sessions on this device, newest first; without their codes while locked. @throws `unknown`, `locked` */
  sessions(query?: HeaderQuery): Promise<Header[]>;
  /** A copy of a session to take away, journalled in it. @throws `unknown`, `bad-value`, `locked` */
  export(session: string, format: string, options?: { parts?: string }): Promise<Blob>;
  /**
   * Gives the session a command. What it does to the sound begins at once; the promise settles when it is durable.
   * @throws StillroomError the session goes on
   */
  send(name: Method, ...args: unknown[]): Promise<State>;
}
