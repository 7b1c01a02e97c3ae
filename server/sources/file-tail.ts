import { basename } from 'node:path';
import type { Turnstile } from '../http/turnstile.ts';
import type { LogText } from './continuation.ts';
import {
  checkpointKey,
  MAX_FINISHED,
  writeCheckpoint,
  type FileCheckpoint,
  type FinishedFile,
} from './file-checkpoint.ts';
import { isUnchanged, type FileClaims } from './file-claims.ts';
import {
  FileReader,
  isSameIdentity,
  lineStartFrom,
  statPath,
  type ReadPosition,
  type SeenFile,
} from './file-reader.ts';
import type { FileHandle } from 'node:fs/promises';
import { BATCH_LOGS, logOfText, type ParseLog } from './log-of-text.ts';
import { resumeFiles } from './resume-files.ts';
import type { RetryingWriter } from './retrying-writer.ts';
import { findBetween, findCopy, isCopyOf, openFound, openSearched, type Sibling } from './rotated-files.ts';
import { sourceNameOf } from './rotation-names.ts';
import type { Ingest } from './source.ts';
import { Waker } from './waker.ts';

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

const CHUNK_BYTES = 256 * 1024;
/** After so many chunks another file has its turn. */
const CHUNKS_PER_TURN = 16;
/** Rotated files that are looked at at the same time; more only come of a program that rotates without pause. */
const MAX_LEAVING = 8;

type DrainEnd = 'end' | 'more' | 'truncated' | 'stopped';

/** Where a path's file was before the present one, for finding those that came and went in between. */
interface Former {
  readonly realPath: string;
  readonly mtimeMs: number;
}

/**
 * Follows one path: reads the file there, notices when it is emptied, rotated away or deleted, reads the old one to its end
 * before the new one, and keeps all that in one checkpoint. Files are told apart by inode and beginning, never by name.
 *
 * What cannot be known: lines that were written and emptied away between two looks where no copy was left beside the file,
 * and an emptied file that grew again past where reading stood with the very same first kilobyte.
 */
export class FileTail {
  readonly path: string;
  /** Whether there is nothing left to read and no need to wait: its pattern will bring it back if it comes again. */
  isOver = false;
  readonly #context: TailContext;
  readonly #isPattern: boolean;
  readonly #source: string;
  readonly #waker = new Waker();
  #current: FileReader | undefined;
  #leaving: FileReader[] = [];
  #finished: FinishedFile[] = [];
  #former: Former | undefined;
  /** A new file of which nothing was seen: it may be filled, copied and emptied before anything is. */
  #unread: FileReader | undefined;
  #isFirstSight = true;
  #missingSinceMs: number | undefined;
  readonly #said = new Set<string>();
  #loop: Promise<void> = Promise.resolve();
  #isLost = false;

  constructor(path: string, context: TailContext, options: { readonly isPattern: boolean }) {
    this.path = path;
    this.#context = context;
    this.#isPattern = options.isPattern;
    this.#source = sourceNameOf(path);
  }

