import type { Entry } from '../session/index.js';

/** What a window finds that follows a dead owner: what stands on the disk, and what it was told. */
export interface Found {
  /** The room's current session as it is stored; empty: none, or one that is known to have been left. */
  readonly stored: readonly Entry[];
  /** The session this window was shown; empty: none. */
  readonly told: readonly Entry[];
  /** What is stored of that one. */
  readonly there: readonly Entry[];
  /** It may not be stored though nobody erased it: the disk failed, or fails, or was emptied while the session ran. */
  readonly held: boolean;
}

/** The same one: what is private is sealed here and open there, and what cannot be read may be it. */
export const same = (entry: Entry, other: Entry | undefined) =>
  (entry.type as string) === 'unreadable' ||
  (entry.type === other?.type && entry.at === other.at && entry.cmd === other.cmd);

/** These entries are how the others begin, or all of them. */
export const begins = (entries: readonly Entry[], others: readonly Entry[]): boolean =>
  entries.every((entry, seq) => same(entry, others[seq]));

/** What a session was told to have beyond what is stored of it: nothing where the two have parted. */
export const beyond = (stored: readonly Entry[], told: readonly Entry[]): readonly Entry[] =>
  begins(stored, told) ? told.slice(stored.length) : [];

/**
 * What a person did that was shown as done, and is not among these entries: a former owner wrote there, or did not know
 * yet that it was one when it said so.
 */
export const missing = (entries: readonly Entry[], told: readonly Entry[]): readonly Entry[] =>
  told.filter(({ cause, cmd }) => cause === 'person' && !entries.some((entry) => entry.cmd === cmd));

/**
 * Whether the room goes on with the session that was told. The newer facts win, and those of the disk where it cannot be
 * known: a session it has, and does not call the current one, was left; one it lacks was either never written or erased.
 */
export function tellsMore({ stored, told, there, held }: Found): boolean {
  const [first] = told;
  if (!first) return false;
  if (stored[0]?.session === first.session) return beyond(stored, told).length > 0;
  return held && !there.length && !(stored[0] && stored[0].at > first.at);
}
