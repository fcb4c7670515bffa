import { truePeak } from './true-peak.js';

/** Samples a second that everything is measured at. */
export const RATE = 48_000;
/** Blocks of 400 ms overlap by three quarters: a step of 100 ms, in samples. */
export const HOP = RATE / 10;
/** K-weighting at 48 kHz, ITU-R BS.1770-4, annex 1: b0, b1, b2, a1, a2 of the shelf, then a1, a2 of the high-pass. */
const [B0, B1, B2, A1, A2] = [
  1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585,
] as const;
const [H1, H2] = [-1.99004745483398, 0.99007225036621] as const;
/** What a channel counts, of six: left, right, centre, low, and two behind. */
const WEIGHTS = [1, 1, 1, 0, 1.41, 1.41];

export interface Figures {
  /** Integrated, LUFS. */
  readonly loudness: number;
  /** True peak, dBTP. */
  readonly peak: number;
}

const lufs = (power: number) => -0.691 + 10 * Math.log10(power);

/** Integrated loudness of blocks by their power, gated at −70 LUFS and 10 LU below the rest; `null`: nothing is loud enough. */
export function integrated(powers: readonly number[]): number | null {
  const above = (gate: number) => {
    const loud = powers.filter((power) => lufs(power) > gate);
    return lufs(loud.reduce((sum, power) => sum + power, 0) / loud.length);
  };
  const first = above(-70);
  return Number.isNaN(first) ? null : above(Math.max(-70, first - 10));
}

/** Measures a file stretch by stretch, and keeps a figure for each block and no sample (ITU-R BS.1770-4). */
export function createMeter() {
  const powers: number[] = [];
  let hops: number[] = [];
  let filters: Float64Array[] = [];
  let peak = 0;
  return {
    /** A new stretch: no block reaches over a cut. */
    begin(): void {
      hops = [];
      filters = [];
    },
    /** Hears 100 ms, from this sample on, which follow those heard before. */
    hear(channels: readonly Float32Array[], from: number): void {
      let power = 0;
      channels.forEach((samples, c) => {
        const state = (filters[c] ??= new Float64Array(4));
        let [p, q, r, s] = state as unknown as [number, number, number, number];
        let sum = 0;
        for (let i = from; i < from + HOP; i++) {
          const x = samples[i]!;
          const y = B0 * x + p;
          p = B1 * x - A1 * y + q;
          q = B2 * x - A2 * y;
          const z = y + r;
          r = -2 * y - H1 * z + s;
          s = y - H2 * z;
          sum += z * z;
        }
        state.set([p, q, r, s]);
        power += (sum / HOP) * (channels.length > 2 ? (WEIGHTS[c] ?? 1) : 1);
        peak = truePeak(samples, from, from + HOP, peak);
      });
      hops = [...hops.slice(-3), power];
      if (hops.length === 4) powers.push(hops.reduce((sum, each) => sum + each / 4, 0));
    },
    /** `null`: there was nothing to hear. */
    figures(): Figures | null {
      const loudness = integrated(powers);
      return loudness === null ? null : { loudness, peak: 20 * Math.log10(peak) };
    },
  };
}
