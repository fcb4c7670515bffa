import { isText, LOOKED_AT } from './recognise.js';
import type { Held, Shelf } from './shelf.js';

/** A file is kept in pieces of so many bytes as it arrives. */
const PIECE = 2 ** 20;
/** A server that sends nothing for so long has dropped us, ms. */
const PATIENCE = 15_000;

/**
 * Bytes a second (64 kbit/s): half of what the least MP3 of music plays at (128 kbit/s). What comes more slowly takes more
 * than twice as long to come as to play.
 */
export const CRAWL = 8000;

/**
 * What says no length may have no end: a station of the net. It plays from there, and has to make way for the files: one
 * that says it is one (`icy`), is so long, bytes, or comes this slowly, bytes a second, for so long, ms.
 */
const MOST = 500e6;
const SLOW = 64_000;
const WATCHED = 120_000;

/** The server itself cannot just now: too slow a question, too early, too many, or a fault of its own. */
const FOR_NOW = /^(408|425|429|5..)$/;

/**
 * Why a file is not here: its server forbids it, it is no music, it cannot be reached for now, there is no room.
 */
export type Trouble = 'no-cors' | 'source' | 'network' | 'storage';

/**
 * Brings a file onto the shelf, from where it was left.
 * @param name under which it lies there
 * @param makesWay hears that it comes too slowly, and says whether others wait for its place
 * @returns what was in the way
 */
export async function download(
  shelf: Shelf,
  address: string,
  signal: AbortSignal,
  onChange: () => void,
  name = address,
  makesWay = () => false,
): Promise<Trouble | null> {
  const stop = new AbortController();
  const end = () => stop.abort();
  signal.addEventListener('abort', end);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = <T>(answer: Promise<T>): Promise<T> => {
    clearTimeout(timer);
    timer = setTimeout(end, PATIENCE);
    return answer;
  };
  try {
    const response = await ask(shelf.files.get(name), address, stop.signal, patience);
    if (typeof response === 'string') return response;
    return await keep(shelf, address, name, response, patience, onChange, makesWay);
  } finally {
    clearTimeout(timer);
    end();
    signal.removeEventListener('abort', end);
  }
}

type Patience = <T>(answer: Promise<T>) => Promise<T>;

const tagOf = ({ headers }: Response) => {
  const etag = headers.get('etag');
  return etag && !etag.startsWith('W/') ? etag : headers.get('last-modified');
};

/** What cannot be packed grows by less than this when it is: 5 bytes in each block of gzip (RFC 1951), and a header. */
const PACKING = 0.01;

/** Bytes of a file, or of what it is packed in: from elsewhere the two look the same. `null`: its server does not say. */
const lengthOf = ({ headers }: Response) =>
  headers.get('content-encoding') ? null : Number(headers.get('content-length')) || null;

const isPage = ({ headers }: Response) => /html/.test(headers.get('content-type') ?? '');

/** Whether its server has another file under this address by now. Out of reach, or with a page in its place, it has not. */
export async function changed({ tag, total }: Held, address: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(address, { method: 'HEAD', cache: 'no-store', signal });
    const now = tagOf(response);
    const length = lengthOf(response);
    return response.ok && !isPage(response) && !!((tag && now && tag !== now) || (total && length && total !== length));
  } catch {
    return false;
  }
}

async function ask(
  held: Held | undefined,
  address: string,
  signal: AbortSignal,
  patience: Patience,
): Promise<Response | Trouble> {
  const own = new URL(address).origin === globalThis.location?.origin;
  const headers: Record<string, string> = {};
  if (held?.tag) {
    headers.range = `bytes=${held.bytes}-`;
    // From elsewhere it would need leave of its own (a preflight request), which few servers give.
    if (own) headers['if-range'] = held.tag;
  }
  // Not into the browser's cache as well: that would take the room twice.
  const init: RequestInit = { signal, cache: 'no-store' };
  const get = (more: RequestInit) => patience(fetch(address, { ...init, ...more }));
  try {
    const part = headers.range ? await get({ headers }).catch(() => null) : null;
    // Where there is no such part, or a server packs it, which Chromium takes for an error, the whole is asked for.
    const response = part && part.status !== 416 ? part : await get({});
    const { ok, status } = response;
    return ok ? response : FOR_NOW.test(`${status}`) ? 'network' : 'source';
  } catch {
    // A server that answers to one who may not read the answer is there, and forbids; or it has failed, and its errors
    // have no header: the two look the same. So does an address of our own that leads to such a server.
    const answer =
      !signal.aborted &&
      (await patience(fetch(address, { ...init, method: 'HEAD', mode: 'no-cors' })).catch(() => null));
    return answer && answer.type === 'opaque' ? 'no-cors' : 'network';
  }
}

