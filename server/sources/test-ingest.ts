import { setTimeout as pause } from 'node:timers/promises';
import type { Checkpoint, NewLog } from '../storage/log-store.ts';
import type { ParseLog } from './log-of-text.ts';
import type { Ingest, SourceNotice } from './source.ts';

/** For tests: a log that is its text and nothing more. */
export const plainLog: ParseLog = (text, { source, readAt }) => ({
  id: '',
  timestamp: new Date(readAt).toISOString(),
  time: readAt,
  level: 'INFO',
  message: text,
  source,
  metadata: {},
});

/** For tests: keeps what was committed, as a store does, and nothing else. */
export class TestIngest implements Ingest {
  readonly logs: NewLog[] = [];
  readonly batchSizes: number[] = [];
  readonly notices: SourceNotice[] = [];
  readonly #checkpoints = new Map<string, string>();
  #refusal: Error | undefined;

  get messages(): string[] {
    return this.logs.map((log) => log.message);
  }

  /** From now on nothing is kept: the disk is full, or the process was killed. */
  refuse(reason: string): void {
    this.#refusal = new Error(reason);
  }

  allow(): void {
    this.#refusal = undefined;
  }

  async write(batch: readonly NewLog[], checkpoint?: Checkpoint): Promise<void> {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    if (this.#refusal !== undefined) throw this.#refusal;
    this.logs.push(...batch);
    this.batchSizes.push(batch.length);
    if (checkpoint !== undefined) this.#checkpoints.set(checkpoint.key, checkpoint.value);
  }

  checkpoint(key: string): string | undefined {
    return this.#checkpoints.get(key);
  }

  notice(notice: SourceNotice): void {
    this.notices.push(notice);
  }
}

/** For tests: waits until something is so, and fails when it is not so in time. */
export async function until(isSo: () => boolean, what: () => string, withinMs = 8_000): Promise<void> {
  const deadlineMs = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > deadlineMs) throw new Error(`Waited in vain: ${what()}`);
    await pause(5);
  }
}
