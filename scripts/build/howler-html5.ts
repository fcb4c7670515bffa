import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin as EsbuildPlugin } from 'esbuild';
import type { Plugin } from 'vite';

/**
 * Howler without its decoded mode. Every deck streams through a media element (a decoded 90-minute list costs
 * gigabytes), so the branches for Web Audio are dead in this project; folding them to `false` lets the minifier drop a
 * quarter of the library. The source stays Howler 2.2.4, read from the package at build time; when it no longer looks as
 * expected the build fails.
 */

const WANTED = /howler[\\/]dist[\\/]howler\.core\.min\.js(?:\?|$)/;

/** Functions that only the decoded mode calls. */
const DECODED = ['loadBuffer', 'decodeAudioData', 'loadSound', 'setupAudioContext'];
/** Methods that mind an AudioContext of Howler's own, which is never made. */
const MINDING = ['_autoSuspend', '_autoResume', '_unlockAudio'];

/** Replaces what lies between two marks, both found exactly where they are expected. */
function cut(source: string, from: RegExp, to: RegExp, by: string): string {
  const start = from.exec(source);
  const end = start && to.exec(source.slice(start.index));
  if (!start || !end) throw new Error(`Howler is not as expected: ${from} was not found. Is it still 2.2.4?`);
  return source.slice(0, start.index) + by + source.slice(start.index + end.index + end[0].length);
}

/** The trimmed source of howler.core.js. */
export function html5Howler(source: string): string {
  const reads = /\b(?:self|parent|Howler|self\._howls\[i\])\.(?:_webAudio|usingWebAudio)\b(?!\s*=[^=])/g;
  const found = source.match(reads)?.length ?? 0;
  if (found < 30)
    throw new Error(`Howler is not as expected: ${found} readings of its mode, where 2.2.4 has more than 30.`);
  let trimmed = source.replace(reads, 'false');
  for (const name of DECODED)
    trimmed = cut(
      trimmed,
      new RegExp(`  var ${name} = function\\(`),
      /\n {2}\};?\n/,
      `  var ${name} = function() {};\n`,
    );
  for (const name of MINDING)
    trimmed = cut(
      trimmed,
      new RegExp(`\\n    ${name}: function\\(`),
      /\n {4}\}(?=,|\n)/,
      `\n    ${name}: function() { return this; }`,
    );
  return trimmed;
}

/**
 * As a module of its own: the names it would look for on a page (`define`, `exports`, `global`) are its own here, so that
 * it neither calls a host's AMD loader nor overwrites a host's `window.Howler`, in whatever order a bundler puts modules.
 */
const asModule = (source: string) =>
  `const define = undefined, exports = {}, global = {};\n${source}\nexport default exports;\n`;

const trimmed = (path: string) =>
  asModule(html5Howler(readFileSync(join(dirname(path), '../src/howler.core.js'), 'utf8')));

/** For Vite and Rollup. */
export const howlerHtml5 = (): Plugin => ({
  name: 'howler-html5',
  enforce: 'pre',
  load: (id) => (WANTED.test(id) ? trimmed(id) : null),
});

/** For esbuild (tests in browsers run on the same source as the build). */
export const howlerHtml5ForEsbuild = (): EsbuildPlugin => ({
  name: 'howler-html5',
  setup(build) {
    build.onLoad({ filter: WANTED }, ({ path }) => ({ contents: trimmed(path), loader: 'js' }));
  },
});

/** Where the package lies, for tests. */
export const howlerSource = () =>
  readFileSync(
    join(dirname(createRequire(import.meta.url).resolve('howler/package.json')), 'src/howler.core.js'),
    'utf8',
  );
