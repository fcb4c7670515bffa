/** The demo's music as files, and its playlist. */
import progress from 'cli-progress';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createMp3Encoder } from 'wasm-media-encoders';
import { measureLoudness } from './loudness.mjs';
import { pieces } from './pieces.mjs';
import { RATE, loadSoundscapes, render } from './render.mjs';

const EXTENSION = 'https://stillroom.dev/jspf/1';
const RENDERED = 'https://stillroom.dev/rendered/1';
const LICENSE = 'https://creativecommons.org/publicdomain/zero/1.0/';
const HOME = 'https://stillroom.dev/music/quiet-water';
/** Each piece leaves in this time, s, should a player not fade it. */
const FADE = 12;
/** Two at once: one renders while the other is measured and encoded. */
const AT_ONCE = 2;

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = here('../../demo/music/');
const list = `${folder}quiet-water.jspf`;

/** Renders what is missing. @param {boolean} force all of it */
export async function renderFiles(force) {
  mkdirSync(folder, { recursive: true });
  const soundscapes = await loadSoundscapes();
  const scripts = ['files.mjs', 'render.mjs', 'loudness.mjs'].map((file) => readFileSync(here(file), 'utf8'));
  const code = [soundscapes.code, ...scripts].join('\n');
  const hashOf = (piece) => createHash('sha256').update(code).update(JSON.stringify(piece)).digest('hex').slice(0, 16);

  const known = force ? [] : readList();
  const tracks = pieces.map((piece) => {
    const track = known.find((each) => each.extension?.[RENDERED]?.[0]?.hash === hashOf(piece));
    return existsSync(fileOf(piece)) ? track : undefined;
  });
  const missing = pieces.filter((_, index) => !tracks[index]);
  if (!missing.length) {
    console.log(`demo/music has its ${pieces.length} pieces already; --force renders them again.`);
    return;
  }
  await withProgress(missing, async (piece, tell) => {
    tracks[pieces.indexOf(piece)] = await make(soundscapes, piece, hashOf(piece), tell);
    writeList(tracks.filter(Boolean));
  });
}

const fileOf = ({ id }) => `${folder}${id}.mp3`;

/** Works through the pieces under a progress bar. @param {(piece: object, tell: (seconds: number) => void) => Promise<void>} work */
async function withProgress(missing, work) {
  const total = missing.reduce((sum, { seconds }) => sum + seconds, 0);
  const done = new Map();
  const started = performance.now();
  const bar = new progress.SingleBar({
    format: 'Rendering music {bar} {percentage} % | {value} of {total} s | {title}',
    noTTYOutput: true,
    notTTYSchedule: 5000,
  });
  bar.start(total, 0, { title: '' });
  const waiting = [...missing];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let piece = waiting.shift(); piece; piece = waiting.shift()) {
        const { id, title } = piece;
        await work(piece, (seconds) => {
          done.set(id, seconds);
          bar.update(Math.round([...done.values()].reduce((sum, value) => sum + value, 0)), { title });
        });
      }
    }),
  );
  bar.stop();
  const speed = total / ((performance.now() - started) / 1000);
  console.log(
    `${missing.length} pieces, ${Math.round(total / 60)} minutes of music, ${speed.toFixed(1)} times as fast as playing them.`,
  );
}

/** Renders, measures and encodes one piece; resolves to its track. */
async function make(soundscapes, piece, hash, tell) {
  const { id, title, name, seed, seconds, phases, intensity, from, to } = piece;
  const channels = await render(
    soundscapes,
    { name, seed, intensity: from, seconds, moves: [{ at: 0, to, over: (seconds * 2) / 3 }] },
    tell,
  );
  fadeOut(channels);
  const { loudness, peak } = measureLoudness(channels);
  const file = fileOf(piece);
  writeFileSync(`${file}.part`, await encode(channels));
  renameSync(`${file}.part`, file);
  return {
    location: [`${id}.mp3`],
    identifier: [`${HOME}/${id}`],
    title,
    creator: 'Stillroom',
    duration: Math.round(seconds * 1000),
    extension: {
      [EXTENSION]: [
        { phases, intensity, loudness: tenth(loudness), peak: tenth(peak), vocals: 'none', license: 'CC0-1.0' },
      ],
      [RENDERED]: [{ hash, soundscape: name, seed }],
    },
  };
}

function fadeOut(channels) {
  const length = FADE * RATE;
  for (const samples of channels) {
    const start = samples.length - length;
    for (let i = 0; i < length; i++) samples[start + i] *= Math.cos((Math.PI / 2) * (i / length)) ** 2;
  }
}

/** MP3, about 190 kbit/s, in bites small enough for the progress bar to go on. */
async function encode(channels) {
  const encoder = await createMp3Encoder();
  encoder.configure({ sampleRate: RATE, channels: 2, vbrQuality: 2 });
  const parts = [];
  const bite = RATE * 5;
  for (let at = 0; at < channels[0].length; at += bite) {
    parts.push(Buffer.from(encoder.encode(channels.map((samples) => samples.subarray(at, at + bite)))));
    await new Promise(setImmediate);
  }
  parts.push(Buffer.from(encoder.finalize()));
  return Buffer.concat(parts);
}

function readList() {
  try {
    return JSON.parse(readFileSync(list, 'utf8')).playlist.track;
  } catch {
    return []; // not there yet, or cut off: all is rendered again
  }
}

/** After each piece, so that a run that was cut off goes on where it was. */
function writeList(track) {
  const playlist = {
    title: 'Quiet water',
    creator: 'Stillroom',
    annotation: 'Rendered from the built-in soundscapes by npm run playlists.',
    license: LICENSE,
    identifier: HOME,
    track,
  };
  writeFileSync(`${list}.part`, `${JSON.stringify({ playlist }, null, 2)}\n`);
  renameSync(`${list}.part`, list);
}

function tenth(value) {
  return Math.round(value * 10) / 10;
}
