import type { Draft, EntryData, Session, TrackWhy } from '../session/types.js';
import type { Piece, Place } from './choose.js';
import { GENERATED } from './stand-in.js';

/**
 * What became of the music, as facts for the journal.
 * @param session whose music it is; `null`: nobody's, and nothing is told
 * @param place where the music is
 */
export function createTelling(session: () => Session | null, place: () => Place, onFact: (draft: Draft) => void) {
  const tell = <T extends keyof EntryData>(type: T, data: EntryData[T], cause: Draft['cause'] = 'device') =>
    session() && onFact({ type, cause, data } as unknown as Draft);

  return {
    tell,

    failed: (track: string, code: string) => tell('track-failed', { track, code }),

    /** The journal's track plays no longer. */
    ended(why: TrackWhy): void {
      const { plays = [], playing = false } = session()?.music ?? {};
      const play = plays.at(-1);
      if (!play || !playing || why === 'resume') return;
      const here = place();
      const { position } = here.track === play.track ? here : play;
      tell('track-ended', { track: play.track, position, why }, 'time');
    },

    /** A piece of the session sounds. */
    started({ track, why }: Piece, source: 'file' | 'soundscape'): void {
      tell('track-started', { track: track.id, position: place().position, source, why }, 'time');
    },

    /** Whether a soundscape stands in for files that failed. */
    fallback({ standsIn, track }: Piece): void {
      const { fallback: old, failed } = session()!.music;
      const soundscape = standsIn && failed.length ? track.id.slice(GENERATED.length) : null;
      if (soundscape && soundscape !== old) tell('fallback-began', { soundscape });
      else if (old && !soundscape) tell('fallback-ended', { soundscape: old });
    },
  };
}

export type Telling = ReturnType<typeof createTelling>;
