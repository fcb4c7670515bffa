import { onPage } from './page-events.js';

/** Keeps the screen on while a session runs, where the browser lets it. Never in the way of the session. */
export interface Screen {
  readonly screen: 'awake' | 'may-sleep';
  /** Asks for the screen to stay on, or no longer. Asking again tries again. */
  want(awake: boolean): void;
}

/** Chromium writes to the console for every call that the page's policy forbids, as it does in a frame of another site. */
const isForbidden = () => {
  const { featurePolicy } = document as { featurePolicy?: { allowsFeature(name: string): boolean } };
  return featurePolicy?.allowsFeature('screen-wake-lock') === false;
};

/** @param onChange called when `screen` has changed */
export function createScreen(onChange: () => void): Screen {
  const { wakeLock } = (globalThis.navigator ?? {}) as Partial<Navigator>;
  let lock: WakeLockSentinel | null = null;
  let asking = false;
  let unlisten: (() => void) | null = null;

  const ask = async () => {
    // A hidden page is refused; browsers take the lock away whenever the page is hidden.
    if (lock || asking || !wakeLock || document.hidden || isForbidden()) return;
    asking = true;
    try {
      const got = await wakeLock.request('screen');
      // Not wanted any longer by the time it came.
      if (!unlisten) await got.release();
      else {
        lock = got;
        got.onrelease = () => {
          lock = null;
          onChange();
        };
        onChange();
      }
    } catch {
      // Refused to save the battery, or by the page's policy: `screen` says so.
    }
    asking = false;
  };

  return {
    get screen() {
      return lock ? 'awake' : 'may-sleep';
    },
    want(awake) {
      if (awake) {
        unlisten ??= onPage(() => void ask());
        void ask();
      } else {
        unlisten?.();
        unlisten = null;
        lock?.release().catch(() => {});
      }
    },
  };
}

/**
 * Asks the browser not to clear what is stored when space runs short.
 * @returns its answer; `null` where it cannot be asked
 */
export async function askPersist(): Promise<boolean | null> {
  try {
    return (await (globalThis.navigator as Navigator | undefined)?.storage?.persist?.()) ?? null;
  } catch {
    return null;
  }
}
