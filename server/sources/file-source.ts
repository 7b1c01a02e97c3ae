import { basename, dirname } from 'node:path';
import { Turnstile } from '../http/turnstile.ts';
import { HOLD_MS } from './continuation.ts';
import { FileClaims } from './file-claims.ts';
import { seePath, statPath, type FileIdentity } from './file-reader.ts';
import { FileTail } from './file-tail.ts';
import { findFiles, folderOfPattern, readPattern, type WantedFiles } from './find-files.ts';
import { FolderWatch } from './folder-watch.ts';
import type { ParseLog } from './log-of-text.ts';
import { parseLine } from './parse-line.ts';
import type { TailContext, TailTimings } from './path-progress.ts';
import { RetryingWriter } from './retrying-writer.ts';
import { isRotationOf } from './rotation-names.ts';
import type { Ingest, LogSource } from './source.ts';
import { Waker } from './waker.ts';

export interface FileSourceOptions {
  /** Files and patterns as they were given. A file that exists wins over what its name would mean as a pattern. */
  readonly patterns: readonly string[];
  /** What relative patterns are relative to. Default: the working directory. */
  readonly cwd?: string;
  /** Most bytes that are read of a file that is seen for the first time, from its end. Default 64 MiB. */
  readonly initialBytes?: number;
  readonly parse?: ParseLog;
  readonly timings?: Partial<FileTimings>;
  /** Whether the system is asked to tell of changes. Default true; polling works without. */
  readonly watches?: boolean;
  readonly now?: () => number;
}

export interface FileTimings extends TailTimings {
  /** How often patterns are looked up again. */
  readonly rescanMs: number;
  /** How long the start waits at most for last lines and continuations once everything has been read. */
  readonly settleMs: number;
}

const TIMINGS: FileTimings = {
  pollMs: 250,
  holdMs: HOLD_MS,
  partialMs: 1_000,
  lingerMs: 10_000,
  rescanMs: 1_000,
  settleMs: 1_500,
};

const INITIAL_BYTES = 64 * 1024 * 1024;
const FILES_AT_ONCE = 4;
/** Every followed file is held open. */
const MAX_FILES = 1_000;

/** Follows files: those that are there, those that come under a pattern, through truncation and rotation and over restarts. */
export class FileSource implements LogSource {
  readonly #options: FileSourceOptions;
  readonly #timings: FileTimings;
  readonly #stopping = new AbortController();
  readonly #tails = new Map<string, FileTail>();
  readonly #rescan = new Waker();
  readonly #watch: FolderWatch;
  readonly #said = new Set<string>();
  readonly #left = new Set<string>();
  #wanted: readonly WantedFiles[] = [];
  #scanning: Promise<void> = Promise.resolve();
  #starting: Promise<void> = Promise.resolve();

  constructor(options: FileSourceOptions) {
    this.#options = options;
    this.#timings = { ...TIMINGS, ...options.timings };
    this.#watch = new FolderWatch((folder) => this.#onChange(folder));
  }

