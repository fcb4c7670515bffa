import { StillroomError } from './errors.js';
import type { CheckInAnswer, CheckInKind, EntryPrivate } from './types.js';

/** The error for an impossible value: which one, and what was expected. */
export const bad = (what: string, expected: string) =>
  new StillroomError('bad-value', `Please give ${what} as ${expected}.`);

/** The error for an id that stands nowhere in the session. */
export const unknown = (what: string, id: unknown) => new StillroomError('unknown', `There is no ${what} “${id}”.`);

/** A number within a range, as given. */
export function number(value: unknown, what: string, min: number, max: number): number {
  if (typeof value !== 'number' || !(value >= min && value <= max)) throw bad(what, `a number from ${min} to ${max}`);
  return value;
}

/** One of a fixed list. */
export function oneOf<T>(value: unknown, what: string, list: readonly T[]): T {
  if (!list.includes(value as T)) throw bad(what, `one of ${list.join(', ')}`);
  return value as T;
}

/** Free text of at most 10,000 characters. */
export function text(value: unknown, what: string): string {
  if (typeof value !== 'string' || value.length > 1e4) throw bad(what, 'text of at most 10,000 characters');
  return value;
}

export const CHANGES = ['ended', 'paused', 'resumed', 'rate'] as const;
export const NOTES = ['record', 'process'] as const;
const MARKS = ['tears', 'spoke', 'movement', 'nausea', 'support', 'other'];
const LOOKS = ['resting', 'needs-support', 'spoke'] as const;
const DWELL_ENDS = ['spat', 'swallowed', 'other'];

/** Largest figure that can be typed for each vital sign. Bounds of the field, not of health: nothing is judged. */
const VITALS = { systolic: 400, diastolic: 400, heartRate: 400, spo2: 100, respirations: 200 };

type Given = Record<string, unknown>;

/** The answer to each kind of check-in, taken over member by member. `options`: those of a `choice`; without, any text. */
const answers: Record<CheckInKind, (given: Given, options?: readonly string[]) => CheckInAnswer> = {
  look: ({ look, note }) => ({
    look: oneOf(look, 'look', LOOKS),
    ...(note !== undefined && { note: text(note, 'note') }),
  }),
  rate: ({ value }) => ({ value: number(value, 'value', 0, 10) }),
  vitals(given) {
    const typed = Object.entries(VITALS).filter(([name]) => given[name] !== undefined);
    if (!typed.length) throw bad('the answer', 'any of ' + Object.keys(VITALS));
    return Object.fromEntries(typed.map(([name, max]) => [name, number(given[name], name, 1, max)]));
  },
  choice: ({ option }, options) => ({ option: options ? oneOf(option, 'option', options) : text(option, 'option') }),
  task: ({ done }) => ({ done: oneOf(done, 'done', [true] as const) }),
};

/** The kind of a look or vitals that nobody asked for. */
export const kindOf = (kind: unknown) => oneOf(kind, 'kind', Object.keys(answers) as CheckInKind[]);

/**
 * What each type of entry keeps private, `!` where it cannot be left out. These are also the entries that can be
 * corrected.
 */
const PRIVATE = {
  prepared: 'code intention touch staff',
  dosed: 'route amount note',
  'dose-changed': 'note',
  'dwell-ended': 'how!',
  given: 'what! amount',
  'check-in-answered': 'answer!',
  'check-in-skipped': 'reason',
  recorded: 'answer!',
  marked: 'kind text',
  noted: 'text!',
  'handed-over': 'to! note',
};

/** An entry that `amend` can correct. */
export type Amendable = keyof typeof PRIVATE;
export const amendable = (type: string): type is Amendable => Object.hasOwn(PRIVATE, type);

/** What an answer answers. */
export type Asked = { readonly kind: CheckInKind; readonly options?: readonly string[] | undefined } | undefined;

/**
 * The private part of an entry: the members it keeps, each checked, and nothing else of what was given.
 * @param partly a correction, which may leave out what stays
 */
export function secret(type: Amendable, given: object | undefined, asked?: Asked, partly?: boolean): EntryPrivate {
  const found: Given = {};
  for (const word of PRIVATE[type].split(' ')) {
    const name = word.replace('!', '');
    const value = (given as Given | undefined)?.[name];
    if (value === undefined && (partly || name === word)) continue;
    found[name] =
      name === 'answer'
        ? answers[asked!.kind](Object(value), asked!.options)
        : name === 'how'
          ? oneOf(value, name, DWELL_ENDS)
          : name === 'kind'
            ? oneOf(value, name, MARKS)
            : text(value, name);
  }
  return found;
}
