import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createMp3Encoder, createOggEncoder } from 'wasm-media-encoders';
import { join, spells, viewOf } from '../../../src/music/loudness/cutter.js';
import { cutterOf } from '../../../src/music/loudness/measure.js';
import { wav } from '../../support/tone.js';

/** What the expectation itself says of long arrays takes seconds. */
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

const text = (words: string) => new TextEncoder().encode(words);

/** Every stretch of a file, as it is cut when it is measured. */
function stretches(bytes: Uint8Array): { at: number; stretch: Uint8Array; next: number }[] {
  const cutter = cutterOf(bytes, bytes.length);
  const all = [];
  for (let at = cutter?.from ?? Infinity; at < cutter!.to;) {
    const piece = cutter!.cut(bytes.subarray(at, Math.min(cutter!.to, at + cutter!.window)));
    if (!piece) break;
    all.push({ at, ...piece });
    expect(piece.next).toBeGreaterThan(0);
    at += piece.next;
  }
  return all;
}

/** Noise of so many seconds, encoded in one go. */
async function encoded(create: typeof createMp3Encoder | typeof createOggEncoder, seconds: number) {
  const encoder = await create();
  encoder.configure({ sampleRate: 32_000, channels: 1 } as never);
  let seed = 1;
  const noise = Float32Array.from(
    { length: seconds * 32_000 },
    () => (seed = (seed * 1_664_525 + 1_013_904_223) >>> 0) / 2 ** 33,
  );
  const body = encoder.encode([noise]).slice();
  return join(body, encoder.finalize());
}

let mp3: Uint8Array;
let ogg: Uint8Array;
beforeAll(async () => {
  mp3 = await encoded(createMp3Encoder, 16);
  ogg = await encoded(createOggEncoder, 16);
}, 60_000);

describe('a WAV file', () => {
  const plain = wav({ seconds: 20, rate: 8000 });
  /** As studios write them: with padding before and a name behind, and an odd length in between. */
  const studio = join(
    plain.subarray(0, 12),
    text('JUNK\x03\0\0\0abc\0'),
    plain.subarray(12, 36),
    text('LIST\x04\0\0\0INFO'),
    plain.subarray(36),
    text('LIST\x08\0\0\0INFOabcd'),
  );

  it.each([
    ['plain', plain],
    ['with other chunks', studio],
  ])('%s is cut into files of 7 s that overlap by 100 ms and miss nothing', (_, bytes) => {
    const all = stretches(bytes);
    expect(all.map(({ stretch }) => (stretch.length - 44) / 16_000)).toEqual([7, 7, 6.2]);
    expect(all.map(({ at }) => at - all[0]!.at)).toEqual([0, 6.9 * 16_000, 13.8 * 16_000]);
    for (const { stretch } of all) {
      expect(viewOf(stretch).getUint32(4, true)).toBe(stretch.length - 8);
      expect(viewOf(stretch).getUint32(40, true)).toBe(stretch.length - 44);
      expect(stretch.subarray(12, 36)).toEqual(plain.subarray(12, 36));
    }
    expect(same(all[1]!.stretch.subarray(44), plain.subarray(44 + 6.9 * 16_000, 44 + 13.9 * 16_000))).toBe(true);
  });

  it('written to a pipe, without its length, is cut to the end', () => {
    const piped = plain.slice();
    viewOf(piped).setUint32(40, 0xffffffff, true);
    expect(stretches(piped).length).toBe(3);
  });

  it('cut off is cut as far as it goes', () => {
    expect(stretches(plain.subarray(0, 44 + 8001)).map(({ stretch }) => stretch.length)).toEqual([44 + 8000]);
  });
});

describe('an MP3 file', () => {
  let bytes: Uint8Array;
  beforeAll(() => {
    const picture = new Uint8Array(5000).fill(0xff);
    const tag = join(text('ID3\x04\0\0'), Uint8Array.of(0, 0, 5000 >> 7, 5000 & 127), picture);
    bytes = join(tag, mp3, text('TAG'), new Uint8Array(125));
  });

  it('is cut at frame headers, behind its tags, into 7 s and what is left', () => {
    const all = stretches(bytes);
    expect(all.length).toBe(3);
    for (const { stretch } of all) expect([stretch[0], stretch[1]! & 0xe6]).toEqual([0xff, 0xe2]);
    // The frame that describes the whole file is in none.
    for (const { stretch } of all) expect(spells(stretch, 21, 'Info') || spells(stretch, 21, 'Xing')).toBe(false);
    const first = all[0]!.at + all[0]!.next;
    expect(all[1]!.at).toBe(first);
    // But for the last frame, which has none behind it.
    expect(all.at(-1)!.at + all.at(-1)!.next).toBeGreaterThan(bytes.length - 128 - 700);
  });

  it('goes on behind what is damaged', () => {
    const damaged = bytes.slice();
    damaged.fill(0x55, bytes.length / 2, bytes.length / 2 + 3000);
    expect(stretches(damaged).length).toBeGreaterThanOrEqual(3);
  });
});

describe('an Ogg file', () => {
  it('is cut into the pages of its headers and some from the middle', () => {
    const bytes = ogg;
    const all = stretches(bytes);
    const head = all[0]!.at;
    expect(all.length).toBe(3);
    for (const { stretch } of all) {
      expect(same(stretch.subarray(0, head), bytes.subarray(0, head))).toBe(true);
      expect(spells(stretch, head, 'OggS')).toBe(true);
    }
    expect(all.at(-1)!.at + all.at(-1)!.next).toBe(bytes.length);
  });
});

describe('whatever else', () => {
  it.each(['\0\0\0\x20ftypM4A ', '\x1aE\xdf\xa3', 'fLaC\0\0\0\x22', '<!doctype html>', ''])(
    '%j is not cut',
    (words) => {
      const bytes = Uint8Array.from(words, (letter) => letter.charCodeAt(0));
      expect(cutterOf(bytes, bytes.length)).toBeNull();
    },
  );

  it('never hangs a cutter or makes it throw', () => {
    const heads = ['', 'RIFF\x10\0\0\0WAVEfmt \x10\0\0\0', 'ID3\x04\0\0\0\0\0\x05', 'OggS\0\x02', '\xff\xfb\x90\x64'];
    const junk = fc.tuple(
      fc.constantFrom(...heads).map((head) => Uint8Array.from(head, (letter) => letter.charCodeAt(0))),
      fc.uint8Array({ maxLength: 3000 }),
    );
    fc.assert(
      fc.property(junk, ([head, rest]) => {
        const bytes = join(head, rest);
        if (cutterOf(bytes, bytes.length)) stretches(bytes);
      }),
      { numRuns: 500 },
    );
  });

  it('spoiled in a few places is still cut to its end', () => {
    const files = [wav({ seconds: 9, rate: 8000 }), mp3, ogg];
    const spoiled = fc.tuple(fc.constantFrom(...files), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 20 }));
    fc.assert(
      fc.property(spoiled, ([file, places]) => {
        const bytes = file.slice();
        for (const [place, value] of places) bytes[place % (place & 1 ? bytes.length : 4096)] = value;
        if (cutterOf(bytes, bytes.length)) stretches(bytes);
      }),
      { numRuns: 40 },
    );
  });
});
