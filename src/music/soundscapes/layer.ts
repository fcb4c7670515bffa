import type { Graph } from './graph.js';
import { pitchOf } from './harmony.js';
import type { Layer } from './tables.js';
import type { Voice } from './voice.js';

/** Points of a shape: straight lines between them are smooth enough at this pace. */
const POINTS = 64;

/**
 * The voices of a layer take turns, each entry a little early or late, so that their comings and goings never fall together
 * and never make a beat. A voice has its turn until it is called upon again, less its rest.
 * @returns writes the layer up to a time
 */
export function createLayer(
  { ctx, opened }: Graph,
  [, count, octave, length, rest, attack, fall, , leap = 0]: Layer,
  voices: readonly Voice[],
  random: () => number,
  chordAt: (time: number) => string,
): (until: number) => void {
  // It begins in the middle: all voices but the next are under way.
  const entries = [opened - 0.8 * length];
  let turn = 0;
  let step = 0;

  return (until) => {
    for (;;) {
      while (entries.length <= count) entries.push(entries.at(-1)! + (length / count) * (0.7 + 0.6 * random()));
      if (entries[0]! >= until) return;
      const entry = entries.shift()!;
      const lasts = (entries[count - 1]! - entry) * (1 - rest * random()) - 0.1;
      const loud = 0.8 + 0.3 * random();
      const shimmer = 0.05 + 0.15 * random();
      const chord = chordAt(entry);
      step += leap && 1 + ((random() * leap) | 0);
      const hertz = pitchOf(chord[step % chord.length]!, octave) * (1 + (random() - 0.5) * 1e-3);
      // A note that should have begun before now comes in where it is by now.
      const start = Math.max(entry, ctx.currentTime + 0.05);
      const left = entry + lasts - start;
      const shape = Float32Array.from({ length: POINTS }, (_, n) => {
        const x = 1 - (left / lasts) * (1 - n / (POINTS - 1));
        const rises = Math.sin((Math.PI / 2) * (x / attack)) ** 2;
        return n && loud * (x < attack ? rises : (Math.max(0, 1 - x) / (1 - attack)) ** fall);
      });
      if (left > 2) voices[turn % count]!(hertz, shimmer, shape, start, left);
      turn++;
    }
  };
}
