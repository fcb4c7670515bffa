/**
 * Prints what the soundscapes measure, rendered at intensity 1, 3 and 5 for five minutes each.
 * `node scripts/playlists/measure.mjs [--minutes 5] [--seed 1] [--keep FOLDER] [--measure NAME[,INTENSITY]]…`
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureLoudness } from './loudness.mjs';
import './node24.mjs';
import { measureShape } from './shape.mjs';
import { wav } from './wav.mjs';

const { RATE, loadSoundscapes, render } = await import('./render.mjs');
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'string' },
    measure: { type: 'string', multiple: true },
  },
});
const soundscapes = await loadSoundscapes();
const wanted = (values.measure ?? soundscapes.soundscapeNames).flatMap((text) => {
  const [name, intensity] = text.split(',');
  return (intensity ? [Number(intensity)] : [1, 3, 5]).map((level) => ({ name, intensity: level }));
});
const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'soundscapes-'));
mkdirSync(folder, { recursive: true });

const columns = [
  'name',
  'int',
  'LUFS',
  'LRA',
  'dBTP',
  'step',
  'centroid',
  'corr',
  'DC',
  'jump',
  '<-50',
  'at 1 s',
  'x real',
  'ffmpeg',
];
console.log(columns.map((text) => text.padStart(9)).join(''));
for (const { name, intensity } of wanted) {
  const seconds = Number(values.minutes) * 60;
  const started = performance.now();
  const channels = await render(soundscapes, { name, seed: Number(values.seed), intensity, seconds });
  const speed = seconds / ((performance.now() - started) / 1000);
  const { loudness, range, peak } = measureLoudness(channels, RATE);
  const shape = measureShape(channels, RATE);
  const file = join(folder, `${name}-${intensity}.wav`);
  if (hasFfmpeg || values.keep) writeFileSync(file, wav(channels, RATE));
  const row = [
    name,
    intensity,
    loudness.toFixed(1),
    range.toFixed(1),
    peak.toFixed(1),
    shape.step.toFixed(1),
    shape.centroid.toFixed(0),
  ];
  row.push(
    shape.correlation.toFixed(2),
    shape.dc.toExponential(0),
    shape.jump.toFixed(4),
    shape.quiet,
    shape.first.toFixed(1),
    speed.toFixed(0),
  );
  row.push(hasFfmpeg ? ffmpeg(file) : '-');
  console.log(row.map((text) => String(text).padStart(9)).join(''));
}
if (!values.keep) rmSync(folder, { recursive: true });

/** The same figures by ffmpeg, as a check of our own. */
function ffmpeg(file) {
  const { stderr } = spawnSync('ffmpeg', [
    '-hide_banner',
    '-nostats',
    '-i',
    file,
    '-af',
    'ebur128=peak=true',
    '-f',
    'null',
    '-',
  ]);
  const summary = String(stderr).split('Summary:').pop();
  return ['I:', 'LRA:', 'Peak:'].map((key) => summary.match(new RegExp(`${key}\\s+(-?[\\d.]+)`))?.[1] ?? '?').join('/');
}
