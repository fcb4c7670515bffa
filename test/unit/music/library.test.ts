import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { createStore, type UseStore } from 'idb-keyval';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { download } from '../../../src/music/library/download.js';
import { createLibrary, type Library } from '../../../src/music/library/index.js';
import { linesOf } from '../../../src/music/library/lines.js';
import { createShelf } from '../../../src/music/library/shelf.js';
import type { Track } from '../../../src/session/types.js';
import { Told, track } from '../../support/simulated-music.js';
import { noiseMp3, told } from '../../support/mp3.js';
import { wav } from '../../support/tone.js';

const A = 'https://music.example/a.wav';
const MONDAY = 'Mon, 31 Aug 2026 10:00:00 GMT';
const TUESDAY = 'Tue, 01 Sep 2026 10:00:00 GMT';
const PAGE = new TextEncoder().encode('<!doctype html><h1>Please sign in</h1>');
const first = wav({ seconds: 2 });
const second = wav({ seconds: 3, hz: 220 });

/** What a server has under an address. */
interface Served {
  body: Uint8Array<ArrayBuffer>;
  type?: string;
  modified?: string;
  ranges?: boolean;
  /** Every answer breaks off after so many bytes. */
  drops?: number;
  /** What comes waits for it. */
  after?: Promise<unknown>;
  /** It answers with this instead. */
  status?: number;
  /** Its answer may not be read here: it says not so, or another origin does to which it leads. */
  cors?: boolean;
  /** More of what it says of its answer; `null`: it does not say it. */
  says?: Record<string, string | null>;
  /** It sends a piece of so many bytes each time, and never ends. */
  endless?: number;
  /** Every line to it breaks before it answers with a file. */
  breaks?: boolean;
  /** It packs whatever it sends, also a part, of which Chromium lets nobody have the answer. */
  packs?: boolean;
  /** It calls its first bytes a part, whichever was asked for. */
  wrong?: boolean;
  /** It sends a piece of so many bytes after ten seconds each, by the clock of `performance`. */
  crawls?: number;
}

let use: UseStore;
let served: Record<string, Served>;
let asked: string[];
/** What the browser says of every file it is asked about; `null`: nothing, before it is touched. */
let says: 'canplay' | 'error' | null;
let questions: number;
/** Of `performance`, where a test takes it for the real one, ms. */
let clock: number;
/** A Content-Security-Policy lets no `blob:` address be read. */
let policy: boolean;

/** Decodes the WAV files of these tests: mono, 16 bits. */
class Decoder {
  async decodeAudioData(file: ArrayBuffer) {
    const samples = Float32Array.from(new Int16Array(file.slice(44)), (each) => each / 32_768);
    return { length: samples.length, numberOfChannels: 1, getChannelData: () => samples };
  }
}

/** A server that answers as told. */
function answer(address: string, { method = 'GET', headers = {}, mode }: RequestInit = {}): Response {
  const range = (headers as Record<string, string>).range ?? '';
  asked.push([method, range].filter(Boolean).join(' '));
  const file = served[address];
  if (policy) throw new TypeError('Failed to fetch');
  if (!file) return new Response('', { status: 404 });
  const {
    body,
    type = 'audio/wav',
    modified = MONDAY,
    ranges = true,
    drops,
    after,
    status,
    cors = true,
    breaks,
    packs,
    endless,
    crawls,
  } = file;
  if (packs && range) throw new TypeError('Failed to fetch');
  if (breaks && method === 'GET') throw new TypeError('Failed to fetch');
  if (!cors) {
    if (mode !== 'no-cors') throw new TypeError('Failed to fetch');
    return Object.defineProperty(new Response(), 'type', { value: 'opaque' });
  }
  if (status) return new Response('', { status });
  const from = ranges && !file.wrong ? Number(/\d+/.exec(range)?.[0] ?? 0) : 0;
  const rest = file.wrong && range ? body.slice(0, -Number(/\d+/.exec(range))) : body.subarray(from);
  let at = 0;
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      await after;
      if (crawls) return;
      controller.enqueue(rest.subarray(0, drops));
      if ((drops === undefined || rest.length <= drops) && !endless) controller.close();
    },
    async pull(controller) {
      if (!crawls) {
        if (endless) return controller.enqueue(body.slice(0, endless));
        return controller.error(new TypeError('network error'));
      }
      // Others come meanwhile.
      await passed(3);
      clock += 10_000;
      controller.enqueue(rest.slice(at, (at += crawls)));
      if (at >= rest.length) controller.close();
    },
  });
  return new Response(method === 'HEAD' ? null : stream, {
    status: from || (file.wrong && range) ? 206 : 200,
    headers: Object.entries({
      'content-type': type,
      'content-length': `${rest.length}`,
      'last-modified': modified,
      ...(file.wrong && { 'content-range': `bytes 0-${rest.length - 1}/${body.length}` }),
      ...file.says,
    }).filter((each): each is [string, string] => each[1] !== null),
  });
}

