import { isPosition } from './extensions.ts';
import { isJsonObject, jsonText, ownValue, type JsonObject, type JsonValue } from './json.ts';

/** One log as the wire carries it (protocol, "Log stream: messages from the server"). Absent text is the empty string. */
export interface LogRecord {
  /** The log's identity; empty when the server gave none. */
  readonly id: string;
  /** ISO 8601 in UTC with milliseconds from a conforming server; otherwise as it came. */
  readonly timestamp: string;
  readonly level: string;
  readonly message: string;
  readonly source: string;
  readonly metadata: JsonObject;
  /** The text exactly as the gateway read it; only in answers that were asked for it, and only where it differs from `message`. */
  readonly raw?: string;
}

/** A log read leniently: what it had, and the names of the fields that were missing or of the wrong kind. */
export interface ReadLog {
  readonly record: LogRecord;
  /** Where the log stands in the server's stream, from a server that speaks `resume.1`. */
  readonly position: string | undefined;
  readonly defects: readonly string[];
}

const NO_DEFECTS: readonly string[] = [];

/** Reads the `data` of a `log` message. Never throws; a partial log keeps what it has and names its defects. */
export function readLogRecord(data: JsonObject): ReadLog {
  const raw = ownValue(data, 'raw');
  const givenPosition = ownValue(data, 'position');
  const position = isPosition(givenPosition) ? givenPosition : undefined;
  const conforming = readConforming(data);
  if (conforming !== undefined) {
    return { record: typeof raw === 'string' ? { ...conforming, raw } : conforming, position, defects: NO_DEFECTS };
  }
  const defects: string[] = [];
  const text = (key: string): string => {
    const value = ownValue(data, key);
    if (typeof value === 'string') return value;
    defects.push(key);
    return value === undefined || value === null ? '' : asText(value);
  };
  const metadata = ownValue(data, 'metadata');
  const record: LogRecord = {
    id: text('id'),
    timestamp: text('timestamp'),
    level: text('level'),
    message: text('message'),
    source: text('source'),
    metadata: isJsonObject(metadata) ? metadata : metadata === undefined || metadata === null ? {} : { metadata },
  };
  if (metadata !== undefined && !isJsonObject(metadata)) defects.push('metadata');
  return { record: typeof raw === 'string' ? { ...record, raw } : record, position, defects };
}

/** By hand: every line of every stream comes through here. */
function readConforming(data: JsonObject): LogRecord | undefined {
  const id = ownValue(data, 'id');
  const timestamp = ownValue(data, 'timestamp');
  const level = ownValue(data, 'level');
  const message = ownValue(data, 'message');
  const source = ownValue(data, 'source');
  const metadata = ownValue(data, 'metadata');
  const isConforming =
    typeof id === 'string' &&
    typeof timestamp === 'string' &&
    typeof level === 'string' &&
    typeof message === 'string' &&
    typeof source === 'string' &&
    metadata !== undefined &&
    isJsonObject(metadata);
  return isConforming ? { id, timestamp, level, message, source, metadata } : undefined;
}

function asText(value: JsonValue): string {
  return typeof value === 'object' ? jsonText(value) : String(value);
}

const PLAUSIBLE_SECONDS = 1e11;
const ISO_DATE = /^(\d{4}|[+-]\d{6})-\d\d/;
const DATE_WITH_ZONE = /^([A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(:\d\d)? (GMT|UTC|[+-]\d{4})$/;

/** The minute of the timestamp that was read last, as text and as an instant: those of a stream follow one another. */
const lastMinute = { text: '', time: Number.NaN };
const MINUTE_LENGTH = '2026-11-23T12:41:'.length;
const CONFORMING_LENGTH = '2026-11-23T12:41:01.018Z'.length;
const CONFORMING = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * The instant of a timestamp in milliseconds since 1970, or `NaN` for what cannot be read. Takes ISO 8601, the dates of
 * HTTP and mail, and numbers of seconds or milliseconds written as text; an ISO time without a zone is UTC, as the
 * protocol's times are.
 */
export function parseTimestamp(text: string): number {
  if (text.length === CONFORMING_LENGTH && CONFORMING.test(text)) return parseConforming(text);
  if (/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text)) return Date.parse(`${text.replace(' ', 'T')}Z`);
  if (/^\d+(\.\d+)?$/.test(text)) {
    const number = Number(text);
    return number < PLAUSIBLE_SECONDS ? number * 1000 : number;
  }
  // Engines guess at anything else: "log-1" would be the first of January 2001.
  return ISO_DATE.test(text) || DATE_WITH_ZONE.test(text) ? Date.parse(text) : Number.NaN;
}

/** A time as the protocol writes it. */
function parseConforming(text: string): number {
  if (!text.startsWith(lastMinute.text) || lastMinute.text === '') {
    lastMinute.text = text.slice(0, MINUTE_LENGTH);
    lastMinute.time = Date.parse(`${lastMinute.text}00.000Z`);
  }
  const digit = (at: number): number => text.charCodeAt(at) - 48;
  const seconds = digit(17) * 10 + digit(18);
  const milliseconds = digit(20) * 100 + digit(21) * 10 + digit(22);
  // Engines disagree on leap seconds: what they say holds.
  return seconds < 60 ? lastMinute.time + seconds * 1_000 + milliseconds : Date.parse(text);
}
