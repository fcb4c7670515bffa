import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMp3Encoder } from 'wasm-media-encoders';
import { noise } from './tone.js';

/** Encoding is slow; what was made once is kept, out of the repository. */
const KEPT = '.cache/music';

const RATE = 44_100;
/** s encoded at a time. */
const PART = 10;

/** A mono MP3 of white noise, 128 kbit/s at 24 kHz: its level is steady. Not longer than memory bears. */
export async function noiseMp3(seconds: number, seed: number, amplitude: number): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = await createMp3Encoder();
  encoder.configure({ sampleRate: 24_000, channels: 1, bitrate: 128 });
  const sample = noise(seed);
  const samples = Float32Array.from({ length: seconds * 24_000 }, (_, i) => sample(i) * amplitude);
  const start = encoder.encode([samples]).slice();
  return new Uint8Array(Buffer.concat([start, encoder.finalize()]));
}

/** A stereo MP3 of slowly beating chords, 128 kbit/s: about what a streamed track costs a decoder. */
export async function mp3(seconds: number): Promise<Uint8Array> {
  const path = join(KEPT, `chords-${seconds}.mp3`);
  if (!existsSync(path)) {
    mkdirSync(KEPT, { recursive: true });
    writeFileSync(path, await encode(seconds));
  }
  return readFileSync(path);
}

async function encode(seconds: number): Promise<Uint8Array> {
  const encoder = await createMp3Encoder();
  encoder.configure({ sampleRate: RATE, channels: 2, bitrate: 128 });
  const parts: Uint8Array[] = [];
  for (let from = 0; from < seconds; from += PART) {
    const frames = Math.round(Math.min(PART, seconds - from) * RATE);
    const sides = [0, 0.3].map((detuned) => {
      const side = new Float32Array(frames);
      for (let i = 0; i < frames; i++) {
        const t = from + i / RATE;
        for (const hz of [110, 164.8, 220, 329.6, 554.4]) side[i]! += 0.08 * Math.sin(2 * Math.PI * (hz + detuned) * t);
      }
      return side;
    });
    // The encoder hands out a view of its own memory.
    parts.push(encoder.encode(sides).slice());
  }
  parts.push(encoder.finalize().slice());
  return Buffer.concat(parts);
}
