import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { StillRoom } from '../../src/element.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const [, table = ''] = readme.split('### Methods');
const documented = [...table.split('\n### ')[0]!.matchAll(/^\| `(\w+)\(/gm)].map(([, name]) => name!);

it('every method that the README promises is one, and none is hidden from it', () => {
  expect(documented.length).toBeGreaterThan(40);
  for (const name of documented) expect(StillRoom.prototype, name).toHaveProperty(name, expect.any(Function));
  const commands = Object.getOwnPropertyNames(Object.getPrototypeOf(StillRoom.prototype));
  expect(commands.filter((name) => name !== 'constructor' && !documented.includes(name))).toEqual([]);
});
