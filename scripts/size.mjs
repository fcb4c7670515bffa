/**
 * `npm run size`: what `dist/stillroom.js` weighs (gzip -9), whole and for each folder of the house, against the budgets.
 * A folder's weight is that of its share of the built file, by the build's source map.
 */
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { gzipSync } from 'node:zlib';

/**
 * Bytes; a kB is 1,000. The first line whose pattern fits a source has it. `budget` is what a part should weigh; `limit`,
 * where there is one, what it is held to until it does, so that it can only come nearer. Lower it with every saving.
 */
const BUDGETS = [
  { name: 'session', source: /^src\/session\//, budget: 4500, limit: 10_440 },
  { name: 'soundscapes', source: /^src\/music\/soundscapes\//, budget: 3000 },
  { name: 'music', source: /^src\/music\//, budget: 5000, limit: 18_780 },
  { name: 'store', source: /^src\/store\//, budget: 2500, limit: 7330 },
  { name: 'views', source: /^src\/views\//, budget: 9000, limit: 10_700 },
  { name: 'export', source: /^src\/export\//, budget: 2700, limit: 2870 },
  { name: 'tag, room and words', source: /^src\//, budget: 3000, limit: 16_940 },
  // Data has no place in a source map; what is not mapped is that, and a few bytes of the bundler's own.
  { name: 'built-in playlists and protocols', source: /^$/ },
  { name: 'lit', source: /^node_modules\/(?:lit|lit-html|lit-element|@lit\/[\w-]+)\// },
  { name: 'howler', source: /^node_modules\/howler\// },
  { name: 'idb-keyval', source: /^node_modules\/idb-keyval\// },
  { name: 'what else', source: /^/ },
];
const WHOLE = { budget: 42_000, limit: 75_950 };

if (!existsSync('dist/stillroom.js')) throw new Error('There is no dist/stillroom.js: run npm run build first.');
const code = readFileSync('dist/stillroom.js', 'utf8');
const map = new SourceMap(JSON.parse(readFileSync('dist/stillroom.js.map', 'utf8')));
const shares = BUDGETS.map(() => '');
for (const [source, text] of pieces()) shares[BUDGETS.findIndex((budget) => budget.source.test(source))] += text;

const weigh = (text) => gzipSync(text, { level: 9 }).length;
let over = 0;
BUDGETS.forEach(({ name, ...bounds }, index) => shares[index] && report(name, weigh(shares[index]), bounds));
report('dist/stillroom.js', weigh(code), WHOLE);
process.exitCode = over ? 1 : 0;

function report(name, bytes, { budget, limit = budget }) {
  const much = budget !== undefined && bytes > budget ? `, ${bytes - budget} over` : '';
  const verdict = budget === undefined ? '' : `of ${budget}${much}${limit === budget ? '' : ` (held to ${limit})`}`;
  if (bytes > limit) over++;
  console.log(`${name.padEnd(34)} ${String(bytes).padStart(6)} bytes ${verdict}${bytes > limit ? ': TOO MANY' : ''}`);
}

/** The built file cut where the source map changes from one source to another. */
function* pieces() {
  const lines = code.split('\n');
  for (const [row, line] of lines.entries()) {
    for (let at = 0; at < line.length;) {
      const source = sourceAt(row, at);
      const start = at;
      while (++at < line.length && sourceAt(row, at) === source);
      yield [source, line.slice(start, at)];
    }
  }
}

/** @param {number} row @param {number} column @returns {string} a path from the project's folder */
function sourceAt(row, column) {
  const entry = map.findEntry(row, column);
  return 'originalSource' in entry && entry.originalSource ? entry.originalSource.replace(/^(?:\.\.\/)+/, '') : '';
}
