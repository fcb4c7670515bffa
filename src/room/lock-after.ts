import { onPage } from './page-events.js';
import { createUntouched } from './untouched.js';

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
  const untouched = createUntouched();

  const look = () => {
    clearTimeout(timer);
    if (!minutes) return;
    const left = minutes * MINUTE - untouched.ms;
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
      untouched.touch();
      look();
    },
    stop() {
      clearTimeout(timer);
      unlisten();
    },
  };
}
