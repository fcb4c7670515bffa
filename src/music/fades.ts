import type { Session, TrackWhy } from '../session/types.js';
import { FADE } from './levels.js';
import type { Voice, Voices } from './voices.js';

/** Crossfades with a time of their own, s. */
const FADES: { readonly [W in TrackWhy]?: number } = { end: 12, failed: 12, skip: 8 };
/** What is left of the delay once a voice is known to have died, s. */
export const RESCUE = 0.6;
/** A fade is over so long before the file is, s: nobody is quite on time. */
const SPARE = 0.3;

/** How long crossfades take, and when they have to begin. */
export function createFades({ position, length }: Voices) {
  /** s that a crossfade out of a track may take: half of it at most. */
  const most = (voice: Voice) => Math.min(FADES.end!, (length(voice) ?? Infinity) / 2);

  return {
    /** s until nothing more is heard of a voice. */
    left: (voice: Voice) =>
      voice.dead || voice.paused
        ? RESCUE
        : voice.scape
          ? Infinity
          : (length(voice) ?? Infinity) - position(voice) - SPARE,

    /** s until a track has to be left. */
    leftOf: (voice: Voice) => (length(voice) ?? Infinity) - most(voice) - position(voice) - SPARE,

    /** s from one voice to another. @param bed what sounds only stands in */
    between(
      old: Voice | null,
      voice: Voice,
      why: TrackWhy,
      bed: boolean,
      { music, protocol, visits, pace }: Session,
    ): number {
      // A deck may take a while to run: what else sounds is not torn away for it.
      if (old?.dead && !voice.deck) return RESCUE;
      const usual = (bed ? FADES.end : why === 'undo' && music.want ? FADES.skip : FADES[why]) ?? FADE;
      // In a phase shorter than two fades a fade is half the phase, in real time; one of no length at all is passed through.
      const half = ((protocol.phases[visits.at(-1)?.index ?? 0]?.minutes || Infinity) * 30) / pace;
      return Math.min(half, old?.over ? Math.min(usual, most(old), most(voice)) : usual);
    },
  };
}
