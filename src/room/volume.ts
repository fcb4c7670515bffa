import { clampVolume, stepVolume } from '../session/index.js';
import type { Inside } from './inside.js';

/** A slider is journalled once it has rested, ms. */
const RESTS = 400;
/** A step is heard over so many seconds. */
const STEP = 4;

/**
 * The hand on the volume. A setting of the room: heard and remembered at once, and journalled where a session runs; a
 * slider once, when it has come to rest, and every call of it settles with that one entry.
 */
export function createVolume({ journal, ledger, music, shown, run }: Inside) {
  const { live } = shown;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let settle: ((journalled: unknown) => void) | null = null;
  let rested: Promise<unknown> | undefined;

  const inSession = () => ledger.head && ledger.head.status !== 'ended';

  const rest = () => {
    clearTimeout(timer);
    // The session may have been left under the slider.
    settle?.(inSession() && run('setVolume', [live.volume]));
    settle = null;
  };

  /** Sounds, and is remembered. */
  const set = (volume: number, seconds: number) => {
    live.volume = volume;
    music.setVolume(volume, seconds);
    void journal.saveRoom({ volume });
    if (!inSession()) shown.refresh();
  };

  const step = (name: 'quieter' | 'louder', by: 1 | -1) => () => {
    rest();
    set(stepVolume(live.volume, by), STEP);
    return inSession() && run(name, []);
  };

  return {
    quieter: step('quieter', -1),
    louder: step('louder', 1),
    setVolume(volume: number) {
      set(clampVolume(volume), RESTS / 1000);
      if (!inSession()) return;
      clearTimeout(timer);
      timer = setTimeout(rest, RESTS);
      if (!settle) rested = new Promise((resolve) => (settle = resolve));
      return rested;
    },
  };
}
