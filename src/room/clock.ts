import type { EntryData } from '../session/index.js';

/** ms by which wall and monotonic clock may part before that means something. */
const PARTED = 2000;
/** ms of monotonic time within which a sign of sleep belongs to a leap of the wall clock. */
const SIGN_WITHIN = 5000;
/** ms between two looks at the clocks beyond which timers stood still: a heartbeat of 1 s, late by more than 2 s. */
const STOOD_STILL = 3000;
/** ms between two looks beyond which the page was frozen: a hidden one's timers may be held back to one a minute. */
const FROZEN = 90_000;

/**
 * No session lasts longer, ms. A wall clock that goes further ahead was wrong before: a device that knows no time of its own
 * begins in 1970, and decades of check-ins would be written.
 */
const DAY = 24 * 3_600_000;

/** The two clocks of a device, ms. */
export interface ClockPorts {
  /** Never steps, but may stand still while the device sleeps. */
  monotonic(): number;
  /** Goes on while the device sleeps, but may be set. Since the epoch. */
  wall(): number;
}

/**
 * What happened to the clocks since the last look. `slept`: session times, ms, between which the device slept or the page
 * was frozen, so that nobody was there; not
 * `certain`: it may be that the clock was set forward. `clock-stepped`: the wall clock was set back by so many ms
 * (negative); session time does not know.
 */
export type ClockEvent = { [T in 'slept' | 'clock-stepped']: { type: T; data: EntryData[T] } }[
  'slept' | 'clock-stepped'];

/** Session time: ms since prepared, the pace applied. Told from an anchor, never counted; never runs backwards. */
export interface Clock {
  /** A session begins, or is at `t`, just now. */
  start(from: { t: number; pace: number }): void;
  /** Takes a session up that was at `t` when the wall clock showed `at`. The wall clock is trusted, but never below `t`, nor by more than a day. */
  resume(from: { t: number; at: number; pace: number }): void;
  /** Session time, whole ms. */
  now(): number;
  /** The wall clock at a session time, ms since the epoch. */
  wall(t: number): number;
  /** Compares the clocks; to be called every second or so, and whenever the page comes back. */
  check(): ClockEvent | null;
}

/** @param signs when sleep was last hinted at, ms of the monotonic clock */
export function createClock(
  signs: { lastSign(): number | null },
  ports: ClockPorts = { monotonic: () => performance.now(), wall: () => Date.now() },
): Clock {
  const { monotonic, wall } = ports;
  let pace = 1;
  let anchor = { t: 0, monotonic: monotonic(), wall: wall() };

  const anchorAt = (t: number) => {
    anchor = { t, monotonic: monotonic(), wall: wall() };
  };
  /** Not rounded, or every anchor would lose a little. */
  const exact = () => anchor.t + (monotonic() - anchor.monotonic) * pace;

  return {
    start(from) {
      pace = from.pace;
      anchorAt(from.t);
    },
    resume({ t, at, pace: as }) {
      pace = as;
      anchorAt(t + Math.min(DAY, Math.max(0, wall() - at)) * pace);
    },
    now: () => Math.floor(exact()),
    wall: (t) => Math.round(anchor.wall + (t - anchor.t) / pace),

    check() {
      const passed = monotonic() - anchor.monotonic;
      const leap = Math.min(DAY, wall() - anchor.wall - passed);
      const from = exact();
      // Small differences are the clocks' own drift; they must not add up over hours.
      anchorAt(leap > PARTED ? from + leap * pace : from);
      const slept = (from: number, certain: boolean): ClockEvent => ({
        type: 'slept',
        data: { from: Math.floor(from), to: Math.floor(anchor.t), certain },
      });
      if (Math.abs(leap) <= PARTED) return passed > FROZEN ? slept(from - passed * pace, true) : null;
      if (leap < 0) return { type: 'clock-stepped', data: { by: Math.round(leap) } };
      const sign = signs.lastSign();
      return slept(from, passed > STOOD_STILL || (sign !== null && monotonic() - sign <= SIGN_WITHIN));
    },
  };
}
