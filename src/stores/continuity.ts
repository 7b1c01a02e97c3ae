import { parseTimestamp, type LogRecord } from '../protocol/index.ts';
import type { LogBuffer } from './log-buffer.ts';

const MAX_UNDECIDED = 10_000;

/**
 * Decides after an interruption whether what the server sends reaches back to a line that is held
 * (protocol, "Resuming without gaps"). If it does there is no gap; if it does not, the place is marked.
 */
export class Continuity {
  readonly #buffer: LogBuffer;
  #interruption: { readonly from: number; readonly to: number } | undefined;
  /** Unknown lines that are not newer than what is held: they belong before a line yet to come, or behind a gap. */
  #undecided: LogRecord[] = [];

  constructor(buffer: LogBuffer) {
    this.#buffer = buffer;
  }

  /** Lines that wait for the decision. */
  get undecided(): number {
    return this.#undecided.length;
  }

  /** From now on the next lines are compared with those held. Times in milliseconds since 1970. */
  expect(interruptedAt: number, resumedAt: number): void {
    if (this.#buffer.newestLine() === undefined) return;
    this.#interruption = { from: interruptedAt, to: resumedAt };
  }

  forget(): void {
    this.#interruption = undefined;
    this.#undecided = [];
  }

  /** Answers what may now be appended, and how many lines turned out to be older than the first one held. */
  admit(record: LogRecord): { readonly admitted: readonly LogRecord[]; readonly repeated: number } {
    if (this.#interruption === undefined) return { admitted: [record], repeated: 0 };
    if (record.id !== '' && this.#buffer.lineById(record.id) !== undefined) {
      const older = this.#undecided.length;
      this.forget();
      return { admitted: [record], repeated: older };
    }
    const newest = this.#buffer.newestLine();
    const time = parseTimestamp(record.timestamp);
    if (newest !== undefined && time <= newest.time && this.#undecided.length < MAX_UNDECIDED) {
      this.#undecided.push(record);
      return { admitted: [], repeated: 0 };
    }
    const from = newest === undefined || Number.isNaN(newest.time) ? this.#interruption.from : newest.time;
    this.#buffer.appendGap({
      from,
      to: time > from ? time : Math.max(from, this.#interruption.to),
      reason: 'the connection was interrupted',
    });
    const admitted = [...this.#undecided, record];
    this.forget();
    return { admitted, repeated: 0 };
  }
}
