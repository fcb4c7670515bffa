import { html, nothing } from 'lit';
import type { Entry, EntryPrivate, EntryType, PublicEntry } from '../session/types.js';
import { answered, answering, planOf } from './answers.js';
import type { Controls } from './controls.js';
import { CHANGES, ENDS, MARKS } from './moments.js';
import { minutes, type Field, type FormPlan } from './view.js';

/** How many of the newest entries are offered for correction. */
const NEWEST = 12;

/** What can be corrected, and by which fields. */
const FIELDS: { readonly [T in EntryType]?: readonly Field[] } = {
  dosed: ['at', 'route', 'amount', 'note'],
  'dose-changed': ['at', ['what', ['', '–'], ...CHANGES], 'note'],
  'dwell-ended': [['how', ...ENDS]],
  given: ['at', 'what', 'amount'],
  'check-in-answered': ['at'],
  'check-in-skipped': [],
  recorded: ['at'],
  marked: ['at', ['kind', ['', '–'], ...MARKS], 'text'],
  noted: [['kind', ['', '–'], 'record', 'process'], 'text'],
  'handed-over': ['to', 'note'],
};

/** A short list of what was noted last: each can be put right or taken out. The original stays in the journal. */
export function correct(view: Controls) {
  const { state, face } = view;
  if (!view.can('amend')) return nothing;
  const amended = (seq: number) => state.journal.findLast((each) => each.type === 'amended' && each.data.of === seq);
  const rows = state.journal.filter(({ type, seq }) => {
    const last = amended(seq);
    return FIELDS[type] && !(last?.type === 'amended' && last.data.void);
  });
  const read = async ({ target }: Event) => {
    if ((target as HTMLElement).parentElement?.className !== 'amend') return;
    view.entries = (target as HTMLDetailsElement).open && state.session ? await face.read(state.session) : undefined;
  };
  const row = (entry: PublicEntry) => {
    const { seq, type } = entry;
    const plan = planFor(entry);
    return view.fold(
      [titleOf(entry), whenOf(entry)].filter(Boolean).join(' · '),
      html`<p>${typed(view.entries, seq, amended(seq)?.seq)}</p>
        ${view.form(
          { ...plan, fields: [...(FIELDS[type] ?? []), ...(plan.fields ?? []), 'reason'], label: view.say('amend') },
          ({ reason, ...held }) => {
            if (type === 'check-in-skipped') return face.send('amend', seq, { reason });
            if (!plan.kind) return face.send('amend', seq, held, reason);
            const { answer, when } = answered(plan.kind, held);
            return face.send('amend', seq, { ...when, ...(Object.keys(answer).length && { answer }) }, reason);
          },
        )}
        ${view.act('amend', [seq, null], view.say('void'))}`,
    );
  };
  const asked = (id: string) => state.checkIns.find((each) => each.id === id);
  const titleOf = ({ type, data }: PublicEntry) =>
    ('id' in data && asked(data.id)?.ask) || view.say(type === 'recorded' ? (data as { kind: string }).kind : type);
  const whenOf = ({ t, data }: PublicEntry) => {
    const zero = state.doses[0]?.t;
    return zero === undefined ? '' : `${minutes(('t' in data ? (data.t ?? t) : t) - zero)} ${view.say('min')}`;
  };
  const planFor = ({ type, data }: PublicEntry): FormPlan & { kind?: Parameters<typeof answering>[0] } => {
    const found = type === 'check-in-answered' ? asked(data.id) : null;
    const kind = type === 'recorded' ? data.kind : found?.kind;
    return kind ? { kind, ...answering(kind, found ? planOf(state.protocol, found.id)?.options : []) } : {};
  };
  return rows.length
    ? html`<div class="amend" @toggle=${{ handleEvent: read, capture: true }}>
        ${view.fold(view.say('amend'), rows.slice(-NEWEST).reverse().map(row))}
      </div>`
    : nothing;
}

/** What was typed, as it stands now. */
function typed(entries: readonly Entry[] | undefined, ...seqs: (number | undefined)[]): string {
  const { by: _by, change, ...rest }: EntryPrivate = Object.assign({}, ...seqs.map((seq) => entries?.[seq ?? -1]?.private));
  return Object.values({ ...rest, ...change })
    .flatMap((value) => (typeof value === 'object' && value ? Object.values(value) : [value]))
    .join(' · ');
}
