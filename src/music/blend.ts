import { AHEAD } from './fader.js';
import { RESCUE } from './fades.js';
import { FADE } from './levels.js';
import { DELAY, isHeard, type Studio, type Voice } from './voices.js';

/** Less of the power than this, from what goes on sounding, does not bridge a second; nor what a dead voice still has more than that of. */
const THIN = 0.3;

/** So much of the power may be missing until a new voice is heard: 0.6 dB. */
const DIP = 1 / 8;
/** A first voice under a bus that is only just rising comes in at so much, in a moment: nobody hears more of it than that it is there. */
const FIRST = 0.25;
/** The shortest a voice takes to go out by itself, s. */
const SHORT = 0.3;
/** Where its deck is wanted: as fast as in a skip (s, from full), but in no more than that. At most a third of the power goes. */
const SKIP = 8;
const ROOM = 1.5;

/** A voice on its way out, and between when, s. */
interface Fall {
  readonly voice: Voice;
  readonly begins: number;
  readonly ends: number;
}

/** What is left of a fall at a time. */
const leftAt = ({ begins, ends }: Fall, t: number) => Math.max(0, Math.min(1, (ends - t) / (ends - begins)));

/**
 * How the voices share the power.
 * @param low so little is heard that a voice may begin without a crossfade
 * @param left s until a voice has nothing more to give
 */
export function createBlend(
  { now }: Studio,
  all: ReadonlySet<Voice>,
  low: (ahead?: number) => boolean,
  left: (voice: Voice) => number,
) {
  const powerAt = ({ strip }: Voice, t: number) => strip.share.at(t) ** 2;

  /**
   * These fall, what runs out before is gone by then, and an heir has what they all leave of the sum: so that nothing is
   * missing where one ends before another has come. The sum bends once, too.
   */
  const share = (
    heir: Voice,
    planned: readonly Fall[],
    [from, bend, end]: readonly [number, number, number],
    sum: (t: number) => number,
  ) => {
    const falls = planned.map((fall) => {
      const due = from + Math.max(SHORT, left(fall.voice));
      return { power: powerAt(fall.voice, from), ...(due < fall.ends ? { ...fall, begins: from, ends: due } : fall) };
    });
    for (const { voice, begins, ends } of falls) {
      const { share } = voice.strip;
      if (begins > from) share.move(share.at(from), from, begins, true);
      share.move(0, begins, ends, true);
    }
    const turns = [...falls.flatMap(({ begins, ends }) => [begins, ends]), bend, end].sort((a, b) => a - b);
    let last = from;
    for (const turn of turns) {
      // A move takes that long at least: after a nearer turn the heir would be late for the next, and the sum above one.
      if (turn < last + AHEAD || (turn < end && turn > end - AHEAD)) continue;
      const rest = sum(turn) - falls.reduce((all, fall) => all + fall.power * leftAt(fall, turn), 0);
      heir.strip.share.move(Math.sqrt(Math.max(0, rest)), last, turn, true);
      last = turn;
    }
  };

  return {
    /** What goes on sounding by itself is too little to wait for a file, which takes a second to be heard. */
    thin(ahead = AHEAD): boolean {
      let solid = 0;
      let dying = 0;
      for (const voice of all) {
        // What it has now, the plan may give to others before it runs out.
        if (voice.dead) dying += powerAt(voice, now() + Math.max(ahead, RESCUE));
        else if (!voice.paused && isHeard(voice, now())) solid += powerAt(voice, now() + ahead);
      }
      // A hole is heard when what is missing would have come through the delay.
      return !low(DELAY) && (solid < THIN || dying > THIN);
    },

    /**
     * Moves all shares towards one voice. The others begin at once and it begins when its deck has run its second; all
     * together end when it is there, or has to be. Where the fade is short, or another such move has left a dip, they wait,
     * so that the dip stays below 0.7 dB. A first voice under a bus that is only just rising takes no longer than a second.
     *
     * The others go one after another, as fast as the new one comes: first what has little left, then the quietest. So
     * what was on its way out in a fade of this length is out when it was to be, and its deck is free; and what was on its
     * way up rises no further.
     */
    towards(voice: Voice, seconds: number): void {
      const from = now() + AHEAD;
      const runs = voice.deck ? Math.max(from, (voice.begun ?? from) + DELAY) : from;
      const power = (each: Voice) => powerAt(each, from);
      const olds = [...all].filter((each) => each !== voice && each.begun !== null);
      const others = olds
        .filter((each) => power(each) > 0)
        .sort((a, b) => Math.min(left(a), FADE) - Math.min(left(b), FADE) || power(a) - power(b));
      const total = others.reduce((sum, each) => sum + power(each), 0);
      const first = others.every(({ paused }) => paused);
      // What another such move has left of the dip.
      const dip = Math.max(0, DIP - Math.max(0, 1 - total - power(voice)));
      const heir = others.at(-1);
      const lasts = heir ? Math.max(runs + RESCUE, from + left(heir)) : Infinity;
      // Never less than a move can take: the heir would have no turn left to go by.
      const takes = Math.max(SHORT, Math.min(seconds, (lasts - runs) / (1 - dip)));
      const start = Math.max(from, runs - takes * dip);
      const rising = first && low();
      const end = rising ? runs + 1 : Math.min(start + takes, lasts);
      const { share: own } = voice.strip;
      const heard = Math.max(start, runs);
      if (rising) own.move(Math.max(FIRST, own.at(heard)), heard, heard);
      own.move(1, rising ? heard + AHEAD : heard, end, !first);
      // What has no share yet has none to give: as heir it would let the others' wait for each other show in the sum.
      for (const each of olds) if (!power(each)) each.strip.share.move(0, from, from);
      // Nothing comes of what is paused: it makes room at once.
      if (rising) for (const each of others) each.strip.share.move(0, heard, heard);
      if (!heir || rising) return;
      let gone = 0;
      let turn = start;
      // Where there is little time each has its part of it.
      const least = Math.min(SHORT, (end - start) / 2 / others.length);
      const falls = others.slice(0, -1).map((voice) => {
        const begins = Math.min(turn, end - least);
        gone += power(voice);
        turn = Math.max(begins + least, start + ((end - start) * gone) / (total || 1));
        return { voice, begins, ends: turn };
      });
      share(heir, falls, [from, start, end], (t) => total * Math.min(1, (end - t) / (end - start)));
    },

    /** One voice goes out soon, an heir has its share, and nothing else rises; afterwards the mix goes on towards the heir. */
    relieve(gone: Voice, heir: Voice): void {
      const from = now() + AHEAD;
      const power = powerAt(gone, from);
      const { to, t1 } = gone.strip.share.bound();
      const soon = from + Math.min(ROOM, Math.max(SHORT, SKIP * power));
      const until = Math.max(from + AHEAD, Math.min(to ? Infinity : t1, soon));
      const others = [...all].filter((each) => each !== heir && each.begun !== null);
      const total = others.reduce((sum, each) => sum + powerAt(each, from), powerAt(heir, from));
      const end = until + FADE;
      const falls = others.map((voice) =>
        voice === gone ? { voice, begins: from, ends: until } : { voice, begins: until, ends: end },
      );
      share(heir, falls, [from, until, end], (t) => total + (1 - total) * Math.max(0, (t - until) / FADE));
    },
  };
}
