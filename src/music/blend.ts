import { AHEAD } from './fader.js';
import { DELAY, type Studio, type Voice } from './voices.js';

/** Less of the power than this, from what goes on sounding, does not bridge a second; nor what a dead voice still has more than that of. */
const THIN = 0.3;

/** A voice 40 dB down holds its deck no longer than it takes to fade that: it is waited for. */
const FAINT = 0.01;
const SHORT = 0.3;

/** How the voices share the power. */
export function createBlend({ now }: Studio, all: ReadonlySet<Voice>, low: () => boolean) {
  return {
    /** What goes on sounding by itself is too little to wait for a file, which takes a second to be heard. */
    thin(): boolean {
      let solid = 0;
      let dying = 0;
      for (const { dead, paused, deck, begun, strip } of all) {
        const power = strip.share.at(now() + AHEAD) ** 2;
        if (dead) dying += power;
        else if (!paused && begun !== null && (!deck || begun + DELAY <= now())) solid += power;
      }
      return !low() && (solid < THIN || dying > THIN);
    },

    /**
     * Moves all shares towards one voice. The others begin at once and it begins when its deck has run its second; all end
     * together. Where the fade is short they wait for it, so that the dip stays below 0.7 dB. A first voice under a bus
     * that is only just rising takes no longer than a second.
     */
    towards(voice: Voice, seconds: number): void {
      const from = now() + AHEAD;
      const runs = voice.deck ? Math.max(from, (voice.begun ?? from) + DELAY) : from;
      const start = Math.max(from, runs - seconds / 8);
      const first = ![...all].some((each) => each !== voice && !each.paused && each.strip.share.at(from) > 0);
      const end = first && low() ? runs + 1 : start + seconds;
      for (const each of all)
        if (each === voice) each.strip.share.move(1, Math.max(start, runs), end, !first);
        else if (each.begun !== null) {
          const { share } = each.strip;
          share.move(0, start, share.at(start) < FAINT ? Math.min(end, start + SHORT) : end, true);
        }
    },
  };
}
