import { join, spells, STRETCH, viewOf, WINDOW, type Cutter } from './cutter.js';

/** The page at this place: its length, and the samples of the stream when it ends (RFC 3533). */
function pageAt(bytes: Uint8Array, at: number): { length: number; data: number; samples: number } | null {
  const segments = bytes[at + 26];
  if (!spells(bytes, at, 'OggS') || segments === undefined) return null;
  const data = 27 + segments;
  const length = bytes.subarray(at + 27, at + data).reduce((sum, size) => sum + size, data);
  if (at + length > bytes.length) return null;
  const view = viewOf(bytes);
  // No packet ends on a page whose figure is −1.
  return { length, data, samples: view.getInt32(at + 10, true) * 2 ** 32 + view.getUint32(at + 6, true) };
}

/** Cuts an Ogg file (Opus, Vorbis): each stretch is the pages of the headers and some from the middle. */
export function oggCutter(bytes: Uint8Array, size: number): Cutter | null {
  let page = pageAt(bytes, 0);
  const packet = page?.data ?? 0;
  const rate = spells(bytes, packet, 'OpusHead')
    ? 48_000
    : spells(bytes, packet, '\x01vorbis')
      ? viewOf(bytes).getUint32(packet + 12, true)
      : 0;
  if (!rate) return null;
  let from = 0;
  for (; page && page.samples <= 0; page = pageAt(bytes, from)) from += page.length;
  return page && { from, to: size, window: WINDOW, cut: (data) => cut(data, bytes.slice(0, from), rate) };
}

function cut(bytes: Uint8Array, head: Uint8Array, rate: number) {
  let at = 0;
  while (at < bytes.length && !pageAt(bytes, at)) at++;
  const start = at;
  let last = at;
  let first: number | null = null;
  for (let page = pageAt(bytes, at); page; page = pageAt(bytes, at)) {
    last = at;
    at += page.length;
    if (page.samples >= 0) first ??= page.samples;
    if (first !== null && page.samples - first >= STRETCH * rate) {
      // The last page once more: for the next stretch to run in.
      return { stretch: join(head, bytes.subarray(start, at)), next: last };
    }
  }
  return at > start ? { stretch: join(head, bytes.subarray(start, at)), next: at } : null;
}
