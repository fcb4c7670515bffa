/**
 * `npm run bench`: players and Stillroom in one run, in Chromium.
 *
 *   npm run bench                          all parts
 *   npm run bench -- silence               one or several of: silence, memory, processor, journal
 *   npm run bench -- --quick               fewer and shorter measurements
 *   npm run bench -- --gate                exit code 1 where Stillroom misses a budget
 */
import { prepareBrowsers } from '../support/prepare-browsers.js';
import { command } from '../../scripts/setup/index.mjs';
import { say } from '../../scripts/setup/processes.mjs';

const PARTS = ['silence', 'memory', 'processor', 'journal'] as const;

await command(async () => {
  const given = process.argv.slice(2);
  const unknown = given.find((each) => !['--quick', '--gate', ...PARTS].includes(each));
  if (unknown) throw new Error(`There is no “${unknown}”. Choose from: ${PARTS.join(', ')}, --quick, --gate.`);
  const parts = PARTS.filter((part) => given.includes(part));
  const quick = given.includes('--quick');

  await prepareBrowsers(['chromium']);
  // They look for the browsers when they are loaded.
  const run = {
    silence: async () => (await import('./silence.js')).silence(),
    memory: async () => (await import('./memory.js')).memory(quick),
    processor: async () => (await import('./processor.js')).processor(quick),
    journal: async () => (await import('./journal.js')).journal(quick),
  };
  const { missed, table } = await import('./table.js');
  const rows = [];
  for (const part of parts.length ? parts : PARTS) {
    say(`${part} …`);
    rows.push(...(await run[part]()));
  }
  console.log(`\n${table(rows)}`);
  return given.includes('--gate') && rows.some(missed) ? 1 : 0;
});
