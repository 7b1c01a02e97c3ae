import type { Turnstile } from '../http/turnstile.ts';
import type { LogText } from './continuation.ts';
import {
  checkpointKey,
  MAX_FINISHED,
  writeCheckpoint,
  type FileCheckpoint,
  type FinishedFile,
  type FormerFile,
} from './file-checkpoint.ts';
import type { FileClaims } from './file-claims.ts';
import type { FileReader } from './file-reader.ts';
import { BATCH_LOGS, logOfText, wantedIdsIn, type ParseLog } from './log-of-text.ts';
import type { RetryingWriter } from './retrying-writer.ts';
import { sourceNameOf } from './rotation-names.ts';
import type { Ingest } from './source.ts';

export interface TailTimings {
  /** How often a file is looked at where the system does not tell of changes. */
  readonly pollMs: number;
  /** How long a log is held back for its continuation, and a last line for its newline, while nothing comes. */
  readonly holdMs: number;
  readonly partialMs: number;
  /** How long a file is still looked at after it was rotated away or deleted: its writer may be late to let go. */
  readonly lingerMs: number;
}

/** What the tails of one source share. */
export interface TailContext {
  readonly ingest: Ingest;
  readonly writer: RetryingWriter;
  readonly claims: FileClaims;
  /** Few files are read at once, so that memory does not grow with their number. */
  readonly turns: Turnstile;
  readonly parse: ParseLog;
  readonly timings: TailTimings;
  readonly initialBytes: number;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

export type DrainEnd = 'end' | 'more' | 'truncated' | 'stopped';

const CHUNK_BYTES = 256 * 1024;
/** After so many chunks another file has its turn. */
const CHUNKS_PER_TURN = 16;

/** The files that belong to one path, and how far they are read: what is read goes into the store with the checkpoint. */
export class PathProgress {
  readonly path: string;
  /** The file at the path. */
  current: FileReader | undefined;
  /** Files that were there before and may still grow, oldest first. */
  leaving: FileReader[] = [];
  finished: readonly FinishedFile[] = [];
  /** Set while files may lie unread between this one and the present one. */
  former: FormerFile | undefined;
  readonly #context: TailContext;
  readonly #source: string;
  #isLost = false;

  constructor(path: string, context: TailContext) {
    this.path = path;
    this.#context = context;
    this.#source = sourceNameOf(path);
  }

  get readers(): readonly FileReader[] {
    return this.current === undefined ? this.leaving : [...this.leaving, this.current];
  }

  /** Whether nothing more is to be begun: the source stops, or the store refused to the end. */
  get isStopping(): boolean {
    return this.#context.signal.aborted || this.#isLost;
  }

  get isSettled(): boolean {
    return this.#isLost || this.readers.every((reader) => !reader.isHolding);
  }

  /** Answers whether the file is this path's to read. Where another path was quicker, it is closed again. */
  async claim(reader: FileReader): Promise<boolean> {
    const isOurs = this.#context.claims.open(reader.identity, reader, this.path);
    if (!isOurs) await reader.close();
    return isOurs;
  }

  /** Reads on in a file, to its end or for one turn. */
  async drain(reader: FileReader): Promise<DrainEnd> {
    const outcome = await this.#context.turns.run<DrainEnd>(async () => {
      const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
      for (let chunk = 0; chunk < CHUNKS_PER_TURN; chunk += 1) {
        if (this.isStopping) return 'stopped';
        const outcome = await reader.read(buffer);
        if (outcome.kind !== 'read') return outcome.kind;
        await this.take(reader, outcome.logs);
      }
      return 'more';
    });
    return outcome ?? 'more';
  }

  async drainToEnd(reader: FileReader): Promise<DrainEnd> {
    for (;;) {
      const outcome = await this.drain(reader);
      if (outcome !== 'more') return outcome;
    }
  }

  /** Hands logs over, together with how far that brings the path. Does not return before they are kept. */
  async take(reader: FileReader, logs: readonly LogText[]): Promise<void> {
    const { parse, now, writer } = this.#context;
    const wantedIdOf = wantedIdsIn(reader.identity);
    for (let from = 0; from < logs.length && !this.#isLost; from += BATCH_LOGS) {
      const texts = logs.slice(from, from + BATCH_LOGS);
      const last = texts.at(-1);
      if (last === undefined) return;
      const context = { source: this.#source, readAt: now() };
      const batch = texts.map((text) => ({
        ...logOfText(text, parse, context),
        wantedId: wantedIdOf(text),
      }));
      if (await writer.write(batch, this.#checkpoint(reader, last))) reader.commit(last);
      // The store refused to the end. Nothing after it may be written, or the checkpoint would pass it.
      else this.#isLost = true;
    }
  }

  async takeQuiet(): Promise<void> {
    const { holdMs, partialMs } = this.#context.timings;
    for (const reader of this.readers) await this.take(reader, reader.takeQuiet(holdMs, partialMs));
  }

  /** Takes in the rest of a file that will not be read any more. */
  async finish(reader: FileReader, options: { readonly isRemembered: boolean }): Promise<void> {
    await this.take(reader, reader.takeAll({ isEnd: true }));
    if (this.#isLost) return;
    if (this.current === reader) {
      this.former ??= { realPath: reader.realPath, mtimeMs: reader.mtimeMs };
      this.current = undefined;
    }
    this.leaving = this.leaving.filter((other) => other !== reader);
    if (options.isRemembered && reader.head.length > 0) {
      const file = reader.finished();
      this.finished = [...this.finished, file].slice(-MAX_FINISHED);
      this.#context.claims.finish(file, this.path);
    }
    await this.letGo(reader);
    await this.save();
  }

  /** Keeps how far the path is read although no log comes with it. */
  async save(): Promise<void> {
    if (!this.#isLost && !(await this.#context.writer.write([], this.#checkpoint()))) this.#isLost = true;
  }

  async letGo(reader: FileReader): Promise<void> {
    this.#context.claims.close(reader.identity);
    await reader.close();
  }

  #checkpoint(reader?: FileReader, last?: LogText): { key: string; value: string } {
    const checkpoint: FileCheckpoint = {
      open: this.readers.map((each) => each.progressAfter(each === reader ? last : undefined)),
      finished: this.finished,
      former: this.former,
    };
    return { key: checkpointKey(this.path), value: writeCheckpoint(checkpoint) };
  }
}
