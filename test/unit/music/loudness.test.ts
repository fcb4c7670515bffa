import { describe, expect, it } from 'vitest';
import { createMeter } from '../../../src/music/loudness/meter.js';
import { HOP, RATE } from '../../../src/music/loudness/weighting.js';
import { truePeak } from '../../../src/music/loudness/true-peak.js';

/** A sine of 1 kHz in both channels, at these levels (dBFS of its peak) for so many seconds each. */
function sines(...parts: [level: number, seconds: number][]): Float32Array[] {
  const samples = new Float32Array(parts.reduce((sum, [, seconds]) => sum + seconds, 0) * RATE);
  let at = 0;
  for (const [level, seconds] of parts)
    for (let i = 0; i < seconds * RATE; i++)
      samples[at++] = 10 ** (level / 20) * Math.sin((2 * Math.PI * 1000 * i) / RATE);
  return [samples, samples];
}

function measured(channels: Float32Array[]) {
  const meter = createMeter();
  for (let from = 0; from + HOP <= channels[0]!.length; from += HOP) meter.hear(channels, from);
  return meter.figures();
}

describe('loudness, by the cases of EBU Tech 3341', () => {
  it.each([
    ['1: −23 dBFS is −23 LUFS', [[-23, 20]], -23],
    ['2: −33 dBFS is −33 LUFS', [[-33, 20]], -33],
    [
      '3: what is 10 LU below is gated',
      [
        [-36, 10],
        [-23, 60],
        [-36, 10],
      ],
      -23,
    ],
    [
      '4: and what is nearly silent',
      [
        [-72, 10],
        [-36, 10],
        [-23, 60],
        [-36, 10],
        [-72, 10],
      ],
      -23,
    ],
    [
      '5: what is louder counts by its length',
      [
        [-26, 20],
        [-20, 20.1],
        [-26, 20],
      ],
      -23,
    ],
  ] as [string, [number, number][], number][])(
    'case %s',
    (_, parts, loudness) => {
      expect(Math.abs(measured(sines(...parts))!.loudness - loudness)).toBeLessThan(0.1);
    },
    30_000,
  );

  it('is 3 LU less from one channel than from two', () => {
    expect(measured(sines([-23, 5]).slice(1))!.loudness).toBeCloseTo(-26, 1);
  });

  it('has no figure for silence', () => {
    expect(measured(sines([-Infinity, 2]))).toBeNull();
  });
});

describe('true peak', () => {
  const peakOf = (samples: Float32Array) => 20 * Math.log10(truePeak(samples, 0, samples.length, 0));
  const sine = (hz: number, phase: number, amplitude = 0.5) =>
    Float32Array.from({ length: RATE }, (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / RATE + phase));

  // EBU Tech 3341, cases 15 to 19: tolerated is +0.2 and −0.4 dB.
  it.each([
    ['15: a quarter of the rate', RATE / 4, 0],
    ['16: a quarter, between its samples', RATE / 4, Math.PI / 4],
    ['17: a sixth', RATE / 6, Math.PI / 3],
    ['18: an eighth', RATE / 8, (Math.PI * 3) / 8],
  ])('case %s', (_, hz, phase) => {
    expect(peakOf(sine(hz, phase))).toBeLessThan(-6.02 + 0.2);
    expect(peakOf(sine(hz, phase))).toBeGreaterThan(-6.02 - 0.4);
  });

  it.each([NaN, Infinity, -Infinity])(
    'passes over a sample that is no number (%d), and so does the loudness',
    (sample) => {
      const meter = createMeter();
      const wave = Float32Array.from({ length: 48_000 * 7 }, (_, i) => 0.1 * Math.sin(i / 7));
      const hear = () => {
        meter.begin();
        for (let at = 0; at + 4800 <= wave.length; at += 4800) meter.hear([wave], at);
        return meter.figures()!;
      };
      const { loudness, peak } = hear();
      wave[100_000] = sample;
      const spoilt = hear();
      // The hole it leaves rings a little.
      expect(Math.abs(spoilt.peak - peak)).toBeLessThan(1);
      expect(spoilt.loudness).toBeCloseTo(loudness, 1);
    },
  );

  it('is that of all that was heard', () => {
    expect(measured(sines([-30, 1], [-12, 1], [-30, 1]))!.peak).toBeCloseTo(-12, 1);
  });
});
