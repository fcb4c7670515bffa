import { truePeak } from './true-peak.js';
import { createWeighting, HOP } from './weighting.js';

/** Hops that a block of 400 ms is made of; blocks overlap by three quarters. */
const BLOCK = 4;

export interface Figures {
  /** Integrated, LUFS. */
  readonly loudness: number;
  /** True peak, dBTP. */
  readonly peak: number;
}

export const lufs = (power: number) => -0.691 + 10 * Math.log10(power);

/** Integrated loudness of blocks by their power, gated at −70 LUFS and 10 LU below the rest; `null`: nothing is loud enough. */
export function integrated(powers: readonly number[]): number | null {
  const loud = gated(powers, 10);
  return loud.length ? lufs(mean(loud)) : null;
}

const mean = (powers: readonly number[]) => powers.reduce((sum, power) => sum + power, 0) / powers.length;

/** The blocks that count: above −70 LUFS, and no more than so many LU below those. */
export function gated(powers: readonly number[], below: number): number[] {
  const loud = powers.filter((power) => lufs(power) > -70);
  const gate = lufs(mean(loud)) - below;
  return loud.filter((power) => lufs(power) > gate);
}

/** Mean power of each run of so many hops. */
export const blocks = (hops: readonly number[], size: number): number[] =>
  hops.slice(size - 1).map((_, n) => hops.slice(n, n + size).reduce((sum, power) => sum + power, 0) / size);

/** Measures a file stretch by stretch, and keeps a figure for each block and no sample (ITU-R BS.1770-4). */
export function createMeter() {
  const powers: number[] = [];
  let hops: number[] = [];
  let weighted = createWeighting();
  let peak = 0;
  return {
    /** A new stretch: no block reaches over a cut. */
    begin(): void {
      hops = [];
      weighted = createWeighting();
    },
    /** Hears 100 ms, from this sample on, which follow those heard before. */
    hear(channels: readonly Float32Array[], from: number): void {
      // A file of floats may hold what is no number; a filter would not get rid of it any more.
      for (const samples of channels)
        for (let i = from; i < from + HOP; i++) if (!Number.isFinite(samples[i] ?? 0)) samples[i] = 0;
      for (const samples of channels) peak = truePeak(samples, from, from + HOP, peak);
      hops = [...hops.slice(1 - BLOCK), weighted(channels, from)];
      powers.push(...blocks(hops, BLOCK));
    },
    /** `null`: there was nothing to hear. */
    figures(): Figures | null {
      const loudness = integrated(powers);
      return loudness === null ? null : { loudness, peak: 20 * Math.log10(peak) };
    },
  };
}
