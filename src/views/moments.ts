import { html, nothing } from './lit.js';
import type { EntryType } from '../session/types.js';
import { answered, answering } from './answers.js';
import { type FormPlan, type Held, type Value, type View } from './view.js';

/** What each fact asks for, whether it is noted or corrected; answers ask by their kind. */
export const PLANS = {
  dosed: { fields: ['route', 'amount', 'note'] },
  'dose-changed': { fields: ['note'], choices: ['what', 'paused', 'resumed', 'rate', 'ended'] },
  'dwell-ended': { choices: ['how', 'spat', 'swallowed', 'other'] },
  given: { fields: ['what', 'amount'] },
  marked: { fields: ['text'], choices: ['kind', 'tears', 'spoke', 'movement', 'nausea', 'support', 'other'] },
  noted: { fields: ['text'], choices: ['kind', 'record', 'process'] },
  'handed-over': { fields: ['to', 'note'] },
  recorded: {},
  'check-in-answered': {},
  'check-in-skipped': {},
} as const satisfies { readonly [T in EntryType]?: FormPlan };

/** Now, or some minutes ago, in one touch; seconds, as they are sent. */
const when = (view: View, now: string) => ({
  choices: ['ago', 0, 60, 180, 300, 600] as const,
  show: (ago: Value) => (ago ? view.min(Number(ago) * 1000, 'ago') : view.say(now)),
});

/** A dose, now or noted late. The first one's button is gone once it was given, so that a double tap gives none. */
export const dose = (view: View) =>
  view.form({ ...PLANS.dosed, ...when(view, 'givenNow') }, (held) => view.face.send('dose', held));

/** What is kept in the mouth, or the rest between two devices. */
export function dwelling(view: View) {
  const { dwells, protocol } = view.state;
  const plan = protocol?.dwell;
  return dwells.map(({ dose: index, endsAt, done }) =>
    done
      ? nothing
      : [
          html`<h2>${plan?.ask} <small>${view.min(Math.max(endsAt - view.face.clock.now!, 0), 'left')}</small></h2>`,
          plan?.last
            ? PLANS['dwell-ended'].choices.slice(1).map((how) => view.act('endDwell', [index, how], view.say(how)))
            : view.act('endDwell', [index, 'other'], view.say('done')),
        ],
  );
}

/** A moment with its kind, its words, or late. */
export const marking = (view: View) =>
  view.folded(
    'mark',
    [
      view.form(when(view, 'now'), (held) => view.face.send('mark', undefined, held)),
      view.form(PLANS.marked, ({ text, ...held }) => view.face.send('mark', text, held), ['ago']),
    ],
    view.say('marks'),
  );

/** What is written down, each folded away until it is wanted. */
export function written(view: View) {
  const { state, face } = view;
  const { send, offers } = face;
  const fold = (name: string, plan: FormPlan, done: (held: Held) => Promise<unknown>, more = ['ago'], title = name) =>
    view.folded(name, view.form(plan, done, more), view.say(title));
  const change = (what: string, list: readonly { id: string; title: string; problem?: string | null }[]) => [
    html`<h2>${view.say(what)}</h2>`,
    ...list.map(({ id, title, problem }) => (problem ? nothing : view.act('change', [{ [what]: id }], title))),
  ];
  return [
    ...(/open|closing/.test(state.status)
      ? [
          state.doses[0] ? view.folded('dose', dose(view), view.say('further')) : nothing,
          fold('doseChange', PLANS['dose-changed'], ({ what, ...held }) =>
            // The one that still runs.
            send(
              'doseChange',
              state.doses.findLastIndex(({ endedAt }) => endedAt === null),
              what,
              held,
            ),
          ),
        ]
      : []),
    ...(['look', 'vitals', 'rate'] as const).map((kind) =>
      fold('record', answering(kind), (held) => send('record', kind, ...answered(held)), ['ago'], kind),
    ),
    // In an idle room it would have to name a session.
    state.session ? fold('note', PLANS.noted, ({ text, ...held }) => send('note', text, held), []) : nothing,
    fold('given', PLANS.given, (held) => send('given', held)),
    fold('handOver', PLANS['handed-over'], (held) => send('handOver', held), []),
    view.folded('change', [
      change('protocol', offers.protocols),
      change('playlist', offers.playlists),
      view.form({ fields: ['code', 'intention', 'touch'] }, (held) => send('change', held)),
    ]),
  ];
}
