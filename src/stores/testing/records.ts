import type { LogRecord } from '../../protocol/index.ts';
import type { LogBuffer } from '../log-buffer.ts';
import type { GapMarker, LogLine } from '../log-entry.ts';

const START = Date.UTC(2026, 10, 23, 10);

/** A log at a second after ten o'clock, with all that a test does not care about filled in. */
export function recordAt(second: number, more: Partial<LogRecord> = {}): LogRecord {
  return {
    id: `log-${second}`,
    timestamp: new Date(START + second * 1_000).toISOString(),
    level: 'INFO',
    message: `line ${second}`,
    source: 'api',
    metadata: {},
    ...more,
  };
}

/** The instant of such a second, in milliseconds since 1970. */
export function instantAt(second: number): number {
  return START + second * 1_000;
}

/** What a buffer holds, oldest first: messages of lines, `gap` where one is, and how many were evicted in between. */
export function heldIn(buffer: LogBuffer): string[] {
  return buffer.entries().map((entry) => {
    switch (entry.kind) {
      case 'line':
        return entry.message;
      case 'gap':
        return 'gap';
      case 'evicted':
        return `${entry.count} evicted`;
      case 'note':
        return `note ${entry.label}`;
      case 'away':
        return `away ${entry.lines}`;
    }
  });
}

/** The lines that a buffer holds, oldest first. */
export function linesIn(buffer: LogBuffer): LogLine[] {
  return buffer.entries().filter((entry) => entry.kind === 'line');
}

/** The gaps that a buffer holds, oldest first. */
export function gapsIn(buffer: LogBuffer): GapMarker[] {
  return buffer.entries().filter((entry) => entry.kind === 'gap');
}
