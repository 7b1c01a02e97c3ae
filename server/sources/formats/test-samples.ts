import { parseLine } from '../parse-line.ts';
import type { NewLog } from '../../storage/log-store.ts';

/** 23 November 2026, at noon where this machine is, so that samples without a zone read the same everywhere. */
export const READ_AT = new Date(2026, 10, 23, 12, 0, 5).getTime();

/** The time of a sample that bears none: when it was read. */
export const untimed = new Date(READ_AT).toISOString();

export function read(text: string): NewLog {
  return parseLine(text, { source: 'app.log', readAt: READ_AT });
}

/** The time that a sample without a zone stands for. */
export function local(month: number, day: number, hour: number, minute: number, second: number, ms = 0): string {
  return new Date(2026, month - 1, day, hour, minute, second, ms).toISOString();
}
