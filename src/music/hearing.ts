import type { DeckEvent } from './deck.js';
import { LEAST } from './choose.js';
import type { Mix } from './mix.js';
import type { Telling } from './telling.js';
import type { Voice } from './voices.js';

/** Without data for this long a track counts as stalled, s: the sooner, the more of the delay is left on a busy machine. */
const STALL = 0.2;
/** Ended this much before its length a file was cut short, s. */
const SHORT = 5;

/** A file that ends at this place, s, was cut short: it said itself, or its list, that it is longer. */
export const cutAt = ({ promised }: Mix, voice: Voice, at: number): boolean => at < promised(voice) - SHORT;

/**
 * What becomes of a voice after what its deck has told, and what is wrong with it.
 * @param changed the mix may have to be another now
 */
export function createHearing(mix: () => Mix, { tell, failed, ended }: Telling, changed: () => void) {
  /** A track fails: one not yet heard is passed over; the one that sounds is followed at once. */
  const fault = (voice: Voice, code: string): void => {
    const { current, prepared, drop, lost } = mix();
    const matters = voice.begun === null || (voice === current && !voice.over);
    voice.over = voice.dead = true;
    voice.calm();
    if (prepared === voice) mix().prepared = null;
    if (voice.begun === null) drop(voice);
    else lost(voice);
    if (matters) failed(voice.piece.track.id, code);
    changed();
  };
  const stalled = (voice: Voice): void => fault(voice, 'stalled');

  /** It has come to its end, or to where it was cut. */
  const over = (voice: Voice): void => {
    const sounds = voice === mix().current && !voice.over;
    voice.calm();
    if (sounds && cutAt(mix(), voice, voice.deck!.place().position)) return fault(voice, 'truncated');
    voice.over = voice.dead = true;
    if (sounds) ended('end');
    else mix().lost(voice);
    changed();
  };

  return {
    stalled,
    heard(voice: Voice, event: DeckEvent, code = 'error'): void {
      const { current, length, wait } = mix();
      switch (event) {
        case 'failed':
          return fault(voice, code);
        case 'ended':
          return over(voice);
        case 'ready':
          if ((length(voice) ?? LEAST) < LEAST) return fault(voice, 'short');
          voice.ready = true;
          return changed();
        case 'running':
          voice.calm();
          mix().ranLate(voice);
          voice.runs = voice.ran = true;
          if (voice.ready) return;
          voice.ready = true;
          return changed();
        case 'waiting':
          // On its way out, too: what it still gives would be missing.
          if (voice.runs && !voice.paused && !voice.dead) wait(voice, STALL);
          voice.runs = false;
          return;
        case 'paused':
          voice.runs = false;
          if (voice.paused) return;
          voice.calm();
          voice.paused = true;
          if (voice === current) tell('silenced', { by: 'device' });
      }
    },
  };
}
