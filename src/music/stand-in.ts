import type { Protocol, Track } from '../session/types.js';
import { soundscapeNames, type SoundscapeName } from './soundscapes/index.js';

/** Begins ids and locations of what needs no file. */
export const GENERATED = 'stillroom:';

/** What a location asks to be generated, where there is such a soundscape, or a silence. */
export function nameIn(location: string): SoundscapeName | 'silence' | undefined {
  const names = ['silence', ...soundscapeNames] as const;
  return names.find((name) => GENERATED + name === location);
}

/** The soundscape of a phase of any protocol: by its place before or after the deepest one, and by its intensity. */
export function soundscapeOf({ phases }: Protocol, index: number): string {
  const deepest = Math.max(2, ...phases.map(({ intensity }) => intensity));
  const peak = phases.findIndex(({ intensity }) => intensity === deepest);
  if (index === peak && deepest > 2) return 'deep';
  if (index <= 0) return 'hush';
  if (index > peak) return index === phases.length - 1 ? 'shore' : 'drift';
  if (index === peak - 1) return 'current';
  return phases[index]!.intensity > 1 ? 'tide' : 'hush';
}

/** A soundscape as a track, for where a playlist has nothing left to play. `vault` is the second of the deepest phase. */
export function generated(protocol: Protocol, name: string): Track {
  const own = name === 'vault' ? 'deep' : name;
  const phases = protocol.phases.filter((_, i) => soundscapeOf(protocol, i) === own).map(({ id }) => id);
  const title = name[0]!.toUpperCase() + name.slice(1);
  // Nothing is known of it that only files have.
  return { id: GENERATED + name, title, location: [GENERATED + name], duration: null, phases } as unknown as Track;
}

/**
 * What stands in where nothing else can play: never nothing.
 * @param not id of one that nobody wants to hear any longer
 */
export function standIn(protocol: Protocol, index: number, not?: string): Track {
  const names = [soundscapeOf(protocol, index), soundscapeOf(protocol, index) === 'deep' ? 'vault' : 'tide', 'drift'];
  return generated(
    protocol,
    names.find((name) => GENERATED + name !== not)!,
  );
}
