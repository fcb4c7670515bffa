import { onPage } from './page-events.js';

/** Remembers when something last hinted that the device slept: a clock that leaps without a hint was set by hand. */
export class SleepSigns {
  #last: number | null = null;
  #stop: () => void;
  #monotonic: () => number;

  /** @param monotonic ms, the clock that `lastSign` is told by */
  constructor(monotonic = () => performance.now()) {
    this.#monotonic = monotonic;
    this.#stop = onPage(({ type }) => {
      // Coming back into view is no sign: so does a page when the window with the system's clock is closed.
      if (type !== 'visibilitychange' || document.hidden) this.note();
    });
  }

  /** Something else hinted at it: a wake lock was released, the audio device changed its state. */
  note(): void {
    this.#last = this.#monotonic();
  }

  /** When the newest sign was seen, ms of the monotonic clock. */
  lastSign(): number | null {
    return this.#last;
  }

  stop(): void {
    this.#stop();
  }
}
