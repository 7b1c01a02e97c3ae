/** What a proxy that doesn't know WebSockets does with an upgrade: an HTTP answer, a TCP reset, or nothing at all. */
export type UpgradeRefusal = 200 | 400 | 'reset' | 'hang';

/** A head that is longer is no browser's: it is passed on. */
const MAX_HEAD_BYTES = 16 * 1024;

const METHOD = 'GET ';

/** What the bytes at the beginning of a chunk are; `unfinished` when more of them are needed to tell. */
export function judgeRequest(bytes: Buffer): 'upgrade' | 'other' | 'unfinished' {
  const text = bytes.toString('latin1', 0, MAX_HEAD_BYTES);
  if (!text.startsWith(METHOD)) return METHOD.startsWith(text) ? 'unfinished' : 'other';
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return bytes.length < MAX_HEAD_BYTES ? 'unfinished' : 'other';
  return /^upgrade:.*\bwebsocket\b/im.test(text.slice(0, end)) ? 'upgrade' : 'other';
}

/** What such a proxy says in place of the server. */
export function proxyAnswer(status: 200 | 400): Buffer {
  const body = '<!doctype html><title>Proxy</title><p>Served by the proxy of this network.</p>\n';
  const head = [
    `HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Bad Request'}`,
    'Content-Type: text/html; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}
