/** The table of what a journal keeps, read from the types of its entries and from what holds the commands to it. */
import { ts } from '@custom-elements-manifest/analyzer';
import { readFileSync } from 'node:fs';
import { PRIVATE } from '../../src/session/private.ts';
import { table } from './tables.mjs';

const SOURCE = 'src/session/entry.types.ts';

const codes = (/** @type {string[]} */ names) => names.map((name) => `\`${name}\``).join(', ');

/** @returns {string} one line for each type of entry, in the order of the source */
export function privateTable() {
  const file = ts.createSourceFile(SOURCE, readFileSync(SOURCE, 'utf8'), ts.ScriptTarget.ES2022, true);
  const entries = file.statements.find((each) => each.name?.text === 'EntryData').members;
  return table(
    'What an entry says',
    ['entry', 'facts (`data`)', 'what a person typed or chose (`private`)'],
    entries.map(({ name: { text }, type }) => {
      const secrets = PRIVATE[/** @type {keyof PRIVATE} */ (text)];
      const names = secrets?.replaceAll('!', '').split(' ').filter(Boolean);
      return [
        `\`${text}\``,
        codes((type.members ?? []).map(({ name }) => name.text)),
        names ? codes([...names, 'by']) : '',
      ];
    }),
  );
}
