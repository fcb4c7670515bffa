import { byTimer } from '../alarm.js';

/**
 * A place is looked at so often, s: by a timer, since no browser holds back those of a page that is heard, and a node of
 * the graph for each look costs more.
 */
const LOOKS = 0.2;
/** It has stood still for so long, s, while the audio clock went on: there is enough of the delay left to fade. */
const STILL = 0.4;
/** It has begun when so many looks have seen it move: WebKitGTK leaps once by what it is ready with, and then waits. */
const MOVES = 2;
/** So many have been enough to see that. */
const ENOUGH = 3;

/**
 * Watches a place that should move. Of a line that is open and from which nothing more comes Firefox tells nothing at
 * all: it believes to have enough, and stands. WebKitGTK says that it plays, and begins as long after as it has been
 * ready before or was paused: minutes, of a piece that was made ready while another played.
 * @param onUnbegun called once at most, of a place that has not moved since it was said to
 * @param onStill called once, of one that has
 */
export function createStandstill(ctx: AudioContext, place: () => number, onUnbegun: () => void, onStill: () => void) {
  let stop = () => {};
  return {
    watch(): void {
      stop();
      let last = place();
      let since = Infinity;
      let heard = ctx.currentTime;
      let looks = 0;
      let moves = 0;
      const look = () => {
        const here = place();
        const now = ctx.currentTime;
        if (here > last && (moves += 1) >= MOVES) since = now;
        last = here;
        if (now - since >= STILL) return onStill();
        stop = byTimer(LOOKS, look);
        // While the audio clock stands every place does.
        if (now > heard && (looks += 1) === ENOUGH && moves < MOVES) onUnbegun();
        heard = now;
      };
      stop = byTimer(LOOKS, look);
    },
    stop: () => stop(),
  };
}
