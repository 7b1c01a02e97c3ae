import type { JsonValue } from '../../../src/protocol/index.ts';
import { readFields } from './named-fields.ts';
import { typedText, type ParsedLine } from './parsed-line.ts';

const KEY = /[A-Za-z_@][\w.@/-]{0,63}(?==)/y;

/** `level=info msg="listening" port=8080`: at least two pairs, and a word without a value only beside a level or a message. */
export function readLogfmt(line: string, readAt: number): ParsedLine | undefined {
  KEY.lastIndex = 0;
  if (!KEY.test(line)) return undefined;
  const pairs = pairsOf(line);
  if (pairs === undefined || pairs.count < 2) return undefined;
  const read = readFields(Object.fromEntries(pairs.entries), line, readAt);
  return read.isTelling || pairs.bareWords === 0 ? read : undefined;
}

interface Pairs {
  readonly entries: readonly (readonly [string, JsonValue])[];
  readonly count: number;
  readonly bareWords: number;
}

/** The pairs of a text, or `undefined` where it is not made of pairs: an unclosed quote, mostly words. */
export function pairsOf(text: string): Pairs | undefined {
  const entries: [string, JsonValue][] = [];
  let bareWords = 0;
  let at = 0;
  while (at < text.length) {
    if (isSpace(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    KEY.lastIndex = at;
    const key = KEY.exec(text)?.[0];
    if (key === undefined) {
      const end = endOfWord(text, at);
      entries.push([text.slice(at, end), true]);
      bareWords += 1;
      // Prose with an equals sign at its beginning.
      if (bareWords > 4 && bareWords > entries.length / 2) return undefined;
      at = end;
      continue;
    }
    const start = at + key.length + 1;
    if (text.charAt(start) === '"') {
      const end = endOfQuoted(text, start);
      if (end === undefined) return undefined;
      entries.push([key, unquoted(text.slice(start, end))]);
      at = end;
    } else {
      const end = endOfWord(text, start);
      entries.push([key, typedText(text.slice(start, end))]);
      at = end;
    }
  }
  return { entries, count: entries.length - bareWords, bareWords };
}

/** The place after the closing quote of a quoted text that begins at `start`. */
export function endOfQuoted(text: string, start: number): number | undefined {
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return undefined;
    let backslashes = 0;
    while (quote - backslashes - 1 > start && text.charAt(quote - backslashes - 1) === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}

function unquoted(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    const value: unknown = JSON.parse(quoted);
    if (typeof value === 'string') return value;
  } catch {
    // Escapes of another language, such as \x1b: only quotes and backslashes are sure.
  }
  return quoted.slice(1, -1).replace(/\\(["\\])/g, '$1');
}

function endOfWord(text: string, start: number): number {
  let at = start;
  while (at < text.length && !isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9;
}
