/**
 * Generates what describes the tag from the source: `dist/custom-elements.json`, and the tables in README.md between
 * the markers `<!-- tables -->` and `<!-- /tables -->`. With `--check` nothing is written and a stale README fails.
 */
import { create, ts } from '@custom-elements-manifest/analyzer';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import prettier from 'prettier';
import { tables } from './tables.mjs';

const check = process.argv.includes('--check');
const files = [...globSync('src/*.ts'), ...globSync('src/views/*.ts')].sort();
const modules = files.map((path) =>
  ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true),
);
const manifest = create({ modules, plugins: [], context: { dev: false } });

mkdirSync('dist', { recursive: true });
writeFileSync('dist/custom-elements.json', `${JSON.stringify(manifest, null, 2)}\n`);

const readme = readFileSync('README.md', 'utf8');
const [before, , after] = readme.split(/<!-- \/?tables -->/);
const options = { ...(await prettier.resolveConfig('README.md')), parser: 'markdown' };
const fresh = await prettier.format(
  `${before}<!-- tables -->\n\n${tables(manifest)}\n\n<!-- /tables -->${after}`,
  options,
);

if (check && fresh !== readme) {
  console.error('README.md is behind the source. Run `npm run docs`.');
  process.exitCode = 1;
} else if (!check && fresh !== readme) {
  writeFileSync('README.md', fresh);
  console.log('README.md: tables written anew.');
}
