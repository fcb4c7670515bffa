import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fold, publicPart, stateOf, type Entry } from '../../../src/session/index.js';
import { courses } from '../session/support/courses.js';
import { live } from '../session/support/fixtures.js';

const file = (name: string) => new URL(`./${name}`, import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(file(name), 'utf8')) as unknown;

/** The state of a journal: what every version must make of it. Live parts, the methods and the journal itself aside. */
function stateAfter(entries: readonly Entry[]): unknown {
  const { t, at } = entries.at(-1)!;
  const state = stateOf(fold(entries.map(publicPart)), live, { t, at });
  const { can: _can, journal: _journal, ...kept } = state;
  return Object.fromEntries(Object.entries(kept).filter(([name]) => name === 'music' || !(name in live)));
}

const write = (name: string, value: unknown) => writeFileSync(file(name), `${JSON.stringify(value, null, 1)}\n`);

// A golden file is written once. Whoever must change one deletes it first, and says why in the changelog.
if (process.env.GOLDEN === 'write')
  for (const [name, course] of Object.entries(courses))
    if (!existsSync(file(`${name}.json`))) {
      const { entries } = course();
      write(`${name}.json`, entries);
      write(`${name}.state.json`, stateAfter(entries));
    }

describe('a session that was stored by an earlier version', () => {
  it.each(Object.keys(courses))('(%s) is read as it was', (name) => {
    expect(stateAfter(read(`${name}.json`) as Entry[])).toEqual(read(`${name}.state.json`));
  });

  it('had everything in it that a session can have', () => {
    const all = Object.keys(courses).flatMap((name) => read(`${name}.json`) as Entry[]);
    expect([...new Set(all.map(({ type }) => type))].sort()).toEqual(
      expect.arrayContaining([
        'amended',
        'attend-ended',
        'attended',
        'changed',
        'check-in-answered',
        'check-in-deferred',
        'check-in-due',
        'check-in-lapsed',
        'check-in-skipped',
        'clock-stepped',
        'closing-began',
        'closing-ticked',
        'dose-changed',
        'dosed',
        'dwell-began',
        'dwell-ended',
        'ended',
        'extended',
        'given',
        'handed-over',
        'intensity-set',
        'marked',
        'music-restored',
        'noted',
        'opened',
        'phase-entered',
        'preflight-passed',
        'prepared',
        'recorded',
        'reopened',
        'returned',
        'silenced',
        'slept',
        'speaking-began',
        'speaking-ended',
        'stayed',
        'stepped-out',
        'undone',
        'volume-set',
        'went-on',
      ]),
    );
  });
});
