import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { BrowserContext, Page } from 'playwright-core';
import { aiff, wav } from '../support/tone.js';
import { engines, launchChromiumAt } from './support/launch.js';
import { serveMusic, type MusicServer, type Served } from './support/music-server.js';
import { canListen, record } from './support/recorder.js';
import { page, serve, type Site } from './support/serve.js';
import { call, ready, stateOf, whenState } from './support/tag.js';

const tone = (hz: number, seconds = 40) => wav({ seconds, hz });

/** Music on the device before the dose: whatever happens to the network, the session has it. */
describe.skipIf(!engines.chromium)('music that is on the device', () => {
  let site: Site;
  let music: MusicServer;
  let browser: BrowserContext;
  let profile: string;
  let tab: Page;

  /** A page whose music comes from another server. */
  const visit = async (files: Record<string, Served>, locations: string[][], audible = false) => {
    music = await serveMusic(files);
    const track = locations.map((each, i) => ({
      title: `Piece ${i + 1}`,
      identifier: `https://music.example/${i + 1}`,
      location: each.map((path) => (path.startsWith('/') ? music.origin + path : path)),
      extension: { 'https://stillroom.dev/jspf/1': [{ loudness: -20, peak: -8 }] },
    }));
    const list = { playlist: { title: 'List', identifier: 'https://music.example/list', track } };
    site = await serve({
      mounts: {
        '/host.html': page(
          '<script type="module" src="/stillroom.js"></script><still-room playlists="/list.jspf"></still-room>',
        ),
        '/list.jspf': { body: JSON.stringify(list), type: 'application/json' },
      },
    });
    profile = mkdtempSync(join(tmpdir(), 'stillroom-library-'));
    browser = await launchChromiumAt(profile, { audible });
    tab = await browser.newPage();
    await tab.addInitScript(() => {
      const told = ((window as unknown as { told: unknown[] }).told = [] as unknown[]);
      addEventListener('still-problem', (event) => told.push((event as CustomEvent).detail));
    });
    await tab.goto(`${site.origin}/host.html`);
    await ready(tab);
    expect(await call(tab, 'prepare', { protocol: 'im', playlist: 'list' })).toBeNull();
  };
  afterEach(async () => {
    await browser?.close();
    await music?.close();
    await site?.close();
    rmSync(profile, { recursive: true, force: true });
  });

  const line = async (id: string) => (await stateOf(tab)).preflight.find((each) => each.id === id)?.status ?? null;
  const whenTracks = (status: string) =>
    vi.waitUntil(async () => (await line('tracks')) === status, { timeout: 30_000, interval: 50 });
  const problems = () => tab.evaluate(() => (window as unknown as { told: { code: string; message: string }[] }).told);
  /** What the media elements play from. */
  const playing = (id: string) => whenState(tab, ({ music: { track } }) => track?.id === id);

  it.skipIf(!canListen)('plays from the device once its server is gone, and after a reload', async () => {
    await visit({ '/a.wav': { body: tone(330) }, '/b.wav': { body: tone(440) } }, [['/a.wav'], ['/b.wav']], true);
    await whenTracks('ok');
    expect(music.got()).toEqual(['/a.wav', '/b.wav']);
    await music.close();

    expect(await call(tab, 'setVolume', 0.8)).toBeNull();
    expect(await call(tab, 'open')).toBeNull();
    expect(await call(tab, 'dose')).toBeNull();
    await playing('1');
    expect(await call(tab, 'skip')).toBeNull();
    await playing('2');
    const heard = await record();
    await vi.waitUntil(() => heard.seconds > 12, { timeout: 30_000 });
    expect((await heard.stop()).trimmed(-60).seconds).toBeGreaterThan(6);
    const { source, fallback } = (await stateOf(tab)).music;
    expect({ source, fallback }).toEqual({ source: 'file', fallback: false });

    await tab.reload();
    await ready(tab);
    await whenState(tab, ({ music: { status, source } }) => status === 'playing' && source === 'file');
    const again = await record();
    await vi.waitUntil(() => again.seconds > 6, { timeout: 30_000 });
    expect((await again.stop()).trimmed(-60).seconds).toBeGreaterThan(2);
    const { journal } = await stateOf(tab);
    expect(journal.filter(({ type }) => type === 'track-failed' || type === 'fallback-began')).toEqual([]);
    expect(await problems()).toEqual([]);
  });

  it('does not play what its server forbids, says what to set there, and lets a soundscape stand in', async () => {
    await visit({ '/a.wav': { body: tone(330), cors: false } }, [['/a.wav']]);
    await whenTracks('warning');
    expect(await line('no-cors')).toBe('warning');
    const [problem] = await problems();
    expect(problem?.code).toBe('no-cors');
    expect(problem?.message).toContain('Access-Control-Allow-Origin');
    expect(await call(tab, 'open')).toBeNull();
    await whenState(tab, ({ music: { source, fallback } }) => source === 'soundscape' && fallback);
    const { journal } = await stateOf(tab);
    expect(journal.find(({ type }) => type === 'track-failed')?.data).toEqual({ track: '1', code: 'no-cors' });
  });

  it('goes on where a dropped connection left it', async () => {
    const body = tone(330, 60);
    await visit({ '/a.wav': { body, drops: 3_000_000 } }, [['/a.wav']]);
    await whenTracks('ok');
    const gets = music.asked.filter(({ method }) => method === 'GET');
    const [, from] = /^bytes=(\d+)-$/.exec(gets[1]?.headers.range ?? '') ?? [];
    expect(gets.length).toBe(2);
    expect(gets[0]?.headers.range).toBeUndefined();
    // What the browser had not yet handed over is lost with the connection.
    expect(Number(from)).toBeGreaterThan(1_000_000);
    expect(Number(from)).toBeLessThanOrEqual(3_000_000);
    expect(await problems()).toEqual([]);
  });

  it('goes on after a reload with what had arrived', async () => {
    const body = tone(330, 60);
    await visit({ '/a.wav': { body, stalls: 3_000_000 } }, [['/a.wav']]);
    await whenState(tab, ({ preflight }) => preflight.find(({ id }) => id === 'tracks')!.progress! > 0.3);
    await tab.reload();
    await ready(tab);
    await whenTracks('ok');
    const [, from] = /^bytes=(\d+)-$/.exec(music.asked[1]?.headers.range ?? '') ?? [];
    expect(music.asked.length).toBe(2);
    expect(Number(from)).toBeGreaterThan(1_000_000);
  });

  it('brings anew what its server has replaced, and asks for nothing once a session is open', async () => {
    const files = { '/a.wav': { body: tone(330) }, '/b.wav': { body: tone(440) } };
    await visit(files, [['/a.wav'], ['/b.wav']]);
    await whenTracks('ok');
    files['/a.wav'].body = tone(220, 30);
    const asks = (method: string) => music.asked.filter((each) => each.method === method).map(({ path }) => path);
    await tab.reload();
    await ready(tab);
    await vi.waitUntil(() => asks('GET').length === 3, { timeout: 10_000 });
    await whenTracks('ok');
    expect(asks('GET').sort()).toEqual(['/a.wav', '/a.wav', '/b.wav']);
    expect(asks('HEAD').sort()).toEqual(['/a.wav', '/b.wav']);

    expect(await call(tab, 'open')).toBeNull();
    await tab.reload();
    await ready(tab);
    await whenState(tab, ({ music: { track, source } }) => track && source === 'file');
    expect(music.asked.slice(5).map(({ method, path }) => [method, path])).toEqual([]);
  });

  it('begins anew where a server knows no ranges, and does without a length', async () => {
    const files = {
      '/a.wav': { body: tone(330, 60), drops: 3_000_000, ranges: false },
      '/b.wav': { body: tone(440, 60), length: false, ranges: false },
    };
    await visit(files, [['/a.wav'], ['/b.wav']]);
    await whenTracks('ok');
    expect(music.got().filter((path) => path === '/a.wav').length).toBe(2);
    await music.close();
    expect(await call(tab, 'open')).toBeNull();
    await whenState(tab, ({ music: { status, source } }) => status === 'playing' && source === 'file');
  });

  it('brings what its server packs on the way, whole or after a break', async () => {
    await visit(
      { '/a.wav': { body: tone(330), packed: true }, '/b.wav': { body: tone(440), packed: true, drops: 20_000 } },
      [['/a.wav'], ['/b.wav']],
    );
    await whenTracks('ok');
    expect(await problems()).toEqual([]);
    await tab.reload();
    await ready(tab);
    await whenTracks('ok');
    await vi.waitUntil(() => music.asked.filter(({ method }) => method === 'HEAD').length === 2, { timeout: 10_000 });
    // Once, once and a part of which Chromium lets nobody have the answer, and the whole.
    expect(music.got().sort()).toEqual(['/a.wav', '/b.wav', '/b.wav', '/b.wav']);
  });

  it('takes the next location for one that is missing or is a page, and says which piece has none', async () => {
    const files = { '/page.wav': { body: Buffer.from('<html>'), type: 'text/html' }, '/b.wav': { body: tone(440) } };
    await visit(files, [
      ['/missing.wav', '/b.wav'],
      ['/page.wav', '/b.wav'],
      ['/page.wav', '/missing.wav'],
    ]);
    await whenTracks('warning');
    const told = await problems();
    expect(told.map(({ code }) => code)).toEqual(['source']);
    expect(told[0]?.message).toContain('Piece 3');
  });

  it('passes over what the browser cannot play, and has the next location when its server is gone', async () => {
    const bytes = { body: aiff(wav({ seconds: 40 })), type: 'application/octet-stream' };
    const files = {
      // Told by its name, and by nothing but the browser, whatever its type.
      '/a.aiff': bytes,
      '/b': { ...bytes, type: 'audio/x-aiff' },
      '/c': bytes,
      ...Object.fromEntries(['/a.wav', '/b.wav', '/c.wav'].map((path) => [path, { body: tone(330) }])),
    };
    await visit(files, [
      ['/a.aiff', '/a.wav'],
      ['/b', '/b.wav'],
      ['/c', '/c.wav'],
    ]);
    await whenTracks('ok');
    expect(music.got().sort()).toEqual(['/a.wav', '/b', '/b.wav', '/c', '/c.wav']);
    await music.close();

    expect(await call(tab, 'open')).toBeNull();
    // The second is for a later phase.
    for (const id of ['1', '3']) {
      await whenState(tab, ({ music: { track, source } }) => track?.id === id && source === 'file');
      if (id < '3') expect(await call(tab, 'skip')).toBeNull();
    }
    const { journal } = await stateOf(tab);
    expect(journal.filter(({ type }) => type === 'track-failed')).toEqual([]);
    expect(await problems()).toEqual([]);
  });

  it('takes no page, no message and nothing at all for music, whatever it is called', async () => {
    const files = {
      '/page.mp3': { body: Buffer.from('<!doctype html><h1>Sign in</h1>'), type: 'audio/mpeg' },
      '/message.mp3': { body: Buffer.from('{"error":"too many requests"}'), type: 'application/json' },
      '/nothing.mp3': { body: Buffer.from(''), type: 'audio/mpeg' },
      '/good.wav': { body: tone(330) },
    };
    await visit(files, [['/page.mp3'], ['/message.mp3'], ['/nothing.mp3'], ['/good.wav']]);
    await vi.waitUntil(async () => (await line('tracks')) !== 'working', { timeout: 30_000, interval: 50 });
    expect(await line('tracks')).toBe('warning');
    expect((await problems()).map(({ code }) => code)).toEqual(['source', 'source', 'source']);
  });

  it('keeps a file whose server has a page in its place by now', async () => {
    const files: Record<string, Served> = { '/a.wav': { body: tone(330) }, '/b.wav': { body: tone(440) } };
    await visit(files, [['/a.wav'], ['/b.wav']]);
    await whenTracks('ok');
    const page = Buffer.from('<!doctype html><h1>Sign in</h1>');
    files['/a.wav'] = { body: page, type: 'text/html' };
    files['/b.wav'] = { body: page };
    await tab.reload();
    await ready(tab);
    await vi.waitUntil(() => music.got().filter((path) => path === '/b.wav').length === 2, { timeout: 10_000 });
    await whenTracks('ok');
    await music.close();
    expect(await call(tab, 'open')).toBeNull();
    for (const id of ['1', '2']) {
      await whenState(tab, ({ music: { track, source } }) => track?.id === id && source === 'file');
      if (id < '2') expect(await call(tab, 'skip')).toBeNull();
    }
    expect(music.got().filter((path) => path === '/a.wav').length).toBe(1);
    expect(await problems()).toEqual([]);
  });

  it('brings a file once that stands twice in the list', async () => {
    const body = tone(330, 60);
    await visit({ '/a.wav': { body, drops: 3_000_000 } }, [['/a.wav'], ['/a.wav']]);
    await whenTracks('ok');
    expect(music.got()).toEqual(['/a.wav', '/a.wav']);
    expect(music.asked[1]?.headers.range).toBeDefined();
    await music.close();
    expect(await call(tab, 'open')).toBeNull();
    await whenState(tab, ({ music: { status, source } }) => status === 'playing' && source === 'file');
    expect(await problems()).toEqual([]);
  });
});
