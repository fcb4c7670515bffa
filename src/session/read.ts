import { StillroomError } from './errors.js';
import { isObject } from './protocol/plain.js';

/** Takes over a value of the expected shape, or refuses it by its place: `phases[2].minutes`, or the name of an argument. */
export type Read<T> = (value: unknown, place: string) => T;

/** The error for an impossible value: which one, and what was expected. */
export const bad = (place: string, expected: string) =>
  new StillroomError('bad-value', `${place || 'it'} should be ${expected}.`);

const where =
  <T>(holds: (value: unknown) => boolean, expected: string): Read<T> =>
  (value, place) => {
    if (!holds(value)) throw bad(place, expected);
    return value as T;
  };

/** A string of this form. */
export const text = (form: RegExp, expected: string) =>
  where<string>((value) => typeof value === 'string' && form.test(value), expected);

/** One of a fixed list. */
export const oneOf = <const T>(...list: readonly T[]) =>
  where<T>((value) => list.includes(value as T), list.join(' or '));

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
  (value, place) => {
    if (!Array.isArray(value) || value.length < min || value.length > max)
      throw bad(place, `a list of ${min} to ${max}`);
    return value.map((each, i) => read(each, `${place}[${i}]`));
  };

/** Takes over the members it knows; what is left out stays out. */
export const record =
  <T>(members: { [K in keyof T]-?: Read<T[K] | undefined> }): Read<T> =>
  (value, place) => {
    if (!isObject(value)) throw bad(place, 'an object');
    const found: Partial<T> = {};
    // Its own only: a page may have given every object a member more.
    for (const name of Object.keys(members) as (keyof T & string)[]) {
      const member = members[name](value[name], place + (place && '.') + name);
      if (member !== undefined) found[name] = member;
    }
    return found as T;
  };
