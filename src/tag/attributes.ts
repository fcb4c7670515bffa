import type { PropertyDeclaration } from 'lit';

/** An attribute of the tag and its property. `takes`: what the property becomes when it is given just anything. */
interface Attribute extends PropertyDeclaration {
  readonly takes: (given: unknown) => unknown;
}

/** A number, or one that begins what is written; else no number. An empty attribute is none, and not 0. */
const numberIn = (given: unknown): number => parseFloat(given as string);

/** A number, the nearest in a range; the default in the place of what is none. */
const within = (otherwise: number, min: number, max: number) => (given: unknown) => {
  const number = numberIn(given);
  return Number.isFinite(number) ? Math.min(max, Math.max(min, number)) : otherwise;
};

/** One of a list, its first in the place of any other. */
const oneOf =
  (...list: string[]) =>
  (given: unknown) =>
    list.find((each) => each === given) ?? list[0];

/** Below nothing, or no number, is never: what cannot be read erases nothing. */
const days = (given: unknown): number => {
  const number = (given ?? null) === null ? 30 : numberIn(given);
  return number >= 0 ? number : Infinity;
};

const sources = (given: unknown) => given ?? null;

/**
 * The contract's table of attributes. An attribute that is taken away, and a property that is given nothing, leave the
 * default.
 */
export const attributes: Readonly<Record<string, Attribute>> = {
  room: { takes: (given) => (given ? String(given) : 'room') },
  playlists: { takes: sources },
  protocols: { takes: sources },
  inline: { type: Boolean, takes: Boolean },
  theme: { takes: oneOf('auto', 'day', 'dusk', 'night') },
  numerals: { takes: oneOf('always', 'touch', 'never') },
  maxVolume: { attribute: 'max-volume', takes: within(0.8, 0, 1) },
  keepDays: { attribute: 'keep-days', takes: days },
  lockAfter: { attribute: 'lock-after', takes: within(0, 0, Infinity) },
  pace: { takes: within(1, 1, 600) },
};

/**
 * Gives a class accessors that hold what their attributes take, for each of them that is among its own properties: a class
 * of a page's own may spread ours among its own. Lit makes its own around them.
 */
export function holdAttributes(prototype: object, properties: object): void {
  for (const [name, { takes }] of Object.entries(attributes))
    if (name in properties && !Object.hasOwn(prototype, name)) {
      const key = Symbol();
      Object.defineProperty(prototype, name, {
        configurable: true,
        get(this: Record<symbol, unknown>) {
          return this[key];
        },
        set(this: Record<symbol, unknown>, given) {
          this[key] = takes(given);
        },
      });
    }
}
