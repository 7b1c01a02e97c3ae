import { isPosition } from './extensions.ts';
import { isJsonObject, ownValue, type JsonObject, type JsonValue } from './json.ts';
import { readLogRecord, type ReadLog } from './log-record.ts';
import { DATA_READERS, type ServerMessage } from './server-messages.ts';

/** The longest frame that is parsed, in UTF-16 code units. A longer one is counted and told, never parsed. */
export const MAX_FRAME_LENGTH = 32 * 1024 * 1024;

/** Why a frame could not be read. `detail` never quotes the frame, so that it can be shown and copied without secrets. */
export interface FrameProblem {
  readonly kind: 'too_large' | 'not_text' | 'not_json' | 'not_envelope' | 'unknown_type' | 'invalid_data';
  readonly detail: string;
}

/** A frame from the server: a message (with the names of fields that had to be mended), or what is wrong with it. */
export type DecodedFrame =
  | { readonly ok: true; readonly message: ServerMessage; readonly defects: readonly string[] }
  | { readonly ok: false; readonly problem: FrameProblem };

const NO_DEFECTS: readonly string[] = [];

/** Reads one frame of either stream (protocol, "Envelope"). Never throws. */
export function decodeServerMessage(frame: unknown, maxLength = MAX_FRAME_LENGTH): DecodedFrame {
  if (typeof frame !== 'string') return problem('not_text', 'a binary frame where text was expected');
  if (frame.length > maxLength) return problem('too_large', `a frame of ${frame.length} characters`);
  let parsed: JsonValue;
  try {
    parsed = JSON.parse(frame);
  } catch {
    return problem('not_json', frame === '' ? 'an empty frame' : `a frame of ${frame.length} characters is not JSON`);
  }
  if (!isJsonObject(parsed)) return problem('not_envelope', 'a frame that is not a JSON object');
  return decodeEnvelope(parsed);
}

/** Reads an envelope that is already parsed, as REST answers carry them. */
export function decodeEnvelope(envelope: JsonObject): DecodedFrame {
  const type = ownValue(envelope, 'type');
  if (typeof type !== 'string') return problem('not_envelope', 'a message without a type');
  const givenId = ownValue(envelope, 'id');
  const id = typeof givenId === 'string' ? givenId : '';
  const givenTime = ownValue(envelope, 'timestamp');
  const timestamp = typeof givenTime === 'string' ? givenTime : '';

  if (type === 'heartbeat') {
    const givenPosition = ownValue(envelope, 'position');
    const position = isPosition(givenPosition) ? givenPosition : undefined;
    const heartbeatId = typeof givenId === 'string' ? givenId : undefined;
    const message = { type: 'heartbeat' as const, id: heartbeatId, timestamp, position };
    return { ok: true, message, defects: heartbeatId === undefined ? ['id'] : NO_DEFECTS };
  }
  const data = ownValue(envelope, 'data');
  if (type === 'log') {
    if (!isJsonObject(data)) return problem('invalid_data', 'a log without data');
    const { record, position, defects } = readLogRecord(data);
    return { ok: true, message: { type: 'log', id, timestamp, data: record, position }, defects };
  }
  if (type === 'logs') {
    if (!Array.isArray(data)) return problem('invalid_data', 'logs without a list of them');
    return readBatch(data, id, timestamp);
  }
  const reader = DATA_READERS.get(type);
  if (reader === undefined) return problem('unknown_type', 'a message of a type that is not known here');
  const read = reader(data ?? {}, { id, timestamp });
  if (read.ok) return { ok: true, message: read.message, defects: NO_DEFECTS };
  return problem('invalid_data', `${type} with missing or wrong fields: ${read.fields.join(', ')}`);
}

/** One entry that is no log spoils the frame: which of the others it stood for nobody could tell. */
function readBatch(data: readonly JsonValue[], id: string, timestamp: string): DecodedFrame {
  const logs: ReadLog[] = [];
  for (const entry of data) {
    if (!isJsonObject(entry)) return problem('invalid_data', 'logs with an entry that is not a log');
    logs.push(readLogRecord(entry));
  }
  const defects = new Set(logs.flatMap((log) => log.defects));
  return { ok: true, message: { type: 'logs', id, timestamp, data: logs }, defects: [...defects] };
}

function problem(kind: FrameProblem['kind'], detail: string): DecodedFrame {
  return { ok: false, problem: { kind, detail } };
}
