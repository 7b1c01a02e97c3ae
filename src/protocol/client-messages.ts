import { parseFilter, type Filter } from './filter.ts';
import { isJsonObject, ownValue, type JsonValue } from './json.ts';

/** What a command asks for (protocol, "Log stream: commands from the client"). */
export type CommandAction =
  | { readonly action: 'pause' }
  | { readonly action: 'resume' }
  | { readonly action: 'update_filter'; readonly filter: Filter };

export interface CommandMessage {
  readonly type: 'command';
  readonly id: string;
  readonly data: CommandAction;
}

/** The answer to a heartbeat: the server's id, the client's own time. */
export interface HeartbeatAckMessage {
  readonly type: 'heartbeat_ack';
  readonly id: string;
  readonly timestamp: string;
}

export type ClientMessage = CommandMessage | HeartbeatAckMessage;

/** The longest frame that a server takes from a client, in bytes. */
export const MAX_CLIENT_FRAME_BYTES = 64 * 1024;

export type DecodedClientFrame =
  | { readonly ok: true; readonly message: ClientMessage }
  | {
      readonly ok: false;
      readonly code: 'invalid_command' | 'invalid_filter';
      readonly message: string;
      readonly filter?: JsonValue;
    };

export function encodeClientMessage(message: ClientMessage): string {
  return JSON.stringify(message);
}

/** Reads a frame from a client, for servers. Never throws; what is wrong comes back with the code to answer with. */
export function decodeClientMessage(frame: string): DecodedClientFrame {
  let parsed: JsonValue;
  try {
    parsed = JSON.parse(frame);
  } catch {
    return invalid('The frame is not JSON.');
  }
  if (!isJsonObject(parsed)) return invalid('The frame is not a JSON object.');
  const id = ownValue(parsed, 'id');
  if (typeof id !== 'string') return invalid('The message has no text "id".');
  const type = ownValue(parsed, 'type');
  if (type === 'heartbeat_ack') {
    const timestamp = ownValue(parsed, 'timestamp');
    return { ok: true, message: { type, id, timestamp: typeof timestamp === 'string' ? timestamp : '' } };
  }
  if (type !== 'command') return invalid('The message\'s "type" must be "command" or "heartbeat_ack".');
  const data = ownValue(parsed, 'data');
  const action = isJsonObject(data) ? ownValue(data, 'action') : undefined;
  if (action === 'pause' || action === 'resume') return { ok: true, message: { type, id, data: { action } } };
  if (action === 'update_filter' && isJsonObject(data)) {
    const given = ownValue(data, 'filter');
    const filter = given === undefined ? undefined : parseFilter(given);
    if (filter === undefined) return { ok: false, code: 'invalid_filter', message: 'update_filter needs a "filter".' };
    if (!filter.ok) {
      return { ok: false, code: 'invalid_filter', message: filter.message, filter: given ?? null };
    }
    return { ok: true, message: { type, id, data: { action, filter: filter.filter } } };
  }
  return invalid('The command\'s "action" must be "pause", "resume" or "update_filter".');
}

function invalid(message: string): DecodedClientFrame {
  return { ok: false, code: 'invalid_command', message };
}
