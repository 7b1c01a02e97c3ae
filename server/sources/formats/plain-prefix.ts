import type { JsonObject } from '../../../src/protocol/index.ts';
import { levelOfErrorAt, readLevelAt, type LevelPrefix } from './level-prefix.ts';
import { metadataOf, NO_METADATA, typedText } from './parsed-line.ts';
import { readTimeAt } from './time-prefix.ts';

/** What stands before the message of a plain line. */
export interface PlainPrefix {
  readonly time?: number | undefined;
  readonly level?: string | undefined;
  readonly source?: string | undefined;
  readonly metadata: JsonObject;
  /** Where the message begins. */
  readonly end: number;
}

const SEPARATOR = /:?[ \t]*(?:(?:--?|\|)[ \t]+)?/y;
const BRACKETS = /\[([^\][]{1,100})\][ \t]*/y;
const GO_CALLER = /([\w./-]{1,100}\.go:\d{1,6}): /y;
/** PostgreSQL: `[1234] user@database LOG:  …` */
const DATABASE_USER = /([\w-]{1,64})@([\w-]{1,64}) /y;
/** MySQL: `42 [Warning] [MY-010068] [Server] …` */
const THREAD_NUMBER = /(\d{1,10}) (?=\[[A-Z])/y;
/** Python: `billing.cards - ERROR - …` */
const LOGGER_AND_DASH = /([\w.$:-]{1,100}) - (?=[A-Z])/y;

/** After the level: Spring Boot's process, application, thread and logger. */
const SPRING = /(\d{1,9}) --- (?:\[ *([^\][]{0,100}?) *\] )?\[ *([^\][]{0,100}?) *\] ([\w.$/[\]-]{1,120}) *: /y;
const LOGGER =
  /(?:\[([^\][]{1,100})\] +)?(?:((?:[A-Za-z_$][\w$]*\.){0,12}[A-Za-z_$][\w$]*) +- |((?:[A-Za-z_$][\w$]*\.){1,12}[A-Z][\w$]*) *: |(\w{1,80}(?:::\w{1,80}){1,12}): )/y;
const LOGURU_CALLER = /([\w.<>]{1,100}:[\w<>]{1,100}:\d{1,7}) - /y;
const TABBED_CALLER = /([\w./@-]{1,200}:\d{1,7})\t/y;

/** Finds a time and a level at the beginning of a line, in the order and the brackets that the usual layouts have. */
export function readPlainPrefix(head: string, readAt: number): PlainPrefix | undefined {
  const isBracketed = head.startsWith('[');
  let time = readTimeAt(head, isBracketed ? 1 : 0, readAt);
  if (time !== undefined && isBracketed && head.charAt(time.end) !== ']') time = undefined;
  const start = time === undefined ? 0 : skip(SEPARATOR, head, time.end + (isBracketed ? 1 : 0));
  const found = readLevel(head, start, time !== undefined);
  if (time?.isDoubtful === true && !isBracketed && found?.level === undefined) return undefined;
  if (found !== undefined) return { ...found, time: time?.time };
  const level = levelOfErrorAt(head, start);
  if (time === undefined && level === undefined) return undefined;
  return { time: time?.time, level, metadata: NO_METADATA, end: start };
}

function readLevel(head: string, start: number, hasTime: boolean): PlainPrefix | undefined {
  const direct = readLevelAt(head, start, hasTime);
  if (direct !== undefined) return afterLevel(head, direct, []);
  if (head.charAt(start) === '[') return readBehindBrackets(head, start, hasTime);
  if (!hasTime) return undefined;
  const caller = match(GO_CALLER, head, start);
  if (caller !== null) {
    const end = start + caller[0].length;
    const known = [['caller', caller[1] ?? '']] as const;
    const level = readLevelAt(head, end, true);
    return level === undefined
      ? { level: levelOfErrorAt(head, end), metadata: metadataOf(known), end }
      : afterLevel(head, level, known);
  }
  for (const [pattern, name] of [
    [THREAD_NUMBER, 'thread'],
    [LOGGER_AND_DASH, 'logger'],
  ] as const) {
    const before = match(pattern, head, start);
    const level = before === null ? undefined : readLevelAt(head, start + before[0].length, true);
    if (level !== undefined) return afterLevel(head, level, [[name, before?.[1] ?? '']]);
  }
  return undefined;
}

/** `[main] INFO …`, `[1234] app@shop LOG:  …`: brackets are threads and processes only where a level comes after them. */
function readBehindBrackets(head: string, start: number, hasTime: boolean): PlainPrefix | undefined {
  const known: [string, string][] = [];
  let at = start;
  for (let count = 0; count < 4; count += 1) {
    const brackets = match(BRACKETS, head, at);
    if (brackets === null) return undefined;
    const inside = (brackets[1] ?? '').trim();
    known.push([/^\d+$/.test(inside) ? 'pid' : 'thread', inside]);
    at += brackets[0].length;
    const account = match(DATABASE_USER, head, at);
    const level = readLevelAt(head, at + (account?.[0].length ?? 0), hasTime);
    if (level === undefined) continue;
    if (account !== null) known.push(['user', account[1] ?? ''], ['database', account[2] ?? '']);
    // Without a time, a level kept in the message says nothing of the brackets before it.
    if (hasTime || level.end > at) return afterLevel(head, level, known);
  }
  return undefined;
}

function afterLevel(head: string, found: LevelPrefix, before: readonly (readonly [string, string])[]): PlainPrefix {
  const known = before.map(([key, text]) => [key, /^(?:pid|thread)$/.test(key) ? typedText(text) : text] as const);
  const { level } = found;
  const attached = found.isBracketed && head.charAt(found.end) === '[' ? match(BRACKETS, head, found.end) : null;
  if (attached !== null) {
    const logger = (attached[1] ?? '').trim();
    return { level, metadata: metadataOf([...known, ['logger', logger]]), end: found.end + attached[0].length };
  }
  const at = skip(SEPARATOR, head, found.end);
  const spring = match(SPRING, head, at);
  if (spring !== null) {
    const [all, pid = '', application, thread, logger] = spring;
    const metadata = metadataOf([...known, ['pid', typedText(pid)], ['thread', thread], ['logger', logger]]);
    return { level, source: application === '' ? undefined : application, metadata, end: at + all.length };
  }
  const caller = match(LOGURU_CALLER, head, at) ?? match(TABBED_CALLER, head, at);
  if (caller !== null) {
    return { level, metadata: metadataOf([...known, ['caller', caller[1]]]), end: at + caller[0].length };
  }
  const logger = match(LOGGER, head, at);
  if (logger !== null) {
    const [all, thread, dashed, dotted, path] = logger;
    const metadata = metadataOf([...known, ['thread', thread], ['logger', dashed ?? dotted ?? path]]);
    return { level, metadata, end: at + all.length };
  }
  return { level, metadata: metadataOf(known), end: at };
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function skip(pattern: RegExp, text: string, at: number): number {
  return at + (match(pattern, text, at)?.[0].length ?? 0);
}
