import { blank } from './blank.js';
import { facts } from './facts.js';
import { begin } from './schedules.js';
import { UNDO_WITHIN } from './time.js';
import type { EntryType, PublicEntry, Session } from './types.js';
import type { Fact, ListName, Working } from './working.types.js';

const LISTS: readonly ListName[] = ['doses', 'dwells', 'visits', 'schedules', 'checkIns', 'marks'];

/** How entries begin that `undo` can take back where a person made them; or why they came about, where that tells it. */
const UNDOABLE = /^(dosed|stay|went|ext|silen|music|speak|mark|ended|check-in-[asd])|(next|goTo|gentler|fuller|skip)$/;

/** The session after one more entry. Pure; an entry of an unknown type changes nothing but the journal. */
export function apply(session: Session | null, entry: PublicEntry): Session {
  const { type, data, seq, t, at, cause } = entry;
  if (!session && type !== 'prepared') throw new Error('A journal begins with `prepared`.');
  const before = session ?? { ...blank, ...data, id: entry.session, t, status: 'prepared', journal: [] };
  const next = { ...before } as Working;
  for (const list of LISTS) next[list] = before[list].map((each) => ({ ...each })) as never;
  if (!session) begin(next, t);
  else if (Object.hasOwn(facts, type)) (facts[type] as Fact<EntryType>)(next, data, entry);
  next.journal = [...before.journal, entry];
  next.t = Math.max(next.t, t);
  next.anchor = { t, at };
  // An undo closes its own call: what stands before it there is the inverse, and there is no undo of an undo.
  if (type === 'undone' || type === 'changed') next.undoable = null;
  else if (cause === 'person' && UNDOABLE.test(type + (data as { why?: string }).why))
    next.undoable = { seq, type, t: t + UNDO_WITHIN * next.pace };
  return next;
}

/** The state of a whole journal, oldest entry first; `null` for an empty one. */
export const fold = (entries: Iterable<PublicEntry>): Session | null => {
  let session: Session | null = null;
  for (const entry of entries) session = apply(session, entry);
  return session;
};
