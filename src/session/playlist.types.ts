import type { Intensity } from './protocol.types.js';

/** A playlist after reading and validation, whatever its format was. Journalled whole in `prepared`. */
export interface Playlist {
  /** What `prepare`, `change` and `listen` take: the end of its identifier, else its file’s name. */
  readonly id: string;
  /** What it is called where it is chosen. */
  readonly title: string;
  /** Who made it; `null` where it does not say. */
  readonly creator: string | null;
  /** In its own order; the same may stand there more than once. */
  readonly tracks: readonly Track[];
}

/** One piece. */
export interface Track {
  /** Unique in the playlist: from the identifier, else the file's name; a second of the same gets `-2`. */
  readonly id: string;
  /** Shown as text, whatever it contains. */
  readonly title: string;
  /** `null` where it does not say. */
  readonly creator: string | null;
  /** Absolute addresses in order of preference, or `stillroom:NAME` for a soundscape, `stillroom:silence` for a silence. */
  readonly location: readonly string[];
  /** Length in ms; `null` where unknown or endless. */
  readonly duration: number | null;
  /** Ids of the phases it suits; empty: used in list order. */
  readonly phases: readonly string[];
  /** 1 is the gentlest, 5 the fullest; `null`: that of the phase it suits. */
  readonly intensity: Intensity | null;
  /** Integrated loudness in LUFS (EBU R128). */
  readonly loudness: number | null;
  /** True peak in dBTP. */
  readonly peak: number | null;
  /** `null` where it does not say. */
  readonly vocals: 'none' | 'wordless' | 'words' | null;
  /** As the list has it: an SPDX name or an address. */
  readonly license: string | null;
}
