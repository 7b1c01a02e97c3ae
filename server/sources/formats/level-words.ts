import { recogniseLevel, type JsonValue, type Level } from '../../../src/protocol/index.ts';

const LONGEST_LEVEL = 24;

const LETTERS = new Map<string, Level>([
  ['T', 'TRACE'],
  ['D', 'DEBUG'],
  ['V', 'DEBUG'],
  ['I', 'INFO'],
  ['N', 'INFO'],
  ['W', 'WARN'],
  ['E', 'ERROR'],
  ['C', 'FATAL'],
  ['F', 'FATAL'],
]);

/** Short forms that the protocol does not name, as zerolog, Serilog and others write them. */
const SHORT = new Map<string, Level>([
  ['TRC', 'TRACE'],
  ['VRB', 'DEBUG'],
  ['INF', 'INFO'],
  ['FTL', 'FATAL'],
  ['PNC', 'FATAL'],
  ['CRT', 'FATAL'],
  ['DEFAULT', 'INFO'],
]);

/** Syslog's severities (RFC 5424, 6.2.1). */
const SYSLOG: readonly Level[] = ['FATAL', 'FATAL', 'FATAL', 'ERROR', 'WARN', 'INFO', 'INFO', 'DEBUG'];
/** pino and bunyan: 10 to 60; what lies between belongs to the level below. */
const PINO: readonly Level[] = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

export function levelOfSyslog(severity: number): Level {
  return SYSLOG[severity] ?? 'INFO';
}

/** The level of a single letter, as klog, Rails and Android write it. */
export function levelOfLetter(letter: string): Level | undefined {
  return LETTERS.get(letter);
}

/** A level by name, its short forms included. */
export function levelOfWord(word: string): Level | undefined {
  return recogniseLevel(word) ?? SHORT.get(word.toUpperCase());
}

/**
 * The level that a field with the name of a level holds: a known one, else the text in upper case. `undefined` for what is
 * no level at all.
 */
export function levelOfValue(value: JsonValue): string | undefined {
  if (typeof value === 'number') return levelOfNumber(value);
  if (typeof value !== 'string') return undefined;
  const word = value.trim();
  if (word === '' || word.length > LONGEST_LEVEL) return undefined;
  if (/^\d+$/.test(word)) return levelOfNumber(Number(word));
  return levelOfWord(word) ?? LETTERS.get(word) ?? (/^D[1-5]$/.test(word) ? 'DEBUG' : word.toUpperCase());
}

function levelOfNumber(value: number): Level | undefined {
  if (Number.isInteger(value) && value >= 0 && value <= 7) return SYSLOG[value];
  if (value >= 10 && value < 70) return PINO[Math.trunc(value / 10) - 1];
  return levelOfMonolog(value);
}

/** Monolog's own numbers, 100 to 600. */
function levelOfMonolog(value: number): Level | undefined {
  if (!(value >= 100 && value <= 600)) return undefined;
  if (value < 200) return 'DEBUG';
  if (value < 300) return 'INFO';
  if (value < 400) return 'WARN';
  return value < 500 ? 'ERROR' : 'FATAL';
}

/** The level that an HTTP status stands for. */
export function levelOfStatus(status: number): Level {
  if (status >= 500) return 'ERROR';
  return status >= 400 ? 'WARN' : 'INFO';
}
