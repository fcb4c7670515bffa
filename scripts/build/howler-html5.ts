import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin as EsbuildPlugin } from 'esbuild';
import type { Plugin } from 'vite';
import { trimHowler } from './howler-cuts.ts';

/** Howler as a module of its own, without what is not used here; its source is read from the package at build time. */
const WANTED = /howler[\\/]dist[\\/]howler\.core\.min\.js(?:\?|$)/;

const trimmed = (path: string) => trimHowler(readFileSync(join(dirname(path), '../src/howler.core.js'), 'utf8'));

/** For Vite, its server and Vitest too. */
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
