import { randomUUID } from 'node:crypto';
import type { ErrorCode, JsonObject, LogRecord, SystemNotificationMessage } from '../src/protocol/index.ts';
import type { StoredLog } from './storage/log-store.ts';

/** Writes an envelope (protocol, "Envelope"). */
export function writeMessage(type: string, data: JsonObject, nowMs: number): string {
  return JSON.stringify({ type, id: randomUUID(), data, timestamp: new Date(nowMs).toISOString() });
}

export function writeError(code: ErrorCode, message: string, details: JsonObject | undefined, nowMs: number): string {
  return writeMessage('error', details === undefined ? { code, message } : { code, message, details }, nowMs);
}

/** A stored log as answers carry it, with the text as it was read where that was asked for and differs. */
export function wireRecord(log: StoredLog, withRaw = false): LogRecord {
  const { id, timestamp, level, message, source, metadata } = log;
  const record = { id, timestamp, level, message, source, metadata };
  return withRaw && log.raw !== undefined ? { ...record, raw: log.raw } : record;
}

export function systemNotification(
  notice: { readonly title: string; readonly message: string; readonly severity: string },
  nowMs: number,
): SystemNotificationMessage {
  const { title, message, severity } = notice;
  return {
    type: 'system_notification',
    id: randomUUID(),
    timestamp: new Date(nowMs).toISOString(),
    data: { title, message, severity },
  };
}
