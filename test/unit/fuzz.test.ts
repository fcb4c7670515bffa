import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import protocolSchema from '../../playlists/protocol.schema.json';
import { parsePlaylist, readPlaylist, type ReadPlaylist } from '../../src/music/playlist/parse.js';
import { StillroomError } from '../../src/session/errors.js';
import { builtinProtocols } from '../../src/session/protocol/builtin.js';
import { parseProtocol } from '../../src/session/protocol/parse.js';
import { asText, hostile, odd, spoil, spoilt, spoiltText } from '../support/spoil.js';

const RUNS = { numRuns: 10_000 };
const HERE = 'https://clinic.example/lists/evening.jspf';
const file = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');
const isProtocol = new Ajv2020({ strict: false }).compile(protocolSchema);

/** Runs a reader: either a value, which is looked at, or a `StillroomError` of this code that names the file. A hang ends the run. */
function tried<T>(
  code: string,
  address: string,
  read: () => T,
  look: (value: T) => void,
  seen: { read: number; refused: number },
) {
  let value: T;
  try {
    value = read();
    seen.read++;
  } catch (error) {
    seen.refused++;
    expect(error).toBeInstanceOf(StillroomError);
    const { code: said, message } = error as StillroomError;
    expect(said).toBe(code);
    expect(message.startsWith(`${address}: `)).toBe(true);
    expect(message.length).toBeLessThan(1000);
    return;
  }
  look(value);
}

const isText = (value: unknown) => typeof value === 'string' && value.length > 0 && value.length <= 510;
const isFigure = (value: unknown, min: number, max: number) =>
  value === null || (typeof value === 'number' && value >= min && value <= max);

function lookAtPlaylist({ playlist, dropped }: ReadPlaylist) {
  const { id, title, creator, tracks } = playlist;
  // One assertion for all of a track: ten thousand cases are many.
  const wrong = tracks.filter(
    (track) =>
      !(
        isText(track.id) &&
        isText(track.title) &&
        (track.creator === null || isText(track.creator)) &&
        track.location.length > 0 &&
        track.location.every((each) => /^(https?:\/\/|blob:|stillroom:)/.test(each)) &&
        isFigure(track.duration, 1, 86_400_000) &&
        track.phases.every(isText) &&
        [null, 1, 2, 3, 4, 5].includes(track.intensity) &&
        isFigure(track.loudness, -70, 10) &&
        isFigure(track.peak, -100, 10) &&
        [null, 'none', 'wordless', 'words'].includes(track.vocals) &&
        (track.license === null || isText(track.license))
      ),
  );
  expect(wrong).toEqual([]);
  expect([isText(id), isText(title), creator === null || isText(creator)]).toEqual([true, true, true]);
  expect(tracks.length).toBeGreaterThan(0);
  expect(new Set(tracks.map((track) => track.id)).size).toBe(tracks.length);
  expect(dropped.every((each) => each.startsWith('track['))).toBe(true);
  expect(JSON.parse(JSON.stringify(playlist))).toEqual(playlist);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
}

const lists = [JSON.parse(file('playlists/quiet-water.jspf')), JSON.parse(file('playlists/hostile.jspf'))];
const listTexts = [
  ...lists.map((each) => JSON.stringify(each)),
  file('playlists/plain.m3u8'),
  file('playlists/stream.m3u8'),
];
const protocols = [...builtinProtocols, JSON.parse(file('protocols/short.json'))];
const address = fc.constantFrom(HERE, 'evening.jspf', '', 'javascript:alert(1)', 'blob:https://clinic.example/0a');

describe('whatever comes from outside', { timeout: 60_000 }, () => {
  it('as the text of a playlist is a list or a StillroomError', () => {
    const seen = { read: 0, refused: 0 };
    const text = fc.oneof(
      { weight: 4, arbitrary: spoiltText(fc.constantFrom(...listTexts)) },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom(...lists), fc.array(spoil, { maxLength: 3 }))
          .map(([list, spoils]) => asText(spoilt(list, spoils))),
      },
      { weight: 1, arbitrary: fc.json() },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
      {
        weight: 1,
        arbitrary: fc
          .array(fc.oneof(hostile, fc.constantFrom('#EXTM3U', '#EXTINF:1,A', '#EXTINF:-1', 'a.mp3', '# x', '')), {
            maxLength: 20,
          })
          .map((lines) => lines.join('\n')),
      },
    );
    fc.assert(
      fc.property(text, address, (each, at) =>
        tried('bad-playlist', at, () => parsePlaylist(each, at), lookAtPlaylist, seen),
      ),
      RUNS,
    );
    expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(500);
  });

  it('as a playlist object is a list or a StillroomError', () => {
    const seen = { read: 0, refused: 0 };
    const value = fc.oneof(
      {
        weight: 5,
        arbitrary: fc
          .tuple(fc.constantFrom(...lists), fc.array(spoil, { maxLength: 4 }))
          .map(([list, spoils]) => spoilt(list, spoils)),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          playlist: fc.record({
            track: fc.array(fc.record({ location: odd, title: odd, identifier: odd }, { requiredKeys: [] })),
          }),
        }),
      },
      { weight: 1, arbitrary: odd },
    );
    fc.assert(
      fc.property(value, address, (each, at) =>
        tried('bad-playlist', at, () => readPlaylist(each, at, HERE), lookAtPlaylist, seen),
      ),
      RUNS,
    );
    expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(500);
  });

  it('as a protocol is a protocol or a StillroomError', () => {
    const seen = { read: 0, refused: 0 };
    const spoiltOne = fc
      .tuple(fc.constantFrom(...protocols), fc.array(spoil, { maxLength: 2 }))
      .map(([valid, spoils]) => spoilt(valid, spoils));
    const value = fc.oneof(
      { weight: 5, arbitrary: spoiltOne },
      { weight: 2, arbitrary: spoiltText(fc.constantFrom(...protocols.map((each) => JSON.stringify(each)))) },
      { weight: 1, arbitrary: spoiltOne.map(asText) },
      { weight: 1, arbitrary: odd },
    );
    fc.assert(
      fc.property(value, address, (each, at) =>
        tried(
          'bad-protocol',
          at,
          () => parseProtocol(each, at),
          (protocol) => {
            expect(isProtocol(protocol), JSON.stringify(isProtocol.errors)).toBe(true);
            expect(parseProtocol(protocol)).toEqual(protocol);
            expect(JSON.parse(JSON.stringify(protocol))).toStrictEqual(protocol);
          },
          seen,
        ),
      ),
      RUNS,
    );
    expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(500);
  });
});
