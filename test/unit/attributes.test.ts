import { describe, expect, it } from 'vitest';
import { StillRoom } from '../../src/element.js';

// As defining the tag does.
const observed = StillRoom.observedAttributes;

/** What the property reads after the attribute was set to each of these in turn; `null`: taken away. */
function reads(attribute: string, property: string, ...values: (string | null)[]): unknown[] {
  const element = new StillRoom();
  return values.map((value, i) => {
    element.attributeChangedCallback(attribute, values[i - 1] ?? null, value);
    return element[property as 'room'];
  });
}

/** Attribute, property, default, values that hold, and what others are read as. */
const table: [string, keyof StillRoom & string, unknown, Record<string, unknown>, Record<string, unknown>][] = [
  ['room', 'room', 'room', { evening: 'evening' }, { '': 'room' }],
  ['playlists', 'playlists', null, { 'a.jspf b.jspf': 'a.jspf b.jspf' }, {}],
  ['protocols', 'protocols', null, { 'im iv': 'im iv' }, {}],
  ['inline', 'inline', false, { '': true, inline: true }, {}],
  ['theme', 'theme', 'auto', { night: 'night' }, { purple: 'auto', '': 'auto', toString: 'auto' }],
  ['numerals', 'numerals', 'always', { never: 'never' }, { sometimes: 'always', '': 'always' }],
  ['max-volume', 'maxVolume', 0.8, { 0.3: 0.3, 0: 0, ' 1 ': 1 }, { loud: 0.8, '': 0.8, NaN: 0.8, '-1': 0, 2: 1 }],
  // What cannot be read erases nothing.
  ['keep-days', 'keepDays', 30, { 90: 90, 0: 0 }, { never: Infinity, '': Infinity, '-1': Infinity }],
  ['lock-after', 'lockAfter', 0, { 5: 5, 0.5: 0.5 }, { soon: 0, '': 0, '-5': 0, Infinity: 0 }],
  ['pace', 'pace', 1, { 60: 60 }, { fast: 1, '': 1, 0: 1, '-3': 1, 0.5: 1, 7000: 600, Infinity: 1 }],
];

describe.each(table)('the attribute %s', (attribute, property, otherwise, values, others) => {
  it('is its default where it is not there, and again once it is taken away', () => {
    expect(observed).toContain(attribute);
    expect(new StillRoom()[property]).toBe(otherwise);
    for (const [value, read] of Object.entries(values))
      expect(reads(attribute, property, value, null)).toEqual([read, otherwise]);
  });

  it('makes sense of what makes none', () => {
    for (const [value, read] of Object.entries(others))
      expect([value, ...reads(attribute, property, value)]).toEqual([value, read]);
  });

  it('has a property that does the same', () => {
    const element = new StillRoom();
    const set = (value: unknown) => {
      (element as unknown as Record<string, unknown>)[property] = value;
      return element[property];
    };
    for (const [value, read] of Object.entries({ ...values, ...others }))
      if (attribute !== 'inline') expect([value, set(value)]).toEqual([value, read]);
    for (const nothing of [null, undefined]) expect(set(nothing)).toBe(otherwise);
  });
});

it('takes lists as they are', () => {
  const element = new StillRoom();
  const mine = [{ playlist: {} }];
  element.playlists = mine;
  expect(element.playlists).toBe(mine);
});

it.each([
  ['adds to ours', { ...StillRoom.properties, mine: {} }],
  ['has its own alone', { mine: {} }],
  ['says ours anew', { maxVolume: { attribute: 'max-volume', type: Number }, keepDays: {}, mine: {} }],
])('a class of a page whose list of properties %s has the same defaults', (_, properties) => {
  class Mine extends StillRoom {
    static override properties = properties;
  }
  expect(Mine.observedAttributes).toEqual(expect.arrayContaining(['room', 'mine']));
  const element = new Mine();
  // Without them it would be silent, and erase what was exported.
  for (const [, property, otherwise] of table) expect([property, element[property]]).toEqual([property, otherwise]);
  element.attributeChangedCallback('max-volume', null, '2');
  expect(element.maxVolume).toBe(1);
});
