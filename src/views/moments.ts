import { html, nothing, type TemplateResult } from 'lit';
import { answered, answering } from './answers.js';
import { AGO, type FormPlan, type View } from './view.js';

export const MARKS = ['tears', 'spoke', 'movement', 'nausea', 'support', 'other'] as const;
export const CHANGES = ['paused', 'resumed', 'rate', 'ended'] as const;
export const ENDS = ['spat', 'swallowed', 'other'] as const;
export const TOUCH = ['none', 'hand', 'shoulder', 'ask'] as const;

const dose = (view: View, now: string) =>
  view.form(
    {
      fields: ['route', 'amount', 'note'],
      folded: ['route', 'amount', 'note'].map((name) => view.say(name)).join(', '),
      choices: ['ago', ...AGO],
      show: (ago) => (ago ? view.late(ago) : view.say(now)),
    },
    (values) => view.face.send('dose', values),
  );

/** The first dose. Its button is gone once it was given, so that a double tap gives none. */
export const firstDose = (view: View): TemplateResult | typeof nothing =>
  view.can('dose') && !view.state.doses.length ? html`<div class="dose">${dose(view, 'dose')}</div>` : nothing;

const clock = (ms: number): string => {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, '0')}`;
};

/** What is held in the mouth just now, and a moment to mark. */
export function moments(view: View) {
  const { state, face } = view;
  const plan = state.protocol?.dwell;
  return [
    ...state.dwells.map(({ dose: index, endsAt, done }) =>
      done
        ? nothing
        : html`<div class="dwell" part="dwell">
            <h3>${plan?.ask}<small role="timer" aria-live="off">${clock(endsAt - (face.clock.now ?? 0))}</small></h3>
            ${(plan?.last ? ENDS : (['other'] as const)).map((how) =>
              view.act('endDwell', [index, how], view.say(plan?.last ? how : 'done')),
            )}
          </div>`,
    ),
    view.act('mark'),
    view.can('mark')
      ? view.fold(
          view.say('marks'),
          view.form({ fields: ['ago', 'text'], choices: ['kind', ...MARKS] }, ({ text, ...options }) =>
            face.send('mark', text, options),
          ),
        )
      : nothing,
  ];
}

/** What is written down, each folded away until it is wanted. */
export function written(view: View) {
  const { state, face } = view;
  const { doses, protocol } = state;
  const { protocols, playlists } = face.offers;
  const titles = (offers: readonly { id: string; title: string }[]) =>
    [['', '–'], ...offers.map(({ id, title }) => [id, title] as const)] as const;
  const form = (name: string, title: string, plan: FormPlan, done: (values: Record<string, unknown>) => Promise<unknown>) =>
    view.can(name) ? view.fold(view.say(title), view.form(plan, done)) : nothing;
  return [
    doses.length && view.can('dose') ? view.fold(view.say('further'), dose(view, 'given')) : nothing,
    form(
      'doseChange',
      'doseChange',
      { fields: ['ago', 'note'], choices: ['what', ...CHANGES] },
      ({ what, ...options }) =>
        // The one that still runs; a bolus beside it is no infusion.
        face.send('doseChange', Math.max(doses.findLastIndex(({ endedAt }) => endedAt === null), 0), what, options),
    ),
    ...(['look', 'vitals', 'rate'] as const).map((kind) => {
      const plan = answering(kind);
      return form('record', kind, { ...plan, fields: [...(plan.fields ?? []), 'ago'] }, (held) => {
        const { answer, when } = answered(kind, held);
        return face.send('record', kind, answer, when);
      });
    }),
    form('note', 'note', { fields: ['text'], choices: ['kind', 'record', 'process'] }, ({ text, ...options }) =>
      face.send('note', text, options),
    ),
    form('given', 'medicine', { fields: ['what', 'amount', 'ago'] }, (what) => face.send('given', what)),
    form('handOver', 'handOver', { fields: ['to', 'note'] }, (to) => face.send('handOver', to)),
    form(
      'change',
      'change',
      {
        fields: [
          ['protocol', ...titles(protocols.filter(({ id }) => id !== protocol?.id))],
          ['playlist', ...titles(playlists.filter(({ id, problem }) => !problem && id !== state.playlist?.id))],
          'code',
          'intention',
          ['touch', ['', '–'], ...TOUCH],
        ],
        label: view.say('change'),
      },
      (to) => face.send('change', to),
    ),
  ];
}
