/** Samples a second that everything is measured at. */
export const RATE = 48_000;
/** 100 ms, in samples. */
export const HOP = RATE / 10;
/** K-weighting at 48 kHz, ITU-R BS.1770-4, annex 1: b0, b1, b2, a1, a2 of the shelf, then a1, a2 of the high-pass. */
const [B0, B1, B2, A1, A2] = [
  1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585,
] as const;
const [H1, H2] = [-1.99004745483398, 0.99007225036621] as const;
/** What a channel counts, of six: left, right, centre, low, and two behind. */
const WEIGHTS = [1, 1, 1, 0, 1.41, 1.41];

/** Power of sound as it is perceived, 100 ms at a time; what went before runs on in the filters. */
export function createWeighting() {
  const filters: Float64Array[] = [];
  /** @param from the first of the samples, which follow those heard before */
  return (channels: readonly Float32Array[], from: number): number => {
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
    });
    return power;
  };
}
