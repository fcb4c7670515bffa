import { blocks, gated, integrated, lufs } from '../../src/music/loudness/meter.ts';
import { truePeak } from '../../src/music/loudness/true-peak.ts';
import { createWeighting, HOP } from '../../src/music/loudness/weighting.ts';

/** Blocks of 400 ms for the loudness, of 3 s for its range, in hops of 100 ms (EBU Tech 3341, 3342). */
const MOMENTARY = 4;
const SHORT = 30;

/**
 * Integrated loudness (LUFS) and true peak (dBTP) as the product itself measures them, and the loudness range (LU).
 * `--keep` puts ffmpeg's own figures beside them.
 * @param {Float32Array[]} channels at 48 kHz
 */
export function measureLoudness(channels) {
  const weighted = createWeighting();
  const hops = [];
  for (let from = 0; from + HOP <= channels[0].length; from += HOP) hops.push(weighted(channels, from));
  const short = gated(blocks(hops, SHORT), 20)
    .map(lufs)
    .sort((a, b) => a - b);
  const at = (share) => short[Math.round((short.length - 1) * share)] ?? 0;
  const peak = channels.reduce((most, samples) => truePeak(samples, 0, samples.length, most), 0);
  return {
    loudness: integrated(blocks(hops, MOMENTARY)) ?? -Infinity,
    range: at(0.95) - at(0.1),
    peak: 20 * Math.log10(peak),
  };
}
