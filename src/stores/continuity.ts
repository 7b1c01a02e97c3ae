import { parseTimestamp, type LogRecord } from '../protocol/index.ts';
import type { LogBuffer } from './log-buffer.ts';

const MAX_UNDECIDED = 10_000;
const PATIENCE_MS = 2_000;

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
    return { admitted: [...this.#markGap(time), record], repeated: 0 };
  }

  /**
   * Decides without waiting for more: a server sends its history at once, so lines that still wait some seconds after it
   * took the stream up again (`now` in milliseconds since 1970) do not reach back. Answers what may now be appended.
   */
  settle(now: number): readonly LogRecord[] {
    const first = this.#undecided[0];
    if (first === undefined || this.#interruption === undefined) return [];
    return now < this.#interruption.to + PATIENCE_MS ? [] : this.#markGap(parseTimestamp(first.timestamp));
  }

  /** Marks the place before the lines that wait, and hands them out. `firstTime` is that of the first line after it. */
  #markGap(firstTime: number): readonly LogRecord[] {
    const held = this.#buffer.newestLine()?.time ?? Number.NaN;
    const interruption = this.#interruption ?? { from: held, to: held };
    // A line that bears a time of the far future says nothing on when the connection was lost.
    const from = held <= interruption.to ? held : interruption.from;
    const to = firstTime > from ? firstTime : Math.max(from, interruption.to);
    this.#buffer.appendGap({ from, to, reason: 'the connection was interrupted' });
    const waiting = this.#undecided;
    this.forget();
    return waiting;
  }
}
