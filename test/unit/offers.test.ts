import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadOffers } from '../../src/room/offers.js';
import { StillroomError } from '../../src/session/errors.js';

const BASE = 'https://clinic.example/session/room.html';
const file = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');
const SILENCE = { id: 'silence', title: 'Silence (no music)', problem: null };

/** A server that knows these files, by path, and what was asked of it. */
function server(files: Record<string, string | Response | Error>) {
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = async (address) => {
    asked.push(String(address));
    const found = files[new URL(String(address)).pathname];
    if (found instanceof Error) throw found;
    return found instanceof Response
      ? found
      : new Response(found ?? 'no such file', { status: found === undefined ? 404 : 200 });
  };
  return { asked, fetch };
}

const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);

afterEach(() => vi.restoreAllMocks());

describe('without any source', () => {
  it.each([{}, { protocols: '', playlists: ' \n' }, { protocols: [], playlists: null }])(
    'everything built in is offered, and nothing asked of any network: %j',
    async (sources) => {
      const { fetch, asked } = server({});
      const { offers, problems, protocol, playlist } = await loadOffers({ ...sources, base: BASE, fetch });
      expect(ids(offers.protocols)).toEqual(['im', 'iv', 'lozenge', 'nasal', 'open']);
      expect(ids(offers.playlists)).toEqual(['still-water', 'silence']);
      expect([asked, problems]).toEqual([[], []]);
      for (const { id } of offers.protocols) expect(protocol(id)?.id).toBe(id);
      for (const { id } of offers.playlists) expect(playlist(id)?.id).toBe(id);
      expect(() => protocol('nothing')).toThrow(expect.objectContaining({ code: 'unknown' }));
    },
  );

  it('built-in names need no network either, and keep their order', async () => {
    const { fetch, asked } = server({});
    const { offers } = await loadOffers({
      protocols: 'lozenge im',
      playlists: 'silence still-water',
      base: BASE,
      fetch,
    });
    expect(ids(offers.protocols)).toEqual(['lozenge', 'im']);
    expect(ids(offers.playlists)).toEqual(['still-water', 'silence']);
    expect(asked).toEqual([]);
  });

  it('silence alone may be all there is', async () => {
    const { offers } = await loadOffers({ playlists: 'silence', base: BASE });
    expect(offers.playlists).toEqual([SILENCE]);
  });
});

