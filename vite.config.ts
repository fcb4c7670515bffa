import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type UserConfig } from 'vite';
import { devEntry } from './scripts/build/dev-entry.js';
import { howlerHtml5 } from './scripts/build/howler-html5.js';
import { lit } from './scripts/build/lit.js';
import { renderedMusic } from './scripts/build/rendered-music.js';
import { squeeze } from './scripts/build/squeeze.js';
import { templates } from './scripts/build/templates.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(readFileSync(here('package.json'), 'utf8')) as { version: string };
const define = { __VERSION__: JSON.stringify(version) };

const banner = `/*! Stillroom ${version}, MIT. Holds Lit (BSD-3-Clause), howler.js (MIT), idb-keyval (Apache-2.0): licenses.txt */`;

/** `npm start`: the demo pages, with the source behind `/stillroom.js`. */
const serve: UserConfig = {
  root: here('demo'),
  // A file that is missing is missing, and no page in its place.
  appType: 'mpa',
  publicDir: false,
  define,
  clearScreen: false,
  cacheDir: here('node_modules/.vite'),
  plugins: [howlerHtml5(), devEntry(here('src/index.ts')), renderedMusic(here('demo'))],
  // Lit as it is shipped: its development build warns on the console.
  resolve: { conditions: ['module', 'browser', 'production'] },
  optimizeDeps: { exclude: ['howler'], entries: ['../src/**/*.ts'] },
  server: { host: '127.0.0.1', port: 5173, fs: { allow: [here('.')] } },
};

/** What both builds share: a library, not a page; the browsers that the README names. */
const common: UserConfig = {
  publicDir: false,
  define,
  logLevel: 'warn',
  build: {
    outDir: 'dist',
    target: ['chrome111', 'firefox114', 'safari16.4'],
    modulePreload: false,
    emptyOutDir: false,
  },
};

/** `dist/stillroom.js`: one file that imports nothing. Its map is for the size gate and is not shipped. */
const whole: UserConfig = {
  ...common,
  plugins: [howlerHtml5(), lit(), templates(), squeeze()],
  build: {
    ...common.build,
    sourcemap: 'hidden',
    rolldownOptions: {
      input: here('src/index.ts'),
      checks: { pluginTimings: false },
      preserveEntrySignatures: 'strict',
      output: { format: 'es', entryFileNames: 'stillroom.js', codeSplitting: false, postBanner: banner },
    },
  },
};

/**
 * The package's entries, module by module, so that a host's bundler drops what it does not use. Howler comes along as we
 * trim it: imported bare it would write its names over the host's own.
 */
const modules: UserConfig = {
  ...common,
  plugins: [howlerHtml5(), templates()],
  build: {
    ...common.build,
    minify: false,
    rolldownOptions: {
      input: { index: here('src/index.ts'), element: here('src/element.ts'), core: here('src/core.ts') },
      preserveEntrySignatures: 'strict',
      external: /^(?:lit|idb-keyval)(?:\/|$)/,
      output: {
        format: 'es',
        preserveModules: true,
        preserveModulesRoot: here('src'),
        entryFileNames: ({ name }) => `${name.replace(/^.*node_modules\//, 'vendor/')}.js`,
      },
    },
  },
};

export default defineConfig(({ command, mode }) =>
  command === 'serve' ? serve : mode === 'modules' ? modules : whole,
);
