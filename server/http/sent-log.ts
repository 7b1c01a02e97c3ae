import {
  isJsonObject,
  ownValue,
  parseTimestamp,
  recogniseLevel,
  type JsonObject,
  type JsonValue,
} from '../../src/protocol/index.ts';
import { isNestedAtMost } from '../json-depth.ts';
import type { NewLog } from '../storage/log-store.ts';

export type ReadSentLog =
  { readonly ok: true; readonly log: NewLog } | { readonly ok: false; readonly message: string };

const LONGEST_ID = 200;
const KNOWN = new Set(['id', 'timestamp', 'level', 'message', 'source', 'metadata']);
/** Numbers of pino and bunyan. */
const NUMERIC_LEVELS = new Map([
  [10, 'TRACE'],
  [20, 'DEBUG'],
  [30, 'INFO'],
  [40, 'WARN'],
  [50, 'ERROR'],
  [60, 'FATAL'],
]);

/** Reads one entry of `POST /v1/logs`: lenient about what is missing, strict about what could not be kept as it is. */
export function readSentLog(entry: JsonValue, nowMs: number, metadataDepth: number): ReadSentLog {
  if (typeof entry === 'string') return readSentLog({ message: entry }, nowMs, metadataDepth);
  if (!isJsonObject(entry)) return { ok: false, message: 'a log must be a JSON object such as {"message":"started"}' };
  const message = ownValue(entry, 'message') ?? ownValue(entry, 'msg');
  if (message === undefined || message === null) return { ok: false, message: 'a log needs a "message"' };
  const id = ownValue(entry, 'id') ?? '';
  if (typeof id !== 'string' && typeof id !== 'number') return { ok: false, message: 'an "id" must be a text' };
  if (String(id).length > LONGEST_ID) {
    return { ok: false, message: `an "id" may have at most ${LONGEST_ID} characters` };
  }
  if (/\p{Surrogate}/u.test(String(id))) return { ok: false, message: 'an "id" must be well-formed Unicode' };
  if (!isNestedAtMost(metadataDepth + 1, entry)) {
    return { ok: false, message: `values may be nested at most ${metadataDepth} deep` };
  }

  const isMessageAlias = ownValue(entry, 'message') === undefined;
  const extra = Object.entries(entry).filter(([key]) => !KNOWN.has(key) && !(isMessageAlias && key === 'msg'));
  const given = ownValue(entry, 'timestamp') ?? ownValue(entry, 'time');
  const time = typeof given === 'string' || typeof given === 'number' ? parseTimestamp(String(given)) : Number.NaN;
  const isReadable = Number.isFinite(time) && Math.abs(time) <= 8.64e15;
  // A time that cannot be read is kept as it came, beside the time of arrival.
  if (!isReadable && ownValue(entry, 'timestamp') !== undefined) extra.push(['timestamp', given ?? null]);
  const source = ownValue(entry, 'source');
  if (source !== undefined && typeof source !== 'string') extra.push(['source', source]);
  const instant = isReadable ? Math.trunc(time) : nowMs;
  return {
    ok: true,
    log: {
      id: String(id),
      time: instant,
      timestamp: new Date(instant).toISOString(),
      level: levelOf(ownValue(entry, 'level')),
      message: typeof message === 'string' ? message : JSON.stringify(message),
      source: typeof source === 'string' && source !== '' ? source : 'http',
      metadata: metadataOf(ownValue(entry, 'metadata'), extra),
    },
  };
}

function levelOf(given: JsonValue | undefined): string {
  if (typeof given === 'number') return NUMERIC_LEVELS.get(given) ?? String(given);
  if (typeof given !== 'string' || given.trim() === '') return 'INFO';
  return recogniseLevel(given) ?? given;
}

/** What the sender called metadata wins over fields of the same name beside it. */
function metadataOf(given: JsonValue | undefined, extra: readonly [string, JsonValue][]): JsonObject {
  if (given === undefined || given === null) return Object.fromEntries(extra);
  return isJsonObject(given)
    ? Object.fromEntries([...extra, ...Object.entries(given)])
    : Object.fromEntries([...extra, ['metadata', given]]);
}
