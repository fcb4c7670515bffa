import { expect, it } from 'vitest';
import { createBlend } from '../../../src/music/blend.js';
import { createFader } from '../../../src/music/fader.js';
import type { Studio, Voice } from '../../../src/music/voices.js';

const now = () => 100;
const param = { setValueAtTime() {}, cancelScheduledValues() {}, linearRampToValueAtTime() {} };
const context = { createGain: () => ({ gain: param }) } as unknown as BaseAudioContext;

/** A soundscape that has this share of the power. */
function voice(power: number): Voice {
  const share = createFader(context, 0, now);
  share.cut(Math.sqrt(power));
  return { strip: { share }, deck: null, begun: power ? 1 : null } as unknown as Voice;
}

it.each([
  ['of 0.6 s', 0.6],
  ['of 8 s', 8],
  ['of no time at all', 0],
])('a crossfade %s out of several voices keeps the sum, and leaves none behind', (_, seconds) => {
  for (const powers of [[1], [0.3, 0.7], [0.1, 0.55, 0.35], [0.02, 0.96, 0.02], [0.03, 0.1, 0.12, 0.25, 0.5]]) {
    const others = powers.map(voice);
    const heir = voice(0);
    const all = new Set([...others, heir]);
    createBlend(
      { now } as unknown as Studio,
      all,
      () => false,
      // The first is the first to run out.
      (each) => 10 + others.indexOf(each),
    ).towards(heir, seconds);
    const sum = (t: number) => [...all].reduce((whole, { strip }) => whole + strip.share.at(t) ** 2, 0);
    for (let t = now(); t < now() + seconds + 1; t += 0.01) expect(Math.abs(sum(t) - 1)).toBeLessThan(0.13);
    expect(others.map(({ strip }) => strip.share.bound().to)).toEqual(powers.map(() => 0));
    expect(sum(now() + seconds + 1)).toBe(1);
  }
});
