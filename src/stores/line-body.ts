import { isSameJson, jsonText, type JsonObject, type LogRecord } from '../protocol/index.ts';
import { metadataOf, type LogLine } from './log-entry.ts';

/** As servers write times (protocol, "Envelope"): what can be told from the instant need not be kept. */
const CANONICAL = /^\d{4}-\d\d-(?:[01]\d|2[0-8]|(29|3[01]))T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** A timestamp as it is kept beside its instant: empty where the instant says it all. */
export function shortTimestamp(timestamp: string, time: number): string {
  const read = Number.isNaN(time) ? null : CANONICAL.exec(timestamp);
  if (read === null) return timestamp;
  // A day that its month does not have is another one.
  const isOtherDay = read[1] !== undefined && new Date(time).getUTCDate() !== Number(read[1]);
  return isOtherDay ? timestamp : '';
}

export function wholeTimestamp(kept: string, time: number): string {
  return kept === '' && !Number.isNaN(time) ? new Date(time).toISOString() : kept;
}

/** Whether a line says the same as a record. */
export function isSameLine(line: LogLine, record: LogRecord): boolean {
  return (
    line.message === record.message &&
    line.timestamp === record.timestamp &&
    line.level === record.level &&
    line.source === record.source &&
    hasSameMetadata(line, record.metadata)
  );
}

/** Nearly always the texts are equal; a server may write the keys in another order, though. */
function hasSameMetadata(line: LogLine, metadata: JsonObject): boolean {
  return line.metadataJson === metadataText(metadata) || isSameJson(metadataOf(line), metadata);
}

/** Whether there are keys at all, the text tells: of 200,000 of them a list would take longer than the text. */
export function metadataText(metadata: JsonObject): string {
  const text = jsonText(metadata);
  return text === '{}' ? '' : text;
}

/** What a line says: without an id it is known by that. */
export function contentOf({
  timestamp,
  level,
  source,
  message,
}: Pick<LogLine, 'timestamp' | 'level' | 'source' | 'message'>): string {
  return JSON.stringify([timestamp, level, source, message]);
}
