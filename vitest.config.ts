import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { howlerHtml5 } from './scripts/build/howler-html5.js';
import { LISTENERS } from './scripts/setup/flags.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/** What may not miss a window of 5 ms at the loudspeaker, nor a fade its 60 ms, and so has the machine to itself. */
const SPEAKER = 'test/e2e/{transitions,faults,faults-firefox,stalled-disk}.test.ts';
const whole = { testTimeout: 240_000, hookTimeout: 60_000 };

/** The pure parts in Node; whole browsers driven from Node, two files at a time; and what is measured at the speaker. */
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
          exclude: [SPEAKER],
          maxWorkers: LISTENERS,
          ...whole,
        },
      },
      { test: { name: 'speaker', include: [SPEAKER], maxWorkers: 1, ...whole } },
    ],
  },
});
