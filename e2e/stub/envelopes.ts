import { randomUUID } from 'node:crypto';
import type { ErrorCode, JsonObject, JsonValue, LogRecord, NotificationMessage } from '../../src/protocol/index.ts';

/** A message as it goes over the wire; tests may put anything in it. */
export interface Envelope {
  readonly type: string;
  readonly id: string;
  readonly timestamp: string;
  readonly data?: JsonValue;
}

export function envelope(type: string, data: JsonObject): Envelope {
  return { type, id: randomUUID(), data, timestamp: new Date().toISOString() };
}

export function logMessage(log: LogRecord): Envelope {
  return envelope('log', { ...log });
}

export function errorMessage(code: ErrorCode, message: string, details?: JsonObject): Envelope {
  return envelope('error', { code, message, ...(details === undefined ? {} : { details }) });
}

export function heartbeatMessage(id: string): Envelope {
  return { type: 'heartbeat', id, timestamp: new Date().toISOString() };
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
