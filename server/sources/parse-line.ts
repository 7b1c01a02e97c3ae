import type { NewLog } from '../storage/log-store.ts';
import { readJsonLine } from './formats/json-line.ts';
import { readLine } from './formats/read-line.ts';
import { NO_METADATA, type ParsedLine } from './formats/parsed-line.ts';

export interface LineContext {
  /** The source of a line that names none. */
  readonly source: string;
  /** When it was read, in milliseconds since 1970: the time of a line that bears none. */
  readonly readAt: number;
}

/**
 * Makes a log of a line as it was read, with its continuation lines after it. Never throws: what no format fits is a plain
 * message. `raw` is the text as read, where the message differs from it.
 */
export function parseLine(text: string, context: LineContext): NewLog {
  const { readAt } = context;
  const parsed = readText(text.startsWith('\uFEFF') ? text.slice(1) : text, readAt);
  const time = parsed.time ?? readAt;
  const log: NewLog = {
    id: '',
    time,
    timestamp: new Date(time).toISOString(),
    level: parsed.level ?? 'INFO',
    message: parsed.message,
    source: parsed.source ?? context.source,
    metadata: parsed.metadata,
  };
  return parsed.message === text ? log : { ...log, raw: text };
}

function readText(text: string, readAt: number): ParsedLine {
  const end = text.indexOf('\n');
  if (end < 0) return readLine(text, readAt);
  // JSON printed over several lines.
  const whole = text.startsWith('{') ? readJsonLine(text, readAt, asPlain) : undefined;
  if (whole !== undefined) return whole;
  const first = readLine(text.slice(0, end), readAt);
  return { ...first, message: first.message + text.slice(end) };
}

function asPlain(body: string): ParsedLine {
  return { message: body, metadata: NO_METADATA };
}
