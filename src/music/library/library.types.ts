import type { UseStore } from 'idb-keyval';
import type { PreflightLine, Session, Track } from '../../session/types.js';
import type { Figures } from '../loudness/meter.js';
import type { Extent } from '../loudness/mp3.js';
import type { Trouble } from './download.js';

/** The files of a session's music, brought onto the device before the dose and played from there. */
export interface Library {
  /** Brings the tracks of a session, those first that it plays first. `null`: brings no more. */
  bring(session: Session | null): void;
  /**
   * Addresses to play a track from, in order: those on the device, then those on the network. Or why there is none;
   * `null`: not known yet.
   */
  sources(track: Track): readonly string[] | Trouble | null;
  /**
   * As the playlist has them, else as measured here, in this session or an earlier one; `null`: it cannot be measured,
   * `undefined`: it has not been yet, or is no part of the session.
   */
  figures(track: Track): Figures | null | undefined;
  /** How long its file on the device really is, where that can be told. */
  extent(track: Track): Extent | null | undefined;
  /** What the preflight says of it. */
  readonly lines: readonly PreflightLine[];
  /** Brings no more, and takes back the addresses it gave. */
  release(): void;
  /** The same, and knows of no file any more. Settled when nothing is being read or written. */
  forget(): Promise<void>;
}

export interface LibraryOptions {
  /** A store of its own; without one everything plays from the network. */
  use?: UseStore | undefined;
  /** A line, a source or a figure has changed. */
  onChange(): void;
  /** A track is not brought, and why: told once. */
  onTrouble?(track: Track, trouble: Trouble): void;
}
