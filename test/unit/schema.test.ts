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
});
