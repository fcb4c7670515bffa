/** The check of what the soundscapes measure. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { figuresOf, missed, missedAlways } from './figures.mjs';
import { RATE, loadSoundscapes, render } from './render.mjs';
import { wav } from './wav.mjs';

const INTENSITIES = [1, 3, 5];
/** Up and down again as fast as a therapist can ask for, s. */
const SWEEP = {
  intensity: 1,
  seconds: 100,
  moves: [
    { at: 20, to: 5, over: 20 },
    { at: 60, to: 1, over: 20 },
  ],
};
const COLUMNS = {
  LUFS: ({ loudness }) => loudness.toFixed(1),
  LRA: ({ range }) => range.toFixed(1),
  dBTP: ({ peak }) => peak.toFixed(1),
  step: ({ step }) => step.toFixed(1),
  centroid: ({ centroid }) => centroid.toFixed(0),
  notes: ({ notes }) => notes.toFixed(0),
  corr: ({ correlation }) => correlation.toFixed(2),
  DC: ({ dc }) => dc.toExponential(0),
  jump: ({ jump }) => jump.toFixed(3),
  click: ({ click }) => click.toFixed(1),
  quiet: ({ quiet }) => quiet,
  'at 1 s': ({ first }) => first.toFixed(1),
};

/**
 * Prints all figures; beside ffmpeg's own where the sound is kept and there is one.
 * @param {{minutes: string, seed: string[], only?: string[], keep?: string}} options
 * @returns {Promise<string[]>} what was missed
 */
export async function check({ minutes, seed: seeds, only, keep }) {
  const soundscapes = await loadSoundscapes();
  const hasFfmpeg = keep && spawnSync('ffmpeg', ['-version']).status === 0;
  if (keep) mkdirSync(keep, { recursive: true });
  print(['name', 'seed', 'int', ...Object.keys(COLUMNS), ...(hasFfmpeg ? ['ffmpeg: I/LRA/peak'] : [])]);

  const measured = async (label, piece) => {
    const channels = await render(soundscapes, piece);
    const figures = figuresOf(channels, RATE);
    const file = join(keep ?? '', `${piece.name}-${piece.seed}-${label}.wav`);
    if (keep) writeFileSync(file, wav(channels, RATE));
    const row = Object.values(COLUMNS).map((format) => format(figures));
    print([piece.name, piece.seed, label, ...row, ...(hasFfmpeg ? [ffmpeg(file)] : [])]);
    return figures;
  };

  const misses = [];
  for (const name of only ?? soundscapes.soundscapeNames) {
    for (const seed of seeds.map(Number)) {
      const note = (what) => misses.push(`${name}, seed ${seed}: ${what}`);
      const renderings = [];
      for (const intensity of INTENSITIES)
        renderings.push([
          intensity,
          await measured(intensity, { name, seed, intensity, seconds: Number(minutes) * 60 }),
        ]);
      missed(renderings).forEach(note);
      const sweep = await measured('1-5-1', { name, seed, ...SWEEP });
      missedAlways(sweep).forEach((what) => note(`while the intensity moves: ${what}`));
    }
  }
  return misses;
}

function print(cells) {
  console.log(cells.map((text) => String(text).padStart(9)).join(''));
}

/** The same figures by ffmpeg, as a check of our own. */
function ffmpeg(file) {
  const args = ['-hide_banner', '-nostats', '-i', file, '-af', 'ebur128=peak=true', '-f', 'null', '-'];
  const summary = String(spawnSync('ffmpeg', args).stderr).split('Summary:').pop();
  const figures = ['I:', 'LRA:', 'Peak:'].map((key) => summary.match(new RegExp(`${key}\\s+(-?[\\d.]+)`))?.[1] ?? '?');
  return `  ${figures.join('/')}`;
}
