import { join, LEAD, spells, STRETCH, viewOf, type Cutter } from './cutter.js';

/** Cuts a WAV file of any format at whole frames. Chunks that do not matter (JUNK, LIST) are passed over. */
export function wavCutter(bytes: Uint8Array, size: number): Cutter | null {
  if (!spells(bytes, 0, 'RIFF') || !spells(bytes, 8, 'WAVE')) return null;
  const view = viewOf(bytes);
  let format: Uint8Array | null = null;
  for (let at = 12; at + 8 <= bytes.length;) {
    const length = view.getUint32(at + 4, true);
    const from = at + 8;
    if (spells(bytes, at, 'fmt ') && length >= 16) format = bytes.slice(at, from + length);
    if (spells(bytes, at, 'data') && format && format.length >= 24) {
      const [rate, frame] = [viewOf(format).getUint32(12, true), viewOf(format).getUint16(20, true)];
      if (!rate || !frame) return null;
      const bytesOf = (seconds: number) => Math.ceil(seconds * rate) * frame;
      const window = bytesOf(STRETCH);
      // What is written to a pipe does not know its own length.
      const to = length && from + length < size ? from + length : size;
      return { from, to, window, cut: (data) => cutAt(format!, data, frame, data.length < window ? 0 : bytesOf(LEAD)) };
    }
    at = from + length + (length & 1);
  }
  return null;
}

function cutAt(format: Uint8Array, bytes: Uint8Array, frame: number, lead: number) {
  const length = bytes.length - (bytes.length % frame);
  if (!length) return null;
  const head = join(new Uint8Array(12), format, new Uint8Array(8));
  const view = viewOf(head);
  // “RIFF”, “WAVE”, “data”.
  view.setUint32(0, 0x52494646);
  view.setUint32(4, head.length - 8 + length, true);
  view.setUint32(8, 0x57415645);
  view.setUint32(head.length - 8, 0x64617461);
  view.setUint32(head.length - 4, length, true);
  return { stretch: join(head, bytes.subarray(0, length)), next: length - lead };
}
