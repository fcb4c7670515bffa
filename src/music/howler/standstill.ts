import { byTimer } from '../alarm.js';

/**
 * A place is looked at so often, s: by a timer, since no browser holds back those of a page that is heard, and a node of
 * the graph for each look costs more.
 */
const LOOKS = 0.2;
/** It has stood still for so long, s, while the audio clock went on: there is enough of the delay left to fade. */
const STILL = 0.4;

/**
 * Watches a place that should move. Of a line that is open and from which nothing more comes Firefox tells nothing at
 * all: it believes to have enough, and stands.
 * @param onStill called once
 */
export function createStandstill(ctx: AudioContext, place: () => number, onStill: () => void) {
  let stop = () => {};
  return {
    watch(): void {
      stop();
      let last = place();
      // WebKit says that it plays some time before it does.
      let since = Infinity;
      const look = () => {
        const here = place();
        const now = ctx.currentTime;
        if (here !== last) since = now;
        last = here;
        if (now - since < STILL) stop = byTimer(LOOKS, look);
        else onStill();
      };
      stop = byTimer(LOOKS, look);
    },
    stop: () => stop(),
  };
}
