import type { Draft, Play, Playlist, Protocol, Session } from '../session/types.js';
import { blank } from '../session/blank.js';

/** A list is tasted for so long, and faded in and out of it, s. */
const TASTE = 20;
const FADE = 2;

/** A session of twenty seconds that nobody journals: the conductor plays it like any other. */
export function tasteOf(playlist: Playlist, over: () => void, changed: () => void) {
  const [first] = playlist.tracks;
  const phase = { id: first?.phases[0] ?? '', label: '', minutes: null, intensity: first?.intensity ?? 2 };
  const protocol: Protocol = { format: 'stillroom-protocol/1', id: '', title: '', phases: [phase], checkIns: [], dwell: null, closing: [], fade: FADE };
  let { music }: Pick<Session, 'music'> = blank;
  const timer = setTimeout(over, (TASTE - FADE) * 1000);
  return {
    id: playlist.id,
    fade: FADE,
    session: (): Session =>
      ({ ...blank, status: 'open', journal: [], protocol, playlist, seed: 1, pace: 1, intensity: phase.intensity, music }) as unknown as Session,
    hear({ type, data }: Draft) {
      if (type === 'track-started') music = { ...music, playing: true, plays: [...music.plays, { ...data, t: 0, phase: phase.id } as Play] };
      else if (type === 'track-failed') music = { ...music, playing: false, failed: [...music.failed, data.track] };
      else if (type === 'track-ended') music = { ...music, playing: false };
      changed();
    },
    stop: () => clearTimeout(timer),
  };
}
