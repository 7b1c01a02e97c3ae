import { recogniseLevel } from '../../../src/protocol/index.ts';
import { levelOfLetter, levelOfWord } from './level-words.ts';

/** A level at a place of a line, and where the line goes on after it. */
export interface LevelPrefix {
  readonly level: string;
  /** The place after the level; the place of the level itself where the word belongs to the message ("Error: boom"). */
  readonly end: number;
  readonly isBracketed: boolean;
}

/** Words that are levels and hardly anything else. The others need a colon, brackets or a time before them to be one. */
const STRONG = new Set(['TRACE', 'DEBUG', 'INFO', 'WARN', 'WARNING', 'ERROR', 'FATAL', 'CRITICAL', 'SEVERE']);
const TALKATIVE = new Set(['trace', 'debug', 'info', 'warn']);

const BRACKETED = /([[(<|]) {0,8}([A-Za-z]{1,13}) {0,8}[\])>|]:?/y;
const BARE = /[A-Za-z]{2,13}(?=[\s:|!/]|\[\d{1,9}\]|$)/y;

/** Recognises a level at a place of a line. `hasTime`: a time stands before it, so that less is needed to believe it. */
export function readLevelAt(text: string, at: number, hasTime: boolean): LevelPrefix | undefined {
  const code = text.charCodeAt(at) | 32;
  return code >= 97 && code <= 122 ? readBare(text, at, hasTime) : readBracketed(text, at, hasTime);
}

function readBracketed(text: string, at: number, hasTime: boolean): LevelPrefix | undefined {
  BRACKETED.lastIndex = at;
  const found = BRACKETED.exec(text);
  if (found === null) return undefined;
  const [all, bracket, word = ''] = found;
  if (bracket !== '[' && !hasTime) return undefined;
  const level = word.length === 1 ? levelOfLetter(hasTime ? word : '') : levelOfWord(word);
  return level === undefined ? undefined : { level, end: at + all.length, isBracketed: true };
}

function readBare(text: string, at: number, hasTime: boolean): LevelPrefix | undefined {
  BARE.lastIndex = at;
  const word = BARE.exec(text)?.[0];
  if (word === undefined) return undefined;
  const level = levelOfWord(word);
  if (level === undefined) return undefined;
  const end = at + word.length;
  const next = text.charAt(end);
  const isBelievable = hasTime || STRONG.has(word.toUpperCase());
  const stripped = (): LevelPrefix => ({ level, end: end + (next === ':' ? 1 : 0), isBracketed: false });
  const kept: LevelPrefix = { level, end: at, isBracketed: false };
  if (word === word.toUpperCase()) {
    if (next === ':' && text.charAt(end + 1) !== ':') return stripped();
    if (!isBelievable || (recogniseLevel(word) === undefined && !hasTime)) return undefined;
    // logrus counts seconds: INFO[0042] message
    if (next === '[') return { level, end: text.indexOf(']', end) + 1, isBracketed: false };
    return next === '/' || next === '!' ? kept : stripped();
  }
  if (next === ':') {
    if (!isBelievable || text.charAt(end + 1) === ':') return undefined;
    // "error: no such file" is a prefix; "Error: boom" is the name of what was thrown.
    return word === word.toLowerCase() ? stripped() : kept;
  }
  if (!hasTime) return undefined;
  const isColumn = next === '\t' || (next === ' ' && text.charAt(end + 1) === ' ');
  if (isColumn || (next === ' ' && TALKATIVE.has(word))) return stripped();
  return STRONG.has(word.toUpperCase()) && next === ' ' && !TALKATIVE.has(word.toLowerCase()) ? kept : undefined;
}

const THROWN =
  /(?:Uncaught |Unhandled |Unhandled exception: |Caused by: )?(?:[A-Za-z_$][\w$]{0,60}[.:]{1,2}){0,12}[A-Z][\w$]{0,80}(?:Error|Exception)(?=:|$| \[| at )/y;
const ERROR_BEGINNINGS =
  /(?:Exception in thread |Traceback \(most recent call last\)|Unhandled(?:Promise)?Rejection|npm ERR!|npm error |E: )/y;
const FATAL_BEGINNINGS =
  /(?:panic: |fatal error: |PHP Fatal error: |FATAL\b|Segmentation fault|thread '[^']{0,80}' panicked at )/y;

/** The level of a line that says none but begins as an error does. */
export function levelOfErrorAt(text: string, at: number): string | undefined {
  for (const [pattern, level] of [
    [FATAL_BEGINNINGS, 'FATAL'],
    [ERROR_BEGINNINGS, 'ERROR'],
    [THROWN, 'ERROR'],
  ] as const) {
    pattern.lastIndex = at;
    if (pattern.test(text)) return level;
  }
  return text.startsWith('W: ', at) ? 'WARN' : undefined;
}
