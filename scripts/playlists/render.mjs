import { build } from 'esbuild';
import { OfflineAudioContext } from 'node-web-audio-api';
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
 * @param {{name: string, seed: number, intensity: number, seconds: number, moves?: {at: number, intensity: number, over: number}[]}} piece
 * @param {(seconds: number) => void} [tell] how far it is, every 5 s of sound
 */
export async function render({ createSoundscape }, { name, seed, intensity, seconds, moves = [] }, tell) {
  const ctx = new OfflineAudioContext(2, Math.round(seconds * RATE), RATE);
  const soundscape = createSoundscape(ctx, name, seed, intensity);
  soundscape.output.connect(ctx.destination);
  for (let at = 0; at < seconds; at += 5) {
    void ctx.suspend(at).then(() => {
      soundscape.advance(at + 30);
      for (const move of moves) if (move.at === at) soundscape.setIntensity(move.intensity, move.over);
      tell?.(at);
      return ctx.resume();
    });
  }
  const buffer = await ctx.startRendering();
  tell?.(seconds);
  return [0, 1].map((channel) => buffer.getChannelData(channel));
}
