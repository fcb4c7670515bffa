import { isObject } from './protocol/plain.js';
import { bad, number, oneOf, optional, record, text, type Read } from './read.js';
import type { CheckInKind, EntryPrivate, EntryType } from './types.js';

const typed = text(/^[^]{0,10000}$/, 'text of 0 to 10000 characters');

export const kind: Read<CheckInKind> = oneOf('look', 'rate', 'vitals', 'choice', 'task');

/** A vital sign. The largest figure is the bound of the field, not of health: nothing is judged. */
const sign = (most: number) => optional(number(1, most));

/** What is asked. `options`: the answers of a `choice`; without, any text. */
export type Asked = { readonly kind: CheckInKind; readonly options?: readonly string[] | undefined };

/** The answer to each kind of check-in, taken over member by member. */
const answers = (options?: readonly string[]): Record<CheckInKind, Read<object>> => ({
  look: record({ look: oneOf('resting', 'needs-support', 'spoke'), note: optional(typed) }),
  rate: record({ value: number(0, 10) }),
  vitals: record({
    systolic: sign(400),
    diastolic: sign(400),
    heartRate: sign(400),
    spo2: sign(100),
    respirations: sign(200),
  }),
  choice: record({ option: options ? oneOf(...options) : typed }),
  task: record({ done: oneOf(true) }),
});

/** What is private and no free text. */
const readers: { readonly [name: string]: (asked: Asked) => Read<unknown> } = {
  how: () => oneOf('spat', 'swallowed', 'other'),
  kind: () => oneOf('tears', 'spoke', 'movement', 'nausea', 'support', 'other'),
  answer:
    ({ kind, options }) =>
    (value, place) => {
      const found = answers(options)[kind](value, place);
      if (!Object.keys(found).length) throw bad(place, 'given');
      return found;
    },
};

/** An answer to whichever question. */
const anyAnswer: Read<unknown> = (value, place) => {
  for (const read of Object.values(answers()))
    try {
      const found = read(value, place);
      if (Object.keys(found)[0]) return found;
    } catch {
      // The answer to another kind.
    }
  throw bad(place, 'the answer to a check-in');
};

/** The private part of an entry that was written elsewhere, maybe by a newer version: what it does not know it lets be. */
export const anySecret: Read<unknown> = (value, place) => {
  if (!isObject(value)) throw bad(place, 'an object');
  for (const [name, each] of Object.entries(value)) {
    const at = `${place}.${name}`;
    if (name === 'answer') anyAnswer(each, at);
    else if (name === 'change') each === null || anySecret(each, at);
    else if (/^(by|code|intention|touch|staff|route|amount|note|what|how|reason|kind|text|to)$/.test(name))
      (readers[name]?.({ kind: 'task' }) ?? typed)(each, at);
  }
  return value;
};

/**
 * What each type of entry keeps private, `!` where it cannot be left out; beside it `by`, the initials. The table in the
 * README is made of this.
 */
export const PRIVATE = {
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
  // What follows cannot be corrected.
  changed: 'code intention touch staff',
  amended: 'change reason',
  'stepped-out': 'reason',
  'closing-ticked': '',
} as const satisfies { readonly [Type in EntryType]?: string };

/** An entry that keeps something private. */
export type Secretive = keyof typeof PRIVATE;
/** Whether `amend` can correct it. */
export const amendable = (type: string): type is Secretive =>
  Object.hasOwn(PRIVATE, type) && !/^(changed|amended|stepped-out|closing-ticked)$/.test(type);

/**
 * The private part of an entry: the members it keeps, each checked, and nothing else of what was given.
 * @param partly a correction, which may leave out what stays
 */
export function secret(type: Secretive, given: object | undefined, asked?: Asked, partly?: boolean): EntryPrivate {
  const found: Record<string, unknown> = {};
  for (const word of PRIVATE[type].split(' ')) {
    const name = word.replace('!', '');
    const value = (given as typeof found | undefined)?.[name];
    if (value !== undefined || !(partly || name === word))
      found[name] = (readers[name]?.(asked!) ?? typed)(value, name);
  }
  return found;
}
