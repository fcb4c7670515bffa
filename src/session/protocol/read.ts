import { StillroomError } from '../errors.js';
import { isObject } from './plain.js';

/** Takes over a value of the expected shape, or refuses with the place it stands at. */
export type Read<T> = (value: unknown, place: string) => T;

/** Refuses a protocol: where, and what was expected there. */
export function refuse(place: string, expected: string): never {
  throw new StillroomError('bad-protocol', `${place.replace(/ $/, ' it')} should be ${expected}.`);
}

const where =
  <T>(holds: (value: unknown) => boolean, expected: string): Read<T> =>
  (value, place) =>
    holds(value) ? (value as T) : refuse(place, expected);

/** A string of this form. */
export const text = (form: RegExp, expected: string) =>
  where<string>((value) => typeof value === 'string' && form.test(value), expected);

/** One of a fixed list. */
export const oneOf = <T>(...list: T[]) => where<T>((value) => list.includes(value as T), list.join(' or '));

/** A number in a range, or one of the values that may stand in its place. */
export const number = <T = never>(min: number, max: number, ...others: T[]) =>
  where<number | T>(
    (value) => (typeof value === 'number' && value >= min && value <= max) || others.includes(value as T),
    [`${min} to ${max}`, ...others.map(String)].join(' or '),
  );

/** What may be left out. */
export const optional =
  <T, D = undefined>(read: Read<T>, otherwise?: D): Read<T | D> =>
  (value, place) =>
    value === undefined ? (otherwise as D) : read(value, place);

export const list =
  <T>(min: number, max: number, read: Read<T>): Read<T[]> =>
  (value, place) =>
    Array.isArray(value) && value.length >= min && value.length <= max
      ? value.map((each, i) => read(each, `${place}[${i}]`))
      : refuse(place, `a list of ${min} to ${max}`);

/** Takes over the members it knows; what is left out stays out. */
export const record =
  <T>(members: { [K in keyof T]-?: Read<T[K] | undefined> }): Read<T> =>
  (value, place) => {
    if (!isObject(value)) return refuse(place, 'an object');
    const found: Partial<T> = {};
    for (const name in members) {
      // The outermost place is an address and ends with a blank.
      const member = members[name](value[name], place + (place.endsWith(' ') ? '' : '.') + name);
      if (member !== undefined) found[name] = member;
    }
    return found as T;
  };
