/**
 * Generates what describes the tag from the source: `dist/custom-elements.json`, and the tables in README.md between
 * the markers `<!-- tables -->` and `<!-- /tables -->`, and `<!-- private -->` and `<!-- /private -->`. With `--check` nothing is written and a stale README fails.
 */
import { create, ts } from '@custom-elements-manifest/analyzer';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import prettier from 'prettier';
import { privateTable } from './private.mjs';
import { tables } from './tables.mjs';

const check = process.argv.includes('--check');
const files = ['src/*.ts', 'src/tag/*.ts', 'src/views/*.ts'].flatMap((each) => globSync(each)).sort();
const manifest = create({ modules: files.map(read), plugins: [], context: { dev: false } });

mkdirSync('dist', { recursive: true });
writeFileSync('dist/custom-elements.json', `${JSON.stringify(manifest, null, 2)}\n`);

const readme = readFileSync('README.md', 'utf8');
const written = { tables: tables(manifest), private: privateTable() };
const options = { ...(await prettier.resolveConfig('README.md')), parser: 'markdown' };
const fresh = await prettier.format(
  readme.replace(
    /(<!-- (\w+) -->)[^]*?(<!-- \/\2 -->)/g,
    (_, begins, name, ends) => `${begins}\n\n${written[name]}\n\n${ends}`,
  ),
  options,
);

if (check && fresh !== readme) {
  console.error('README.md is behind the source. Run `npm run docs`.');
  process.exitCode = 1;
} else if (!check && fresh !== readme) {
  writeFileSync('README.md', fresh);
  console.log('README.md: tables written anew.');
}

/** The analyzer passes interfaces by: what one declares of a class of its name is read as if it stood in the class. */
function read(path) {
  const text = readFileSync(path, 'utf8');
  const file = (code) => ts.createSourceFile(path, code, ts.ScriptTarget.ES2022, true);
  const { statements } = file(text);
  const types = statements.filter(ts.isInterfaceDeclaration);
  const own = statements.find(
    (each) => ts.isClassDeclaration(each) && types.some(({ name }) => name.text === each.name?.text),
  );
  const members = types.find(({ name }) => name.text === own?.name.text)?.members;
  if (!members) return file(text);
  return file(text.slice(0, own.members.pos) + text.slice(members.pos, members.end) + text.slice(own.members.pos));
}
