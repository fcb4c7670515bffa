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
 * the plan in its own order: each track suits the phase that its middle falls into.
 */
export function suiting({ protocol: { phases }, playlist: { tracks } }: Session): (track: Track, phase: string | undefined) => boolean {
  const named = tracks.some((track) => track.phases.length);
  const until = ends(phases.map(({ minutes }) => minutes ?? OPEN));
  const at = ends(tracks.map(({ duration }) => duration ?? USUAL));
  const laid = new Map(
    tracks.map(({ id }, i) => [id, phases[until.findIndex((end) => (at[i]! + (at[i - 1] ?? 0)) / 2 <= end)]?.id]),
  );
  return ({ id, phases: own }, phase) =>
    own.length || id.startsWith(GENERATED) ? own.includes(phase!) : named || laid.get(id) === phase;
}
