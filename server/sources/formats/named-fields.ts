import { isJsonObject, ownValue, type JsonObject, type JsonValue } from '../../../src/protocol/index.ts';
import { instantOfEpoch, usableTime } from './instants.ts';
import { NESTED, roleOf, type FieldRole } from './json-names.ts';
import { levelOfStatus, levelOfValue, levelOfWord } from './level-words.ts';
import type { ParsedLine } from './parsed-line.ts';
import { readTimeText } from './time-prefix.ts';

/** A log made of named fields, with the name that its message was found under. */
export interface FieldsLine extends ParsedLine {
  readonly messageKey: string | undefined;
  /** Whether any field was recognised as what a logger writes. */
  readonly isTelling: boolean;
}

interface Candidate<Value> {
  readonly key: string;
  readonly rank: number;
  readonly value: Value;
}

const LONGEST_SOURCE = 200;

/**
 * Finds time, level, message and source among the fields of a line. Of several fields that say the same, the one with the
 * best known name is taken, and the others stay in the metadata, as does everything else.
 */
export function readFields(fields: JsonObject, whole: string, readAt: number): FieldsLine {
  let time: Candidate<number> | undefined;
  let level: Candidate<string> | undefined;
  let message: Candidate<string> | undefined;
  let source: Candidate<string> | undefined;
  const keys = Object.keys(fields);
  for (const key of keys) {
    const role = roleOf(key);
    const value = fields[key];
    if (role === undefined || value === undefined || value === null) continue;
    switch (role.says) {
      case 'time':
        time = better(time, key, role, () => timeOfValue(value, readAt));
        break;
      case 'level':
        level = better(level, key, role, () => levelOfField(key, value));
        break;
      case 'message':
        message = better(message, key, role, () => textOf(value));
        break;
      case 'source':
        source = better(source, key, role, () =>
          typeof value === 'string' && value.length <= LONGEST_SOURCE && value.trim() !== '' ? value : undefined,
        );
        break;
    }
  }
  const taken = new Set([time?.key, level?.key, message?.key, source?.key]);
  const rest = keys.filter((key) => !taken.has(key));
  const request = message === undefined ? requestOf(fields) : undefined;
  const nestedMessage = message === undefined ? nested(fields, NESTED.message, textOf) : undefined;
  return {
    time: time?.value,
    level: level?.value ?? nested(fields, NESTED.level, levelOfValue) ?? request?.level,
    message: message?.value ?? nestedMessage ?? request?.message ?? textOf(ownValue(fields, 'error')) ?? whole,
    source: source?.value ?? nested(fields, NESTED.source, (value) => (typeof value === 'string' ? value : undefined)),
    metadata: Object.fromEntries(rest.map((key) => [key, fields[key] ?? null])),
    messageKey: message?.key,
    isTelling: (time ?? level ?? message) !== undefined,
  };
}

function better<Value>(
  held: Candidate<Value> | undefined,
  key: string,
  role: FieldRole,
  read: () => Value | undefined,
): Candidate<Value> | undefined {
  if (held !== undefined && held.rank <= role.rank) return held;
  const value = read();
  return value === undefined ? held : { key, rank: role.rank, value };
}

function textOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function levelOfField(key: string, value: JsonValue): string | undefined {
  // "s" and "priority" are levels in some loggers and anything in other people's data: believe a known value only.
  const isWeak = key === 's' || key.toLowerCase() === 'priority';
  if (isWeak && typeof value === 'string' && !/^[0-7A-Z]\d?$/.test(value)) return levelOfWord(value);
  return levelOfValue(value);
}

function timeOfValue(value: JsonValue, readAt: number): number | undefined {
  if (typeof value === 'number') return instantOfEpoch(value);
  if (typeof value === 'string') return isoInstant(value) ?? readTimeText(value, readAt);
  if (!isJsonObject(value)) return undefined;
  // MongoDB's extended JSON, and log4j's JSON layout.
  const date = ownValue(value, '$date');
  if (typeof date === 'string') return readTimeText(date, readAt);
  const seconds = ownValue(value, 'epochSecond');
  const nanos = ownValue(value, 'nanoOfSecond');
  return typeof seconds === 'number'
    ? instantOfEpoch(seconds + (typeof nanos === 'number' ? nanos / 1e9 : 0))
    : undefined;
}

/** The form that nearly all JSON loggers write, which the engine reads fastest. */
function isoInstant(text: string): number | undefined {
  return text.length === 24 && text.endsWith('Z') && text.charAt(10) === 'T' ? usableTime(Date.parse(text)) : undefined;
}

function nested<Value>(
  fields: JsonObject,
  paths: readonly (readonly string[])[],
  read: (value: JsonValue) => Value | undefined,
): Value | undefined {
  for (const path of paths) {
    let value: JsonValue | undefined = fields;
    for (const key of path) value = isJsonObject(value) ? ownValue(value, key) : undefined;
    const found = value === undefined ? undefined : read(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** An access log in JSON has no message of its own: its request and status are one. */
function requestOf(fields: JsonObject): { readonly message: string; readonly level: string | undefined } | undefined {
  const inner = ownValue(fields, 'request') ?? ownValue(fields, 'req');
  const first = (...names: readonly string[]): string | undefined => {
    for (const name of names) {
      const found = textOf(ownValue(fields, name)) ?? (isJsonObject(inner) ? textOf(ownValue(inner, name)) : undefined);
      if (found !== undefined && found !== '') return found;
    }
    return undefined;
  };
  const method = first('method', 'request_method', 'http_method', 'http.method');
  const path = first('path', 'uri', 'request_uri', 'url', 'http.path', 'http.url');
  const line = method !== undefined && path !== undefined ? `${method} ${path}` : textOf(inner);
  if (line === undefined) return undefined;
  const status = first('status', 'status_code', 'statusCode', 'response_code', 'http.status_code');
  const code = Number(status);
  if (!(code >= 100 && code <= 599)) return { message: line, level: undefined };
  return { message: `${line} ${code}`, level: levelOfStatus(code) };
}