  async start(ingest: Ingest): Promise<void> {
    this.#starting = this.#start(ingest);
    await this.#starting;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#watch.close();
    this.#rescan.wake();
    await this.#starting.catch(() => undefined);
    await this.#scanning;
    await Promise.all([...this.#tails.values()].map((tail) => tail.stop()));
  }

  async #start(ingest: Ingest): Promise<void> {
    const {
      patterns,
      cwd = process.cwd(),
      initialBytes = INITIAL_BYTES,
      parse = parseLine,
      now = Date.now,
    } = this.#options;
    const { signal } = this.#stopping;
    const context: TailContext = {
      ingest,
      writer: new RetryingWriter({ ingest, name: patterns.length === 1 ? (patterns[0] ?? 'files') : 'files', signal }),
      claims: new FileClaims(),
      turns: new Turnstile(FILES_AT_ONCE, Number.POSITIVE_INFINITY),
      parse,
      timings: this.#timings,
      initialBytes,
      now,
      signal,
    };
    this.#wanted = await Promise.all(patterns.map((pattern) => readPattern(pattern, cwd)));
    for (const wanted of this.#wanted) if (wanted.kind === 'pattern') this.#addWatch(folderOfPattern(wanted));
    const tails = await this.#openNew(context, await this.#scan(context));
    this.#scanning = this.#rescanUntilStopped(context);
    await this.#settle(tails);
  }

  /** Starts to follow paths. Those that were changed last are read last, so that a rotated file comes before its successor. */
  async #openNew(context: TailContext, found: ReadonlyMap<string, WantedFiles['kind']>): Promise<FileTail[]> {
    const dated = await Promise.all(
      [...found].map(async ([path, kind]) => ({ path, kind, mtimeMs: (await statPath(path))?.mtimeMs ?? 0 })),
    );
    const tails: FileTail[] = [];
    for (const { path, kind } of dated.sort((one, other) => one.mtimeMs - other.mtimeMs)) {
      const tail = new FileTail(path, context, { isPattern: kind === 'pattern' });
      this.#tails.set(path, tail);
      this.#addWatch(dirname(path));
      tails.push(tail);
    }
    // All of them first: what one path had been reading may be at another path now.
    const resumed: FileTail[] = [];
    for (const tail of tails) {
      if (await this.#attempt(context, tail, () => tail.resume())) resumed.push(tail);
    }
    // Then those first that know what they were reading: rotated files in between are theirs.
    for (const tail of [...resumed.filter((each) => each.isResumed), ...resumed.filter((each) => !each.isResumed)]) {
      if (this.#stopping.signal.aborted) break;
      if (await this.#attempt(context, tail, () => tail.readPresent())) tail.run();
    }
    return resumed;
  }

  /** One file that fails stops no other one. It is tried again at the next look for new files. */
  async #attempt(context: TailContext, tail: FileTail, action: () => Promise<void>): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      this.#sayOnce(context, `${tail.path} cannot be followed (${reason}). It is tried again.`);
      this.#tails.delete(tail.path);
      await tail.stop();
      return false;
    }
  }

  async #settle(tails: readonly FileTail[]): Promise<void> {
    const { settleMs, holdMs } = this.#timings;
    const untilMs = performance.now() + settleMs;
    const pause = new Waker();
    const isWaiting = (): boolean => !this.#stopping.signal.aborted && performance.now() < untilMs;
    while (isWaiting() && !tails.every((tail) => tail.isSettled)) await pause.wait(Math.max(10, holdMs / 4));
  }

  async #rescanUntilStopped(context: TailContext): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.#rescan.wait(this.#timings.rescanMs);
      if (this.#stopping.signal.aborted) return;
      try {
        for (const [path, tail] of this.#tails) {
          if (!tail.isOver) continue;
          await tail.stop();
          this.#tails.delete(path);
        }
        await this.#openNew(context, await this.#scan(context));
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        this.#sayOnce(context, `Looking for new files failed: ${reason}`);
      }
    }
  }

  /** Paths that are to be followed and are not yet. */
  async #scan(context: TailContext): Promise<Map<string, WantedFiles['kind']>> {
    const found = new Map<string, WantedFiles['kind']>();
    let beyond = 0;
    const add = (path: string, kind: WantedFiles['kind']): void => {
      if (this.#tails.has(path) || found.has(path)) return;
      if (this.#tails.size + found.size >= MAX_FILES) beyond += 1;
      else found.set(path, kind);
    };
    for (const wanted of this.#wanted) {
      if (wanted.kind === 'file') {
        add(wanted.path, 'file');
        continue;
      }
      const { paths, compressed } = await findFiles(wanted);
      for (const path of paths) {
        if (this.#tails.has(path)) continue;
        const seen = await seePath(path);
        if (seen === undefined) this.#sayOnce(context, `${path} matches ${wanted.pattern} but cannot be read.`);
        else if (!context.claims.isTaken(seen, path) && !this.#isLeftToAnother(path, seen)) add(path, 'pattern');
      }
      if (compressed.length > 0) {
        this.#sayOnce(context, `Compressed files under ${wanted.pattern} are not read, such as ${compressed[0]}.`);
      }
    }
    if (beyond > 0) {
      this.#sayOnce(
        context,
        `More than ${MAX_FILES} files match: ${beyond} of them are not read. Give narrower patterns.`,
      );
    }
    return found;
  }

  /**
   * A file that is called like the rotated self of a followed one, and was not there at the last look, is left to that one
   * for a while: it is most likely what it was reading, or what came and went in between.
   */
  #isLeftToAnother(path: string, identity: FileIdentity): boolean {
    const key = `${identity.ino} ${path}`;
    if (this.#left.delete(key)) return false;
    const isRotated = [...this.#tails.keys()].some(
      (other) => dirname(other) === dirname(path) && isRotationOf(basename(other), basename(path)),
    );
    if (isRotated) this.#left.add(key);
    return isRotated;
  }

  #addWatch(folder: string): void {
    if (this.#options.watches !== false) this.#watch.add(folder);
  }

  #onChange(folder: string): void {
    for (const tail of this.#tails.values()) if (dirname(tail.path) === folder) tail.wake();
  }

  #sayOnce(context: TailContext, message: string): void {
    if (this.#said.has(message) || this.#said.size >= 1_000) return;
    this.#said.add(message);
    context.ingest.notice({ severity: 'warning', message });
  }
}
