import type { LogRecord } from '../../src/protocol/index.ts';

/** A log as a test states it: only what matters to the test. */
export type LogSketch = Partial<LogRecord>;

/**
 * What was emitted: every line gets a number that runs through the whole test, so that in the end a test can account for
 * each of them.
 */
export class Ledger {
  readonly #lines: LogRecord[] = [];
  readonly #startMs: number;

  constructor(startMs = Date.now()) {
    this.#startMs = startMs;
  }

  get lines(): readonly LogRecord[] {
    return this.#lines;
  }

  get ids(): readonly string[] {
    return this.#lines.map(({ id }) => id);
  }

  /** Completes a sketch with its number, an id and a time a millisecond after the line before it, and notes it down. */
  enter(sketch: LogSketch = {}): LogRecord {
    const number = this.#lines.length + 1;
    const line: LogRecord = {
      id: `line-${String(number).padStart(6, '0')}`,
      timestamp: new Date(this.#startMs + number).toISOString(),
      level: 'INFO',
      message: `Line ${number}`,
      source: 'stub',
      metadata: {},
      ...sketch,
    };
    this.#lines.push(line);
    return line;
  }
}
