import { freeze } from './state.js';
import type { Draft, Entry, EntryPrivate, Now, Session } from './types.js';

/**
 * Numbers and dates what was decided. Frozen, since entries never change.
 * @param by initials of the staff, for every private part
 */
export function stamp(
  drafts: readonly Draft[],
  { session, seq, t }: { session: string; seq: number; t: number },
  now: Now,
  cmd?: string,
  by?: string,
): Entry[] {
  return drafts.map((draft, i) => {
    const { private: typed, ...rest } = draft;
    const secret: EntryPrivate | undefined = typed && { ...typed, ...(by && { by }) };
    return freeze({
      session,
      seq: seq + i,
      // Never backwards, whatever the clock says.
      t: Math.max(t, now.t),
      at: now.at,
      ...rest,
      ...(cmd !== undefined && { cmd }),
      ...(secret && Object.keys(secret).length > 0 && { private: secret }),
    }) as Entry;
  });
}

/** What a journal's `state` and events carry of an entry. */
export function publicPart(entry: Entry) {
  const { private: _, ...rest } = entry;
  return freeze(rest);
}

/** Initials of the staff in charge after these entries, if any were given. */
export function staffAfter(entries: readonly Entry[], before?: string): string | undefined {
  return entries.reduce(
    (by, { type, private: typed }) =>
      (type === 'handed-over' ? typed?.to : type === 'prepared' || type === 'changed' ? typed?.staff : undefined) ?? by,
    before,
  );
}

/** Session time and number a next entry is stamped with. */
export const placeOf = (session: Session) => ({ session: session.id, seq: session.journal.length, t: session.t });
