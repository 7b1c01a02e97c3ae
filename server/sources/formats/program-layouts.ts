import { instantWithoutYear, instantOf, msOfFraction } from './instants.ts';
import { levelOfLetter, levelOfWord } from './level-words.ts';
import { metadataOf, NO_METADATA, typedText } from './parsed-line.ts';
import type { PlainPrefix } from './plain-prefix.ts';
import { readTimeAt, readTimeText } from './time-prefix.ts';

type ReadLayout = (head: string, readAt: number) => PlainPrefix | undefined;

/** Kubernetes and glog: `E1123 12:00:00.000000       1 server.go:12] message`, glog also with the year. */
const KLOG = /^([IWEF])(\d{4})?(\d\d)(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{1,9}) +(\d{1,10}) ([^\s\]]{1,120}:\d{1,7})\] ?/;

function readKlog(head: string, readAt: number): PlainPrefix | undefined {
  const found = KLOG.exec(head);
  if (found === null) return undefined;
  const [all, letter = '', year, month, day, hour, minute, second, fraction, pid = '', caller] = found;
  const clock = {
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    ms: msOfFraction(fraction),
  };
  const time = year === undefined ? instantWithoutYear(clock, readAt) : instantOf({ ...clock, year: Number(year) });
  const metadata = metadataOf([
    ['pid', typedText(pid)],
    ['caller', caller],
  ]);
  return { time, level: levelOfLetter(letter), metadata, end: all.length };
}

/** Ruby's Logger: `I, [2026-11-23T12:00:00.123456 #1234]  INFO -- shop: message` */
const RUBY = /^[DIWEFA], \[([\dT:. -]{19,32}) ?#(\d{1,10})\] +([A-Z]{3,7}) -- ([^:]{0,100}): /;

function readRuby(head: string, readAt: number): PlainPrefix | undefined {
  const found = RUBY.exec(head);
  if (found === null) return undefined;
  const [all, time = '', pid = '', level = '', program] = found;
  return {
    time: readTimeText(time, readAt),
    level: level === 'ANY' ? 'INFO' : (levelOfWord(level) ?? level),
    source: program === '' ? undefined : program,
    metadata: metadataOf([['pid', typedText(pid)]]),
    end: all.length,
  };
}

/** Redis: `1:M 23 Nov 2026 12:00:00.123 * Ready to accept connections` */
const REDIS = /^(\d{1,10}):([XCSM]) (\d\d [A-Z][a-z]{2} \d{4} [\d:.]{8,16}) ([-.*#]) /;
const REDIS_LEVELS = new Map([
  ['.', 'DEBUG'],
  ['-', 'DEBUG'],
  ['*', 'INFO'],
  ['#', 'WARN'],
]);

function readRedis(head: string, readAt: number): PlainPrefix | undefined {
  const found = REDIS.exec(head);
  if (found === null) return undefined;
  const [all, pid = '', role, time = '', mark = ''] = found;
  const metadata = metadataOf([
    ['pid', typedText(pid)],
    ['role', role],
  ]);
  return { time: readTimeText(time, readAt), level: REDIS_LEVELS.get(mark), metadata, end: all.length };
}

/** nginx: `2026/11/23 12:00:00 [error] 12#13: *1 message, client: 10.0.0.1, server: shop, request: "GET / HTTP/1.1"` */
const NGINX = /^(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d) \[([a-z]{4,6})\] (\d{1,10})#(\d{1,10}): (?:\*(\d{1,12}) )?/;
const NGINX_DETAIL = /, (client|server|upstream|host|request|referrer): ("[^"]{0,2000}"|[^",]{1,300})(?=,|$)/g;

function readNginxError(head: string, readAt: number): PlainPrefix | undefined {
  const found = NGINX.exec(head);
  if (found === null) return undefined;
  const [all, time = '', level = '', pid = '', thread = '', connection] = found;
  const details = [...head.slice(all.length).matchAll(NGINX_DETAIL)].map(
    ([, key = '', value = '']) => [key, value.startsWith('"') ? value.slice(1, -1) : value] as const,
  );
  return {
    time: readTimeText(time, readAt),
    level: levelOfWord(level) ?? level.toUpperCase(),
    metadata: metadataOf([
      ['pid', typedText(pid)],
      ['thread', typedText(thread)],
      ['connection', connection === undefined ? undefined : typedText(connection)],
      ...details,
    ]),
    end: all.length,
  };
}

/** Apache: `[Mon Nov 23 12:00:00.123456 2026] [core:error] [pid 12:tid 34] [client 10.0.0.1:5] message` */
const APACHE =
  /^\[([A-Z][a-z]{2} [A-Z][a-z]{2} [\d:. ]{16,30})\] \[(?:([\w-]{1,40}):)?([a-z]{4,7}\d?)\] (?:\[pid (\d{1,10})(?::tid (\d{1,20}))?\] )?(?:\[client ([^\]]{1,100})\] )?/;

