import type { Readable } from 'node:stream';
import { HOLD_MS, LineJoiner, type LogText } from './continuation.ts';
import { LineSplitter } from './line-splitter.ts';
import { BATCH_LOGS, logOfText, type ParseLog } from './log-of-text.ts';
import { parseLine } from './parse-line.ts';
import { RetryingWriter } from './retrying-writer.ts';
import type { Ingest, LogSource } from './source.ts';

export interface PipeSourceOptions {
  readonly input: Readable;
  /** The source that its logs get. Default `stdin`. */
  readonly name?: string;
  readonly parse?: ParseLog;
  readonly holdMs?: number;
  readonly now?: () => number;
}

/** Reads lines from a stream, no faster than they are kept: a program that writes too fast waits, and nothing is lost. */
export class PipeSource implements LogSource {
  readonly #options: PipeSourceOptions;
  readonly #name: string;
  readonly #splitter = new LineSplitter();
  readonly #joiner = new LineJoiner();
  readonly #stopping = new AbortController();
  #writing: Promise<void> = Promise.resolve();
  #reading: Promise<void> = Promise.resolve();
  #holdTimer: NodeJS.Timeout | undefined;
  #lines = 0;
  #notKept = 0;

  constructor(options: PipeSourceOptions) {
    this.#options = options;
    this.#name = options.name ?? 'stdin';
  }

  /** Resolves at once: nobody knows how much of a pipe was there at the start. */
  start(ingest: Ingest): Promise<void> {
    const writer = new RetryingWriter({ ingest, name: this.#name, signal: this.#stopping.signal });
    this.#reading = this.#read(ingest, writer);
    return Promise.resolve();
  }

  /** Ends the reading and takes in what was read. What the writing program still had in the pipe stays there. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#options.input.destroy();
    await this.#reading;
  }

  async #read(ingest: Ingest, writer: RetryingWriter): Promise<void> {
    let problem: string | undefined;
    try {
      for await (const chunk of this.#options.input) {
        clearTimeout(this.#holdTimer);
        const lines = this.#splitter.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
        this.#lines += lines.length;
        await this.#keep(writer, () => lines.flatMap((line) => this.#joiner.push(line)));
        this.#holdTimer = setTimeout(() => void this.#keep(writer, () => this.#joiner.flush()), this.#holdMs);
      }
    } catch (cause) {
      if (!this.#stopping.signal.aborted) problem = cause instanceof Error ? cause.message : String(cause);
    }
    clearTimeout(this.#holdTimer);
    const last = this.#splitter.takePartial({ isEnd: true });
    if (last !== undefined) this.#lines += 1;
    await this.#keep(writer, () => [...(last === undefined ? [] : this.#joiner.push(last)), ...this.#joiner.flush()]);
    this.#sayEnd(ingest, problem);
  }

  get #holdMs(): number {
    return this.#options.holdMs ?? HOLD_MS;
  }

  /** One piece after the other, also where the timer and the end of the input meet. */
  async #keep(writer: RetryingWriter, takeTexts: () => readonly LogText[]): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write(writer, takeTexts()));
    await this.#writing;
  }

  async #write(writer: RetryingWriter, texts: readonly LogText[]): Promise<void> {
    const { parse = parseLine, now = Date.now } = this.#options;
    for (let from = 0; from < texts.length; from += BATCH_LOGS) {
      const context = { source: this.#name, readAt: now() };
      const batch = texts.slice(from, from + BATCH_LOGS).map((text) => logOfText(text, parse, context));
      if (!(await writer.write(batch))) this.#notKept += batch.length;
    }
  }

  #sayEnd(ingest: Ingest, problem: string | undefined): void {
    const lines = `${this.#lines} ${this.#lines === 1 ? 'line' : 'lines'}`;
    if (this.#notKept > 0) {
      const message = `${this.#notKept} logs of ${this.#name} were read but could not be written.`;
      ingest.notice({ severity: 'error', message });
    }
    if (problem !== undefined) {
      ingest.notice({ severity: 'error', message: `The input broke off after ${lines}: ${problem}` });
    } else if (!this.#stopping.signal.aborted) {
      ingest.notice({ severity: 'info', message: `The input ended after ${lines}.` });
    }
  }
}
