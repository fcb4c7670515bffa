import { onPage } from './page-events.js';

/** A device that slept is looked at again within so long, ms. */
const LOOKS = 30_000;
const MINUTE = 60_000;

/** Tells when a window has been left untouched for so many minutes. */
export interface LockAfter {
  /** 0: never. */
  minutes: number;
  touch(): void;
  stop(): void;
}

export function createLockAfter(lock: () => void): LockAfter {
  let minutes = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let touched = { ran: performance.now(), at: Date.now() };

  /** By the clock that went further: one stops while the device sleeps, the other may be set. */
  const look = () => {
    clearTimeout(timer);
    if (!minutes) return;
    const left = minutes * MINUTE - Math.max(performance.now() - touched.ran, Date.now() - touched.at);
    if (left <= 0) lock();
    // Unlocked from another window, it is still untouched.
    timer = setTimeout(look, left > 0 ? Math.min(left, LOOKS) : LOOKS);
  };
  const unlisten = onPage(look);

  return {
    get minutes() {
      return minutes;
    },
    set minutes(next) {
      if (next === minutes) return;
      minutes = next;
      look();
    },
    touch() {
      // The first touch after all that time comes from whoever found the window.
      look();
      touched = { ran: performance.now(), at: Date.now() };
      look();
    },
    stop() {
      clearTimeout(timer);
      unlisten();
    },
  };
}
