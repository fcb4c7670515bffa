import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { courses } from './session/support/courses.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const [, lines = ''] = readme.split(/<!-- \/?private -->/);
const names = (cell = '') => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name);

/** What the README says of each type of entry. */
const table = new Map(
  [...lines.matchAll(/^\| `([\w-]+)` *\|([^|]*)\|([^|]*)\|$/gm)].map(([, type, data, secrets]) => [
    type!,
    { data: names(data), secrets: names(secrets) },
  ]),
);

describe('the table of what is private', () => {
  const entries = Object.values(courses).flatMap((course) => course().entries);

  it('knows every entry that a session can have', () => {
    expect(table.size).toBeGreaterThan(50);
    for (const { type } of entries) expect(table.has(type), type).toBe(true);
  });

  it('is held to by all that is written', () => {
    for (const { type, data, private: typed = {} } of entries) {
      expect(table.get(type)!.data, type).toEqual(expect.arrayContaining(Object.keys(data)));
      expect(table.get(type)!.secrets, type).toEqual(expect.arrayContaining(Object.keys(typed)));
    }
    expect(entries.filter((each) => each.private).length).toBeGreaterThan(30);
  });
});
