import type { LogPredicate } from '../src/query/index.ts';
import type { GatewayLimits } from './limits.ts';
import { packLogs, withPosition, writeLogData, type LogForm, type LogFrame } from './log-frames.ts';
import { everyLog, type StoredLog } from './storage/log-store.ts';

export interface CommittedBatchOptions {
  readonly logs: readonly StoredLog[];
  /** The epoch of the store that numbered them. */
  readonly epoch: string;
  readonly committedAtMs: number;
  readonly limits: Pick<GatewayLimits, 'messageLogs' | 'messageCharacters'>;
}

/**
 * Logs that were just committed, in the order of their sequence numbers. However many read them, each is written for the wire
 * once, and the messages of those who read everything are made once for each form.
 */
export class CommittedBatch {
  readonly logs: readonly StoredLog[];
  readonly #options: CommittedBatchOptions;
  readonly #plain: string[] = [];
  readonly #positioned: string[] = [];
  readonly #whole = new Map<string, readonly LogFrame[]>();

  constructor(options: CommittedBatchOptions) {
    this.logs = options.logs;
    this.#options = options;
  }

  /** The messages for a reader, one after the other. */
  frames(form: LogForm, matches: LogPredicate): Iterator<LogFrame, unknown> {
    if (matches !== everyLog) return this.#pack(form, matches);
    const key = `${form.positions} ${form.batches}`;
    let frames = this.#whole.get(key);
    if (frames === undefined) {
      frames = [...this.#pack(form, matches)];
      this.#whole.set(key, frames);
    }
    return frames[Symbol.iterator]();
  }

  #pack(form: LogForm, matches: LogPredicate): Generator<LogFrame, void, undefined> {
    const { committedAtMs: nowMs, limits } = this.#options;
    const dataAt = (index: number): string => (form.positions ? this.#positionedAt(index) : this.#plainAt(index));
    return packLogs({ logs: this.logs, matches, form, limits, nowMs, dataAt });
  }

  #plainAt(index: number): string {
    return (this.#plain[index] ??= this.#write(index, (log) => writeLogData(log)));
  }

  #positionedAt(index: number): string {
    const { epoch } = this.#options;
    return (this.#positioned[index] ??= this.#write(index, ({ seq }) =>
      withPosition(this.#plainAt(index), epoch, seq),
    ));
  }

  #write(index: number, write: (log: StoredLog) => string): string {
    const log = this.logs[index];
    if (log === undefined) throw new RangeError(`There is no log at ${index} in this batch.`);
    return write(log);
  }
}
