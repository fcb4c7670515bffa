import type { Intensity } from './protocol.types.js';

/** A playlist after reading and validation, whatever its format was. Journalled whole in `prepared`. */
export interface Playlist {
  readonly id: string;
  readonly title: string;
  readonly creator: string | null;
  readonly tracks: readonly Track[];
}

export interface Track {
  /** Unique in the playlist: from the identifier, else the file's name; a second of the same gets `-2`. */
  readonly id: string;
  readonly title: string;
  readonly creator: string | null;
  /** Absolute addresses in order of preference, or `stillroom:NAME` for a soundscape, `stillroom:silence` for a silence. */
  readonly location: readonly string[];
  /** Length in ms; `null` where unknown or endless. */
  readonly duration: number | null;
  /** Ids of the phases it suits; empty: used in list order. */
  readonly phases: readonly string[];
  readonly intensity: Intensity | null;
  /** Integrated loudness in LUFS (EBU R128). */
  readonly loudness: number | null;
  /** True peak in dBTP. */
  readonly peak: number | null;
  readonly vocals: 'none' | 'wordless' | 'words' | null;
  readonly license: string | null;
}
