import { StillroomError } from './errors.js';
import type { CheckInAnswer, CheckInKind } from './types.js';

/** The error for an impossible value: which one, and what was expected. */
export const bad = (what: string, expected: string) =>
  new StillroomError('bad-value', `Please give ${what} as ${expected}.`);

/** A number within a range, as given. */
export function number(value: unknown, what: string, min: number, max: number): number {
  if (typeof value !== 'number' || !(value >= min && value <= max)) throw bad(what, `a number from ${min} to ${max}`);
  return value;
}

/** One of a fixed list. */
export function oneOf<T extends string>(value: unknown, what: string, list: readonly T[]): T {
  if (!list.includes(value as T)) throw bad(what, `one of ${list.join(', ')}`);
  return value as T;
}

/** Free text of at most 10,000 characters. */
export function text(value: unknown, what: string): string {
  if (typeof value !== 'string' || value.length > 10_000) throw bad(what, 'text of at most 10,000 characters');
  return value;
}

/** The named members that are given, each checked as free text; nothing else is taken over. */
export function texts<K extends string>(from: { [P in K]?: unknown } | undefined, ...names: K[]): { [P in K]?: string } {
  const found: { [P in K]?: string } = {};
  for (const name of names) if (from?.[name] !== undefined) found[name] = text(from[name], name);
  return found;
}

/** Largest figure that can be typed for each vital sign. Bounds of the field, not of health: nothing is judged. */
const VITALS = { systolic: 400, diastolic: 400, heartRate: 400, spo2: 100, respirations: 200 };

/**
 * An answer of the shape its kind asks for, taken over member by member.
 * @param options the answers of a `choice`; where there are none any text will do.
 */
export function answerTo(kind: CheckInKind, given: unknown, options?: readonly string[]): CheckInAnswer {
  const answer = (typeof given === 'object' && given ? given : {}) as Record<string, unknown>;
  switch (kind) {
    case 'look':
      return { look: oneOf(answer.look, 'look', ['resting', 'needs-support', 'spoke']), ...texts(answer, 'note') };
    case 'rate':
      return { value: number(answer.value, 'value', 0, 10) };
    case 'vitals': {
      const found: Record<string, number> = {};
      for (const [name, max] of Object.entries(VITALS))
        if (answer[name] !== undefined) found[name] = number(answer[name], name, 1, max);
      if (!Object.keys(found).length) throw bad('the answer', `any of ${Object.keys(VITALS).join(', ')}`);
      return found;
    }
    case 'choice':
      return { option: options ? oneOf(answer.option, 'option', options) : text(answer.option, 'option') };
    case 'task':
      if (answer.done !== true) throw bad('the answer', '{done: true}');
      return { done: true };
    default:
      throw bad('the kind', 'one of look, rate, vitals, choice, task');
  }
}
