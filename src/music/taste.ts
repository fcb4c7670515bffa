import { blank } from '../session/blank.js';
import type { Draft, Play, Playlist, Session } from '../session/types.js';

/** A list is tasted for so long, fades of so long included, s. */
const TASTE = 20;
const FADE = 3.5;

export type Taste = ReturnType<typeof tasteOf>;

/**
 * Twenty seconds of a list, as a session that nobody journals: the conductor plays it like any other.
 * @param failed called where nothing of it can be played: what would stand in for it is not what is tasted
 */
export function tasteOf(playlist: Playlist, over: () => void, failed: () => void, changed: () => void) {
  const { phases: [id = ''] = [], intensity } = playlist.tracks[0] ?? {};
  // So short that a piece that comes late is not faded in any longer.
  const phase = { id, minutes: FADE / 30, intensity: intensity ?? 2 };
  let { music }: Pick<Session, 'music'> = blank;
  const timer = setTimeout(over, (TASTE - FADE) * 1000);
  return {
    id: playlist.id,
    fade: FADE,
    session: () =>
      ({
        ...blank,
        // What becomes of it while it fades is folded like that of any other.
        id: `taste:${playlist.id}`,
        status: 'open',
        protocol: { phases: [phase] },
        visits: [{ phase: id, index: 0 }],
        playlist,
        seed: 1,
        intensity: phase.intensity,
        music,
      }) as unknown as Session,
    hear({ type, data }: Draft): void {
      if (type === 'track-started') music = { ...music, playing: true, plays: [data as Play] };
      if (type === 'track-failed') music = { ...music, playing: false, failed: [...music.failed, data.track] };
      if (type === 'fallback-began') failed();
      else changed();
    },
    stop: () => clearTimeout(timer),
  };
}
