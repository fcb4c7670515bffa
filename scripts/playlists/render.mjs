import { build } from 'esbuild';
import { ConstantSourceNode, OfflineAudioContext } from 'node-web-audio-api';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../../src/music/soundscapes/index.ts', import.meta.url));
export const RATE = 48_000;
/** A soundscape is written so far ahead and so often while it plays, s, as in `src/music/`. */
const WRITTEN = 90;
const WRITES = 25;

/** The project's own soundscapes as they are now, and the text they were made from. */
export async function loadSoundscapes() {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  const code = outputFiles[0].text;
  return { code, ...(await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)) };
}

/**
 * @typedef {{at: number, to: number, over: number}} Move to another intensity, from a time on, s
 * @typedef {{name: string, seed: number, intensity: number, seconds: number, moves?: Move[], rate?: number}} Piece
 */

/**
 * Renders a soundscape as it would have played, one Float32Array a channel.
 * @param {Awaited<ReturnType<typeof loadSoundscapes>>} soundscapes
 * @param {Piece} piece
 * @param {(seconds: number) => void} [tell] how far it is, every 5 s of sound
 * @returns {Promise<Float32Array[]>}
 */
export async function render({ createSoundscape }, { name, seed, intensity, seconds, moves = [], rate = RATE }, tell) {
  const ctx = new OfflineAudioContext(2, Math.round(seconds * rate), rate);
  const clock = { now: 0 };
  const soundscape = createSoundscape(withClock(ctx, clock), name, seed, intensity);
  soundscape.output.connect(ctx.destination);
  const writes = Array.from({ length: Math.ceil(seconds / WRITES) }, (_, n) => ({ at: n * WRITES, to: 0, over: 0 }));
  for (const { at, to, over } of [...writes, ...moves].sort((a, b) => a.at - b.at)) {
    clock.now = at;
    if (to) soundscape.setIntensity(to, over);
    else soundscape.advance(at + WRITTEN);
  }
  // A source that ends tells how far the rendering is; `suspend` would too, but panics now and then in node-web-audio-api.
  for (let at = 5; tell && at < seconds; at += 5) {
    const mark = new ConstantSourceNode(ctx, { offset: 0 });
    mark.onended = () => tell(at);
    mark.connect(ctx.destination);
    mark.start();
    mark.stop(at);
  }
  const buffer = await ctx.startRendering();
  return [0, 1].map((channel) => buffer.getChannelData(channel));
}

/** A context whose clock is set by hand, so that all that would be called while it plays can be called before it does. */
function withClock(ctx, clock) {
  return new Proxy(ctx, {
    get(_, name) {
      if (name === 'currentTime') return clock.now;
      const value = ctx[name];
      return typeof value === 'function' ? value.bind(ctx) : value;
    },
  });
}
