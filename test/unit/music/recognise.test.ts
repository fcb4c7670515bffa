import { afterEach, describe, expect, it, vi } from 'vitest';
import { isForeign, isText } from '../../../src/music/library/recognise.js';
import { noiseMp3 } from '../../support/mp3.js';
import { aiff, wav } from '../../support/tone.js';

afterEach(() => void vi.unstubAllGlobals());

const text = (words: string) => new TextEncoder().encode(words);
const hex = (bytes: string) => Uint8Array.from(bytes.split(' '), (each) => parseInt(each, 16));

describe('what is no music is not taken for it', () => {
  it.each(
    Object.entries({
      'a page': text('<!doctype html><h1>Sign in</h1>'),
      'a page after empty lines': text('\r\n\t <html>'),
      'a page with a byte order mark': text('\uFEFF<html lang="de">Anmeldung für Gäste'),
      'a message': text('{"error":"too many requests"}'),
      'a list': text('[]'),
      'XML of a bucket': text('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'),
      words: text('Too many requests'),
      'a list of addresses': text('#EXTM3U\n#EXTINF:1,A\nhttps://music.example/a.mp3\n'),
      nothing: text(''),
      'a long page': text('<p>'.repeat(1000)),
    }),
  )('%s', (_, bytes) => expect(isText(bytes)).toBe(true));
});

/** As ffmpeg writes them, from the first byte. */
const FORMATS = {
  'MP3 with ID3': hex('49 44 33 04 00 00 00 00 00 23 54 53 53 45 00 00'),
  'AAC as ADTS': hex('ff f1 4c 40 20 ff fc de 02 00 4c 61 76 63 35 39'),
  CAF: hex('63 61 66 66 00 01 00 00 64 65 73 63 00 00 00 00'),
  FLAC: hex('66 4c 61 43 00 00 00 22 12 00 12 00 00 29 89 00'),
  'MP4 (M4A)': hex('00 00 00 1c 66 74 79 70 4d 34 41 20 00 00 02 00'),
  'Ogg (Vorbis, Opus)': hex('4f 67 67 53 00 02 00 00 00 00 00 00 00 00 18 2c'),
  WebM: hex('1a 45 df a3 9f 42 86 81 01 42 f7 81 01 42 f2 81'),
};

describe('no music is refused for how it begins', () => {
  it.each(Object.entries(FORMATS))('%s', (_, bytes) => expect(isText(bytes)).toBe(false));

  it('WAV and AIFF', () => {
    expect(isText(wav({ seconds: 1 }))).toBe(false);
    expect(isText(aiff(wav({ seconds: 1 })))).toBe(false);
  });

  it('MP3 without ID3, from its first frame or cut out of the middle of one', async () => {
    const mp3 = await noiseMp3(2, 1, 0.3);
    for (let at = 0; at < 2000; at += 97) expect(isText(mp3.subarray(at))).toBe(false);
  });
});

describe('a name puts a file last only where the browser does not know its kind', () => {
  const asked: string[] = [];
  const plays = (...types: string[]) =>
    vi.stubGlobal(
      'Audio',
      class {
        canPlayType = (type: string) => (asked.push(type), types.includes(type) ? 'maybe' : '');
      },
    );

  it.each(['/a.aiff', '/a.AIF', '/music/a.opus', '/a.wma', '/a.ogg?key=1', '/a.flac#t=1'])('%s', (name) => {
    plays();
    expect(isForeign(name)).toBe(true);
  });

  it('of which it is asked by the names that browsers know', () => {
    asked.length = 0;
    plays('audio/ogg; codecs=opus', 'audio/ogg', 'audio/flac', 'audio/aiff', 'audio/webm');
    for (const name of ['/a.opus', '/a.oga', '/a.flac', '/a.aif', '/a.webm']) expect(isForeign(name)).toBe(false);
    expect(asked).toEqual(['audio/ogg; codecs=opus', 'audio/ogg', 'audio/flac', 'audio/aiff', 'audio/webm']);
  });

  it.each(['/a.mp3', '/a', '/a.ogg/c', '/a.php', '/a.wav', '/aiff', ''])('“%s” is not', (name) => {
    plays();
    expect(isForeign(name)).toBe(false);
  });
});