const libraries: Library[] = [];
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  use = createStore('music', 'files');
  [served, asked, says, questions, policy, clock] = [{}, [], 'canplay', 0, false, 0];
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('fetch', async (address: string, init: RequestInit) =>
    address.startsWith('blob:') && !policy ? realFetch(address) : answer(address, init),
  );
  vi.stubGlobal('OfflineAudioContext', Decoder);
  vi.stubGlobal(
    'Audio',
    class extends EventTarget {
      canPlayType = (type: string) => (/aiff/.test(type) ? '' : 'maybe');
      load() {}
      removeAttribute() {}
      set src(_: string) {
        questions++;
        const said = says;
        if (said) queueMicrotask(() => this.dispatchEvent(new Event(said)));
      }
    },
  );
});
afterEach(() => {
  for (const library of libraries.splice(0)) library.release();
  vi.unstubAllGlobals();
});

/** A page that prepares a session with pieces from these addresses. */
function visit(...locations: string[][]) {
  const pieces = locations.map((location, i) => track(`${i + 1}`, { location }));
  const told: string[] = [];
  let look = () => {};
  const library = createLibrary({ use, onChange: () => look(), onTrouble: (_, trouble) => void told.push(trouble) });
  libraries.push(library);
  const session = new Told(pieces).on;
  library.bring(session);
  const until = (wanted: () => unknown) =>
    new Promise<void>((resolve) => {
      look = () => wanted() && resolve();
      look();
    });
  const status = () => library.lines.find(({ id }) => id === 'tracks')?.status;
  return { library, told, until, done: () => until(() => status() !== 'working'), status, pieces, session };
}

/** Which of the two versions it is, byte for byte; else its length. */
async function nameOf(blob: Blob): Promise<string> {
  const bytes = Buffer.from(await blob.arrayBuffer());
  return bytes.equals(first) ? 'first' : bytes.equals(second) ? 'second' : `${bytes.length} bytes`;
}
/** What lies on the device under an address, as the next page finds it. */
async function onDevice(address = A): Promise<string | null> {
  const shelf = createShelf(use);
  await shelf.load();
  if (!shelf.files.has(address)) return null;
  const blob = await shelf.open(address);
  return blob && nameOf(blob);
}
/** Whether a page plays a piece from the device, and what. */
async function played(library: Library, piece: ReturnType<typeof track>): Promise<string | null> {
  const [address] = library.sources(piece) ?? [];
  return address?.startsWith('blob:') ? nameOf(await (await realFetch(address)).blob()) : null;
}
const realFetch = globalThis.fetch;
const whenAsked = (how: string) => vi.waitFor(() => expect(asked.some((each) => each.startsWith(how))).toBe(true));
/** Time for what must not happen: nothing tells of that. */
const passed = (times = 50) => vi.waitFor(() => expect(times--).toBeLessThanOrEqual(0), { interval: 1 });

/** A page was here before, and brought the first version. */
async function before() {
  served[A] = { body: first };
  const page = visit([A]);
  await page.done();
  expect(page.status()).toBe('ok');
  page.library.release();
  asked.length = 0;
}

