import { randomUUID } from 'node:crypto';
import type { ErrorCode, JsonObject, JsonValue, LogRecord, NotificationMessage } from '../../src/protocol/index.ts';

/** A message as it goes over the wire; tests may put anything in it. */
export interface Envelope {
  readonly type: string;
  readonly id: string;
  readonly timestamp: string;
  readonly data?: JsonValue;
  readonly position?: string;
}

export function envelope(type: string, data: JsonValue): Envelope {
  return { type, id: randomUUID(), data, timestamp: new Date().toISOString() };
}

/** With a position as a server sends it that speaks `resume.1`. */
export function logMessage(log: LogRecord, position?: string): Envelope {
  return envelope('log', logData(log, position));
}

/** Many logs in one message (`batch.1`). */
export function logsMessage(
  logs: readonly { readonly log: LogRecord; readonly position?: string | undefined }[],
): Envelope {
  return envelope(
    'logs',
    logs.map(({ log, position }) => logData(log, position)),
  );
}

function logData(log: LogRecord, position: string | undefined): JsonObject {
  return position === undefined ? { ...log } : { ...log, position };
}

export function errorMessage(code: ErrorCode, message: string, details?: JsonObject): Envelope {
  return envelope('error', { code, message, ...(details === undefined ? {} : { details }) });
}

export function heartbeatMessage(id: string, position?: string): Envelope {
  const timestamp = new Date().toISOString();
  return { type: 'heartbeat', id, timestamp, ...(position === undefined ? {} : { position }) };
}

type DataOf<Type extends NotificationMessage['type']> = Extract<NotificationMessage, { type: Type }>['data'];

export function ruleTriggered(data: Partial<DataOf<'rule_triggered'>> = {}): NotificationMessage {
  const now = new Date().toISOString();
  const defaults = { ruleId: 'rule-1', ruleName: 'Too many errors', triggeredAt: now, severity: 'high' };
  return { type: 'rule_triggered', id: randomUUID(), timestamp: now, data: { ...defaults, ...data } };
}

export function actionExecuted(data: Partial<DataOf<'action_executed'>> = {}): NotificationMessage {
  const now = new Date().toISOString();
  const defaults = { actionId: 'action-1', actionName: 'Call the webhook', executedAt: now, status: 'success' };
  return { type: 'action_executed', id: randomUUID(), timestamp: now, data: { ...defaults, ...data } };
}

export function systemNotification(data: Partial<DataOf<'system_notification'>> = {}): NotificationMessage {
  const defaults = { title: 'Maintenance', message: 'The cluster restarts at noon.', severity: 'info' };
  return {
    type: 'system_notification',
    id: randomUUID(),
    timestamp: new Date().toISOString(),
    data: { ...defaults, ...data },
  };
}
