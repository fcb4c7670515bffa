/** Sounds to test with, made on the spot: no recordings in the repository. Runs in Node and in browsers. */

export interface Sound {
  /** Length in seconds. */
  seconds: number;
  /** Pitch in Hz; `noise` is white noise, the same each time for the same seed. */
  hz?: number | 'noise';
  /** Which noise. */
  seed?: number;
  /** Peak, 1 is full scale. */
  amplitude?: number;
  /** Samples a second. */
  rate?: number;
}

const BYTES = 2;
const HEADER = 44;

/** A mono 16-bit WAV file. */
export function wav({ seconds, hz = 440, seed = 1, amplitude = 0.3, rate = 48_000 }: Sound): Uint8Array<ArrayBuffer> {
  const frames = Math.round(seconds * rate);
  const view = new DataView(new ArrayBuffer(HEADER + frames * BYTES));
  const text = (at: number, word: string) => [...word].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  text(0, 'RIFF');
  view.setUint32(4, HEADER - 8 + frames * BYTES, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // one channel
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * BYTES, true);
  view.setUint16(32, BYTES, true);
  view.setUint16(34, 8 * BYTES, true);
  text(36, 'data');
  view.setUint32(40, frames * BYTES, true);
  const sample = hz === 'noise' ? noise(seed) : (frame: number) => Math.sin((2 * Math.PI * hz * frame) / rate);
  for (let frame = 0; frame < frames; frame++)
    view.setInt16(HEADER + frame * BYTES, Math.round(sample(frame) * amplitude * 32_767), true);
  return new Uint8Array(view.buffer);
}

/** The same sound as an AIFF file, which no browser but Safari plays. @param sound mono WAV, 16 bits at 48 kHz */
export function aiff(sound: Uint8Array): Uint8Array<ArrayBuffer> {
  const data = sound.length - HEADER;
  const head = 54;
  const view = new DataView(new ArrayBuffer(head + data));
  const text = (at: number, word: string) => [...word].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  text(0, 'FORM');
  view.setUint32(4, head - 8 + data);
  text(8, 'AIFFCOMM');
  view.setUint32(16, 18);
  view.setUint16(20, 1); // one channel
  view.setUint32(22, data / BYTES);
  view.setUint16(26, 8 * BYTES);
  view.setUint32(28, 0x400e_bb80); // 48,000 as a float of 80 bits, of which the last 32 are zero
  text(38, 'SSND');
  view.setUint32(42, 8 + data);
  for (let at = 0; at < data; at += BYTES) {
    view.setUint8(head + at, sound[HEADER + at + 1]!);
    view.setUint8(head + at + 1, sound[HEADER + at]!);
  }
  return new Uint8Array(view.buffer);
}

/** White noise between −1 and 1, the same each time (a linear congruential generator, Numerical Recipes). */
export function noise(seed: number): (frame: number) => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 31 - 1;
}
