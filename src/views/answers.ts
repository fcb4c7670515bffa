import type { CheckInKind, Protocol } from '../session/types.js';
import { VITALS, type FormPlan, type Held } from './view.js';

/** How each kind of check-in is answered. Nothing typed is judged: no thresholds, no colours. */
const ANSWERS: Record<Exclude<CheckInKind, 'choice'>, FormPlan> = {
  look: { fields: ['note'], choices: ['look', 'resting', 'needs-support', 'spoke'] },
  rate: { choices: ['value', 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
  vitals: { fields: VITALS },
  task: { choices: ['done', true] },
};

export const answering = (kind: CheckInKind, options: readonly string[] = []): FormPlan =>
  kind === 'choice' ? { choices: ['option', ...options], show: (value) => value } : ANSWERS[kind];

/** What a form held, as an answer, and when it was. */
export const answered = ({ ago, ...answer }: Held): [answer: Held, when: Held] => [answer, ago ? { ago } : {}];

/** What can be chosen in answer: a check-in's id is that of its plan, then the minute. */
export const optionsOf = (protocol: Protocol | null, id: string): readonly string[] | undefined =>
  protocol?.checkIns.find((plan) => id.startsWith(`${plan.id}@`))?.options;