describe('a file on the device that its server has replaced', () => {
  it('is played and kept until the new one is whole, which then takes its place', async () => {
    await before();
    let come = (_: unknown) => {};
    served[A] = { body: second, modified: TUESDAY, after: new Promise((resolve) => (come = resolve)) };
    const { library, pieces, until, status } = visit([A]);
    await whenAsked('GET');
    expect(await played(library, pieces[0]!)).toBe('first');
    expect(status()).toBe('ok');
    expect(await onDevice()).toBe('first');
    const { sources } = library;
    const [old] = sources(pieces[0]!)!;
    come(null);
    await until(() => sources(pieces[0]!)![0] !== old);
    expect(await played(library, pieces[0]!)).toBe('second');
    expect(await onDevice()).toBe('second');
    expect(asked).toEqual(['HEAD', 'GET']);
  });

  it.each([
    ['a page that says it is one', { body: PAGE, type: 'text/html' }],
    ['a page that says it is music', { body: PAGE }],
    ['nothing', { body: PAGE.subarray(0, 0) }],
    ['a line that breaks', { body: second, drops: 100_000 }],
  ])('is not lost to %s', async (_, now) => {
    await before();
    served[A] = { ...now, modified: TUESDAY };
    const { library, pieces, told, done } = visit([A]);
    await done();
    await passed();
    expect(await played(library, pieces[0]!)).toBe('first');
    expect(await onDevice()).toBe('first');
    expect(told).toEqual([]);
  });

  it('is not replaced under a session that is open, but before the next', async () => {
    await before();
    let come = (_: unknown) => {};
    served[A] = { body: second, modified: TUESDAY, after: new Promise((resolve) => (come = resolve)) };
    const { library, pieces } = visit([A]);
    await whenAsked('GET');
    const told = new Told(pieces);
    const open = { ...told.on, status: 'open' as const };
    library.bring(open);
    come(null);
    await passed();
    expect(await played(library, pieces[0]!)).toBe('first');
  });
});

describe('a file of which a part has come', () => {
  const part = 150_000;
  const broken = async (more: Partial<Served> = {}) => {
    served[A] = { body: first, drops: part, ...more };
    const page = visit([A]);
    await vi.waitFor(async () => expect(await onDevice()).toBe(`${part} bytes`));
    page.library.release();
    asked.length = 0;
  };

  it('keeps it when its server answers with a page that says it is music', async () => {
    await broken();
    served[A] = { body: PAGE, modified: TUESDAY, ranges: false };
    const { done, told } = visit([A]);
    await done();
    expect(told).toEqual(['source']);
    expect(await onDevice()).toBe(`${part} bytes`);
  });

  it('keeps it when its server knows no ranges and the line breaks sooner than before', async () => {
    await broken();
    served[A] = { body: first, ranges: false, drops: 50_000 };
    visit([A]);
    await whenAsked('GET bytes');
    await passed();
    expect(await onDevice()).toBe(`${part} bytes`);
  });

  it.each<[string, Served, string, string[]]>([
    ['goes on with it where its server knows no ranges', { body: first, ranges: false }, 'first', ['GET bytes']],
    ['takes no part for another its server says it sends', { body: first, wrong: true }, 'first', ['GET bytes', 'GET']],
    ['mixes no two versions', { body: second, modified: TUESDAY, ranges: false }, 'second', ['GET bytes']],
  ])('%s, and has the whole', async (_, now, whole, asks) => {
    await broken();
    served[A] = now;
    const { done, status } = visit([A]);
    await done();
    expect(status()).toBe('ok');
    expect(await onDevice()).toBe(whole);
    expect(asked.map((each) => each.slice(0, 9))).toEqual(asks);
  });
});

