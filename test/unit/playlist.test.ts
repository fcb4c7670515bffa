import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { silence, stillWater } from '../../src/music/playlist/builtin.js';
import { parsePlaylist, readPlaylist } from '../../src/music/playlist/parse.js';
import { StillroomError } from '../../src/session/errors.js';

const HERE = 'https://clinic.example/lists/evening.jspf';
const file = (name: string) => readFileSync(new URL(`../fixtures/playlists/${name}`, import.meta.url), 'utf8');

/** A list of one track for each argument, as it is read. */
const tracks = (...track: unknown[]) => readPlaylist({ playlist: { track } }, HERE).playlist.tracks;
const extended = (ours: unknown) =>
  tracks({ location: 'a.mp3', extension: { 'https://stillroom.dev/jspf/1': ours } })[0];

/** The message a list is refused with. */
function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(StillroomError);
    expect((error as StillroomError).code).toBe('bad-playlist');
    return (error as StillroomError).message;
  }
  throw new Error('was not refused');
}

describe('a list as a clinic writes it', () => {
  const { playlist, dropped } = parsePlaylist(file('quiet-water.jspf'), HERE);

  it('is read whole', () => {
    expect(dropped).toEqual([]);
    expect(playlist).toMatchObject({ id: 'quiet-water', title: 'Quiet water', creator: 'A. Curator' });
    expect(playlist.tracks[0]).toMatchObject({
      id: 'settle-01',
      title: 'Shallows',
      creator: 'B. Composer',
      location: ['https://clinic.example/lists/settle-01.opus', 'https://clinic.example/lists/settle-01.mp3'],
      duration: 412300,
      phases: ['settle', 'onset'],
      intensity: 2,
      loudness: -19.8,
      peak: -3.1,
      vocals: 'none',
      license: 'CC0-1.0',
    });
    expect(playlist.tracks[1]).toMatchObject({
      id: 'tide',
      location: ['stillroom:tide'],
      duration: null,
      loudness: null,
    });
    expect(playlist.tracks[2]).toMatchObject({ id: 'silence', location: ['stillroom:silence'], duration: 30000 });
  });

  it('keeps what it does not know', () => {
    expect(playlist).toMatchObject({ annotation: 'For a first session' });
    expect(playlist.tracks[0]).toMatchObject({ album: 'Lakes' });
  });

  it('survives the journal: nothing in it is lost in JSON', () => {
    expect(JSON.parse(JSON.stringify(playlist))).toStrictEqual(playlist);
  });
});

describe('ids', () => {
  it.each([
    ['https://clinic.example/music/settle-01', 'settle-01'],
    ['https://clinic.example/music/settle-01/', 'settle-01'],
    ['https://clinic.example/music#one', 'one'],
    ['urn:isrc:XX1234567890', 'XX1234567890'],
    ['a//:#', 'a'],
    ['https://clinic.example/a%20b', 'a b'],
    ['https://clinic.example/100%', '100%'],
    ['plain', 'plain'],
  ])('of %s is %s', (identifier, id) => {
    expect(tracks({ location: 'x.mp3', identifier })[0]?.id).toBe(id);
    expect(tracks({ location: 'x.mp3', identifier: ['', identifier] })[0]?.id).toBe(id);
  });

  it.each([
    ['a/settle-01.opus', 'settle-01'],
    ['settle%2001.v2.mp3?x=1.2#t', 'settle 01.v2'],
    ['stillroom:tide', 'tide'],
    ['.mp3', '.mp3'],
    ['https://clinic.example/', 'clinic.example'],
  ])('without an identifier are the name of the file: %s', (location, id) => {
    expect(tracks({ location, identifier: '///' })[0]?.id).toBe(id);
  });

  it('of one piece that stands in a list three times differ, and collide with nobody', () => {
    const same = { location: 'a.mp3' };
    expect(
      tracks(same, same, { location: 'x', identifier: 'a-2' }, same, { location: 'x', identifier: 'a-2' }).map(
        ({ id }) => id,
      ),
    ).toEqual(['a', 'a-2', 'a-2-2', 'a-3', 'a-2-3']);
  });

  it('of a list without an identifier are the name of its file', () => {
    const read = (address: string) => readPlaylist({ playlist: { track: [{ location: 'stillroom:tide' }] } }, address);
    expect(read('music/Quiet%20water.jspf?v=2').playlist).toMatchObject({ id: 'Quiet water', title: 'Quiet water' });
  });
});

