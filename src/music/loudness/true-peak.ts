/** Samples to each side that a value between two of them is made of. */
const TAPS = 12;
/** Three points between two samples, by a windowed sinc: oversampled by four (ITU-R BS.1770-4, annex 2). */
const BETWEEN = [0.25, 0.5, 0.75].map((shift) =>
  Float32Array.from({ length: TAPS * 2 }, (_, n) => {
    const x = Math.PI * (n - TAPS + 1 - shift);
    return (Math.sin(x) / x) * Math.cos(x / (2 * TAPS + 1)) ** 2;
  }),
);

/** The highest that the wave comes from one sample to another, if it is more than `peak`; what is no number counts for nothing. */
export function truePeak(samples: Float32Array, from: number, to: number, peak: number): number {
  const hear = (height: number) => {
    if (height > peak && height < Infinity) peak = height;
  };
  for (let i = from; i < to; i++) hear(Math.abs(samples[i]!));
  // A wave stands little above its samples: only beside loud ones is it worth the trouble.
  for (let i = Math.max(from, TAPS); i < Math.min(to, samples.length - TAPS); i++)
    if (Math.abs(samples[i]!) > peak / 2)
      for (const taps of BETWEEN) {
        let sum = 0;
        for (let n = 0; n < taps.length; n++) sum += taps[n]! * samples[i - TAPS + 1 + n]!;
        hear(Math.abs(sum));
      }
  return peak;
}
