import { freeze } from './state.js';
import type { Draft, Entry, Now, PublicEntry, Session } from './types.js';

/**
 * Numbers and dates what was decided. Frozen, since entries never change.
 * @param place session, number and time of the next entry; time never goes backwards from there
 * @param cmd id of the call
 * @param by initials of the staff, for every private part
 */
export const stamp = (
  drafts: readonly Draft[],
  { session, seq, t }: { session: string; seq: number; t: number },
  now: Now,
  cmd?: string,
  by?: string,
): Entry[] =>
  drafts.map(({ private: typed, ...draft }, i) => {
    const secret = typed && { ...typed, ...(by && { by }) };
    return freeze({
      session,
      seq: seq + i,
      t: Math.max(t, now.t),
      at: now.at,
      ...draft,
      ...(cmd !== undefined && { cmd }),
      ...(secret && Object.keys(secret).length && { private: secret }),
    }) as Entry;
  });

/** In the place of an entry that is missing or cannot be read. Every fold passes over a type that it does not know. */
export const UNREADABLE = 'unreadable';

/** What a journal's `state` and events carry of an entry. */
export function publicPart({ private: _, sealed: __, ...rest }: Entry): PublicEntry {
  return freeze(rest) as PublicEntry;
}

/** Initials of the staff in charge after these entries, if any were given: the newest, as corrected. */
export function staffAfter(entries: readonly Entry[]): string | undefined {
  const given: string[] = [];
  for (const { type, seq, data, private: typed } of entries) {
    const amends = type === 'amended';
    const { to, staff = to } = (amends ? typed?.change : typed) ?? {};
    if (staff) given[amends ? data.of : seq] = staff;
    if (amends && data.void) delete given[data.of];
  }
  return given.findLast(Boolean);
}

/** Session time and number a next entry is stamped with. */
export const placeOf = ({ id, journal, t }: Session) => ({ session: id, seq: journal.length, t });
