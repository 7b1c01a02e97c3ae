import { setTimeout as wait } from 'node:timers/promises';
import type { Checkpoint, NewLog } from '../storage/log-store.ts';
import type { Ingest } from './source.ts';

const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 10_000;

export interface RetryingWriterOptions {
  readonly ingest: Pick<Ingest, 'write' | 'notice'>;
  /** What is being read, as people call it. */
  readonly name: string;
  /** Ends the waiting: what cannot be written then is given back. */
  readonly signal: AbortSignal;
  readonly firstRetryMs?: number;
}

/** Writes until the store takes it. While it does not, nothing more is read, so that nothing is lost. */
export class RetryingWriter {
  readonly #options: RetryingWriterOptions;
  #isFailing = false;

  constructor(options: RetryingWriterOptions) {
    this.#options = options;
  }

  /** Resolves with whether it was written; false only when the source stops while the store refuses. */
  async write(batch: readonly NewLog[], checkpoint?: Checkpoint): Promise<boolean> {
    const { ingest, name, signal, firstRetryMs = FIRST_RETRY_MS } = this.#options;
    for (let waitMs = firstRetryMs; ; waitMs = Math.min(waitMs * 2, MAX_RETRY_MS)) {
      const wasStopping = signal.aborted;
      try {
        await ingest.write(batch, checkpoint);
        if (this.#isFailing) {
          this.#isFailing = false;
          ingest.notice({ severity: 'info', message: `The logs of ${name} can be written again. Nothing was lost.` });
        }
        return true;
      } catch (cause) {
        if (!this.#isFailing && !wasStopping) {
          this.#isFailing = true;
          const reason = cause instanceof Error ? cause.message : String(cause);
          ingest.notice({
            severity: 'error',
            message: `The logs of ${name} cannot be written now: ${reason} Reading waits, and goes on by itself.`,
          });
        }
        if (wasStopping) return false;
      }
      await wait(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
