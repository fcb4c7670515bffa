import type { CheckInKind, CheckInPlan, Protocol } from '../session/types.js';
import { VITALS, type FormPlan } from './view.js';

/** How a kind of check-in is answered. Nothing typed is judged: no thresholds, no colours. */
export function answering(kind: CheckInKind, options: readonly string[] = []): FormPlan {
  switch (kind) {
    case 'look':
      return { fields: ['note'], choices: ['look', 'resting', 'needs-support', 'spoke'] };
    case 'rate':
      return { choices: ['value', 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] };
    case 'vitals':
      return { fields: VITALS };
    case 'choice':
      return options.length ? { choices: ['option', ...options], show: (value) => value } : { fields: ['option'] };
    default:
      return { choices: ['done', 'done'] };
  }
}

/** What a form held, as the answer its kind asks for, and when it was. */
export function answered(kind: CheckInKind, { ago, at, reason, ...held }: Record<string, unknown>) {
  const number = kind === 'vitals' || kind === 'rate';
  const answer = Object.fromEntries(
    Object.entries(held).map(([name, value]) => [name, kind === 'task' ? true : number ? Number(value) : value]),
  );
  return { answer, reason, when: { ...(ago !== undefined && { ago }), ...(at !== undefined && { at }) } };
}

/** The plan a check-in comes from: its id is the plan's, the minute, and a run. */
export const planOf = (protocol: Protocol | null, id: string): CheckInPlan | undefined =>
  protocol?.checkIns.find((plan) => plan.id === id.slice(0, id.lastIndexOf('@')));
