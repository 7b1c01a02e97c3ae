import { isJsonObject, type JsonObject } from '../../../src/protocol/index.ts';
import { readFields } from './named-fields.ts';
import { mergedMetadata, type ParsedLine, type ReadBody } from './parsed-line.ts';

/**
 * A line that is a JSON object, of any logger. A message under `log` is a line that Docker, Fluent Bit or the like has put
 * into an envelope of its own: it is read in its turn, and what it says goes before what the envelope says.
 */
export function readJsonLine(line: string, readAt: number, readBody: ReadBody): ParsedLine | undefined {
  const fields = parsedObject(line);
  if (fields === undefined) return undefined;
  const read = readFields(fields, line, readAt);
  if (read.messageKey !== 'log') return read;
  const inner = readBody(read.message.replace(/\r?\n$/, ''));
  return {
    message: inner.message,
    time: inner.time ?? read.time,
    level: read.level ?? inner.level,
    source: inner.source ?? read.source,
    metadata: mergedMetadata(read.metadata, inner.metadata),
  };
}

function parsedObject(line: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
