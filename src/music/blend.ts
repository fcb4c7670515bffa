import { AHEAD, type Fader } from './fader.js';
import { FADE } from './levels.js';
import { DELAY, type Studio, type Voice } from './voices.js';

/** Less of the power than this, from what goes on sounding, does not bridge a second; nor what a dead voice still has more than that of. */
const THIN = 0.3;

/** So much of the power may be missing until a new voice is heard: 0.6 dB. */
const DIP = 1 / 8;
/** The shortest a voice takes to go out by itself, s. */
const SHORT = 0.3;
/** Where its deck is wanted: as fast as in a skip (s, from full), but in no more than that. At most a third of the power goes. */
const SKIP = 8;
const ROOM = 1.5;

/**
 * How the voices share the power.
 * @param low so little is heard that a voice may begin without a crossfade
 * @param spent how little a voice has left: more where it is less
 */
export function createBlend(
  { now }: Studio,
  all: ReadonlySet<Voice>,
  low: () => boolean,
  spent: (voice: Voice) => number,
) {
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
     * Moves all shares towards one voice. The others begin at once and it begins when its deck has run its second; all
     * together end when it is there. Where the fade is short, or another such move has left a dip, they wait, so that the
     * dip stays below 0.7 dB. A first voice under a bus that is only just rising takes no longer than a second.
     *
     * The others go one after another, as fast as the new one comes: first what has little left, then the quietest. So
     * what was on its way out in a fade of this length is out when it was to be, and its deck is free; and what was on its
     * way up rises no further. What would be gone in less than a moment goes with the next.
     */
    towards(voice: Voice, seconds: number): void {
      const from = now() + AHEAD;
      const runs = voice.deck ? Math.max(from, (voice.begun ?? from) + DELAY) : from;
      const power = ({ strip }: Voice) => strip.share.at(from) ** 2;
      const others = [...all]
        .filter((each) => each !== voice && each.begun !== null)
        .sort((a, b) => spent(b) - spent(a) || power(a) - power(b));
      const total = others.reduce((sum, each) => sum + power(each), 0);
      const first = !others.some((each) => !each.paused && power(each) > 0);
      // What another such move has left of the dip.
      const dip = Math.max(0, DIP - Math.max(0, 1 - total - power(voice)));
      const start = Math.max(from, runs - seconds * dip);
      const end = first && low() ? runs + 1 : start + seconds;
      voice.strip.share.move(1, Math.max(start, runs), end, !first);
      let gone = 0;
      let begins = start;
      let group: Fader[] = [];
      for (const each of others) {
        const { share } = each.strip;
        gone += power(each);
        group.push(share);
        const ends = each === others.at(-1) ? end : start + ((end - start) * gone) / (total || 1);
        if (ends < end && Math.min(ends - begins, end - ends) < SHORT) continue;
        for (const one of group) {
          if (begins > from) one.move(one.at(from), from, begins, true);
          one.move(0, begins, ends, true);
        }
        begins = ends;
        group = [];
      }
    },

    /** One voice goes out soon, an heir has its share, and nothing else rises; afterwards the mix goes on towards the heir. */
    relieve(gone: Voice, heir: Voice): void {
      const from = now() + AHEAD;
      const { share } = gone.strip;
      const power = share.at(from) ** 2;
      const { to, t1 } = share.bound();
      const until = Math.min(to ? Infinity : t1, from + Math.min(ROOM, Math.max(SHORT, SKIP * power)));
      for (const each of all) {
        if (each.begun === null) continue;
        const { share } = each.strip;
        const has = share.at(from);
        share.move(each === gone ? 0 : each === heir ? Math.sqrt(has ** 2 + power) : has, from, until, true);
        if (each !== gone) share.move(Number(each === heir), until, until + FADE, true);
      }
    },
  };
}
