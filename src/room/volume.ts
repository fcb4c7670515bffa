import { clampVolume, stepVolume } from '../session/index.js';
import { noOwner } from '../store/index.js';
import type { Calling, Inside } from './inside.js';

/** A slider is journalled once it has rested, ms. */
const RESTS = 400;
/** A step is heard over so many seconds. */
const STEP = 4;

/**
 * The hand on the volume. A setting of the room: heard and remembered at once, and journalled where a session runs; a
 * slider once, when it has come to rest, and every call of it settles with that one entry.
 */
export function createVolume({ journal, ledger, music, shown, tenure, run }: Inside, calling: Calling) {
  const { live } = shown;
  /** Nothing gets past the ceiling, nor is it stored up for when that is raised. */
  const capped = (volume: number) => Math.min(volume, Math.max(0.1, music.maxVolume));
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Where the slider is, and by which call; one of several calls is done again whole, and ends where it was. */
  let slide: { to: number; cmd: string | undefined; settle(journalled: unknown): void } | null = null;
  let rested: Promise<unknown> | undefined;

  const inSession = () => ledger.head && ledger.head.status !== 'ended';

  const rest = () => {
    clearTimeout(timer);
    if (!slide) return;
    const { to, cmd, settle } = slide;
    slide = null;
    // The room may have gone to another window under the slider, which is asked then; or the session been left.
    if (!tenure.runs) settle(Promise.reject(noOwner()));
    else settle(inSession() && run('setVolume', [to], cmd));
  };

  /** Sounds, and is remembered. @returns settled when that is so; in a session what is journalled counts */
  const set = (volume: number, seconds: number) => {
    live.volume = volume;
    music.setVolume(volume, seconds);
    // In a session the entry tells whose it is; without it, asked again of the next owner, one step would be two.
    const saved = journal.saveRoom({ volume }, inSession() ? undefined : calling.cmd);
    saved.catch(() => {});
    if (!inSession()) shown.refresh();
    return saved;
  };

  const step = (name: 'quieter' | 'louder', by: 1 | -1) => () => {
    rest();
    const to = capped(stepVolume(capped(live.volume), by));
    const saved = set(to, STEP);
    return inSession() ? run(name, [to]) : saved;
  };

  return {
    quieter: step('quieter', -1),
    louder: step('louder', 1),
    setVolume(volume: number) {
      const to = capped(clampVolume(volume));
      const saved = set(to, RESTS / 1000);
      if (!inSession()) return saved;
      clearTimeout(timer);
      timer = setTimeout(rest, RESTS);
      if (slide) Object.assign(slide, { to, cmd: undefined });
      else rested = new Promise((settle) => (slide = { to, cmd: calling.cmd, settle }));
      return rested;
    },
  };
}