describe('a file that its server packs on the way, and says only how long it is packed', () => {
  const packed = (length: number, more: Partial<Served> = {}): Served => ({
    body: first,
    says: { 'content-length': `${length}` },
    ...more,
  });

  // What cannot be packed is a little longer for it.
  it.each([5000, first.length + 60])('is whole where it ends, with %d bytes packed', async (length) => {
    served[A] = packed(length);
    const { done, status, library, pieces } = visit([A]);
    await done();
    expect(status()).toBe('ok');
    expect(await played(library, pieces[0]!)).toBe('first');
    library.release();
    // Nor is it taken for another version the next time.
    await visit([A]).done();
    await whenAsked('HEAD');
    await passed();
    expect(asked).toEqual(['GET', 'HEAD']);
  });

  it('goes on after its line has broken', async () => {
    served[A] = packed(5000, { drops: 150_000, packs: true });
    const page = visit([A]);
    await vi.waitFor(async () => expect(await onDevice()).toBe('150000 bytes'));
    page.library.release();
    served[A] = packed(5000, { packs: true });
    const { done, status } = visit([A]);
    await done();
    expect(status()).toBe('ok');
    expect(await onDevice()).toBe('first');
  });

  it('is not whole where Firefox ends it without a word though its line has broken', async () => {
    const entries = [{ decodedBodySize: 150_000, encodedBodySize: 4000 }];
    vi.spyOn(performance, 'getEntriesByName').mockReturnValue(entries as never);
    served[A] = packed(5000, { body: first.slice(0, 150_000) });
    visit([A]);
    await vi.waitFor(async () => expect(await onDevice()).toBe('150000 bytes'));
    served[A] = packed(5000);
    await vi.waitFor(async () => expect(await onDevice()).toBe('first'), 5000);
    vi.restoreAllMocks();
  });

  it('is never more than all of it', () => {
    const item = {
      track: track('1', { location: [A] }),
      here: null,
      trouble: null,
      tries: 0,
      most: 0,
      told: false,
      slow: false,
    };
    const held = { type: '', tag: null, bytes: 150_000, total: 5000, pieces: 1, done: false, used: 1 };
    expect(linesOf([item], new Map([[A, held]]), true, false)[0]!.progress).toBe(1);
  });
});

describe('what will not be played though nothing is missing', () => {
  let moment: Uint8Array<ArrayBuffer>;
  beforeAll(async () => {
    moment = await noiseMp3(4, 1, 0.3);
  });
  const all = (...tracks: Track[]) => {
    const library = createLibrary({ use, onChange() {} });
    libraries.push(library);
    library.bring(new Told(tracks).on);
    return () => library.lines.map(({ id, status }) => `${id} ${status}`);
  };

  it('is told of before the session: a soundscape that there is not', () => {
    expect(all(track('a', { location: ['stillroom:tide'] }))()).toEqual([]);
    const lines = all(track('a', { location: ['stillroom:tide'] }), track('b', { location: ['stillroom:tides'] }));
    expect(lines()).toEqual(['tracks warning']);
  });

  it('is told of before the session: a file of some seconds', async () => {
    served[A] = { body: moment, type: 'audio/mpeg' };
    const lines = all(track('a', { location: [A], duration: null }));
    await vi.waitFor(() => expect(lines()).toEqual(['tracks warning']), 5000);
  });
});

describe('a file that says it is longer than it is', () => {
  const M = 'https://music.example/a.mp3';
  let short: Uint8Array<ArrayBuffer>;
  let long: Uint8Array<ArrayBuffer>;
  beforeAll(async () => {
    [short, long] = [await noiseMp3(12, 1, 0.3), await noiseMp3(24, 1, 0.3)];
  });

  it('is known for as long as it is, by the next page, too', async () => {
    served[M] = { body: told(short, { times: 3 }) };
    const { library, pieces, done } = visit([M]);
    await done();
    expect(library.extent(pieces[0]!)!.seconds).toBeCloseTo(12, 0);
    library.release();
    const next = visit([M]);
    await next.done();
    expect(next.library.extent(next.pieces[0]!)!.seconds).toBeCloseTo(12, 0);
  });

  it('is looked at once it is replaced, too', async () => {
    served[M] = { body: short };
    const page = visit([M]);
    await page.done();
    page.library.release();
    served[M] = { body: long, modified: TUESDAY };
    const { library, pieces } = visit([M]);
    await vi.waitFor(() => expect(library.extent(pieces[0]!)?.seconds).toBeCloseTo(24, 0), 5000);
  });

  it('is nothing that is known of other kinds', async () => {
    served[A] = { body: first };
    const { library, pieces, done } = visit([A]);
    await done();
    expect(library.extent(pieces[0]!)).toBeFalsy();
  });
});