async function keep(
  shelf: Shelf,
  address: string,
  name: string,
  response: Response,
  patience: Patience,
  onChange: () => void,
  makesWay: () => boolean,
): Promise<Trouble | null> {
  const { headers, status, body } = response;
  const type = headers.get('content-type') ?? '';
  if (!body || isPage(response)) return 'source';
  const tag = tagOf(response);
  const length = lengthOf(response);
  const old = shelf.files.get(name);
  const isPart = status === 206;
  /** Of the part, where its server lets it be read. */
  const start = /^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1] ?? old?.bytes;
  const goesOn =
    old &&
    !(isPart && Number(start) !== old.bytes) &&
    (isPart ? (tag ?? old.tag) === old.tag : tag && tag === old.tag) &&
    (!length || !old.total || old.total === length + (isPart ? old.bytes : 0));
  if (isPart && old && !goesOn) {
    // Not what was asked for: the next time the whole is.
    await shelf.put(name, { ...old, tag: null });
    return 'network';
  }
  let held: Held = goesOn
    ? old
    : {
        type: /^(audio|video|application\/ogg)/.test(type) ? type : '',
        tag,
        bytes: 0,
        total: length,
        pieces: 0,
        done: false,
        used: old?.used ?? Date.now(),
      };
  /** Of the whole, from a server that sends no part: what is here already. */
  let passed = isPart ? 0 : held.bytes;
  /** What has no room leaves what there is to the journal. */
  const leave = async () => {
    await shelf.drop(name);
    return 'storage' as const;
  };
  const fits = () => shelf.fits(length ?? PIECE).catch(() => true);
  if (headers.has('icy-name') || headers.has('icy-br') || !(await fits())) return leave();
  const began = performance.now();
  let came = 0;
  const endless = () => {
    const ms = performance.now() - began;
    return held.bytes + size > MOST || (ms > WATCHED && came < (SLOW * ms) / 1000);
  };
  let since = began;
  let until = 0;
  /** Each chunk is a sign of life, and may be the only one for long. */
  const crawls = () => {
    const now = performance.now();
    if (now - since < PATIENCE) return false;
    const slow = came - until < (CRAWL * (now - since)) / 1000;
    [since, until] = [now, came];
    return slow && makesWay();
  };
  /** Firefox alone ends a packed body whose line has broken as if it were whole; it says how much came. */
  const isCut = () =>
    (performance.getEntriesByName(address) as PerformanceResourceTiming[]).some(
      (each) => each.decodedBodySize === came && each.encodedBodySize < Number(headers.get('content-length')),
    );
  /** It has ended. What is packed is not as long as its server says, but mostly longer. */
  const isWhole = (all: number) =>
    (held.total === null || all === held.total || (!isPart && all > held.total * (1 - PACKING))) && !isCut();
  let chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const put = async (done: boolean) => {
    const piece = size ? new Blob(chunks) : undefined;
    held = { ...held, bytes: held.bytes + size, pieces: held.pieces + (size ? 1 : 0), done };
    chunks = [];
    size = 0;
    await shelf.put(name, held, piece);
    onChange();
  };
  /** The first bytes are looked at before anything is written, or dropped for it. @returns `false`: they are no music's */
  const begin = async () => {
    const first = await new Blob(chunks).slice(0, LOOKED_AT).arrayBuffer();
    if (isText(new Uint8Array(first))) return false;
    // Of another version, or of one that cannot be told from it.
    await shelf.drop(name);
    return true;
  };
  const reader = body.getReader();
  try {
    for (;;) {
      const chunk = await patience(reader.read()).catch(() => null);
      const { value } = chunk ?? {};
      let over = !value;
      if (value) {
        came += value.length;
        if (length === null && endless()) return await leave();
        over = crawls();
        const rest = value.subarray(passed);
        passed -= value.length - rest.length;
        chunks.push(rest);
        size += rest.length;
        if (size < PIECE && !over) continue;
      }
      const done = !!chunk?.done && isWhole(held.bytes + size);
      if (length === null && value && !(await fits())) return await leave();
      // What has arrived is kept, unless it is too little to tell what it is: the next time goes on behind it.
      if (!held.pieces) {
        if (!done && size < LOOKED_AT) return 'network';
        if (!(await begin())) return 'source';
      }
      await put(done);
      if (over) return done ? null : 'network';
    }
  } catch (error) {
    return (error as Error | null)?.name === 'QuotaExceededError' ? leave() : 'storage';
  }
}
