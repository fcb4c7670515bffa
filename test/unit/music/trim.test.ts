import { describe, expect, it } from 'vitest';
import { trimOf } from '../../../src/music/trim.js';

type Steps = 1 | 2 | 3 | 4 | 5;
const dB = (loudness: number, peak: number, intensity: Steps = 3) =>
  20 * Math.log10(trimOf({ loudness, peak }, intensity));

describe('the trim of a track', () => {
  it.each([-30, -23, -14])('brings one of %d LUFS to −23', (loudness) => {
    expect(loudness + dB(loudness, -20)).toBeCloseTo(-23, 6);
  });

  it('never lets a measured peak above the ceiling, −7.1 dBTP, however soft the track', () => {
    expect(-3 + dB(-40, -3, 5)).toBeCloseTo(-7.1, 6);
  });

  it('lifts nothing by more than 20 dB, whatever its list says of it', () => {
    expect(dB(-70, -100)).toBeCloseTo(20, 6);
    expect(dB(-70, -20)).toBeCloseTo(12.9, 6);
  });

  it('moves with the intensity, by 3 LU at most', () => {
    expect(dB(-20, -20, 1)).toBeCloseTo(-6, 6);
    expect(dB(-20, -20, 5)).toBeCloseTo(0, 6);
  });

  const without = (figures: null | undefined) => ([1, 3, 5] as const).map((i) => 20 * Math.log10(trimOf(figures, i)));

  it('is careful with what cannot be measured', () => {
    without(null).forEach((each, i) => expect(each).toBeCloseTo([-9, -6, -6][i]!, 6));
  });

  it.each([
    [-20, NaN],
    [NaN, -10],
    [-20, Infinity],
  ])('is as careful with figures that are none (%d LUFS, %d dBTP)', (loudness, peak) => {
    expect(dB(loudness, peak)).toBeCloseTo(-6, 6);
  });

  it('lets the loudest master be no louder than the room while it is still to be measured', () => {
    for (const trim of without(undefined)) expect(-9 + trim).toBeLessThanOrEqual(-23);
  });
});