describe('a file that stands twice in a list', () => {
  it('is asked for once, and both pieces have it', async () => {
    let come = (_: unknown) => {};
    served[A] = { body: first, after: new Promise((resolve) => (come = resolve)) };
    const { library, pieces, done, status } = visit([A], [A], ['https://music.example/none.wav', A]);
    await whenAsked('GET');
    await passed();
    expect(asked).toEqual(['GET']);
    come(null);
    await done();
    expect(asked).toEqual(['GET', 'GET']); // That of none.wav is the other.
    expect(status()).toBe('ok');
    for (const piece of pieces) expect(await played(library, piece)).toBe('first');
    expect(await onDevice()).toBe('first');
  });
});

describe('a file that the browser refuses', () => {
  const B = 'https://music.example/b.wav';

  it('is not kept, and another location is brought', async () => {
    served = { [A]: { body: first }, [B]: { body: second } };
    says = 'error';
    const { library, pieces, until, status } = visit([A, B]);
    await until(() => {
      if (asked.length > 1) says = 'canplay';
      return status() === 'ok';
    });
    expect(await played(library, pieces[0]!)).toBe('second');
    expect(await onDevice(A)).toBeNull();
  });

  it('is found among what was brought before, too', async () => {
    served = { [A]: { body: first }, [B]: { body: second } };
    const shelf = createShelf(use);
    const held = { type: 'audio/wav', tag: null, bytes: first.length, total: null, pieces: 1, done: true, used: 1 };
    await shelf.put(A, held, new Blob([first]));
    says = 'error';
    const { library, pieces, until, status } = visit([A, B]);
    await until(() => {
      if (asked.length) says = 'canplay';
      return status() === 'ok';
    });
    expect(asked).toEqual(['GET']);
    expect(await played(library, pieces[0]!)).toBe('second');
  });

  it('is not waited for twice where the browser says nothing before it is touched', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const more = [1, 2, 3].map((each) => `${B}/${each}`);
    for (const address of [A, B, ...more]) served[address] = { body: first };
    says = null;
    const { status } = visit([A], [B], ...more.map((address) => [address]));
    await vi.waitFor(() => expect(status()).toBe('ok'), { timeout: 60_000, interval: 100 });
    vi.useRealTimers();
    // Two come at a time.
    expect(questions).toBe(2);
  });

  it('is asked for last where its name says so, and brought where there is no other: the name may be wrong', async () => {
    const C = 'https://music.example/c.aiff';
    served = { [B]: { body: second }, [C]: { body: first } };
    const one = visit([C, B]);
    await one.done();
    expect(asked).toEqual(['GET']);
    expect(await played(one.library, one.pieces[0]!)).toBe('second');

    const other = visit([C]);
    await other.done();
    expect(other.status()).toBe('ok');
    expect(await played(other.library, other.pieces[0]!)).toBe('first');
  });
});

