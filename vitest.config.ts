import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { howlerHtml5 } from './scripts/build/howler-html5.js';
import { LISTENERS } from './scripts/setup/flags.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/** Two suites: the pure parts in Node, and whole browsers driven from Node, two files at a time. */
export default defineConfig({
  test: {
    projects: [
      {
        define: { __VERSION__: JSON.stringify(version) },
        plugins: [howlerHtml5()],
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          // Through the plugin: Howler as it is in the build.
          server: { deps: { inline: ['howler'] } },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          maxWorkers: LISTENERS,
          // What is recorded may drop out where a shared machine was held up; a fault of the product fails again.
          retry: 1,
          testTimeout: 240_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
