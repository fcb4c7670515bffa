import type { EntryData, EntryOf, EntryType, PublicEntry } from './entry.types.js';
import type { Session } from './session.types.js';

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
type Shared = Pick<Session, 'protocol' | 'playlist'>;

/** A session being folded: a copy that nobody else has seen yet, so that a fact may write on it. */
export type Working = Mutable<Omit<Session, keyof Shared | 'journal'>> & {
  -readonly [K in keyof Shared]: Shared[K];
} & { journal: PublicEntry[] };

/** How one type of entry changes the session. */
export type Fact<T extends EntryType> = (
  session: Working,
  data: EntryData[T],
  entry: Omit<EntryOf<T>, 'private'>,
) => unknown;
