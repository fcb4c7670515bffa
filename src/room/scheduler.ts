import { byTimer, type Alarm } from '../music/index.js';
import { onPage } from './page-events.js';

/**
 * ms. The longest sleep while anything is to come: after the device slept, timers go on where they stood, so this is
 * how late the clock can be noticed to have leapt. A second is what the minutes on the display allow, and costs nothing
 * to speak of; browsers hold hidden pages to it anyway.
 */
const HEARTBEAT = 1000;

/** Sleeps to the nearest deadline, whosever it is, with one alarm for all. */
export interface Scheduler {
  /** Something changed: asks anew for the nearest deadline, after what is being done now. */
  poke(): void;
  stop(): void;
}

/**
 * @param run does what has become due; returns ms of real time until the next deadline, `null` when none is to come
 * before a `poke`
 * @param alarm what wakes it: a hidden and silent page's timers are held back to one a minute
 */
export function createScheduler(run: () => number | null, alarm: Alarm = byTimer): Scheduler {
  let quiet = () => {};
  let poked = false;
  let stopped = false;

  const wake = () => {
    poked = false;
    quiet();
    if (stopped) return;
    // Should `run` throw, the error is the page's to see, but the clock of a session must not stop over it.
    let wait: number | null = HEARTBEAT;
    try {
      wait = run();
    } finally {
      if (wait !== null && !stopped) quiet = alarm(Math.max(0, Math.min(wait, HEARTBEAT)) / 1000, wake);
    }
  };
  // Timers of a page that was hidden, frozen or asleep are late.
  const unlisten = onPage(wake);

  return {
    poke() {
      // Many changes at once are one; and `run` may itself be what changed something.
      if (!poked) queueMicrotask(wake);
      poked = true;
    },
    stop() {
      stopped = true;
      quiet();
      unlisten();
    },
  };
}
