/** `npm run build`: everything in `dist/`, as package.json's `exports` names it. */
import { copyFileSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { root } from './setup/index.mjs';
import { run } from './setup/processes.mjs';

/** Whose code stands in `dist/stillroom.js`. */
const VENDORS = ['lit', 'lit-html', 'lit-element', '@lit/reactive-element', 'howler', 'idb-keyval'];

process.chdir(root);
rmSync('dist', { recursive: true, force: true });

const vite = 'node_modules/vite/bin/vite.js';
await must('the self-contained file', [vite, 'build']);
await must('the package’s modules', [vite, 'build', '--mode', 'modules']);
await must('the types', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
for (const schema of ['playlist.schema.json', 'protocol.schema.json', 'session.schema.json'])
  copyFileSync(`playlists/${schema}`, `dist/${schema}`);
writeFileSync('dist/licenses.txt', ['.', ...VENDORS.map((name) => `node_modules/${name}`)].map(licence).join('\n\n'));
// Writes the manifest; that README.md may be behind is said, and is for `npm test` to judge.
await run(process.execPath, ['--import', './scripts/setup/typescript.mjs', 'scripts/docs/index.mjs', '--check']);
console.log('Built dist/.');

/** @param {string} what @param {string[]} args */
async function must(what, args) {
  const code = await run(process.execPath, args);
  if (code === 0) return;
  console.error(`Building ${what} failed.`);
  process.exit(code);
}

/** A package's name and licence text. @param {string} folder; '.' is ourselves */
function licence(folder) {
  const [file] = globSync(`${folder}/LICEN[CS]E*`);
  if (!file) throw new Error(`${folder} has no licence file.`);
  const name = folder === '.' ? 'stillroom' : folder.replace('node_modules/', '');
  return `${name}\n\n${readFileSync(file, 'utf8').trim()}\n`;
}
