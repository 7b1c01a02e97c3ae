import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const CONTENT_TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
]);
/** Below this a response fits one packet anyway. */
const WORTH_IT_BYTES = 1024;
const pack = promisify(gzip);

interface Served {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** Serves the files of a page from memory, packed with gzip as a gateway serves them, so that no sample waits for packing. */
export class PageFiles {
  readonly #folder: string;
  readonly #served = new Map<string, Promise<Served | undefined>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://page');
    const served = await this.#load(pathname === '/' ? '/index.html' : decodeURIComponent(pathname));
    if (served === undefined) {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not found\n');
      return;
    }
    response.writeHead(200, served.headers).end(served.body);
  }

  #load(path: string): Promise<Served | undefined> {
    const known = this.#served.get(path);
    if (known !== undefined) return known;
    const loaded = this.#read(path);
    this.#served.set(path, loaded);
    return loaded;
  }

  async #read(path: string): Promise<Served | undefined> {
    const file = join(this.#folder, path);
    if (!file.startsWith(this.#folder + sep)) return undefined;
    const body = await readFile(file).catch(() => undefined);
    if (body === undefined) return undefined;
    const headers = {
      'content-type': CONTENT_TYPES.get(extname(file)) ?? 'application/octet-stream',
      'cache-control': 'no-store',
    };
    if (body.length < WORTH_IT_BYTES) return { body, headers };
    // The build packs what it makes; the other pages have no packed files beside them.
    const packed = (await readFile(`${file}.gz`).catch(() => undefined)) ?? (await pack(body, { level: 9 }));
    return { body: packed, headers: { ...headers, 'content-encoding': 'gzip' } };
  }
}
