import { createServer, type ServerResponse } from 'node:http';

/** What goes wrong with a file that streams. */
export type Fault =
  /** Not found. */
  | 'missing'
  /** A page in its place, under its name and as a success. */
  | 'page'
  /** The request is taken and never answered. */
  | 'mute'
  /** The file itself ends early: its length is said as what there is. */
  | 'cut'
  /** From a place on nothing more comes, on a line that stays open; nor does it when asked again. */
  | 'stalls'
  /** From a place on the line breaks, each time. */
  | 'drops'
  /** From a place on it comes more slowly than it plays. */
  | 'slow'
  /** From a place on it is noise where frames should be. */
  | 'garbage';

/** A file and what goes wrong with it. */
export interface Faulty {
  body: Uint8Array;
  type?: string;
  fault?: Fault;
  /** The place at which it goes wrong, bytes. */
  after?: number;
}

export interface FaultServer {
  origin: string;
  close(): Promise<void>;
}

/** Of `slow`, bytes each 100 ms: a sixth of what noise in 24 kHz needs. */
const TRICKLE = 800;

/**
 * Streams to media elements, and goes wrong as it does so. Whoever else asks, such as the library that would bring the
 * files onto the device beforehand, hears that the server is busy.
 */
export async function serveFaults(files: Record<string, Faulty>): Promise<FaultServer> {
  const server = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('cache-control', 'no-store');
    const file = files[request.url ?? '/'];
    if (request.headers['sec-fetch-dest'] !== 'audio') response.writeHead(503).end();
    else if (!file || file.fault === 'missing') response.writeHead(404).end('<h1>Not found</h1>');
    else if (file.fault === 'page')
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><h1>Please sign in</h1>');
    else if (file.fault !== 'mute') stream(response, file, request.headers.range);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function stream(
  response: ServerResponse,
  { body: whole, type = 'audio/wav', fault, after = 0 }: Faulty,
  range = '',
): void {
  const body = fault === 'cut' ? whole.subarray(0, after) : fault === 'garbage' ? spoilt(whole, after) : whole;
  const [, from] = /^bytes=(\d+)-$/.exec(range) ?? [];
  const start = Number(from ?? 0);
  const head = { 'content-type': type, 'accept-ranges': 'bytes', 'content-length': body.length - start };
  const part = { 'content-range': `bytes ${start}-${body.length - 1}/${body.length}` };
  if (start >= body.length) return void response.writeHead(416).end();
  response.writeHead(from === undefined ? 200 : 206, from === undefined ? head : { ...head, ...part });
  if (fault !== 'stalls' && fault !== 'drops' && fault !== 'slow') return void response.end(body.subarray(start));
  response.flushHeaders();
  const good = body.subarray(start, Math.max(start, after));
  if (good.length) response.write(good);
  // What was sent arrives first.
  if (fault === 'drops') setTimeout(() => response.destroy(), 200);
  if (fault === 'slow') trickle(response, body, start + good.length);
}

function trickle(response: ServerResponse, body: Uint8Array, from: number): void {
  let at = from;
  const timer = setInterval(() => {
    response.write(body.subarray(at, (at += TRICKLE)));
    if (at < body.length) return;
    clearInterval(timer);
    response.end();
  }, 100);
  response.on('close', () => clearInterval(timer));
}

/** Without a single 0xFF no decoder finds a frame of MP3 in it. */
const spoilt = (body: Uint8Array, from: number): Uint8Array =>
  body.map((byte, i) => (i < from ? byte : (Math.imul(i, 2_654_435_761) >>> 16) % 255));
