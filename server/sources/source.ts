import type { Checkpoint, NewLog } from '../storage/log-store.ts';

/** Something that people should know about a source: shown in the terminal and as a `system_notification`. */
export interface SourceNotice {
  readonly severity: 'info' | 'warning' | 'error';
  readonly message: string;
}

/** What a source hands its logs to. */
export interface Ingest {
  /**
   * Takes logs in. Resolves when they and the checkpoint are durable; a source that waits for it before reading on is
   * slowed to the speed of the disk instead of filling the memory. Rejects when the store refuses.
   */
  write(batch: readonly NewLog[], checkpoint?: Checkpoint): Promise<void>;
  checkpoint(key: string): string | undefined;
  notice(notice: SourceNotice): void;
}

/** A place that logs come from: files, a pipe, the demonstration. */
export interface LogSource {
  /** Begins to read. Resolves when what was there at the start has been taken in. */
  start(ingest: Ingest): Promise<void>;
  /** Stops reading, takes in what is already read (a last line without newline too), and lets go of its files. */
  stop(): Promise<void>;
}