describe('locations', () => {
  it('are taken one or many, relative to the list or to where it is said to be', () => {
    expect(tracks({ location: '../a.mp3' })[0]?.location).toEqual(['https://clinic.example/a.mp3']);
    const { playlist } = readPlaylist(
      { playlist: { track: [{ location: 'a.mp3' }] } },
      'our list',
      'https://x.example/y/',
    );
    expect(playlist.tracks[0]?.location).toEqual(['https://x.example/y/a.mp3']);
  });

  it('that must not be followed are left out; a track without another is dropped and named', () => {
    const { playlist, dropped } = parsePlaylist(file('hostile.jspf'), HERE);
    expect(playlist.tracks.map(({ location }) => location)).toEqual([['https://clinic.example/lists/safe.mp3']]);
    expect(dropped).toEqual(['track[0] <script>alert(2)</script>', 'track[1]']);
    expect(playlist.title).toBe('<img src=x onerror=alert(1)>');
    expect(({} as { polluted?: true }).polluted).toBeUndefined();
  });

  it.each(['', ' ', 7, null, {}, ['javascript:a'], 'C:\\music\\a.mp3', 'http://', 'x'.repeat(4001), undefined])(
    'such as %j are none',
    (location) => {
      expect(tracks({ location }, { location: 'a.mp3' }).map(({ id }) => id)).toEqual(['a']);
    },
  );

  it('are not relative to a list that came as a blob', () => {
    const { dropped } = readPlaylist(
      { playlist: { track: [{ location: 'a.mp3', title: 'A' }, { location: 'https://x.example/b.mp3' }] } },
      'blob:https://clinic.example/0a1b',
    );
    expect(dropped).toEqual(['track[0] A']);
  });

  it('do not inherit an address that must not be followed', () => {
    refusal(() =>
      readPlaylist({ playlist: { track: [{ location: '#a' }, { location: 'b' }] } }, 'javascript:alert(1)'),
    );
  });

  it('of an unknown soundscape stay: that is a failed track, not a bad list', () => {
    expect(tracks({ location: 'stillroom:waterfall' })[0]?.location).toEqual(['stillroom:waterfall']);
  });
});

describe('the extension', () => {
  it('is taken as object or list, in a slot that is object or list', () => {
    const ours = { intensity: 3 };
    expect(extended(ours)?.intensity).toBe(3);
    expect(extended([ours])?.intensity).toBe(3);
    const listed = tracks({ location: 'a', extension: [{ other: [] }, { 'https://stillroom.dev/jspf/1': [ours] }] });
    expect(listed[0]?.intensity).toBe(3);
  });

  it.each([
    ['intensity', 0],
    ['intensity', 6],
    ['intensity', 2.5],
    ['intensity', '2'],
    ['loudness', 200],
    ['loudness', NaN],
    ['loudness', '-20'],
    ['peak', -Infinity],
    ['vocals', 'loud'],
    ['license', ['CC0']],
  ])('counts %s %j as absent', (name, value) => {
    expect(extended([{ [name]: value, phases: ['peak'] }])).toMatchObject({ [name]: null, phases: ['peak'] });
  });

  it('names phases by words only', () => {
    expect(extended({ phases: ['peak', 7, null, ''] })?.phases).toEqual(['peak']);
    expect(extended({ phases: 'peak' })?.phases).toEqual(['peak']);
  });

  it.each([0, -1, 9e9, NaN, '412300', null])('a duration of %j is unknown', (duration) => {
    expect(tracks({ location: 'a', duration })[0]?.duration).toBeNull();
  });
});

