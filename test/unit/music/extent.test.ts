import { beforeAll, describe, expect, it } from 'vitest';
import { extentOf } from '../../../src/music/loudness/mp3.js';
import { noiseMp3, told } from '../../support/mp3.js';
import { wav } from '../../support/tone.js';

/** As long as is written, s, and a little for what the encoder puts before and behind it. */
const SECONDS = 25;
const NEAR = 0.2;

let mp3: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
  mp3 = await noiseMp3(SECONDS, 1, 0.3);
}, 60_000);

const extent = (...parts: BlobPart[]) => extentOf(new Blob(parts));
const half = (bytes: Uint8Array<ArrayBuffer>) => bytes.slice(0, bytes.length / 2);
const bits = (...bytes: number[]) => Uint8Array.from(bytes);

describe('the length of an MP3 file is that of its frames', () => {
  it.each([
    ['says nothing', () => mp3],
    ['says so', () => told(mp3, {})],
    ['says three times as much, in frames', () => told(mp3, { times: 3, bytes: 1 })],
    ['says three times as much, and no bytes', () => told(mp3, { times: 3, bytes: 0, name: 'Info' })],
    [
      'is tagged before and behind',
      () => [bits(0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 39, 8), new Uint8Array(5000), mp3, 'TAG'.padEnd(128)],
    ],
    ['is damaged in the middle', () => [half(mp3), new Uint8Array(999).fill(0x55), mp3.slice(mp3.length / 2)]],
  ])('where it %s', async (_, file) => {
    const { seconds, whole } = (await extent(...[file()].flat()))!;
    expect(Math.abs(seconds - SECONDS)).toBeLessThan(NEAR);
    expect(Math.abs(whole - SECONDS)).toBeLessThan(NEAR);
  });

  it('in more windows than one', async () => {
    const { seconds } = (await extent(...Array<BlobPart>(8).fill(mp3)))!;
    expect(Math.abs(seconds / 8 - SECONDS)).toBeLessThan(NEAR);
  });

  it('and one that was cut off is known by the bytes that are missing', async () => {
    const { seconds, whole } = (await extent(half(told(mp3, {}))))!;
    expect(Math.abs(seconds - SECONDS / 2)).toBeLessThan(NEAR);
    expect(Math.abs(whole - SECONDS)).toBeLessThan(NEAR);
  });

  it.each([
    ['of another kind', () => wav({ seconds: 2 })],
    ['of another kind behind a tag', () => [bits(0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 0), wav({ seconds: 2 })]],
    ['that is empty', () => ''],
    ['that ends in its tag', () => bits(0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 39, 8)],
  ])('and nothing is said of one %s', async (_, file) => {
    expect(await extent(...[file()].flat())).toBeNull();
  });
});