  /** Opens what the checkpoint names, so that no other path takes it. */
  async resume(): Promise<void> {
    const { ingest, claims } = this.#context;
    const resumed = await resumeFiles(this.path, ingest.checkpoint(checkpointKey(this.path)));
    if (resumed === undefined) return;
    this.#isFirstSight = resumed.isUnreadable;
    this.#finished = [...resumed.finished];
    this.#former = resumed.former;
    this.#current = resumed.current;
    this.#leaving = [...resumed.leaving];
    for (const file of this.#finished) claims.finish(file, this.path);
    for (const reader of this.#readers()) claims.open(reader.identity, reader, this.path);
    for (const message of resumed.warnings) ingest.notice({ severity: 'warning', message });
  }

  /** Reads what is there now, up to the size that the file has now. */
  async readPresent(): Promise<void> {
    const target = (await statPath(this.path))?.size ?? 0;
    while ((await this.#safeRound()) && !this.#isStopping && (this.#current?.offset ?? target) < target);
    // A file that was last written long ago is not waited for: its last line is all there will be.
    for (const reader of this.#readers()) reader.countAsQuietFor(this.#context.now() - reader.mtimeMs);
    await this.#takeQuiet();
  }

  /** Follows the path until the source stops. */
  run(): void {
    this.#loop = this.#follow();
  }

  /** Whether all that was read has become logs. */
  get isSettled(): boolean {
    return this.#isLost || this.#readers().every((reader) => !reader.isHolding);
  }

  wake(): void {
    this.#waker.wake();
  }

  /** Takes in what was read and lets go of the files. The source's signal has been given before. */
  async stop(): Promise<void> {
    this.wake();
    await this.#loop;
    for (const reader of this.#readers()) {
      await this.#take(reader, reader.takeAll({ isEnd: false }));
      await this.#letGo(reader);
    }
  }

  /** Whether a checkpoint told what this path is about. */
  get isResumed(): boolean {
    return !this.#isFirstSight;
  }

  get #isStopping(): boolean {
    return this.#context.signal.aborted || this.#isLost;
  }

  #readers(): FileReader[] {
    return this.#current === undefined ? this.#leaving : [...this.#leaving, this.#current];
  }

  async #follow(): Promise<void> {
    while (!this.#isStopping && !this.isOver) {
      if (!(await this.#safeRound())) await this.#waker.wait(this.#waitMs());
    }
  }

  #waitMs(): number {
    const { pollMs, holdMs, partialMs } = this.#context.timings;
    const deadlines = this.#readers()
      .filter((reader) => reader.isHolding)
      .map(({ quietMs }) => (quietMs < holdMs ? holdMs - quietMs : partialMs - quietMs))
      .filter((ms) => ms > 0);
    return Math.min(pollMs, ...deadlines.map((ms) => Math.ceil(ms)));
  }

  /** A round whose failures are said instead of ending the tail: a file may become readable again. */
  async #safeRound(): Promise<boolean> {
    try {
      const progressed = await this.#round();
      this.#said.delete('unreadable');
      return progressed;
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
      // It went away between two looks; the next round sees that.
      if (code !== 'ENOENT') this.#sayOnce('unreadable', 'warning', `${this.path} cannot be read: ${reasonOf(cause)}`);
      return false;
    }
  }

  /** Looks at everything once; answers whether there may be more at once. */
  async #round(): Promise<boolean> {
    let hasMore = false;
    for (const reader of [...this.#leaving]) {
      const outcome = await this.#drain(reader);
      hasMore ||= outcome === 'more';
      if (outcome === 'truncated') await this.#restart(reader);
    }
    const there = await statPath(this.path);
    const current = this.#current;
    if (there !== undefined && current !== undefined && isSameIdentity(current.identity, there)) {
      this.#missingSinceMs = undefined;
      const isUntouched = there.size === current.offset && there.mtimeMs === current.mtimeMs;
      if (!isUntouched) {
        if (current === this.#unread && there.size > 0) {
          this.#unread = undefined;
          await this.#readBetween(current);
        }
        const outcome = await this.#drain(current);
        if (outcome === 'truncated') await this.#restart(current);
        hasMore ||= outcome === 'more' || outcome === 'truncated';
        if (outcome === 'end') await current.stats();
      }
    } else {
      if (current !== undefined && (await this.#drainToEnd(current)) === 'truncated') await this.#restart(current);
      hasMore ||= there === undefined ? await this.#miss() : await this.#adopt();
    }
    await this.#takeQuiet();
    await this.#finishLeft();
    return hasMore && !this.#isStopping;
  }

  async #drain(reader: FileReader): Promise<DrainEnd> {
    const outcome = await this.#context.turns.run<DrainEnd>(async () => {
      const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
      for (let chunk = 0; chunk < CHUNKS_PER_TURN; chunk += 1) {
        if (this.#isStopping) return 'stopped';
        const outcome = await reader.read(buffer);
        if (outcome.kind !== 'read') return outcome.kind;
        await this.#take(reader, outcome.logs);
      }
      return 'more';
    });
    return outcome ?? 'more';
  }

  async #drainToEnd(reader: FileReader): Promise<DrainEnd> {
    for (;;) {
      const outcome = await this.#drain(reader);
      if (outcome !== 'more') return outcome;
    }
  }

  /** Hands logs over, together with how far that brings the path. Does not return before they are kept. */
  async #take(reader: FileReader, logs: readonly LogText[]): Promise<void> {
    const { parse, now, writer } = this.#context;
    for (let from = 0; from < logs.length && !this.#isLost; from += BATCH_LOGS) {
      const texts = logs.slice(from, from + BATCH_LOGS);
      const last = texts.at(-1);
      if (last === undefined) return;
      const context = { source: this.#source, readAt: now() };
      const batch = texts.map((text) => logOfText(text, parse, context));
      if (await writer.write(batch, this.#checkpoint(reader, last))) reader.commit(last);
      // The store refused to the end. Nothing after it may be written, or the checkpoint would pass it.
      else this.#isLost = true;
    }
  }

  #checkpoint(reader?: FileReader, last?: LogText): { key: string; value: string } {
    const checkpoint: FileCheckpoint = {
      open: this.#readers().map((each) => each.progressAfter(each === reader ? last : undefined)),
      finished: this.#finished,
    };
    return { key: checkpointKey(this.path), value: writeCheckpoint(checkpoint) };
  }

  async #takeQuiet(): Promise<void> {
    const { holdMs, partialMs } = this.#context.timings;
    for (const reader of this.#readers()) await this.#take(reader, reader.takeQuiet(holdMs, partialMs));
  }

  /** The file was emptied: what is left of its old text may be in a copy; then it begins anew. */
  async #restart(reader: FileReader): Promise<void> {
    const { claims, ingest } = this.#context;
    const { head, offset } = reader;
    const isCopy = (seen: SeenFile): boolean =>
      head.length > 0 && seen.size >= offset && seen.head.subarray(0, head.length).equals(head);
    const find = (): Promise<Sibling | undefined> => findCopy(reader.realPath, isCopy, reader.identity);
    const copy = (await openSearched(find, { offset, inLine: false }))?.reader;
    if (copy === undefined) {
      const message = `${this.path} was emptied. It is read from its start; what was written just before may be missing.`;
      ingest.notice({ severity: 'info', message });
    } else {
      const emptied = reader.identity;
      claims.open(copy.identity, reader, this.path);
      await reader.moveInto(copy);
      claims.close(emptied);
      if (reader === this.#current) this.#former = { realPath: reader.realPath, mtimeMs: copy.mtimeMs };
      await this.#drainToEnd(reader);
    }
    if (!this.#isStopping) await this.#finish(reader, { isRemembered: copy !== undefined });
  }

  /** Nothing is at the path. */
  async #miss(): Promise<boolean> {
    const { lingerMs } = this.#context.timings;
    this.#missingSinceMs ??= performance.now();
    const isGone = performance.now() - this.#missingSinceMs >= lingerMs;
    const current = this.#current;
    if (isGone && current !== undefined && current.quietMs >= lingerMs)
      await this.#finish(current, { isRemembered: true });
    if (isGone && this.#isPattern && this.#readers().length === 0) this.isOver = true;
    if (isGone && !this.#isPattern) {
      this.#sayOnce('gone', 'warning', `${this.path} is not there any more. It is read on as soon as it comes back.`);
    }
    return false;
  }

  /** Another file is at the path than the one that was read: what came in between is read first, then the new one. */
  async #adopt(): Promise<boolean> {
    const { claims } = this.#context;
    const opened = await FileReader.open(this.path, (seen, handle) => this.#positionIn(seen, handle));
    if (opened === undefined) return false;
    claims.open(opened.identity, opened, this.path);
    this.#missingSinceMs = undefined;
    this.#said.delete('gone');
    const previous = this.#current;
    this.#current = opened;
    if (previous !== undefined) {
      await previous.stats();
      this.#former = { realPath: previous.realPath, mtimeMs: previous.mtimeMs };
      this.#leaving.push(previous);
    }
    // What the old ones end with comes before the new one. Should a rest of it follow, it is a log of its own.
    for (const reader of this.#leaving) await this.#take(reader, reader.takeAll({ isEnd: false }));
    if (this.#former !== undefined) await this.#readBetween(this.#former);
    this.#former = undefined;
    this.#unread = this.#isFirstSight ? undefined : opened;
    this.#isFirstSight = false;
    return true;
  }

  async #readBetween(former: Former): Promise<void> {
    const { claims } = this.#context;
    const isKnown = (file: Sibling): boolean =>
      claims.isOpen(file) || claims.isFinished(file) || this.#readers().some((reader) => isCopyOf(reader, file));
    // File systems keep times coarsely; a file that is not newer has been finished before and is known.
    const find = (): Promise<Sibling[]> => findBetween(former.realPath, former.mtimeMs - 1, isKnown);
    for (let files = await find(); files.length > 0 && !this.#isStopping; files = await find()) {
      for (const file of files) {
        const reader = await openFound(file, { offset: 0, inLine: false });
        if (reader === undefined) break;
        claims.open(reader.identity, reader, this.path);
        this.#leaving.push(reader);
        await this.#drainToEnd(reader);
        await this.#take(reader, reader.takeAll({ isEnd: false }));
      }
    }
  }

  async #positionIn(seen: SeenFile, handle: FileHandle): Promise<ReadPosition | undefined> {
    if (this.#context.claims.isTaken(seen, this.path)) return undefined;
    // It was away and came back.
    const own = this.#finished.findLast((file) => isUnchanged(file, seen));
    if (own !== undefined) return own;
    if (!this.#isFirstSight) return { offset: 0, inLine: false };
    if (looksBinary(seen.head)) {
      this.#sayOnce('binary', 'warning', `${this.path} is not UTF-8 text (binary or UTF-16) and is not read.`);
      return undefined;
    }
    const offset = await lineStartFrom(handle, seen.size - this.#context.initialBytes);
    if (offset > 0) {
      const message = `${this.path} is large: its first ${offset} bytes are skipped, the last ${seen.size - offset} are read.`;
      this.#context.ingest.notice({ severity: 'info', message });
    }
    return { offset, inLine: false };
  }

  async #finishLeft(): Promise<void> {
    const { lingerMs } = this.#context.timings;
    const isNewOneWritten = this.#current === undefined || this.#current.offset > 0;
    for (const reader of [...this.#leaving]) {
      const isOver = reader.quietMs >= lingerMs && isNewOneWritten;
      if (isOver || this.#leaving.length > MAX_LEAVING) await this.#finish(reader, { isRemembered: true });
    }
  }

  /** Takes in the rest of a file that will not be read any more. */
  async #finish(reader: FileReader, options: { readonly isRemembered: boolean }): Promise<void> {
    await this.#take(reader, reader.takeAll({ isEnd: true }));
    if (this.#isLost) return;
    if (this.#current === reader) {
      this.#former ??= { realPath: reader.realPath, mtimeMs: reader.mtimeMs };
      this.#current = undefined;
    }
    this.#leaving = this.#leaving.filter((other) => other !== reader);
    if (options.isRemembered && reader.head.length > 0) {
      const file = reader.finished();
      this.#finished = [...this.#finished, file].slice(-MAX_FINISHED);
      this.#context.claims.finish(file, this.path);
    }
    await this.#letGo(reader);
    if (!(await this.#context.writer.write([], this.#checkpoint()))) this.#isLost = true;
  }

  async #letGo(reader: FileReader): Promise<void> {
    this.#context.claims.close(reader.identity);
    await reader.close();
  }

  #sayOnce(kind: string, severity: 'info' | 'warning', message: string): void {
    if (this.#said.has(kind)) return;
    this.#said.add(kind);
    this.#context.ingest.notice({ severity, message });
  }
}

/** Zeros amid text; those at the very beginning are a hole that a truncation left. */
function looksBinary(head: Buffer): boolean {
  const first = head.findIndex((byte) => byte !== 0);
  return first !== -1 && head.includes(0, first);
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : basename(String(cause));
}
