import type { Entry, State } from '../session/types.js';

/** Words of our own by what they stand for; see `src/locales/en.ts`. */
export type Words = Readonly<Record<string, string>>;

/** Times in ms of session time, right at the moment of reading; `null` where there is none. */
export interface Clock {
  readonly now: number | null;
  /** ms since the epoch of a session time. */
  wall(t: number): number;
  readonly openFor: number | null;
  readonly sinceDose: number | null;
  readonly sinceLastDose: number | null;
  readonly phaseFor: number | null;
  /** 0 past the plan, `null` where the phase is open-ended. */
  readonly phaseLeft: number | null;
}

/** What can be chosen before a session. `problem`: why a list cannot be used. */
export interface Offers {
  readonly protocols: readonly { readonly id: string; readonly title: string }[];
  readonly playlists: readonly { readonly id: string; readonly title: string; readonly problem: string | null }[];
  /** Why protocols cannot be used that are therefore not offered, a sentence each. */
  readonly problems?: readonly string[];
}

/** All that the views are given. They read it and send commands; nothing else reaches them. */
export interface Face {
  readonly state: State;
  readonly clock: Clock;
  readonly offers: Offers;
  readonly words: Words;
  readonly attributes: {
    readonly theme: 'auto' | 'day' | 'dusk' | 'night';
    readonly numerals: 'always' | 'touch' | 'never';
  };
  /** A command, by the name of its method. Settles with the new state; rejects with a sentence to act on. */
  send(name: string, ...args: unknown[]): Promise<State>;
  /** The journal of a session, private parts included; rejects while that is locked. */
  read(session: string): Promise<Entry[]>;
  /** A copy of a session to take away. */
  export(session: string, format: string): Promise<Blob>;
  /** The touch agreed on, which no lock hides while this window knows it. */
  agreed(): Promise<string | undefined>;
  /** A check-in that holds something half typed does not lapse. */
  hold(id: string, held: boolean): void;
}

/** The face as the inner views get it: a refused command is shown by the face itself and settles with nothing. */
export interface InnerFace extends Omit<Face, 'send' | 'export'> {
  send(name: string, ...args: unknown[]): Promise<State | undefined>;
  export(session: string, format: string): Promise<Blob | undefined>;
}