function readApacheError(head: string, readAt: number): PlainPrefix | undefined {
  const found = APACHE.exec(head);
  if (found === null) return undefined;
  const [all, time = '', module, level = '', pid, thread, client] = found;
  return {
    time: readTimeText(time, readAt),
    level: level.startsWith('trace') ? 'TRACE' : (levelOfWord(level) ?? level.toUpperCase()),
    metadata: metadataOf([
      ['module', module],
      ['pid', pid === undefined ? undefined : typedText(pid)],
      ['thread', thread === undefined ? undefined : typedText(thread)],
      ['client', client],
    ]),
    end: all.length,
  };
}

/** Nest: `[Nest] 1234  - 11/23/2026, 12:00:00 PM     LOG [RouterExplorer] message` */
const NEST =
  /^\[([\w-]{1,60})\] (\d{1,10}) {1,4}- (\d\d?\/\d\d?\/\d{4}, \d\d?:\d\d:\d\d\s[AP]M) {1,8}([A-Z]{3,7}) (?:\[([^\]]{1,100})\] )?/;

function readNest(head: string, readAt: number): PlainPrefix | undefined {
  const found = NEST.exec(head);
  if (found === null) return undefined;
  const [all, application, pid = '', time = '', level = '', logger] = found;
  return {
    time: readTimeText(time, readAt),
    level: levelOfWord(level) ?? level,
    source: application === 'Nest' ? undefined : application,
    metadata: metadataOf([
      ['pid', typedText(pid)],
      ['logger', logger],
    ]),
    end: all.length,
  };
}

/** Level and time within one pair of brackets: Rust's env_logger, Celery, Tornado. */
function readSharedBrackets(head: string, readAt: number): PlainPrefix | undefined {
  const letter = /^\[([DIWEC]) /.exec(head)?.[1];
  const time = readTimeAt(head, letter === undefined ? 1 : 3, readAt);
  if (time === undefined || time.isDoubtful) return undefined;
  const rest = head.slice(time.end, time.end + 200);
  if (letter !== undefined) {
    const after = /^ ([^\]]{1,120})\] /.exec(rest);
    const metadata = metadataOf([['logger', after?.[1]]]);
    return after === null
      ? undefined
      : { time: time.time, level: levelOfLetter(letter), metadata, end: time.end + after[0].length };
  }
  const rust = /^ ([A-Z]{4,5}) +([^\]\s]{1,120})\] /.exec(rest);
  const celery = /^: ([A-Z]{4,8})\/([^\]]{1,100})\] /.exec(rest);
  const found = rust ?? celery;
  const level = levelOfWord(found?.[1] ?? '');
  if (found === null || level === undefined) return undefined;
  const metadata = metadataOf([[rust === null ? 'process' : 'logger', found[2]]]);
  return { time: time.time, level, metadata, end: time.end + found[0].length };
}

/** apt's history and terminal logs: `Start-Date: 2026-11-23  09:48:39`. All of the line is the message. */
const APT = /^(?:Start-Date|End-Date|Log started|Log ended): (?=\d{4}-)/;

function readApt(head: string, readAt: number): PlainPrefix | undefined {
  const found = APT.exec(head);
  const time = found === null ? undefined : readTimeAt(head, found[0].length, readAt);
  return time === undefined ? undefined : { time: time.time, metadata: NO_METADATA, end: 0 };
}

/** alternatives.log: `update-alternatives 2026-11-23 09:48:39: run with --install …` */
const PROGRAM_FIRST = /^([a-z][\w.-]{1,60}) (?=\d{4}-\d\d-\d\d \d\d:)/;

function readProgramFirst(head: string, readAt: number): PlainPrefix | undefined {
  const program = PROGRAM_FIRST.exec(head);
  const time = program === null ? undefined : readTimeAt(head, program[0].length, readAt);
  if (program === null || time === undefined || !head.startsWith(': ', time.end)) return undefined;
  return { time: time.time, source: program[1], metadata: NO_METADATA, end: time.end + 2 };
}

/** Python's basicConfig: `WARNING:urllib3.connectionpool:message` */
const PYTHON_BASIC = /^(DEBUG|INFO|WARNING|ERROR|CRITICAL):([\w.]{1,100}):(?=\S)/;

function readPythonBasic(head: string): PlainPrefix | undefined {
  const found = PYTHON_BASIC.exec(head);
  if (found === null) return undefined;
  const [all, level = '', logger] = found;
  return { level: levelOfWord(level), metadata: metadataOf([['logger', logger]]), end: all.length };
}

const OF_LETTERS: readonly ReadLayout[] = [readKlog, readRuby, readPythonBasic, readApt, readProgramFirst];
const OF_DIGITS: readonly ReadLayout[] = [readNginxError, readRedis];
const OF_BRACKETS: readonly ReadLayout[] = [readApacheError, readNest, readSharedBrackets];

/** Layouts that one program or framework has for itself. */
export function readProgramLayout(head: string, readAt: number): PlainPrefix | undefined {
  const code = head.charCodeAt(0);
  const layouts = code === 91 ? OF_BRACKETS : code >= 48 && code <= 57 ? OF_DIGITS : OF_LETTERS;
  for (const read of layouts) {
    const found = read(head, readAt);
    if (found !== undefined) return found;
  }
  return undefined;
}
