import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NotificationMessage } from '../../src/protocol/index.ts';
import type { LogStore, NewLog } from './log-store.ts';
import { MemoryStore } from './memory-store.ts';
import { openStore } from './open-store.ts';

export interface Opening {
  readonly now: () => number;
  readonly retentionMs?: number;
  readonly maxBytes?: number;
}

const folders: string[] = [];

async function openOnDisk(opening: Opening): Promise<LogStore> {
  const folder = mkdtempSync(join(tmpdir(), 'neurallog-store-'));
  folders.push(folder);
  const opened = await openStore({ folder, ...opening });
  if (!opened.ok) throw new Error(opened.message);
  if (opened.notice !== undefined) throw new Error(opened.notice);
  return opened.store;
}

/** Both stores, each with how to open an empty one. */
export const kinds: readonly (readonly ['disk' | 'memory', (opening: Opening) => Promise<LogStore>])[] = [
  ['disk', openOnDisk],
  ['memory', (opening) => Promise.resolve(new MemoryStore(opening))],
];

/** Removes what the stores on disk have left; call it after each test. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export const START = Date.parse('2026-11-23T10:00:00.000Z');

export function newLog(overrides: Partial<NewLog> = {}): NewLog {
  const time = overrides.time ?? START;
  return {
    id: '',
    time,
    timestamp: Number.isFinite(time) ? new Date(time).toISOString() : 'no time',
    level: 'INFO',
    source: 'api',
    message: 'hello',
    metadata: {},
    ...overrides,
  };
}

export function numbered(count: number, overrides: (index: number) => Partial<NewLog> = () => ({})): NewLog[] {
  return Array.from({ length: count }, (_, index) => newLog({ message: `line ${index + 1}`, ...overrides(index) }));
}

export function systemNotification(id: string, timestamp: string): NotificationMessage {
  return { type: 'system_notification', id, timestamp, data: { title: id, message: 'm', severity: 'info' } };
}
