import { wanted } from '../session/sound.js';
import type { Session } from '../session/types.js';
import { AHEAD, type Fader } from './fader.js';
import type { LevelName } from './mixer.js';
import type { Studio } from './voices.js';

/** A crossfade without a time of its own, and any return, s. */
export const FADE = 20;
/** Seconds down and up of each level, and what it comes down to. */
const LEVELS: Readonly<Record<LevelName, readonly [down: number, up: number, low: number]>> = {
  on: [0, FADE, 0],
  heard: [4, FADE, 0],
  attend: [2, FADE, 0],
  speak: [1.5, 12, 0.126], // −18 dB
  away: [4, FADE, 0.251], // −12 dB
};
/** Music that was to be heard nowhere stays away so long, s: another output has begun to play by then. */
const GONE = 0.5;
/** What belongs to an earlier session is gone in so long, s. */
const LEFT = 2;
/** A bus as far down as this (−14 dB) is only just rising. */
const LOW = 0.2;

/** What the bus is turned down by, as the session has it. */
export function createLevels({ mixer: { levels }, now }: Studio) {
  return {
    /**
     * @param told the session as it stands: whether there is to be music
     * @param session the one whose music it is
     * @param over that one is over: nothing rises any more
     * @param rise s to come on
     * @param fall s to go off
     */
    set(told: Session | null, session: Session | null, over: boolean, rise: number, fall: number): void {
      const kept = {
        on: !!told && wanted(told),
        heard: !session?.silenced,
        attend: !session?.attending,
        speak: !session?.speaking,
        away: !session?.away,
      };
      const off = !levels.on.bound().to && !levels.on.at(now());
      for (const [name, keeps] of Object.entries(kept) as [LevelName, boolean][]) {
        const level = levels[name];
        const [down, up, low] = LEVELS[name];
        const from = level.bound().to;
        const has = level.at(now());
        const to = !keeps ? low : over && name !== 'on' ? Math.min(from, has) : 1;
        const seconds = name === 'on' ? (keeps ? rise : fall) : to > from ? up : down;
        // Where nothing sounds the others are at once where they have to be: nothing is left of an earlier session's.
        if (off && name !== 'on') has !== to && level.cut(to);
        else if (to !== from) level.move(to, now(), now() + AHEAD + seconds);
      }
    },

    /** All goes, soon, whatever time it had; a share that was on its way up goes, too, and one that was to begin does not. */
    leave(shares: readonly Fader[]): void {
      const gone = now() + AHEAD + LEFT;
      const { to, t1 } = levels.on.bound();
      if (to || t1 > gone) levels.on.move(0, now(), gone);
      for (const share of shares) {
        const has = share.at(now());
        if (!has) share.cut();
        else if (has < share.bound().to) share.move(0, now(), gone);
      }
    },

    /** The audio clock stands still: what comes back begins from nothing. */
    cut: () => levels.on.cut(),

    /**
     * The music goes at once, and comes back from nothing; what was going for good does not come back.
     * @param rise s
     * @param gone s that it stays away
     */
    dip(rise: number, gone = GONE): void {
      const { on } = levels;
      const { to } = on.bound();
      on.move(0, now(), now());
      if (to) on.move(1, now() + gone, now() + gone + rise);
    },

    /** So little is heard that a voice may begin without a crossfade. @param ahead s from now */
    low(ahead = 0): boolean {
      const t = now() + ahead;
      return levels.on.at(t) * levels.heard.at(t) * levels.attend.at(t) < LOW;
    },

    /** Nothing is to be heard: already (`off` for good, `silent` until called back), or once it has fallen. */
    closed(): 'off' | 'silent' | 'falling' | null {
      const closing = [levels.on, levels.heard, levels.attend].filter((level) => !level.bound().to);
      if (!closing.length) return null;
      const down = closing.filter((level) => level.bound().t1 <= now());
      return down.includes(levels.on) ? 'off' : down.length ? 'silent' : 'falling';
    },
  };
}

export type Levels = ReturnType<typeof createLevels>;
