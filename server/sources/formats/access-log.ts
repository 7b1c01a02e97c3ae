import type { JsonValue } from '../../../src/protocol/index.ts';
import { endOfQuoted, pairsOf } from './logfmt.ts';
import { levelOfStatus } from './level-words.ts';
import { metadataOf, typedText, type ParsedLine } from './parsed-line.ts';
import { readTimeAt } from './time-prefix.ts';

/** `host ident user [`, with the virtual host before it where the server writes one. */
const WHO = /^(?:([^\s[\]"]{1,255}) )?([\da-fA-F.:]{2,45}|[\w.-]{1,255}|-) (\S{1,64}) (\S[^[\]"]{0,128}) $/;
const STATUS = / (\d{3}) (\d{1,15}|-)(?= |$)/y;
const HEAD = 512;

/** The common and combined formats of nginx, Apache, Caddy and Traefik. */
export function readAccessLog(line: string, readAt: number): ParsedLine | undefined {
  const head = line.length > HEAD ? line.slice(0, HEAD) : line;
  const bracket = head.indexOf('[');
  const closing = head.indexOf('] "', bracket);
  if (bracket < 6 || closing < 0) return undefined;
  const who = WHO.exec(head.slice(0, bracket));
  const time = readTimeAt(head, bracket + 1, readAt);
  if (who === null || time?.end !== closing) return undefined;
  const requestAt = closing + 2;
  const requestEnd = endOfQuoted(line, requestAt);
  if (requestEnd === undefined) return undefined;
  STATUS.lastIndex = requestEnd;
  const answer = STATUS.exec(line);
  if (answer === null) return undefined;

  const request = line.slice(requestAt + 1, requestEnd - 1);
  const status = Number(answer[1]);
  const tail = tailOf(line, requestEnd + answer[0].length);
  const [method, path, protocol] = requestParts(request);
  const taken = tail.durationMs === undefined ? '' : ` in ${tail.durationMs} ms`;
  return {
    time: time.time,
    level: levelOfStatus(status),
    message: `${method === undefined ? request : `${method} ${path ?? ''}`} ${status}${taken}`,
    metadata: metadataOf([
      ['method', method],
      ['path', path],
      ['protocol', protocol],
      ['status', status],
      ['bytes', answer[2] === '-' ? undefined : Number(answer[2])],
      ['durationMs', tail.durationMs],
      ['referer', unlessDash(tail.referer)],
      ['userAgent', unlessDash(tail.userAgent)],
      ['remoteAddress', who[2]],
      ['user', unlessDash(who[4])],
      ['virtualHost', who[1]],
      ...tail.more,
    ]),
  };
}

function unlessDash(text: string | undefined): string | undefined {
  return text === '-' ? undefined : text;
}

function requestParts(request: string): readonly (string | undefined)[] {
  const method = /^[A-Z]{3,16} /.exec(request)?.[0];
  if (method === undefined) return [];
  const rest = request.slice(method.length);
  const lastSpace = rest.lastIndexOf(' ');
  const protocol = lastSpace < 0 ? '' : rest.slice(lastSpace + 1);
  return /^HTTP\/\d/.test(protocol)
    ? [method.trimEnd(), rest.slice(0, lastSpace), protocol]
    : [method.trimEnd(), rest, undefined];
}

interface Tail {
  readonly referer?: string;
  readonly userAgent?: string;
  readonly durationMs?: number | undefined;
  readonly more: readonly (readonly [string, JsonValue])[];
}

/** What follows the status and the size: referer and user agent, then whatever this server's own format adds. */
function tailOf(line: string, start: number): Tail {
  const referer = quotedAt(line, start);
  const userAgent = referer === undefined ? undefined : quotedAt(line, referer.end);
  const rest = line.slice(userAgent?.end ?? referer?.end ?? start).trim();
  const quoted = {
    ...(referer === undefined ? {} : { referer: referer.text }),
    ...(userAgent === undefined ? {} : { userAgent: userAgent.text }),
  };
  if (rest === '') return { ...quoted, more: [] };
  // nginx writes $request_time in seconds with three decimals, Traefik a number with its unit.
  const seconds = /^(\d{1,7}\.\d{3})(?= |$)/.exec(rest)?.[1];
  const withUnit = /(?:^| )(\d{1,9})ms$/.exec(rest.slice(-24))?.[1];
  if (withUnit !== undefined) return { ...quoted, durationMs: Number(withUnit), more: [['extra', rest]] };
  if (seconds !== undefined) {
    const more = rest.slice(seconds.length).trim();
    return { ...quoted, durationMs: Math.round(Number(seconds) * 1000), more: more === '' ? [] : [['extra', more]] };
  }
  const pairs = pairsOf(rest);
  if (pairs !== undefined && pairs.bareWords === 0) {
    const requestTime = pairs.entries.find(([key]) => key === 'rt' || key === 'request_time')?.[1];
    const durationMs = requestTime === undefined ? Number.NaN : Math.round(Number(requestTime) * 1000);
    return { ...quoted, durationMs: Number.isFinite(durationMs) ? durationMs : undefined, more: pairs.entries };
  }
  return { ...quoted, more: [['extra', typedText(rest)]] };
}

function quotedAt(line: string, start: number): { readonly text: string; readonly end: number } | undefined {
  if (!line.startsWith(' "', start)) return undefined;
  const end = endOfQuoted(line, start + 1);
  return end === undefined ? undefined : { text: line.slice(start + 2, end - 1), end };
}
