import { describe, expect, it } from 'vitest';
import { begins, beyond, missing, tellsMore } from '../../src/room/told.js';
import { entries, entry, seqs } from '../support/records.js';

/** A session of so many entries, prepared so many seconds later than others. */
const session = (id: string, count: number, later = 0) =>
  entries(id, 0, count).map((each) => ({ ...each, at: each.at + later * 1000 }));
const found = { stored: [], told: [], there: [], held: true };

describe('what a session was told to have beyond what is stored of it', () => {
  it('is its end', () => {
    expect(seqs(beyond(session('s', 2), session('s', 5)))).toEqual([2, 3, 4]);
    expect(beyond(session('s', 5), session('s', 3))).toEqual([]);
  });

  it('is known by number, time and call, not by what is sealed in it', () => {
    const [first, second] = session('s', 2);
    const { private: _, ...bare } = first!;
    expect(beyond([{ ...bare, sealed: new ArrayBuffer(1) }], [first!, second!])).toEqual([second]);
    expect(beyond([entry('s', 0, { type: 'unreadable', at: 0 })], [first!, second!])).toEqual([second]);
  });

  it('is nothing where another window has written other entries since', () => {
    expect(beyond([...session('s', 2), entry('s', 2, { cmd: 'another' })], session('s', 5))).toEqual([]);
  });
});

describe('what was shown as done and is missing', () => {
  const person = (cmd: string) => entry('s', 2, { cmd, cause: 'person' });

  it('is what a person did, by its call, wherever it stands', () => {
    const two = session('s', 2);
    expect(missing([...two, person('other'), person('mine')], [...two, person('mine')])).toEqual([]);
    expect(missing([...two, person('other')], [...two, person('mine')])).toEqual([person('mine')]);
    expect(missing(two, [...two, entry('s', 2, { cmd: 'x', cause: 'time' })])).toEqual([]);
  });
});

describe('a journal that begins as another does', () => {
  it('may be as long, and no longer', () => {
    expect(begins(session('s', 2), session('s', 2))).toBe(true);
    expect(begins(session('s', 3), session('s', 2))).toBe(false);
    expect(begins([], session('s', 2))).toBe(true);
  });
});

describe('the room goes on with what was told', () => {
  it.each([
    ['more of the session that is stored', { stored: session('s', 2), told: session('s', 5) }],
    ['a session that is on no disk, and none is', { told: session('s', 5) }],
    ['one that is on no disk, and was prepared later', { stored: session('s', 2), told: session('t', 5, 60) }],
  ])('%s', (_, what) => expect(tellsMore({ ...found, ...what })).toBe(true));
});

describe('the room goes on with what is stored', () => {
  it.each([
    ['nothing was told', { stored: session('s', 2) }],
    ['it is the same', { stored: session('s', 5), told: session('s', 5) }],
    ['it is more', { stored: session('s', 5), told: session('s', 3) }],
    ['another window has gone on with it', { stored: session('s', 5, 9), told: session('s', 6) }],
    ['what was told was left since', { told: session('s', 5), there: session('s', 5) }],
    [
      'what was told was followed by another',
      { stored: session('t', 2, -60), told: session('s', 5), there: session('s', 5) },
    ],
    ['another was prepared later', { stored: session('t', 2, 60), told: session('s', 5) }],
    ['what was told may have been erased', { told: session('s', 5), held: false }],
  ])('%s', (_, what) => expect(tellsMore({ ...found, ...what })).toBe(false));
});