describe('a list that cannot be used', () => {
  it.each([
    ['not-json.jspf', 'JSON data, at most 5 MB'],
    ['wrong-shape.jspf', 'playlist.track should be a list of at most 5000 tracks'],
    ['nothing-usable.jspf', 'playlist.track should be given at least one track'],
    ['stream.m3u8', 'not a stream (HLS)'],
  ])('%s is refused with the file, the place in it and what was expected', (name, message) => {
    const said = refusal(() => parsePlaylist(file(name), `music/${name}`));
    expect(said).toContain(`music/${name}: `);
    expect(said).toContain(message);
  });

  it.each([
    ['an error page', '<!doctype html><title>Not found</title>'],
    ['plain prose', 'Not found. Try again.'],
    ['nothing', ''],
    ['a list of nothing', '#EXTM3U\n# nothing here'],
    ['another JSON', '[1, 2]'],
    ['5 MB and more', '#EXTM3U\n' + 'a.mp3\n'.repeat(900_000)],
    ['5,001 tracks', '#EXTM3U\n' + 'a.mp3\n'.repeat(5001)],
    ['deep nesting', `{"playlist": ${'['.repeat(2e6)}`],
  ])('%s is refused', (_, text) => {
    expect(refusal(() => parsePlaylist(text, HERE))).toContain(HERE);
  });

  it.each([undefined, null, 7, 'x', [], {}, { playlist: [] }, { playlist: { track: [] } }])(
    'the object %j is refused',
    (value) => {
      refusal(() => readPlaylist(value, HERE));
    },
  );
});

describe('what is no text', () => {
  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a number', 7],
    ['a bigint', 7n],
    ['a symbol', Symbol('x')],
    ['a list', []],
    ['an object', {}],
    ['a date', new Date(0)],
    ['a function', () => '#EXTM3U'],
    ['a proxy that throws', new Proxy({}, { get: () => expect.fail('was read') })],
  ])('is refused as text, as an object is: %s', (_, value) => {
    expect(refusal(() => parsePlaylist(value as string, HERE))).toContain(`${HERE}: `);
  });
});

describe('an M3U8 list', () => {
  it('is told by what it holds, with titles, lengths and its own title', () => {
    const { playlist } = parsePlaylist(`\uFEFF${file('plain.m3u8').replaceAll('\n', '\r\n')}`, HERE);
    expect(playlist).toMatchObject({ id: 'evening', title: 'Evening lake' });
    expect(playlist.tracks.map(({ title, duration, location }) => [title, duration, location[0]])).toEqual([
      ['Shallows', 402000, 'https://clinic.example/lists/01-shallows.mp3'],
      ['Tide', null, 'stillroom:tide'],
      ['Song #2, slowly', 61500, 'https://clinic.example/lists/more/Song%20%232.mp3'],
    ]);
  });

  it.each([
    ['10,Title', 10_000, 'Title'],
    ['10 tvg-id="a,b",Title', 10_000, 'Title'],
    ['-1 tvg-id="a,b" group="c, d" logo=x.png,One, two', null, 'One, two'],
    ['10,A "quoted, and" title', 10_000, 'A "quoted, and" title'],
    ['10 tvg-id="a,Title', 10_000, 'Title'],
    ['10 tvg-id=""', 10_000, 'a'],
    ['10', 10_000, 'a'],
  ])('has the title after the attributes of #EXTINF:%s', (info, duration, title) => {
    const { playlist } = parsePlaylist(`#EXTM3U\n#EXTINF:${info}\na.mp3`, HERE);
    expect(playlist.tracks).toMatchObject([{ duration, title }]);
  });

  it('needs no header when every line names a file', () => {
    expect(parsePlaylist('# ours\na.mp3\nb c.flac?x=1\n', HERE).playlist.tracks.map(({ id }) => id)).toEqual([
      'a',
      'b c',
    ]);
  });

  it('drops what must not be followed', () => {
    const { dropped } = parsePlaylist('#EXTM3U\n#EXTINF:1,Trap\njavascript:alert(1)\na.mp3', HERE);
    expect(dropped).toEqual(['track[0] Trap']);
  });
});

describe('what is built in', () => {
  it('needs no file, and silence is a list of its own', () => {
    expect([stillWater.id, silence.id]).toEqual(['still-water', 'silence']);
    for (const { location } of [...stillWater.tracks, ...silence.tracks]) expect(location[0]).toMatch(/^stillroom:/);
    expect(silence.tracks.map(({ location }) => location)).toEqual([['stillroom:silence']]);
  });

  it('has every soundscape once', () => {
    expect(stillWater.tracks.map(({ id }) => id)).toEqual([
      'hush',
      'tide',
      'current',
      'deep',
      'vault',
      'drift',
      'shore',
    ]);
  });
});
