import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

/** What a path answers with: a folder on disk, or a body made for the test. */
type Mount = string | { body: string | Uint8Array; type?: string };

export interface ServeOptions {
  /** Longest path first is not needed: the most exact mount wins. A value that is a string is a folder. */
  mounts?: Record<string, Mount>;
  /** Sent with every answer, such as a content security policy. */
  headers?: Record<string, string>;
  /** Called with what a page posts to `/told`, before the answer. */
  told?: (body: string) => void;
  /** Where what is stored must be found again; any free one if left out. */
  port?: number;
}

export interface Site {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  origin: string;
  /** Paths asked for, in order. */
  asked: string[];
  close(): Promise<void>;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.jspf': 'application/json',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.svg': 'image/svg+xml',
};

/** Serves the demo with the built file behind `/stillroom.js`, as a clinic would, and what a test adds. */
export async function serve({ mounts = {}, headers = {}, told, port: wanted = 0 }: ServeOptions = {}): Promise<Site> {
  const all: Record<string, Mount> = { '/': 'demo', '/dist/': 'dist', '/stillroom.js': 'dist/stillroom.js', ...mounts };
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    asked.push(path);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (told && path === '/told') hear(request, response, told);
    else answer(request, response, find(all, path));
  });
  await new Promise<void>((resolve) => server.listen(wanted, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function hear(request: IncomingMessage, response: ServerResponse, told: (body: string) => void): void {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    told(Buffer.concat(parts).toString());
    response.writeHead(204).end();
  });
}

type Found = { file: string } | { body: Buffer; type: string } | null;

function find(mounts: Record<string, Mount>, path: string): Found {
  const name = Object.keys(mounts)
    .filter((mount) => mount === path || (mount.endsWith('/') && path.startsWith(mount)))
    .sort((a, b) => b.length - a.length)[0];
  const mount = name === undefined ? undefined : mounts[name];
  if (mount === undefined || name === undefined) return null;
  if (typeof mount !== 'string')
    return { body: Buffer.from(mount.body), type: mount.type ?? TYPES[extname(path)] ?? 'text/html; charset=utf-8' };
  const rest = normalize(path.slice(name.length));
  if (rest.startsWith('..')) return null;
  const file = rest === '.' ? mount : join(mount, rest);
  const page = existsSync(file) && statSync(file).isDirectory() ? join(file, 'index.html') : file;
  return existsSync(page) ? { file: page } : null;
}

/** With ranges: without them Chromium seeks to 0, and Safari does not play at all. */
function answer(request: IncomingMessage, response: ServerResponse, found: Found): void {
  if (!found) {
    response.writeHead(404).end();
    return;
  }
  const size = 'file' in found ? statSync(found.file).size : found.body.length;
  const type = 'file' in found ? (TYPES[extname(found.file)] ?? 'application/octet-stream') : found.type;
  const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '');
  const [start, end] = range ? bounds(range, size) : [0, size - 1];
  if (!response.hasHeader('cache-control')) response.setHeader('cache-control', 'no-store');
  const head = { 'content-type': type, 'accept-ranges': 'bytes' };
  if (range && (start > end || start >= size)) {
    response.writeHead(416, { ...head, 'content-range': `bytes */${size}` }).end();
    return;
  }
  const part = range ? { 'content-range': `bytes ${start}-${end}/${size}` } : {};
  response.writeHead(range ? 206 : 200, { ...head, ...part, 'content-length': end - start + 1 });
  if (request.method === 'HEAD' || size === 0) response.end();
  else if ('file' in found) createReadStream(found.file, { start, end }).pipe(response);
  else response.end(found.body.subarray(start, end + 1));
}

function bounds([, from = '', to = '']: RegExpExecArray, size: number): [number, number] {
  if (from === '') return [Math.max(0, size - Number(to)), size - 1];
  return [Number(from), to === '' ? size - 1 : Math.min(Number(to), size - 1)];
}

/** A page's markup around what a test puts into it. */
export const page = (body: string): { body: string; type: string } => ({
  body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Test</title><body>${body}</body></html>`,
  type: 'text/html; charset=utf-8',
});

/** A file of the repository as a mount of its own. */
export const file = (path: string): { body: Uint8Array; type: string } => ({
  body: readFileSync(path),
  type: TYPES[extname(path)] ?? 'application/octet-stream',
});
