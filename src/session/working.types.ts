import type { EntryData, EntryOf, EntryType } from './entry.types.js';
import type { Session } from './session.types.js';

/** The lists of a session whose members a fact may change. */
export type ListName = 'doses' | 'dwells' | 'visits' | 'schedules' | 'checkIns' | 'marks';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A session being folded: a copy that nobody else has seen yet, so that a fact may write on it. */
export type Working = Mutable<Omit<Session, ListName>> & { [K in ListName]: Mutable<Session[K][number]>[] };

/** How one type of entry changes the session. */
export type Fact<T extends EntryType> = (
  session: Working,
  data: EntryData[T],
  entry: Omit<EntryOf<T>, 'private'>,
) => unknown;
