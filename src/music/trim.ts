import type { Intensity } from '../session/types.js';
import type { Figures } from './loudness/meter.js';

/** Loudness every track is brought to, LUFS. */
const TARGET = -23;
/** What one step of intensity is worth, LU: ±3 from 1 to 5. */
const STEP = 1.5;
/** The loudest a measured peak may come to before the ceiling, dBTP: there two of them meet. */
const PEAK = -7.1;
/** The most a track is lifted, dB: what is softer yet is noise, or its list is wrong about it. */
const MOST = 20;
/** Trim of a track that cannot be measured, dB. */
const UNKNOWN = -6;
/** Trim of one that will be, dB, which is right for a loud master (−9 LUFS): it may rise, and nothing startles. */
const UNTIL = -14;

/**
 * The gain of a track that brings it to the room's loudness at this intensity.
 * @param figures `null`: it cannot be measured; `undefined`: not yet
 */
export function trimOf(figures: Figures | null | undefined, intensity: Intensity): number {
  const moved = (intensity - 3) * STEP;
  const measured = figures && Math.min(TARGET + moved - figures.loudness, PEAK - figures.peak, MOST);
  const dB = Number.isFinite(measured) ? measured! : (figures === undefined ? UNTIL : UNKNOWN) + Math.min(0, moved);
  return 10 ** (dB / 20);
}
