import { LitElement } from 'lit';
import type { Method, PrepareOptions } from '../room/index.js';
import {
  methods,
  type CheckInAnswer,
  type CheckInKind,
  type DoseChangeKind,
  type DwellEnd,
  type MarkKind,
  type State,
  type When,
} from '../session/index.js';

/** How a method reaches the room. */
export const send = Symbol('send');

/** What each method does. They are defined below, by the table of commands. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- the README test holds the two together
export interface CommandsElement {
  /**
   * A new session: status `prepared`. While prepared it changes what was chosen; after `ended` it leaves first.
   * @param choices ids among `offers` (each the first one if left out), and what was typed
   * @throws `unknown` for an id that is not offered, `not-now`
   */
  prepare(choices?: PrepareOptions): Promise<State>;

  /** Music begins over 20 s and the first phase is entered: status `open`. @throws `not-now` unless prepared */
  open(): Promise<State>;

  /**
   * A dose was given. The first is time zero; later ones leave the clock alone. Never refused in a session: it opens a
   * prepared one and reopens an ended one.
   * @throws `bad-value` for a time to come, or more than a day ago
   */
  dose(options?: When & { route?: string; amount?: string; note?: string }): Promise<State>;

  /**
   * An infusion ended, paused, resumed or changed its rate.
   * @param index of the dose in `state.doses`
   * @throws `not-now` before a dose, `unknown`, `bad-value`
   */
  doseChange(index: number, what: DoseChangeKind, options?: When & { note?: string }): Promise<State>;

  /**
   * What was kept in the mouth was spat out or swallowed, or a rest is over.
   * @param doseIndex in `state.doses`
   * @throws `not-now` where nothing dwells, `unknown`, `bad-value`
   */
  endDwell(doseIndex: number, how: DwellEnd): Promise<State>;

  /** Another medicine was given: never a dose, never time zero. */
  given(what: { what: string; amount?: string } & When): Promise<State>;

  /**
   * Corrects an entry, or voids it; the original stays readable and what is to come moves.
   * @param seq of the entry
   * @param change the arguments of the call that made it, by name; `null`: void
   * @throws `unknown`, `bad-value`
   */
  amend(seq: number, change: Record<string, unknown> | null, reason?: string): Promise<State>;

  /**
   * Another protocol or playlist mid-session, over 20 s. Doses and clock stay; check-ins count from now.
   * @throws `unknown`, `bad-protocol`, `bad-playlist`
   */
  change(to: PrepareOptions): Promise<State>;

  /** The next phase, now, over 20 s. @throws `not-now` in the last one */
  next(): Promise<State>;

  /** Another phase, now, over 20 s. @throws `unknown` */
  goTo(phaseId: string): Promise<State>;

  /** The phase does not end by time while stayed in. */
  stay(): Promise<State>;

  /** Takes `stay` back; past the planned end the next phase begins at once. */
  goOn(): Promise<State>;

  /** Moves the phase's planned end. @param minutes 1 to 240 @throws `not-now` in one without an end, `bad-value` */
  extend(minutes: number): Promise<State>;

  /** 3 dB softer, over 4 s; stops at 0.1, since only `silence()` silences. */
  quieter(): Promise<State>;

  /** 3 dB louder, over 4 s, never past `max-volume`. */
  louder(): Promise<State>;

  /**
   * The room's volume, remembered. In a session a slider is journalled once, when it has rested for 400 ms.
   * @param volume 0.1 to 1, clamped; −40 to 0 dB (40 log10 v)
   */
  setVolume(volume: number): Promise<State>;

  /** Twenty seconds of a list before the session, faded in and out; again: stops. @param playlist id among `offers` */
  listen(playlist?: string | null): Promise<State>;

  /** One step down in intensity (1 to 5): another piece, or the soundscape changes. */
  gentler(): Promise<State>;

  /** One step up in intensity. */
  fuller(): Promise<State>;

  /** Another piece, over 8 s. */
  skip(): Promise<State>;

  /** To silence in 4 s. Phases and clock go on; nothing but `music()` brings sound back. */
  silence(): Promise<State>;

  /** Brings the music back over 20 s, at the gentlest of its phase. */
  music(): Promise<State>;

  /** Makes room for a voice (1.5 s), or comes back (12 s). */
  speak(on: boolean): Promise<State>;

  /** Stop and attend: music down in 2 s, phase and check-ins held. Never returns by itself. */
  attend(on: boolean): Promise<State>;

  /** Stepping out: music low, phase held, lapse clocks stopped; comes back over 20 s. */
  away(on: boolean, reason?: string): Promise<State>;

  /** A moment worth finding again. */
  mark(text?: string, options?: { kind?: MarkKind } & When): Promise<State>;

  /**
   * A note, also to an ended session.
   * @param options `kind`: `record` (default) or `process`; `session`: an id, where it is not the current one
   * @throws `bad-value` where there is neither
   */
  note(text: string, options?: { kind?: 'record' | 'process'; session?: string }): Promise<State>;

  /** Answers a check-in, in time or late. @throws `unknown`, `bad-value` */
  checkIn(id: string, answer: CheckInAnswer, options?: When): Promise<State>;

  /** Not now: this check-in is let go. */
  skipCheckIn(id: string, reason?: string): Promise<State>;

  /** Asks again later, with a new window. @param minutes 1 to 120, default 5 @throws `unknown`, `bad-value` */
  laterCheckIn(id: string, minutes?: number): Promise<State>;

  /** A look or vitals nobody asked for. */
  record(kind: CheckInKind, answer: CheckInAnswer, options?: When): Promise<State>;

  /**
   * Other staff take over; later private parts carry their initials. What is written in a locked room after a restart
   * carries none: nobody can read there who it was.
   */
  handOver(to: { to: string; note?: string }): Promise<State>;

  /** Takes back the newest command that can be, within 30 s of real time. */
  undo(): Promise<State>;

  /** Closing: music fades by the protocol's `fade`; clock, check-ins and the closing list go on. */
  close(): Promise<State>;

  /** Ticks an item of the closing list, or unticks it. @param item as it reads @throws `unknown` */
  tick(item: string, done: boolean): Promise<State>;

  /** The record ends: status `ended` at once. */
  end(): Promise<State>;

  /** Goes on after `end`, until another session is prepared; the clock is unchanged. */
  reopen(): Promise<State>;

  /** To `idle`; by itself ten minutes after `end` untouched. */
  leave(): Promise<State>;

  /** Goes on with a session that was left open for more than six hours. */
  resume(): Promise<State>;

  /**
   * Takes up a session from a `json` export, whole or not at all. The same again is nothing new.
   * @throws `bad-import` for a damaged file (with the place in it), one of a newer version, a copy of a part, or another
   * version of a session that is here
   */
  import(blob: Blob): Promise<State>;

  /**
   * Removes a session from this device, or with `all` every trace of this room: its database, the music kept for it, its
   * volume and passphrase. What was exported or printed, backups of the device and other rooms are out of its reach.
   * @param session id, or `all`
   * @throws `not-now` while that session is open, `unknown`
   */
  erase(session: string): Promise<State>;

  /** In a second window: runs the session from here on. The window that ran it writes what is left and lets go. */
  takeOver(): Promise<State>;

  /** The clock was set forward without a sleep: takes the leap out of the session's time. */
  clockChanged(): Promise<State>;

  /**
   * Hides what is private, in every window of the room; everything but reading goes on. Without a passphrase this is a
   * curtain only, and scripts of the page can still call `read`.
   */
  lock(): Promise<State>;

  /**
   * Shows what is private again.
   * @param passphrase of a room that has one
   * @throws `locked` for a wrong one; nothing has changed then
   */
  unlock(passphrase?: string): Promise<State>;

  /**
   * Gives this room its passphrase, once. What is private and is written from now on is sealed on this device; what was
   * written before stays as it is. Whoever forgets the passphrase loses the text: nobody can bring it back.
   * @throws `not-now` for a second one, and where the page's address is not secure
   */
  seal(passphrase: string): Promise<State>;
}

/**
 * The commands of a session as methods. Each returns a promise of the new state, settled once what it did is durable
 * (or held in memory where storage has failed, which `state.storage` says). Sound does not wait for that. A rejected
 * promise is a `StillroomError` with a `code` and a sentence to act on; the session goes on.
 *
 * Late facts take `ago` (seconds of session time) or `at` (ms since the epoch); the future is `bad-value`.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- as above
export abstract class CommandsElement extends LitElement {
  /** @internal A symbol, so that no page reaches it by name. */
  abstract [send](name: Method, ...args: unknown[]): Promise<State>;
}

const names: readonly (keyof CommandsElement & Method)[] = [
  ...methods,
  'resume',
  'takeOver',
  'import',
  'erase',
  'lock',
  'unlock',
  'seal',
];
for (const name of names)
  Object.defineProperty(CommandsElement.prototype, name, {
    configurable: true,
    writable: true,
    value(this: CommandsElement, ...args: unknown[]) {
      return this[send](name, ...args);
    },
  });
