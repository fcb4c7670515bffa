import { build } from 'esbuild';
import { ConstantSourceNode, OfflineAudioContext } from 'node-web-audio-api';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../../src/music/soundscapes/index.ts', import.meta.url));
export const RATE = 48_000;

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
 * Renders `seconds` of a soundscape, one Float32Array a channel.
 * @param {{name: string, seed: number, intensity: number, seconds: number, to?: number, over?: number}} piece from its
 *   intensity `to` another over so many seconds
 * @param {(seconds: number) => void} [tell] how far it is, every 5 s of sound
 */
export async function render({ createSoundscape }, { name, seed, intensity, seconds, to, over }, tell) {
  const ctx = new OfflineAudioContext(2, Math.round(seconds * RATE), RATE);
  const soundscape = createSoundscape(ctx, name, seed, intensity);
  soundscape.output.connect(ctx.destination);
  soundscape.advance(seconds);
  if (to) soundscape.setIntensity(to, over);
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
