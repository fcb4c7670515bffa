import { nothing } from './lit.js';
import type { PublicEntry } from '../session/types.js';
import { answered, answering, optionsOf } from './answers.js';
import { PLANS } from './moments.js';
import type { View } from './view.js';

/** How many of the newest entries are offered for correction. */
const NEWEST = 12;

/** A short list of what was noted last: each can be put right or taken out. The original stays in the journal. */
export function correct(view: View) {
  const { journal, checkIns, protocol } = view.state;
  const gone = journal.map((each) => each.type === 'amended' && each.data.void && each.data.of);
  const rows = journal.filter(({ type, seq }) => type in PLANS && !gone.includes(seq)).slice(-NEWEST);
  const row = ({ seq, type, t, data }: PublicEntry) => {
    const asked = 'id' in data ? checkIns.find(({ id }) => id === data.id) : undefined;
    const kind = type === 'recorded' ? data.kind : type === 'check-in-answered' && asked?.kind;
    const plan = kind ? answering(kind, asked && optionsOf(protocol, asked.id)) : PLANS[type as keyof typeof PLANS];
    return view.fold(`${asked?.ask ?? view.say(kind || type)} · ${view.since(('t' in data && data.t) || t)}`, [
      view.form(
        plan,
        ({ reason, ...held }) => {
          const [answer, when] = kind ? answered(held) : [];
          const change = answer ? { ...when, ...(Object.keys(answer).length && { answer }) } : held;
          return view.face.send('amend', seq, type === 'check-in-skipped' ? { reason } : change, reason);
        },
        ['ago', 'reason'],
      ),
      view.act('amend', [seq, null], view.say('void')),
    ]);
  };
  // Each keeps its place, so that what is half typed stays with its own entry.
  const list = journal.map((entry) => (rows.includes(entry) ? row(entry) : nothing));
  return rows.length ? view.folded('amend', list) : nothing;
}
