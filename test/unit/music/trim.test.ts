import { describe, expect, it } from 'vitest';
import { trimOf } from '../../../src/music/trim.js';

const dB = (loudness: number | null, peak: number | null, intensity: 1 | 2 | 3 | 4 | 5 = 3) =>
  20 * Math.log10(trimOf({ loudness, peak }, intensity));

describe('the trim of a track', () => {
  it.each([-30, -23, -14])('brings one of %d LUFS to −23', (loudness) => {
    expect(loudness + dB(loudness, -20)).toBeCloseTo(-23, 6);
  });

  it('never lets a measured peak above the ceiling, −6.6 dBTP, however soft the track', () => {
    expect(-3 + dB(-40, -3, 5)).toBeCloseTo(-6.6, 6);
  });

  it('moves with the intensity, by 3 LU at most', () => {
    expect(dB(-20, -20, 1)).toBeCloseTo(-6, 6);
    expect(dB(-20, -20, 5)).toBeCloseTo(0, 6);
  });

  it('is careful with what nobody has measured', () => {
    for (const [loudness, peak] of [
      [null, null],
      [-20, null],
      [null, -20],
    ] as const)
      for (const intensity of [1, 3, 5] as const) expect(dB(loudness, peak, intensity)).toBeLessThanOrEqual(-6);
  });
});
