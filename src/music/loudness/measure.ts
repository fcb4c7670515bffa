import { LEAD, WINDOW, type Cutter } from './cutter.js';
import { createMeter, type Figures } from './meter.js';
import { mp3Cutter } from './mp3.js';
import { oggCutter } from './ogg.js';
import { wavCutter } from './wav.js';
import { HOP, RATE } from './weighting.js';

/** Work goes on for so long before the page may breathe, ms. */
const BREATH = 8;

/** The cutter of this file, by its first bytes; `null`: it cannot be cut (MP4, WebM, FLAC). */
export const cutterOf = (bytes: Uint8Array, size: number): Cutter | null =>
  wavCutter(bytes, size) ?? oggCutter(bytes, size) ?? mp3Cutter(bytes, size);

/** Resolves when the page has nothing better to do; Safari cannot say when that is. */
const idle = () =>
  new Promise<void>((resolve) => {
    const { requestIdleCallback: ask } = globalThis as Partial<typeof globalThis>;
    if (ask) ask(() => resolve(), { timeout: 1000 });
    else setTimeout(resolve, 20);
  });

/**
 * Measures a file in the background, a stretch of some seconds at a time.
 * @returns `null`: it cannot be measured
 * @throws where it is no music: nothing of it decodes
 */
export async function measure(blob: Blob, signal: AbortSignal): Promise<Figures | null> {
  const read = async (from: number, to: number) => new Uint8Array(await blob.slice(from, to).arrayBuffer());
  const first = await read(0, WINDOW);
  // A page in place of music.
  if (first[0] === 0x3c) throw new Error('This is no music.');
  const cutter = cutterOf(first, blob.size);
  if (!cutter) return null;
  const context = new OfflineAudioContext(1, 1, RATE);
  const meter = createMeter();
  let decoded = 0;
  let failed: unknown;
  for (let at = cutter.from; at < cutter.to;) {
    const piece = cutter.cut(await read(at, Math.min(cutter.to, at + cutter.window)));
    if (!piece) break;
    const skip = at > cutter.from ? LEAD * RATE : 0;
    at += piece.next;
    await idle();
    signal.throwIfAborted();
    const sound = await context
      .decodeAudioData(piece.stretch.buffer as ArrayBuffer)
      .catch((error) => void (failed = error));
    if (!sound) continue;
    decoded++;
    meter.begin();
    const channels = Array.from({ length: sound.numberOfChannels }, (_, c) => sound.getChannelData(c));
    let until = performance.now() + BREATH;
    for (let from = skip; from + HOP <= sound.length; from += HOP) {
      meter.hear(channels, from);
      if (performance.now() < until) continue;
      await idle();
      until = performance.now() + BREATH;
    }
  }
  if (!decoded && failed) throw failed;
  return meter.figures();
}
