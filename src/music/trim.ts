import type { Intensity } from '../session/types.js';

/** Loudness every track is brought to, LUFS. */
const TARGET = -23;
/** What one step of intensity is worth, LU: ±3 from 1 to 5. */
const STEP = 1.5;
/** The loudest a measured peak may come to before the ceiling, dBTP: there two of them meet. */
const PEAK = -6.6;
/** Trim of a track nobody has measured, dB. */
const UNKNOWN = -6;

/** The gain of a track that brings it to the room's loudness at this intensity. */
export function trimOf(
  { loudness, peak }: { loudness: number | null; peak: number | null },
  intensity: Intensity,
): number {
  const moved = (intensity - 3) * STEP;
  const dB =
    loudness === null || peak === null
      ? UNKNOWN + Math.min(0, moved)
      : Math.min(TARGET + moved - loudness, PEAK - peak);
  return 10 ** (dB / 20);
}
