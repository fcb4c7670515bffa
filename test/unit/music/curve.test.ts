import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gainAt, moved, resting, type Curve } from '../../../src/music/curve.js';

const dB = (gain: number) => 20 * Math.log10(gain);
const times = (from: number, to: number, step = 0.05) =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);

describe('a share of the power', () => {
  it('sums to one with its counterpart at every moment of a crossfade', () => {
    const out = moved(resting(1), 0, 10, 22, true);
    const into = moved(resting(0), 1, 10, 22, true);
    for (const t of times(9, 23)) expect(gainAt(out, t) ** 2 + gainAt(into, t) ** 2).toBeCloseTo(1, 9);
  });

  it('keeps the sum through any overlap or reversal of three voices', () => {
    const moves = fc.array(
      fc.record({
        to: fc.nat(2),
        wait: fc.double({ min: 0, max: 15, noNaN: true }),
        takes: fc.double({ min: 0.1, max: 20, noNaN: true }),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(moves, (sequence) => {
        let voices: Curve[] = [resting(1), resting(0), resting(0)];
        let t = 0;
        for (const { to, wait, takes } of sequence) {
          voices = voices.map((voice, i) => moved(voice, i === to ? 1 : 0, t, t + takes, true));
          for (const now of times(t, t + wait, 0.5)) {
            const power = voices.reduce((sum, voice) => sum + gainAt(voice, now) ** 2, 0);
            expect(power).toBeCloseTo(1, 6);
          }
          t += wait;
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('a level', () => {
  it('falls linearly in dB to −60 and is then off', () => {
    const curve = moved(resting(1), 0, 0, 4, false);
    expect(dB(gainAt(curve, 1))).toBeCloseTo(-15, 6);
    expect(dB(gainAt(curve, 3.99))).toBeCloseTo(-59.85, 6);
    expect(gainAt(curve, 4)).toBe(0);
  });

  it('falls to a lower level without passing it', () => {
    const curve = moved(resting(1), 10 ** (-18 / 20), 0, 1.5, false);
    for (const t of times(0, 3)) expect(dB(gainAt(curve, t))).toBeGreaterThanOrEqual(-18 - 1e-9);
    expect(dB(gainAt(curve, 1.5))).toBeCloseTo(-18, 6);
  });

  it('returns without bursting: never more than 3 dB in 100 ms once it can be heard', () => {
    const curve = moved(resting(0), 1, 0, 20, false);
    for (const t of times(0.3, 20, 0.1)) expect(dB(gainAt(curve, t + 0.1)) - dB(gainAt(curve, t))).toBeLessThan(3);
  });
});

describe('a move that overtakes another', () => {
  it('starts from the gain it finds, whatever was under way', () => {
    const move = fc.record({
      to: fc.constantFrom(0, 0.126, 0.25, 1),
      wait: fc.double({ min: 0, max: 8, noNaN: true }),
      takes: fc.double({ min: 0.05, max: 20, noNaN: true }),
      power: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(move, { minLength: 1, maxLength: 10 }), (sequence) => {
        let curve = resting(1);
        let t = 0;
        for (const { to, wait, takes, power } of sequence) {
          const before = gainAt(curve, t);
          curve = moved(curve, to, t, t + takes, power);
          expect(gainAt(curve, t)).toBeCloseTo(before, 9);
          t += wait;
        }
      }),
    );
  });

  it('leaves what was before it as it was, so that one that begins later does not jump', () => {
    const falling = moved(resting(1), 0, 0, 10, true);
    const both = moved(falling, 1, 5, 15, true);
    for (const t of times(0, 4.9)) expect(gainAt(both, t)).toBe(gainAt(falling, t));
  });

  it('forgets one that had not begun', () => {
    const waiting = moved(resting(0), 1, 5, 10, true);
    const changed = moved(waiting, 0, 2, 3, true);
    for (const t of times(0, 20)) expect(gainAt(changed, t)).toBe(0);
  });
});