describe('a server that does not give a file for now', () => {
  const gets = () => asked.filter((each) => each === 'GET').length;
  /** Lets so many seconds pass, for the questions that are asked again. */
  const wait = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  /** What becomes of a file with this answer, and once the server gives it after all. */
  const gives = async (answer: Partial<Served>) => {
    served[A] = { body: first, ...answer };
    const page = visit([A]);
    const { library, pieces } = page;
    await whenAsked('GET');
    await wait(0);
    return {
      ...page,
      lines: () => library.lines.map(({ id, status }) => `${id} ${status}`),
      mends: async (seconds: number) => {
        served[A] = { body: first };
        await wait(seconds);
        await page.until(() => page.status() === 'ok');
        expect(await played(library, pieces[0]!)).toBe('first');
        expect(library.lines.map(({ id }) => id)).toEqual(['tracks']);
      },
    };
  };

  it.each([408, 425, 429, 500, 502, 503])(
    'is asked again after %d, and nobody is told of the first time',
    async (status) => {
      const { mends, told } = await gives({ status });
      expect(told).toEqual([]);
      await mends(1);
    },
  );

  it.each([401, 403, 404, 410])(
    'has no such file, says %d: that is told, and asked again before the session',
    async (status) => {
      const { mends, told, lines } = await gives({ status });
      expect(told).toEqual(['source']);
      expect(lines()).toEqual(['tracks warning']);
      await wait(20);
      expect(told).toEqual(['source']);
      expect(gets()).toBe(5);
      await mends(20);
    },
  );

  it('is asked in a session for no file that it said it has not', async () => {
    const { library, session } = await gives({ status: 404 });
    library.bring({ ...session, status: 'open' });
    await wait(600);
    expect(gets()).toBe(1);
  });

  it('is asked once by a page that comes back to a session', async () => {
    served[A] = { body: first, status: 404 };
    const library = createLibrary({ use, onChange() {} });
    libraries.push(library);
    library.bring({ ...new Told([track('1', { location: [A] })]).on, status: 'open' });
    await whenAsked('GET');
    await wait(600);
    expect(gets()).toBe(1);
  });

  it('may forbid it, or have failed without the header: it is asked again before that is told', async () => {
    const { told, lines, library, pieces, mends } = await gives({ cors: false });
    expect(library.sources(pieces[0]!)).toBe('no-cors');
    expect(told).toEqual([]);
    await wait(3);
    expect(told).toEqual(['no-cors']);
    expect(lines()).toEqual(['tracks warning', 'no-cors warning']);
    await wait(600);
    expect(told).toEqual(['no-cors']);
    await mends(300);
  });

  it('forbids it also where an address of our own leads to it', async () => {
    vi.stubGlobal('location', { origin: new URL(A).origin });
    const { told } = await gives({ cors: false });
    await wait(3);
    expect(told).toEqual(['no-cors']);
  });

  it('is out of reach where the line to our own breaks, and does not forbid anything', async () => {
    vi.stubGlobal('location', { origin: new URL(A).origin });
    const { told } = await gives({ breaks: true });
    await wait(3);
    expect(told).toEqual(['network']);
  });

  /** Within some seconds, that pass faster. */
  const soon = (wanted: () => void) =>
    vi.waitFor(
      async () => {
        await wait(1);
        wanted();
      },
      { interval: 10 },
    );

  it('has not failed where every line to it breaks, but brings a part', async () => {
    const { told, status } = await gives({ drops: 40_000 });
    await soon(() => expect(status()).toBe('ok'));
    expect(gets()).toBe(1);
    expect(asked.length).toBe(5);
    expect(told).toEqual([]);
  });

  it('has failed where every line to it breaks at the same byte', async () => {
    const { told } = await gives({ drops: 40_000, ranges: false });
    await soon(() => expect(told).toEqual(['network']));
  });

  it('holds up no other file while it is not asked', async () => {
    const others = [1, 2, 3].map((each) => `${A}?${each}`);
    for (const address of others) served[address] = { body: first, status: 503 };
    served[A] = { body: second };
    const { library, pieces } = visit(...others.map((each) => [each]), [A]);
    await vi.waitFor(async () => expect(await played(library, pieces[3]!)).toBe('second'));
  });
});

