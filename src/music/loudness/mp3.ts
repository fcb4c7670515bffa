import { spells, STRETCH, viewOf, WINDOW, type Cutter } from './cutter.js';

/** Frames that a stretch shares with the one before: a frame borrows up to 511 bytes from those before it (bit reservoir). */
const SHARED = 5;
/** kbit/s by index, of MPEG-1 and of MPEG-2 and 2.5, layer III (ISO/IEC 11172-3, 13818-3). */
const ONE = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const TWO = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
/** Samples a second by index, of MPEG-1. */
const RATES = [44_100, 48_000, 32_000];

/** The frame at this place: bytes and seconds. */
function header(bytes: Uint8Array, at: number): { length: number; seconds: number } | null {
  const [sync, kind = 0, rates = 0] = bytes.subarray(at, at + 4);
  const version = (kind >> 3) & 3; // 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5
  if (sync !== 0xff || (kind & 0xe6) !== 0xe2 || version === 1) return null;
  const kilobits = (version === 3 ? ONE : TWO)[rates >> 4];
  const rate = RATES[(rates >> 2) & 3]! / (version === 3 ? 1 : version === 2 ? 2 : 4);
  if (!kilobits || !rate) return null;
  const samples = version === 3 ? 1152 : 576;
  return { length: Math.floor((samples * kilobits * 125) / rate) + ((rates >> 1) & 1), seconds: samples / rate };
}

/** A whole frame, with another behind it where the bytes go so far: chance looks like a header now and then. */
function frameAt(bytes: Uint8Array, at: number) {
  const frame = header(bytes, at);
  const end = at + (frame?.length ?? 0);
  return frame && end <= bytes.length && (end + 4 > bytes.length || header(bytes, end)) ? frame : null;
}

/** Where a frame holds an encoder's figures of the whole file instead of sound; 0: it does not. */
const figuresAt = (bytes: Uint8Array, at: number): number =>
  [at + 36, at + 21, at + 13].find((place) => ['Xing', 'Info'].some((text) => spells(bytes, place, text))) ?? 0;

/** How many bytes these figures say the file has, from their own frame on; 0: they do not say. */
function bytesTold(bytes: Uint8Array, place: number): number {
  const view = viewOf(bytes);
  const flags = view.getUint32(place + 4); // 1: frames, 2: bytes
  return flags & 2 ? view.getUint32(place + 8 + 4 * (flags & 1)) : 0;
}

/** What lies within this of the end of a window is looked at in the next: a frame (1,440 bytes at most) and a header behind it. */
const EDGE = 2000;
/** Where less than this share of a file is frames, up to any place, it is something else. */
const MOSTLY = 0.5;

/** How long a file is, s, whatever it says itself; and how long it would be with all the bytes that it says it has. */
export interface Extent {
  readonly seconds: number;
  readonly whole: number;
}

/** Counts the frames of an MP3 file; `null`: it is none. A browser believes what the file says of itself, or guesses. */
export async function extentOf(blob: Blob): Promise<Extent | null> {
  const read = async (at: number) => new Uint8Array(await blob.slice(at, at + WINDOW).arrayBuffer());
  const from = mp3Cutter(await read(0), blob.size)?.from ?? blob.size;
  let [seconds, covered, told] = [0, 0, 0];
  for (let start = from; start < blob.size;) {
    const bytes = await read(start);
    const end = start + bytes.length < blob.size ? bytes.length - EDGE : bytes.length;
    let at = 0;
    while (at < end) {
      const frame = bytes[at] === 0xff ? frameAt(bytes, at) : null;
      const place = frame && !seconds && figuresAt(bytes, at);
      if (place) told = bytesTold(bytes, place);
      else seconds += frame?.seconds ?? 0;
      covered += frame?.length ?? 0;
      at += frame?.length ?? 1;
    }
    start += at;
    if (covered < MOSTLY * (start - from)) return null;
  }
  return seconds ? { seconds, whole: seconds * Math.max(1, told / (blob.size - from)) } : null;
}

/** Cuts an MP3 file at frame headers (only there can Firefox begin), without its tags. */
export function mp3Cutter(bytes: Uint8Array, size: number): Cutter | null {
  let from = 0;
  // ID3v2: its length in four times seven bits.
  if (spells(bytes, 0, 'ID3')) from = 10 + bytes.subarray(6, 10).reduce((sum, byte) => (sum << 7) | (byte & 127), 0);
  else if (!frameAt(bytes, 0)) return null;
  return { from, to: size, window: WINDOW, cut };
}

function cut(bytes: Uint8Array) {
  const frames: number[] = [];
  let seconds = 0;
  let at = 0;
  while (at + 4 <= bytes.length && seconds < STRETCH) {
    const frame = frameAt(bytes, at);
    // What is no frame ends a stretch, or is passed over before one.
    if (!frame && frames.length) break;
    if (frame && !figuresAt(bytes, at)) {
      frames.push(at);
      seconds += frame.seconds;
    }
    at += frame?.length ?? 1;
  }
  if (!frames.length) return null;
  const next = seconds < STRETCH ? at : frames.at(-SHARED)!;
  return { stretch: bytes.slice(frames[0], at), next };
}