describe('files', () => {
  it('are found relative to the page, and their tracks relative to them', async () => {
    const { fetch, asked } = server({
      '/session/music/quiet-water.jspf': file('playlists/quiet-water.jspf'),
      '/short.json': file('protocols/short.json'),
    });
    const { offers, playlist, problems } = await loadOffers({
      playlists: 'music/quiet-water.jspf',
      protocols: '/short.json',
      base: BASE,
      fetch,
    });
    expect(asked).toEqual([
      'https://clinic.example/short.json',
      'https://clinic.example/session/music/quiet-water.jspf',
    ]);
    expect(offers).toEqual({
      protocols: [{ id: 'short', title: 'Short' }],
      playlists: [{ id: 'quiet-water', title: 'Quiet water', problem: null }, SILENCE],
    });
    expect(playlist('quiet-water')?.tracks[0]?.location[0]).toBe('https://clinic.example/session/music/settle-01.opus');
    expect(problems).toEqual([]);
  });

  it('are asked for at once, not one after the other', async () => {
    let waiting = 0;
    let release = () => {};
    const all = new Promise<void>((resolve) => (release = resolve));
    const fetch: typeof globalThis.fetch = async () => {
      if (++waiting === 3) release();
      await all;
      return new Response(file('playlists/plain.m3u8'));
    };
    const { offers } = await loadOffers({
      playlists: ['a/l.m3u8', 'b/l.m3u8'],
      protocols: 'p.json',
      base: BASE,
      fetch,
    });
    expect(ids(offers.playlists)).toEqual(['l', 'l-2', 'silence']);
  });

  it('that cannot be used cost nobody the others', async () => {
    const { fetch } = server({
      '/session/good.m3u8': file('playlists/plain.m3u8'),
      '/session/broken.jspf': file('playlists/not-json.jspf'),
      '/session/down.jspf': new Response('', { status: 503 }),
      '/session/other.jspf': new TypeError('Failed to fetch'),
      '/session/page.jspf': '<!doctype html><title>Home</title>',
    });
    const { offers, problems, playlist } = await loadOffers({
      playlists: 'gone.jspf broken.jspf good.m3u8 down.jspf other.jspf page.jspf javascript:alert(1)',
      base: BASE,
      fetch,
    });
    const said = Object.fromEntries(offers.playlists.map(({ id, problem }) => [id, problem]));
    expect(Object.keys(said)).toEqual(['gone', 'broken', 'good', 'down', 'other', 'page', 'alert(1)', 'silence']);
    expect(said.gone).toBe('gone.jspf: not found (404).');
    expect(said.broken).toMatch(/^broken\.jspf: it should be JSON data/);
    expect(said.good).toBeNull();
    expect(said.down).toBe('down.jspf: refused by its server (503).');
    expect(said.other).toMatch(/^other\.jspf: no answer .*CORS/);
    expect(said.page).toBe('page.jspf: it should be a JSPF or M3U8 list of tracks.');
    expect(said['alert(1)']).toMatch(/^javascript:alert\(1\): not an http:/);
    expect(() => playlist('gone')).toThrow(expect.objectContaining({ code: 'bad-playlist' }));
    expect(problems).toHaveLength(6);
    for (const problem of problems) {
      expect(problem).toBeInstanceOf(StillroomError);
      expect(problem.code).toBe('bad-playlist');
    }
  });

  it('none of which can be used leave the built-in music and protocols to run with', async () => {
    const { fetch } = server({ '/session/wrong.json': file('protocols/wrong-minutes.json') });
    const { offers, problems } = await loadOffers({
      playlists: 'gone.jspf',
      protocols: 'wrong.json',
      base: BASE,
      fetch,
    });
    expect(ids(offers.playlists)).toEqual(['gone', 'still-water', 'silence']);
    expect(ids(offers.protocols)).toEqual(['im', 'iv', 'lozenge', 'nasal', 'open']);
    expect(problems.map(({ code, message }) => [code, message])).toContainEqual([
      'bad-protocol',
      'wrong.json: phases[2].minutes should be 0 to 1440 or null.',
    ]);
  });

  it('a protocol that cannot be used is left out, and said', async () => {
    const { fetch } = server({});
    const { offers, problems, protocol } = await loadOffers({ protocols: 'im gone.json', base: BASE, fetch });
    expect(ids(offers.protocols)).toEqual(['im']);
    expect(offers.problems).toEqual(['gone.json: not found (404).']);
    expect(() => protocol('gone')).toThrow(expect.objectContaining({ code: 'bad-protocol' }));
    expect(problems.map(({ message }) => message)).toEqual(['gone.json: not found (404).']);
  });

  it('a track that is dropped is named, and the list stays', async () => {
    const { fetch } = server({ '/session/hostile.jspf': file('playlists/hostile.jspf') });
    const { offers, problems } = await loadOffers({ playlists: 'hostile.jspf', base: BASE, fetch });
    expect(offers.playlists[0]).toEqual({ id: 'hostile', title: '<img src=x onerror=alert(1)>', problem: null });
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^hostile\.jspf: .*track\[0\] <script>alert\(2\)<\/script>, track\[1\]/),
    ]);
  });

  it('many dropped tracks are told by the first five', async () => {
    const { fetch } = server({ '/session/l.m3u8': '#EXTM3U\n' + 'javascript:1\n'.repeat(4000) + 'a.mp3' });
    const { problems } = await loadOffers({ playlists: 'l.m3u8', base: BASE, fetch });
    expect(problems[0]?.message).toMatch(/track\[4\], …\.$/);
  });

  it('that never end are read to 5 MB and no further', async () => {
    let sent = 0;
    let stopped = false;
    const endless = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(1_000_000).fill(32));
        sent++;
      },
      cancel() {
        stopped = true;
      },
    });
    const { fetch } = server({ '/session/endless.jspf': new Response(endless) });
    const { offers } = await loadOffers({ playlists: 'endless.jspf', base: BASE, fetch });
    expect(offers.playlists[0]?.problem).toBe('endless.jspf: larger than 5 MB.');
    expect(sent).toBeLessThan(9);
    expect(stopped).toBe(true);
  });

  it('that never come are given up', async () => {
    const gaveUp = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(gaveUp.signal);
    const fetch: typeof globalThis.fetch = (_, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)));
    const loading = loadOffers({ playlists: 'slow.jspf', base: BASE, fetch });
    gaveUp.abort(new DOMException('late', 'TimeoutError'));
    expect((await loading).offers.playlists[0]?.problem).toMatch(/^slow\.jspf: no answer in 15 s/);
    expect(timeout).toHaveBeenCalledWith(15_000);
  });
});

