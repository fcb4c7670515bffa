import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import im from '../../playlists/protocols/im.json';
import iv from '../../playlists/protocols/iv.json';
import lozenge from '../../playlists/protocols/lozenge.json';
import nasal from '../../playlists/protocols/nasal.json';
import open from '../../playlists/protocols/open.json';
import playlistSchema from '../../playlists/playlist.schema.json';
import protocolSchema from '../../playlists/protocol.schema.json';
import silence from '../../playlists/silence.json';
import stillWater from '../../playlists/still-water.json';
import { readPlaylist } from '../../src/music/playlist/parse.js';
import { builtinProtocols } from '../../src/session/protocol/builtin.js';
import { parseProtocol } from '../../src/session/protocol/parse.js';

const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, strictTypes: false });
const isProtocol = ajv.compile(protocolSchema);
const isPlaylist = ajv.compile(playlistSchema);
const file = (name: string) => JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8'));

const reads = (read: () => unknown) => {
  try {
    read();
    return true;
  } catch {
    return false;
  }
};

/** Every way to set one member, at any depth, to another value, or to leave it out. */
function* spoilt(whole: unknown, values: readonly unknown[]): Generator<unknown> {
  if (typeof whole !== 'object' || whole === null) return;
  for (const [name, member] of Object.entries(whole)) {
    const withMember = (value: unknown) =>
      Array.isArray(whole) ? whole.with(Number(name), value) : { ...whole, [name]: value };
    for (const value of values) yield withMember(value);
    if (!Array.isArray(whole)) yield Object.fromEntries(Object.entries(whole).filter(([each]) => each !== name));
    for (const value of spoilt(member, values)) yield withMember(value);
  }
}

const VALUES = [
  '',
  ' ',
  'x',
  'a b',
  'before',
  0,
  0.5,
  1,
  3,
  240,
  241,
  600,
  1440,
  1441,
  -1,
  true,
  false,
  null,
  [],
  {},
  ['end'],
  [[]],
  'x'.repeat(501),
];

describe('the schema of protocols', () => {
  it.each([im, iv, lozenge, nasal, open].map((each) => [each.id, each] as const))(
    'describes the file of %s',
    (_, each) => {
      expect(isProtocol(each), JSON.stringify(isProtocol.errors)).toBe(true);
    },
  );

  it('describes what the reader makes of it, too', () => {
    for (const each of builtinProtocols) expect(isProtocol(each), JSON.stringify(isProtocol.errors)).toBe(true);
  });

  it('agrees with the reader on thousands of spoilt protocols', () => {
    const disagreements: string[] = [];
    let tried = 0;
    let refused = 0;
    for (const source of [file('protocols/short.json'), nasal, lozenge])
      for (const each of spoilt(source, VALUES)) {
        tried++;
        let refusal = '';
        try {
          parseProtocol(each);
        } catch (error) {
          refusal = (error as Error).message;
          refused++;
        }
        // What a schema cannot say: ids that are unique, and phases that there are.
        if (/unique|the id of a phase/.test(refusal)) continue;
        if (isProtocol(each) !== !refusal)
          disagreements.push(`${refusal || 'read'} | ${ajv.errorsText(isProtocol.errors)}`);
      }
    expect(disagreements).toEqual([]);
    expect(tried).toBeGreaterThan(2000);
    expect(refused).toBeGreaterThan(1000);
  });

  it.each([500, 501])('counts characters as the reader does, not halves of them: %i', (count) => {
    const labelled = { ...im, title: '😀'.repeat(count) };
    expect(isProtocol(labelled)).toBe(count === 500);
    expect(reads(() => parseProtocol(labelled))).toBe(count === 500);
  });
});

describe('the schema of playlists', () => {
  it.each([
    ['still-water', stillWater],
    ['silence', silence],
    ['a list as a clinic writes it', file('playlists/quiet-water.jspf')],
  ])('describes %s', (_, each) => {
    expect(isPlaylist(each), JSON.stringify(isPlaylist.errors)).toBe(true);
  });

  it.each([
    ['another shape', file('playlists/wrong-shape.jspf')],
    ['no track', { playlist: { track: [] } }],
    ['no playlist', { track: [{ location: ['a.mp3'] }] }],
    ['nothing that can be followed', file('playlists/nothing-usable.jspf')],
  ])('refuses %s, as the reader does', (_, each) => {
    expect(isPlaylist(each)).toBe(false);
    expect(reads(() => readPlaylist(each, 'https://clinic.example/list.jspf'))).toBe(false);
  });

  it('asks for more than the reader needs, never for less: what it describes is read whole', () => {
    let described = 0;
    for (const each of spoilt(file('playlists/quiet-water.jspf'), VALUES)) {
      if (!isPlaylist(each)) continue;
      described++;
      const { playlist, dropped } = readPlaylist(each, 'https://clinic.example/list.jspf');
      expect(dropped).toEqual([]);
      expect(playlist.tracks).toHaveLength((each as typeof stillWater).playlist.track.length);
    }
    expect(described).toBeGreaterThan(100);
  });

  const list = (title: string, location: string) => ({ playlist: { title, track: [{ location }] } });
  const read = (title: string, location: string) => {
    try {
      return readPlaylist(list(title, location), 'https://clinic.example/list.jspf');
    } catch {
      return null;
    }
  };

  it.each([
    ' javascript:alert(1)',
    '\tjavascript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    ' data:audio/wav,x',
    'ht\ntps://x.example/',
    'file:///a.mp3',
    'http:',
    'https://',
    'https:///',
    'https://?a',
    'https://u@/',
    'http://[',
    'https://a b/',
    'https://a|b/',
    'https://x.example:port/',
    '//',
    '///',
    '//#a',
    '/\\',
    '\\\\',
    '\u00a0',
  ])('refuses the location %j', (location) => {
    expect(isPlaylist(list('A list', location))).toBe(false);
  });

  it.each([
    'a b.mp3',
    '../a.mp3',
    '/music/a.mp3?x=https://y#z',
    '.',
    '%',
    '#',
    '?',
    ':a',
    '1:a',
    'ä/é.mp3',
    'https://x.example',
    'http://u:p@x.example:8000/a.mp3',
    'https://müsik.example/a.mp3',
    'https://[::1]:8000/a.mp3',
    'https://127.0.0.1?a',
    '//x.example/a.mp3',
    'blob:https://x.example/0a1b',
    'stillroom:tide',
  ])('describes the location %j, which is read', (location) => {
    expect(isPlaylist(list('A list', location)), JSON.stringify(isPlaylist.errors)).toBe(true);
    expect(read('A list', location)?.dropped).toEqual([]);
  });

  it('counts characters as the reader does, not halves of them', () => {
    const title = '😀'.repeat(500);
    const longest = '😀'.repeat(4000);
    expect([isPlaylist(list(title, longest)), read(title, longest)?.playlist.title]).toEqual([true, title]);
    expect([isPlaylist(list(`${title}a`, 'a.mp3')), isPlaylist(list('A list', `${longest}a`))]).toEqual([false, false]);
    expect(read('A list', `${longest}a`)).toBe(null);
  });
});