describe('a file that comes too slowly for music', () => {
  const others = ['c', 'd', 'e'].map((each) => `https://music.example/${each}.wav`);
  const B = 'https://music.example/b.wav';
  const lines = (library: Library) => library.lines.map(({ id, status }) => `${id} ${status}`);
  beforeEach(() => {
    vi.spyOn(performance, 'now').mockImplementation(() => clock);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([true, false])('makes way for the others and comes after them, with ranges: %s', async (ranges) => {
    for (const address of others) served[address] = { body: second };
    for (const address of [A, B]) served[address] = { body: first, crawls: 10_000, ranges };
    const { library, pieces, told, until, done, status } = visit([A], [B], ...others.map((each) => [each]));
    await until(() => pieces.slice(2).every((piece) => library.sources(piece)?.[0]?.startsWith('blob:')));
    expect(lines(library)).toEqual(['tracks working', 'slow warning']);
    await done();
    expect(status()).toBe('ok');
    expect(lines(library)).toEqual(['tracks ok']);
    expect(told).toEqual([]);
    for (const address of [A, B]) expect(await onDevice(address)).toBe('first');
    // What had arrived was kept.
    if (ranges) expect(asked.filter((each) => each === 'GET').length).toBe(5);
  });

  it('makes way for the others also where it says no length, before it is known to be no station', async () => {
    for (const address of others) served[address] = { body: second };
    for (const address of [A, B]) served[address] = { body: first, crawls: 10_000, says: { 'content-length': null } };
    const { library, pieces, told, until } = visit([A], [B], ...others.map((each) => [each]));
    await until(() => pieces.slice(2).every((piece) => library.sources(piece)?.[0]?.startsWith('blob:')));
    expect(lines(library)).toEqual(['tracks working', 'slow warning']);
    expect(told).toEqual([]);
  });

  it('comes on where nobody waits for it, which is said', async () => {
    served[A] = { body: first, crawls: 10_000 };
    const { library, until, done } = visit([A]);
    await until(() => library.lines.some(({ id }) => id === 'slow'));
    await done();
    expect(lines(library)).toEqual(['tracks ok']);
    expect(asked).toEqual(['GET']);
  });

  it('is not one that plays as it comes', async () => {
    for (const address of others) served[address] = { body: second };
    served[A] = { body: second, crawls: 250_000 };
    const { library, done } = visit([A], ...others.map((each) => [each]));
    await done();
    expect(lines(library)).toEqual(['tracks ok']);
    expect(asked).toEqual(['GET', 'GET', 'GET', 'GET']);
  });
});

describe('what has no room on the device', () => {
  const B = 'https://music.example/b.wav';
  const left = async () => {
    const shelf = createShelf(use);
    await shelf.load();
    return [...shelf.files.keys()];
  };
  const room = (bytes: () => number) =>
    vi.stubGlobal('navigator', {
      storage: { estimate: () => Promise.resolve({ quota: 20e6 + bytes(), usage: 0 }) },
    });
  const lengthless = { says: { 'content-length': null } };
  const long = wav({ seconds: 40 });

  it('keeps nothing of what had come of it, so that the journal has that', async () => {
    served[A] = { body: first, drops: 150_000 };
    const page = visit([A]);
    await vi.waitFor(async () => expect(await onDevice()).toBe('150000 bytes'));
    page.library.release();
    room(() => 10);
    const { done, told } = visit([A]);
    await done();
    expect(told).toEqual(['storage']);
    expect(await left()).toEqual([]);
  });

  it('is noticed in time where its server says no length', async () => {
    let times = 0;
    room(() => (times++ < 1 ? 2 ** 20 : 10));
    served[A] = { body: long, ...lengthless };
    const { done, told } = visit([A]);
    await done();
    expect(told).toEqual(['storage']);
    expect(await left()).toEqual([]);
  });

  it('is a station that never ends: it makes way for the files', async () => {
    for (const address of [A, B])
      served[address] = { body: long, endless: 1000, says: { ...lengthless.says, 'icy-name': 'Radio' } };
    served[`${A}?3`] = { body: first };
    const { done, told, library, pieces } = visit([A], [B], [`${A}?3`]);
    await done();
    expect(told).toEqual(['storage', 'storage']);
    expect(await played(library, pieces[2]!)).toBe('first');
    expect(await left()).toEqual([`${A}?3`]);
  });

  it('is what comes no faster than it plays, and says no length', async () => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000));
    served[A] = { body: long, endless: 20_000, ...lengthless };
    const { done, told } = visit([A]);
    await done();
    expect(told).toEqual(['storage']);
    expect(await left()).toEqual([]);
    vi.restoreAllMocks();
  });

  it('is what has come to 500 MB, and says no length', async () => {
    const most = { type: '', tag: MONDAY, bytes: 499e6, total: null, pieces: 1, done: false, used: 1 };
    served[A] = { body: long, endless: 500_000, ...lengthless };
    const dropped: string[] = [];
    const shelf = {
      files: new Map([[A, most]]),
      fits: () => Promise.resolve(true),
      put: () => Promise.resolve(),
      drop: (address: string) => Promise.resolve(void dropped.push(address)),
    };
    const { signal } = new AbortController();
    expect(await download(shelf as never, A, signal, () => {})).toBe('storage');
    expect(dropped).toEqual([A]);
  });

  it('is not a file that comes faster, or whose length is known', async () => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 60_000));
    served = { [A]: { body: first }, [B]: { body: second, ...lengthless } };
    const { done, status } = visit([A], [B]);
    await done();
    expect(status()).toBe('ok');
    vi.restoreAllMocks();
  });
});

