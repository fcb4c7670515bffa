import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

/** A file and how its server misbehaves. */
export interface Served {
  body: Uint8Array;
  type?: string;
  /** Other origins may read it. */
  cors?: boolean;
  /** Parts of it can be asked for. */
  ranges?: boolean;
  /** Its length is said. */
  length?: boolean;
  /** It is packed on the way, and its packed length is said. */
  packed?: boolean;
  /** The first answer breaks off after so many bytes. */
  drops?: number;
  /** The first answer says no more after so many bytes. */
  stalls?: number;
}

/** One request as it came. */
export interface Asked {
  path: string;
  method: string;
  headers: IncomingHttpHeaders;
}

export interface MusicServer {
  origin: string;
  asked: Asked[];
  /** The paths of what was asked for with GET, in order. */
  got(): string[];
  close(): Promise<void>;
}

/** Serves music from an origin of its own, well or badly. */
export async function serveMusic(files: Record<string, Served>): Promise<MusicServer> {
  const asked: Asked[] = [];
  const spoilt = new Set<string>();
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const { method = 'GET', headers } = request;
    asked.push({ path, method, headers });
    const file = files[path];
    if (!file) return void response.writeHead(404, { 'access-control-allow-origin': '*' }).end('<h1>Not found</h1>');
    const { type = 'audio/wav', cors = true, packed = false, ranges = !packed, length = true, drops, stalls } = file;
    const body = packed ? gzipSync(file.body) : file.body;
    if (cors) response.setHeader('access-control-allow-origin', '*');
    const [, from] = /^bytes=(\d+)-$/.exec(headers.range ?? '') ?? [];
    const start = ranges && from ? Number(from) : 0;
    const size = body.length - start;
    response.writeHead(start ? 206 : 200, {
      'content-type': type,
      'last-modified': 'Tue, 01 Sep 2026 10:00:00 GMT',
      ...(ranges && { 'accept-ranges': 'bytes' }),
      ...(start && { 'content-range': `bytes ${start}-${body.length - 1}/${body.length}` }),
      ...(packed && { 'content-encoding': 'gzip' }),
      ...(length && { 'content-length': size }),
    });
    if (method === 'HEAD') return void response.end();
    if ((drops || stalls) && !spoilt.has(path)) {
      spoilt.add(path);
      if (stalls) response.write(body.subarray(start, start + stalls));
      else breakOff(response, body.subarray(start, start + drops!));
      return;
    }
    response.end(body.subarray(start));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    asked,
    got: () => asked.filter(({ method }) => method === 'GET').map(({ path }) => path),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What was sent arrives, and then the line is dead. */
function breakOff(response: ServerResponse, part: Uint8Array): void {
  response.write(part, () => setTimeout(() => response.destroy(), 200));
}
