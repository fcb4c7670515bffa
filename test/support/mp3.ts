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

/**
 * The same mono MP3 (24 kHz) behind a frame that says how long it is: so many times as long as it is, in frames, and in
 * bytes where `bytes` does not say another.
 */
export function told(
  mp3: Uint8Array,
  { times = 1, bytes = times, name = 'Xing' }: { times?: number; bytes?: number; name?: string },
): Uint8Array<ArrayBuffer> {
  const length = 384; // of a frame of 128 kbit/s at 24 kHz
  const size = mp3.length + length;
  const frame = Buffer.alloc(length);
  frame.set(mp3.subarray(0, 4));
  frame.write(name, 13);
  frame.writeUInt32BE(bytes ? 3 : 1, 17);
  frame.writeUInt32BE((mp3.length / length) * times, 21);
  if (bytes) frame.writeUInt32BE(size * bytes, 25);
  return new Uint8Array(Buffer.concat([frame, mp3]));
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