describe('how loud a piece is', () => {
  const quiet = { loudness: null, peak: null };
  const figures = { loudness: -9, peak: 0 };
  const piece = (...location: string[]) => track('other', { location, ...quiet });

  it('is not known yet, rather than past measuring, where it is no part of the session', () => {
    const { library } = visit([A]);
    expect(library.figures(piece('https://music.example/tasted.mp3'))).toBeUndefined();
  });

  it('is what the device knows of it from an earlier session, also before there is one', async () => {
    const held = { type: 'audio/wav', tag: null, bytes: 0, total: null, pieces: 0, done: true, used: 1, figures };
    await createShelf(use).put(A, held);
    let look = () => {};
    const library = createLibrary({ use, onChange: () => look() });
    libraries.push(library);
    const known = new Promise<void>((resolve) => (look = resolve));
    expect(library.figures(piece(A))).toBeUndefined();
    await known;
    expect(library.figures(piece(A))).toEqual(figures);
  });

  it('stays unknown while it fades out with its list or its session', async () => {
    served[A] = { body: first, after: new Promise(() => {}) };
    const { library } = visit([A]);
    await whenAsked('GET');
    expect(library.figures(piece(A))).toBeUndefined();
    library.bring(new Told([track('new')]).on);
    expect(library.figures(piece(A))).toBeUndefined();
    library.bring(null);
    expect(library.figures(piece(A))).toBeUndefined();
  });

  it('is past measuring where there is no room for it, and stays so while it fades out', async () => {
    const other = piece(A);
    const library = createLibrary({ onChange() {} });
    libraries.push(library);
    library.bring(new Told([other]).on);
    await vi.waitFor(() => expect(library.figures(other)).toBeNull());
    library.bring(null);
    expect(library.figures(other)).toBeNull();
  });
});

describe('a file that the page itself gives', () => {
  const given = (...bytes: Uint8Array<ArrayBuffer>[]) =>
    bytes.map((each) => track(URL.createObjectURL(new Blob([each])), { loudness: null, peak: null }));
  /** A page that prepares a session with files of its own. */
  const gives = (...bytes: Uint8Array<ArrayBuffer>[]) => {
    const pieces = given(...bytes).map((each) => ({ ...each, location: [each.id] }));
    const library = createLibrary({ use, onChange() {} });
    libraries.push(library);
    library.bring(new Told(pieces).on);
    return { library, piece: pieces[0]!, lines: () => library.lines.map(({ id, status }) => `${id} ${status}`) };
  };
  const mp4 = new TextEncoder().encode('\0\0\0\x20ftypM4A ');

  it('is measured where it lies, and neither asked of a server nor stored', async () => {
    const { library, piece, lines } = gives(wav({ seconds: 3 }));
    expect(library.figures(piece)).toBeUndefined();
    await vi.waitFor(() => expect(library.figures(piece)).toBeTruthy(), 10_000);
    // A sine of 0.3 from one loudspeaker.
    expect(library.figures(piece)!.peak).toBeCloseTo(-10.5, 1);
    expect(Math.abs(library.figures(piece)!.loudness + 14.1)).toBeLessThan(0.5);
    expect(lines()).toEqual([]);
    expect(asked).toEqual([]);
    const shelf = createShelf(use);
    await shelf.load();
    expect(shelf.files.size).toBe(0);
  });

  it('keeps its figures for as long as the page lives', async () => {
    const { library, piece } = gives(wav({ seconds: 3 }));
    await vi.waitFor(() => expect(library.figures(piece)).toBeTruthy(), 10_000);
    library.bring(null);
    expect(library.figures(piece)).toBeTruthy();
  });

  it('is past measuring where it cannot be cut, which is said', async () => {
    const { library, piece, lines } = gives(mp4);
    expect(lines()).toEqual([]);
    await vi.waitFor(() => expect(library.figures(piece)).toBeNull());
    expect(lines()).toEqual(['loudness warning']);
  });

  it('stays unknown, and 14 dB down, where a policy lets nobody read it, which is said', async () => {
    policy = true;
    const { library, piece, lines } = gives(wav({ seconds: 3 }));
    await vi.waitFor(() => expect(lines()).toEqual(['loudness warning']));
    expect(library.figures(piece)).toBeUndefined();
  });
});
