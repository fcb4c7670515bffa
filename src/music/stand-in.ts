import type { Protocol, Track } from '../session/types.js';
import type { SoundscapeName } from './soundscapes/index.js';

/** Ids and locations of what needs no file. */
export const GENERATED = 'stillroom:';

/** Soundscapes that may follow a stand-in nobody wants to hear any longer, the nearest first. */
const SECONDS: readonly SoundscapeName[] = ['vault', 'deep', 'drift', 'tide'];

/** The soundscape of a phase of any protocol: by its place before or after the deepest one, and by its intensity. */
export function soundscapeOf({ phases }: Protocol, index: number): SoundscapeName {
  const deepest = Math.max(...phases.map(({ intensity }) => intensity));
  const peak = phases.findIndex(({ intensity }) => intensity === deepest);
  if (index === peak && deepest > 2) return 'deep';
  if (index <= 0) return 'hush';
  if (index > peak) return index === phases.length - 1 ? 'shore' : 'drift';
  if (index === peak - 1) return 'current';
  return phases[index]?.intensity === 1 ? 'hush' : 'tide';
}

/** A soundscape as a track, for where a playlist has nothing left to play. */
export const generated = (protocol: Protocol, name: string): Track => ({
  id: GENERATED + name,
  title: name[0]!.toUpperCase() + name.slice(1),
  creator: null,
  location: [GENERATED + name],
  duration: null,
  phases: protocol.phases.filter((_, index) => soundscapeOf(protocol, index) === name).map(({ id }) => id),
  intensity: null,
  loudness: null,
  peak: null,
  vocals: 'none',
  license: null,
});

/** What stands in where nothing else can play: never nothing. */
export function standIn(protocol: Protocol, index: number, not?: string): Track {
  const own = soundscapeOf(protocol, index);
  const deep = own === 'deep' || own === 'current';
  const names = [own, ...(deep ? SECONDS : SECONDS.slice(2))];
  return generated(protocol, names.find((name) => GENERATED + name !== not) ?? own);
}
