import { onPage } from './page-events.js';

/** Remembers when something last hinted that the device slept: a clock that leaps without a hint was set by hand. */
export interface SleepSigns {
  /** Something else hinted at it: a wake lock was released, the audio device changed its state. */
  note(): void;
  /** When the newest sign was seen, ms of the monotonic clock. */
  lastSign(): number | null;
  stop(): void;
}

/** @param monotonic ms, the clock that `lastSign` is told by */
export function createSleepSigns(monotonic = () => performance.now()): SleepSigns {
  let last: number | null = null;
  const note = () => {
    last = monotonic();
  };
  return {
    note,
    lastSign: () => last,
    stop: onPage(({ type }) => {
      // Coming back into view is no sign: so does a page when the window with the system's clock is closed.
      if (type !== 'visibilitychange' || document.hidden) note();
    }),
  };
}
