import type { JsonValue } from '../../../src/protocol/index.ts';
import { levelOfSyslog } from './level-words.ts';
import { mergedMetadata, metadataOf, typedText, type ParsedLine, type ReadBody } from './parsed-line.ts';
import { readTimeAt } from './time-prefix.ts';

const FACILITIES = [
  'kern',
  'user',
  'mail',
  'daemon',
  'auth',
  'syslog',
  'lpr',
  'news',
  'uucp',
  'cron',
  'authpriv',
  'ftp',
  'ntp',
  'audit',
  'alert',
  'clock',
  'local0',
  'local1',
  'local2',
  'local3',
  'local4',
  'local5',
  'local6',
  'local7',
];
const PRIORITY = /^<(\d{1,3})>/;
const HEADER_5424 = /1 (\S{1,64}) (\S{1,255}) (\S{1,64}) (\S{1,128}) (\S{1,64}) (?=[-[])/y;
const HOST = /[\w.:-]{1,255} /y;
const TAG = /([^\s:[\]]{1,128})(?:\[([^\]\s]{1,32})\])?(?: \([\w.-]{1,64}\))?: ?/y;

/** RFC 5424 and RFC 3164, the latter also as it stands in files: without a priority, with an ISO time. */
export function readSyslog(line: string, readAt: number, readBody: ReadBody): ParsedLine | undefined {
  const priority = line.startsWith('<') ? PRIORITY.exec(line) : null;
  const pri = priority === null ? undefined : Number(priority[1]);
  if (pri !== undefined && pri > 191) return undefined;
  const start = priority === null ? 0 : priority[0].length;
  if (pri !== undefined) {
    const modern = read5424(line, start, pri, readAt, readBody);
    if (modern !== undefined) return modern;
  }
  return readClassic(line, start, pri, readAt, readBody);
}

function read5424(
  line: string,
  start: number,
  pri: number,
  readAt: number,
  readBody: ReadBody,
): ParsedLine | undefined {
  HEADER_5424.lastIndex = start;
  const header = HEADER_5424.exec(line);
  if (header === null) return undefined;
  const [all, timestamp = '', host, app, pid, messageId] = header;
  const structured = structuredData(line, start + all.length);
  if (structured === undefined) return undefined;
  const body = line
    .slice(structured.end)
    .replace(/^ /, '')
    .replace(/^\uFEFF/, '');
  const outer = metadataOf([
    ...structured.entries,
    ['host', unlessNil(host)],
    ['pid', pid === '-' || pid === undefined ? undefined : typedText(pid)],
    ['messageId', unlessNil(messageId)],
    ['facility', FACILITIES[pri >> 3]],
  ]);
  return wrapped(readBody(body), {
    time: readTimeAt(timestamp, 0, readAt)?.time,
    level: levelOfSyslog(pri & 7),
    source: unlessNil(app),
    metadata: outer,
  });
}

function unlessNil(text: string | undefined): string | undefined {
  return text === '-' ? undefined : text;
}

/** `[id name="value" …]…` or `-`, with where it ends. */
function structuredData(
  line: string,
  start: number,
): { readonly entries: readonly (readonly [string, JsonValue])[]; readonly end: number } | undefined {
  if (line.charAt(start) === '-') return { entries: [], end: start + 1 };
  const entries: [string, JsonValue][] = [];
  let at = start;
  while (line.charAt(at) === '[') {
    const id = match(/\[([^\s\]="]{1,64})/y, line, at);
    if (id === null) return undefined;
    const parameters: [string, string][] = [];
    at += id[0].length;
    for (;;) {
      const name = match(/ +([^\s\]="]{1,64})="/y, line, at);
      if (name === null) break;
      const from = at + name[0].length;
      const to = endOfValue(line, from);
      if (to === undefined) return undefined;
      parameters.push([name[1] ?? '', line.slice(from, to).replace(/\\(["\\\]])/g, '$1')]);
      at = to + 1;
    }
    if (line.charAt(at) !== ']') return undefined;
    at += 1;
    entries.push([id[1] ?? '', Object.fromEntries(parameters)]);
  }
  return { entries, end: at };
}

function endOfValue(line: string, from: number): number | undefined {
  for (let at = from; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '"') return at;
  }
  return undefined;
}

function readClassic(
  line: string,
  start: number,
  pri: number | undefined,
  readAt: number,
  readBody: ReadBody,
): ParsedLine | undefined {
  const time = readTimeAt(line, start, readAt);
  if (time === undefined || time.isDoubtful) {
    if (pri === undefined) return undefined;
    // Programs that write to a local socket often leave out time and host.
    const tag = match(TAG, line, start);
    return classicLog(
      line,
      tag,
      tag === null ? start : start + tag[0].length,
      { time: undefined, host: '', pri },
      readBody,
    );
  }
  const host = match(HOST, line, time.end + 1);
  if (line.charAt(time.end) !== ' ' || host === null) return undefined;
  const afterHost = time.end + 1 + host[0].length;
  const tag = match(TAG, line, afterHost);
  const isTraditional = /^[A-Z][a-z]{2} /.test(line.slice(start, start + 4));
  if (pri === undefined) {
    if (tag === null) return undefined;
    // An ISO time and two words are also how a plain line begins: rsyslog's microseconds with an offset, or a process id, tell.
    const isRsyslog = /\.\d{6}[+-]\d\d:\d\d$/.test(line.slice(start, time.end));
    if (!isTraditional && !isRsyslog && tag[2] === undefined) return undefined;
    if (!isTraditional && /^[A-Z]+ $/.test(host[0])) return undefined;
  }
  const known = { time: time.time, host: host[0].trimEnd(), pri };
  return classicLog(line, tag, afterHost + (tag?.[0].length ?? 0), known, readBody);
}

function classicLog(
  line: string,
  tag: RegExpExecArray | null,
  bodyAt: number,
  known: { readonly time: number | undefined; readonly host: string; readonly pri: number | undefined },
  readBody: ReadBody,
): ParsedLine {
  const { time, host, pri } = known;
  return wrapped(readBody(line.slice(bodyAt)), {
    time,
    level: pri === undefined ? undefined : levelOfSyslog(pri & 7),
    source: tag?.[1],
    metadata: metadataOf([
      ['host', host],
      ['pid', tag?.[2] === undefined ? undefined : typedText(tag[2])],
      ['facility', pri === undefined ? undefined : FACILITIES[pri >> 3]],
    ]),
  });
}

/** The envelope knows best when and by whom; the body's own level is more exact than the priority that it was sent with. */
function wrapped(body: ParsedLine, envelope: Omit<ParsedLine, 'message'>): ParsedLine {
  return {
    message: body.message,
    time: envelope.time ?? body.time,
    level: body.level ?? envelope.level,
    source: envelope.source ?? body.source,
    metadata: mergedMetadata(envelope.metadata, body.metadata),
  };
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