describe('objects from the host', () => {
  it('are copied at once: what the host does with them afterwards changes nothing, and they are not frozen', async () => {
    const list = JSON.parse(file('playlists/quiet-water.jspf'));
    const plan = JSON.parse(file('protocols/short.json'));
    const loading = loadOffers({ playlists: [list], protocols: [plan], base: BASE });
    list.playlist.title = 'Changed';
    plan.phases.length = 0;
    const { offers, playlist, protocol } = await loading;
    expect(offers.playlists[0]?.title).toBe('Quiet water');
    expect(protocol('short')?.phases).toHaveLength(3);
    expect(playlist('quiet-water')?.tracks[0]?.location[0]).toBe('https://clinic.example/session/settle-01.opus');
    expect(Object.isFrozen(list.playlist)).toBe(false);
  });

  it('that cannot be copied are a problem like any other', async () => {
    const cyclic: Record<string, unknown> = {};
    cyclic.playlist = cyclic;
    const { offers, problems } = await loadOffers({ playlists: [cyclic, 7, null], base: BASE });
    expect(ids(offers.playlists)).toEqual(['playlist-1', 'playlist-2', 'playlist-3', 'still-water', 'silence']);
    expect(problems).toHaveLength(3);
  });

  it('stand beside addresses, as text and as URL', async () => {
    const { fetch, asked } = server({ '/a.m3u8': file('playlists/plain.m3u8') });
    const { offers } = await loadOffers({
      playlists: [new URL('/a.m3u8', BASE), { playlist: { track: [{ location: 'stillroom:tide' }] } }, 'still-water'],
      base: BASE,
      fetch,
    });
    expect(asked).toEqual(['https://clinic.example/a.m3u8']);
    expect(offers.playlists.map(({ id, problem }) => [id, problem])).toEqual([
      ['a', null],
      ['playlist-2', null],
      ['still-water', null],
      ['silence', null],
    ]);
  });
});

describe('ids', () => {
  it('that are given twice are told apart, and silence keeps its own', async () => {
    const named = (id: string) => ({ playlist: { identifier: id, track: [{ location: 'stillroom:tide' }] } });
    const { offers, playlist, protocol } = await loadOffers({
      playlists: [named('silence'), named('lake'), named('lake')],
      protocols: ['im', { ...JSON.parse(file('protocols/short.json')), id: 'im' }],
      base: BASE,
    });
    expect(ids(offers.playlists)).toEqual(['silence-2', 'lake', 'lake-2', 'silence']);
    expect(playlist('lake-2')?.id).toBe('lake-2');
    expect(playlist('silence')?.tracks[0]?.location).toEqual(['stillroom:silence']);
    expect(ids(offers.protocols)).toEqual(['im', 'im-2']);
    expect(protocol('im-2')?.title).toBe('Short');
  });
});
