/**
 * `npm run playlists`: renders the demo's music from the soundscapes into `demo/music/`, with loudness and peak measured and
 * written into its playlist. What was rendered by the same code is kept; `--force` renders it all again.
 *
 * `npm run playlists -- --check`: renders every soundscape for five minutes at intensity 1, 3 and 5 with two seeds, and once
 * more while its intensity moves, measures them and fails if a figure is missed. Takes about ten minutes. `--only NAME`
 * and `--seed N` may be repeated; `--minutes N`; `--keep FOLDER` leaves the sound there as WAV files and asks ffmpeg too.
 */
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    force: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', multiple: true, default: ['1', '2'] },
    only: { type: 'string', multiple: true },
    keep: { type: 'string' },
  },
});

if (values.check) {
  const { check } = await import('./check.mjs');
  const misses = await check(values);
  console.log(misses.length ? `\nMissed:\n  ${misses.join('\n  ')}` : '\nEvery figure is met.');
  process.exitCode = misses.length ? 1 : 0;
} else {
  const { renderFiles } = await import('./files.mjs');
  await renderFiles(values.force);
}
