import { blank } from './blank.js';
import { unknown } from './errors.js';
import { facts } from './facts.js';
import { UNDO_WITHIN } from './time.js';
import type { EntryType, PublicEntry, Session } from './types.js';
import type { Fact, Working } from './working.types.js';

/** How entries begin that `undo` can take back where a person made them; or why they came about, where that tells it. */
const UNDOABLE = /^(dosed|stay|went|ext|silen|music|speak|mark|ended|check-in-[asd])|(next|goTo|gentler|fuller|skip)$/;

/** A copy to write on. What nobody writes on is shared. */
const copy = ({ journal, protocol, playlist, ...own }: Session) =>
  ({ ...structuredClone(own), journal: [...journal], protocol, playlist }) as Working;

function add(session: Working, entry: PublicEntry): Session {
  const { type, data, seq, t, cause } = entry;
  if (!session.id && type !== 'prepared') throw unknown('session', entry.session);
  if (Object.hasOwn(facts, type)) (facts[type] as Fact<EntryType>)(session, data, entry);
  session.journal.push(entry);
  session.t = Math.max(session.t, t);
  if (cause === 'person' && UNDOABLE.test(type + (data as { why?: string }).why))
    session.undoable = { seq, type, until: t + UNDO_WITHIN * session.pace };
  return session;
}

/** The session after one more entry. Pure; an entry of an unknown type changes nothing but the journal. */
export const apply = (session: Session | null, entry: PublicEntry): Session => add(copy(session ?? blank), entry);

/**
 * The state of a whole journal, oldest entry first; `null` for an empty one.
 * @param onBroken for what came from a disk: told of an entry that cannot be, which keeps its number and changes nothing
 * more; a broken beginning is no session
 * @throws otherwise where an entry cannot be
 */
export function fold(entries: Iterable<PublicEntry>, onBroken?: (entry: PublicEntry) => void): Session | null {
  const session = copy(blank);
  for (const entry of entries)
    try {
      add(session, entry);
    } catch (error) {
      if (!onBroken) throw error;
      onBroken(entry);
      session.journal[entry.seq] = entry;
    }
  return session.protocol?.phases && session.playlist?.tracks ? session : null;
}
