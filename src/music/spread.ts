import type { Protocol, Session, Track } from '../session/types.js';
import { GENERATED } from './stand-in.js';

/** An open-ended phase counts as this long, minutes, and a track of unknown length as this long, ms. */
const OPEN = 10;
const USUAL = 300_000;

/** Parts of a whole, as the fractions they end at. */
function ends(lengths: readonly number[]): number[] {
  const whole = lengths.reduce((sum, length) => sum + length, 0) || 1;
  let sum = 0;
  return lengths.map((length) => (sum += length) / whole);
}

/** A list without any phases is laid over the plan in its own order: each track suits the phase its middle falls into. */
function laid({ phases }: Protocol, tracks: readonly Track[]): Map<string, string> {
  const lengths = tracks.map(({ duration }) => duration ?? USUAL);
  const until = ends(phases.map(({ minutes }) => minutes ?? OPEN));
  return new Map(
    ends(lengths).map((end, i, all) => {
      const middle = (end + (all[i - 1] ?? 0)) / 2;
      return [tracks[i]!.id, phases[until.findIndex((limit) => middle <= limit)]?.id ?? ''];
    }),
  );
}

/** Whether a track suits a phase; in a list that names phases one without any suits all. */
export function suiting({ protocol, playlist: { tracks } }: Session): (track: Track, phase: string | undefined) => boolean {
  const named = tracks.some(({ phases }) => phases.length);
  const places = named ? null : laid(protocol, tracks);
  return ({ id, phases }, phase) =>
    phases.length || id.startsWith(GENERATED) ? phases.includes(phase ?? '') : (places?.get(id) ?? phase) === phase;
}
