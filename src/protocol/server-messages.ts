import * as v from 'valibot';
import { RESUME_STATUSES, isPosition } from './extensions.ts';
import { isJsonObject, type JsonObject, type JsonValue } from './json.ts';
import type { LogRecord, ReadLog } from './log-record.ts';

/** What every message from the server carries besides its data. Absent text is the empty string. */
interface Envelope<Type extends string, Data> {
  readonly type: Type;
  readonly id: string;
  /** ISO 8601 in UTC with milliseconds from a conforming server. */
  readonly timestamp: string;
  readonly data: Data;
}

export interface LogMessage extends Envelope<'log', LogRecord> {
  /** Where the log stands in the server's stream (`resume.1`). */
  readonly position: string | undefined;
}

/** Many logs in one message (`batch.1`), in their order. */
export type LogsMessage = Envelope<'logs', readonly ReadLog[]>;

/** What the server took the stream to be. */
export type StreamStartMessage = Envelope<'stream_start', StreamStartData>;
export type StreamEndMessage = Envelope<'stream_end', { readonly reason: string }>;
/** All that was kept has been sent: what follows is new (`resume.1`). */
export type HistoryEndMessage = Envelope<'history_end', HistoryEndData>;
/** The server had to leave logs out between the last one sent and the next (`resume.1`). */
export type StreamGapMessage = Envelope<'stream_gap', StreamGapData>;
export type ErrorMessage = Envelope<'error', ErrorData>;
export type RuleTriggeredMessage = Envelope<'rule_triggered', RuleTriggeredData>;
export type ActionExecutedMessage = Envelope<'action_executed', ActionExecutedData>;
export type SystemNotificationMessage = Envelope<'system_notification', SystemNotificationData>;

/** A heartbeat has no data; without a string id there is nothing to acknowledge. */
export interface HeartbeatMessage {
  readonly type: 'heartbeat';
  readonly id: string | undefined;
  readonly timestamp: string;
  /** Up to where everything was sent or did not match (`resume.1`). */
  readonly position: string | undefined;
}

export type NotificationMessage = RuleTriggeredMessage | ActionExecutedMessage | SystemNotificationMessage;
export type ServerMessage =
  | LogMessage
  | LogsMessage
  | StreamStartMessage
  | HistoryEndMessage
  | StreamGapMessage
  | StreamEndMessage
  | ErrorMessage
  | HeartbeatMessage
  | NotificationMessage;

const text = v.string();
const optionalText = v.optional(v.nullable(text));
const count = v.pipe(v.number(), v.minValue(0));
const position = v.custom<string>(isPosition);
/** What a later extension may say in another way counts as not said: the rest of the message holds. */
const lenient = <Schema extends v.GenericSchema>(schema: Schema) => v.fallback(v.optional(schema), undefined);
const jsonObject = v.custom<JsonObject>(isJsonObject);

const streamStartData = v.object({
  query: v.optional(v.nullable(text)),
  filter: v.optional(v.nullable(jsonObject)),
  follow: v.optional(v.boolean()),
  /** The extensions that the server took. */
  ext: v.optional(v.nullable(v.array(v.unknown()))),
  /** What came of the position that the stream was to go on after (`resume.1`). */
  resume: lenient(v.object({ status: v.picklist(RESUME_STATUSES), missed: v.optional(count) })),
});
const historyEndData = v.object({ position: lenient(position) });
const streamGapData = v.object({
  reason: v.optional(text, 'unknown'),
  /** How many logs were left out, where the server knows. */
  dropped: lenient(count),
  position: lenient(position),
});
const streamEndData = v.object({ reason: v.optional(text, 'unknown') });
const errorData = v.object({
  code: v.optional(text, 'internal'),
  message: v.optional(text, ''),
  details: v.optional(v.nullable(jsonObject)),
});
const ruleTriggeredData = v.object({
  ruleId: text,
  ruleName: v.optional(text, ''),
  triggeredAt: v.optional(text, ''),
  logId: optionalText,
  severity: v.optional(text, 'info'),
  /** The gateway's addition: one sentence on why the rule fired. */
  message: v.optional(text),
});
const actionExecutedData = v.object({
  actionId: text,
  actionName: v.optional(text, ''),
  executedAt: v.optional(text, ''),
  status: v.optional(text, ''),
  ruleId: optionalText,
  /** The gateway's addition: what went wrong, without addresses or secrets. */
  message: v.optional(text),
});
const systemNotificationData = v.object({
  title: v.optional(text, ''),
  message: v.optional(text, ''),
  severity: v.optional(text, 'info'),
  actionUrl: optionalText,
});

export type StreamStartData = v.InferOutput<typeof streamStartData>;
export type HistoryEndData = v.InferOutput<typeof historyEndData>;
export type StreamGapData = v.InferOutput<typeof streamGapData>;
export type ErrorData = v.InferOutput<typeof errorData>;
export type RuleTriggeredData = v.InferOutput<typeof ruleTriggeredData>;
export type ActionExecutedData = v.InferOutput<typeof actionExecutedData>;
export type SystemNotificationData = v.InferOutput<typeof systemNotificationData>;

type ReadMessage =
  { readonly ok: true; readonly message: ServerMessage } | { readonly ok: false; readonly fields: readonly string[] };
type DataReader = (data: JsonValue, envelope: { readonly id: string; readonly timestamp: string }) => ReadMessage;

function reader<Schema extends v.GenericSchema>(
  schema: Schema,
  build: (data: v.InferOutput<Schema>, envelope: { readonly id: string; readonly timestamp: string }) => ServerMessage,
): DataReader {
  return (data, envelope) => {
    // The schema library takes an array for an object without keys.
    if (!isJsonObject(data)) return { ok: false, fields: ['data'] };
    const result = v.safeParse(schema, data);
    if (result.success) return { ok: true, message: build(result.output, envelope) };
    return { ok: false, fields: result.issues.map((issue) => v.getDotPath(issue) ?? 'data') };
  };
}

/** Reads the data of each type that is validated by a schema; `log`, `logs` and `heartbeat` have their own. */
export const DATA_READERS = new Map<string, DataReader>([
  ['stream_start', reader(streamStartData, (data, envelope) => ({ type: 'stream_start', ...envelope, data }))],
  ['stream_end', reader(streamEndData, (data, envelope) => ({ type: 'stream_end', ...envelope, data }))],
  ['history_end', reader(historyEndData, (data, envelope) => ({ type: 'history_end', ...envelope, data }))],
  ['stream_gap', reader(streamGapData, (data, envelope) => ({ type: 'stream_gap', ...envelope, data }))],
  ['error', reader(errorData, (data, envelope) => ({ type: 'error', ...envelope, data }))],
  ['rule_triggered', reader(ruleTriggeredData, (data, envelope) => ({ type: 'rule_triggered', ...envelope, data }))],
  ['action_executed', reader(actionExecutedData, (data, envelope) => ({ type: 'action_executed', ...envelope, data }))],
  [
    'system_notification',
    reader(systemNotificationData, (data, envelope) => ({ type: 'system_notification', ...envelope, data })),
  ],
]);

/** Whether a message belongs to the notification stream. */
export function isNotification(message: ServerMessage): message is NotificationMessage {
  return (
    message.type === 'rule_triggered' || message.type === 'action_executed' || message.type === 'system_notification'
  );
}
