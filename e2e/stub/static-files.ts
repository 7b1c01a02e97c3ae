import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILT_DASHBOARD = fileURLToPath(new URL('../../dist', import.meta.url));

const CONTENT_TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.webmanifest', 'application/manifest+json'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
  ['.map', 'application/json'],
]);

/** The policy of the gateway: what the page would break there, it breaks in the tests. */
function contentSecurityPolicy(host: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ws://${host}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types worker-address',
  ].join('; ');
}

export interface ServedPage {
  /** The text of `config.json`, or `undefined` for a missing one. */
  readonly config: string | undefined;
  /** Paths that are answered with 503. */
  readonly refusedFiles: RegExp | undefined;
}

/** Serves the built dashboard. */
export async function serveDashboard(
  request: IncomingMessage,
  response: ServerResponse,
  { config, refusedFiles }: ServedPage,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://stub');
  const headers = {
    'content-security-policy': contentSecurityPolicy(request.headers.host ?? 'localhost'),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
  const file = join(BUILT_DASHBOARD, decodeURIComponent(pathname === '/' ? '/index.html' : pathname));
  const type = CONTENT_TYPES.get(extname(file)) ?? 'application/octet-stream';
  if (refusedFiles?.test(pathname) === true) {
    response.writeHead(503, { ...headers, 'content-type': type }).end();
    return;
  }
  const body =
    pathname === '/config.json'
      ? config
      : file.startsWith(BUILT_DASHBOARD + sep)
        ? await readFile(file).catch(() => undefined)
        : undefined;
  if (body === undefined) {
    const missing = pathname === '/' ? `There is no ${file}: run "npm run build" first.` : 'Not found';
    response.writeHead(404, { ...headers, 'content-type': 'text/plain; charset=utf-8' }).end(missing);
    return;
  }
  response.writeHead(200, { ...headers, 'content-type': type }).end(body);
}
