import type { Session, Track } from '../session/types.js';
import { GENERATED } from './stand-in.js';

/** An open-ended phase counts as this long, minutes, and a track of unknown length as this long, ms. */
const OPEN = 10;
const USUAL = 300_000;

/** Parts of a whole, as the fractions they end at. */
const ends = (lengths: readonly number[]): number[] => {
  let sum = 0;
  return lengths.map((length) => (sum += length)).map((end) => end / sum);
};

/**
 * Whether a track suits a phase; in a list that names phases one without any suits all. A list without any is laid over
 * the plan in its own order: each track suits the phases that it touches there.
 */
export function suiting({
  protocol: { phases },
  playlist: { tracks },
}: Session): (track: Track, phase: string | undefined) => boolean {
  const named = tracks.some((track) => track.phases.length);
  const plan = ends(phases.map(({ minutes }) => minutes ?? OPEN));
  const list = ends(tracks.map(({ duration }) => duration ?? USUAL));
  return (track, phase) => {
    if (track.phases.length || track.id.startsWith(GENERATED)) return track.phases.includes(phase!);
    const i = tracks.indexOf(track);
    const at = phases.findIndex(({ id }) => id === phase);
    return named || ((list[i - 1] ?? 0) < plan[at]! && list[i]! > (plan[at - 1] ?? 0));
  };
}
