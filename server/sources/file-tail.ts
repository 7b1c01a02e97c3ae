import type { FileHandle } from 'node:fs/promises';
import { checkpointKey, type FormerFile } from './file-checkpoint.ts';
import { isUnchanged } from './file-claims.ts';
import {
  FileReader,
  isSameIdentity,
  lineStartFrom,
  looksBinary,
  statPath,
  type ReadPosition,
  type SeenFile,
} from './file-reader.ts';
import { PathProgress, type TailContext } from './path-progress.ts';
import { resumeFiles } from './resume-files.ts';
import { findBetween, findCopy, isCopyOf, openFound, openSearched, type Sibling } from './rotated-files.ts';
import { Waker } from './waker.ts';

/** Rotated files that are looked at at the same time; more only come of a program that rotates without pause. */
const MAX_LEAVING = 8;

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
  readonly #progress: PathProgress;
  readonly #waker = new Waker();
  readonly #said = new Set<string>();
  #isFirstSight = true;
  #missingSinceMs: number | undefined;
  #loop: Promise<void> = Promise.resolve();

  constructor(path: string, context: TailContext, options: { readonly isPattern: boolean }) {
    this.path = path;
    this.#context = context;
    this.#isPattern = options.isPattern;
    this.#progress = new PathProgress(path, context);
  }

  /** Whether a checkpoint told what this path is about. */
  get isResumed(): boolean {
    return !this.#isFirstSight;
  }

  /** Whether all that was read has become logs. */
  get isSettled(): boolean {
    return this.#progress.isSettled;
  }

  /** Opens what the checkpoint names, so that no other path takes it. */
  async resume(): Promise<void> {
    const { ingest, claims } = this.#context;
    const resumed = await resumeFiles(this.path, ingest.checkpoint(checkpointKey(this.path)));
    if (resumed === undefined) return;
    this.#isFirstSight = resumed.isUnreadable;
    this.#progress.finished = resumed.finished;
    this.#progress.former = resumed.former;
    for (const file of resumed.finished) claims.finish(file, this.path);
    for (const reader of resumed.leaving) {
      if (await this.#progress.claim(reader)) this.#progress.leaving.push(reader);
    }
    const { current } = resumed;
    if (current !== undefined && (await this.#progress.claim(current))) this.#progress.current = current;
    for (const message of resumed.warnings) ingest.notice({ severity: 'warning', message });
  }

  /** Reads what is there now, up to the size that the file has now. */
  async readPresent(): Promise<void> {
    const target = (await statPath(this.path))?.size ?? 0;
    const isBehind = (): boolean => (this.#progress.current?.offset ?? target) < target;
    while ((await this.#safeRound()) && !this.#progress.isStopping && isBehind());
    // A file that was last written long ago is not waited for: its last line is all there will be.
    for (const reader of this.#progress.readers) reader.countAsQuietFor(this.#context.now() - reader.mtimeMs);
    await this.#progress.takeQuiet();
  }

  /** Follows the path until the source stops. */
  run(): void {
    this.#loop = this.#follow();
  }

  wake(): void {
    this.#waker.wake();
  }

  /** Takes in what was read and lets go of the files. The source's signal has been given before, or the tail is over. */
  async stop(): Promise<void> {
    this.wake();
    await this.#loop;
    for (const reader of this.#progress.readers) {
      await this.#progress.take(reader, reader.takeAll({ isEnd: false }));
      await this.#progress.letGo(reader);
    }
  }

  async #follow(): Promise<void> {
    while (!this.#progress.isStopping && !this.isOver) {
      if (!(await this.#safeRound())) await this.#waker.wait(this.#waitMs());
    }
  }

  #waitMs(): number {
    const { pollMs, holdMs, partialMs } = this.#context.timings;
    const deadlines = this.#progress.readers
      .filter((reader) => reader.isHolding)
      .map(({ quietMs }) => (quietMs < holdMs ? holdMs - quietMs : partialMs - quietMs))
      .filter((ms) => ms > 0);
    return Math.min(pollMs, ...deadlines.map((ms) => Math.ceil(ms)));
  }

  /** A round whose failures are said instead of ending the tail: a file may become readable again. */
  async #safeRound(): Promise<boolean> {
    try {
      const hasMore = await this.#round();
      this.#said.delete('unreadable');
      return hasMore;
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
      const reason = cause instanceof Error ? cause.message : String(cause);
      // It went away between two looks; the next round sees that.
      if (code !== 'ENOENT') this.#sayOnce('unreadable', `${this.path} cannot be read: ${reason}`);
      return false;
    }
  }

  /** Looks at everything once; answers whether there may be more at once. */
  async #round(): Promise<boolean> {
    let hasMore = false;
    for (const reader of this.#progress.leaving.slice()) {
      const outcome = await this.#progress.drain(reader);
      if (outcome === 'truncated') await this.#restart(reader);
      if (outcome === 'more') hasMore = true;
    }
    const there = await statPath(this.path);
    const current = this.#progress.current;
    if (there !== undefined && current !== undefined && isSameIdentity(current.identity, there)) {
      this.#missingSinceMs = undefined;
      const isUntouched = there.size === current.offset && there.mtimeMs === current.mtimeMs;
      if (!isUntouched && (await this.#readOn(current))) hasMore = true;
    } else {
      if (current !== undefined && (await this.#progress.drainToEnd(current)) === 'truncated') {
        await this.#restart(current);
      }
      if (there === undefined) await this.#miss();
      else if (await this.#adopt()) hasMore = true;
    }
    await this.#progress.takeQuiet();
    await this.#finishLeft();
    return hasMore && !this.#progress.isStopping;
  }

  /** Reads on in the file at the path; answers whether there may be more at once. */
  async #readOn(current: FileReader): Promise<boolean> {
    // A new file may be filled, copied and emptied before anything was read of it: looked for before and after.
    const { former } = this.#progress;
    if (former !== undefined) await this.#readBetween(former);
    const outcome = await this.#progress.drain(current);
    if (former !== undefined && (current.offset > 0 || outcome === 'truncated')) {
      if (await this.#readBetween(former)) this.#progress.former = undefined;
    }
    if (outcome === 'truncated') await this.#restart(current);
    // As long as nothing was read of it, all that is younger than its beginning may have been its text.
    if (outcome === 'end' && current.offset > 0) await current.stats();
    return outcome === 'more' || outcome === 'truncated';
  }

  /** The file was emptied: what is left of its old text may be in a copy; then it begins anew. */
  async #restart(reader: FileReader): Promise<void> {
    const { claims, ingest } = this.#context;
    const { head, offset } = reader;
    const isCopy = (seen: SeenFile): boolean =>
      head.length > 0 &&
      seen.size >= offset &&
      seen.head.subarray(0, head.length).equals(head) &&
      !claims.isOpen(seen) &&
      !claims.isFinished(seen);
    const find = (): Promise<Sibling | undefined> => findCopy(reader.realPath, isCopy, reader.identity);
    const copy = (await openSearched(find, { offset, inLine: false }))?.reader;
    const emptied = reader.identity;
    if (copy === undefined || !claims.open(copy.identity, reader, this.path)) {
      await copy?.close();
      const message = `${this.path} was emptied. It is read from its start; what was written just before may be missing.`;
      ingest.notice({ severity: 'info', message });
    } else {
      await reader.moveInto(copy);
      claims.close(emptied);
      if (reader === this.#progress.current) this.#progress.former ??= formerOf(reader);
      await this.#progress.drainToEnd(reader);
    }
    const isRemembered = reader.identity !== emptied;
    if (!this.#progress.isStopping) await this.#progress.finish(reader, { isRemembered });
  }

  /** Nothing is at the path. */
  async #miss(): Promise<void> {
    const { lingerMs } = this.#context.timings;
    this.#missingSinceMs ??= performance.now();
    if (performance.now() - this.#missingSinceMs < lingerMs) return;
    const { current } = this.#progress;
    if (current !== undefined && current.quietMs >= lingerMs) {
      await this.#progress.finish(current, { isRemembered: true });
    }
    if (!this.#isPattern) {
      this.#sayOnce('gone', `${this.path} is not there any more. It is read on as soon as it comes back.`);
    } else if (this.#progress.readers.length === 0) this.isOver = true;
  }

  /** Another file is at the path than the one that was read: what came in between is read first, then the new one. */
  async #adopt(): Promise<boolean> {
    const progress = this.#progress;
    const opened = await FileReader.open(this.path, (seen, handle) => this.#positionIn(seen, handle));
    if (opened === undefined || !(await progress.claim(opened))) return false;
    this.#missingSinceMs = undefined;
    this.#said.delete('gone');
    const previous = progress.current;
    // Not before everything older is read does the new file count as begun, so that no checkpoint skips what is older.
    progress.current = undefined;
    if (previous !== undefined) {
      await previous.stats();
      progress.former ??= formerOf(previous);
      progress.leaving.push(previous);
    }
    // What the old ones end with comes before the new one. Should a rest of it follow, it is a log of its own.
    for (const reader of progress.leaving) await progress.take(reader, reader.takeAll({ isEnd: false }));
    if (progress.former !== undefined && !(await this.#readBetween(progress.former))) {
      await progress.letGo(opened);
      return false;
    }
    // Nothing can have come before what is seen first; of an empty file, all that is younger may have been the text.
    progress.former = this.#isFirstSight || opened.head.length > 0 ? undefined : formerOf(opened);
    progress.current = opened;
    this.#isFirstSight = false;
    return true;
  }

  /** Reads whole files that came and went after `former`. Answers false if the source stopped meanwhile. */
  async #readBetween(former: FormerFile): Promise<boolean> {
    const { claims } = this.#context;
    const progress = this.#progress;
    const isKnown = (file: Sibling): boolean =>
      claims.isOpen(file) || claims.isFinished(file) || progress.readers.some((reader) => isCopyOf(reader, file));
    // File systems keep times coarsely; a file that is not newer has been finished before and is known.
    const find = (): Promise<Sibling[]> => findBetween(former.realPath, former.mtimeMs - 1, isKnown);
    for (let files = await find(); files.length > 0 && !progress.isStopping; files = await find()) {
      for (const file of files) {
        const reader = await openFound(file, { offset: 0, inLine: false });
        if (reader === undefined || !(await progress.claim(reader))) break;
        progress.leaving.push(reader);
        await progress.drainToEnd(reader);
        await progress.take(reader, reader.takeAll({ isEnd: false }));
      }
    }
    return !progress.isStopping;
  }

  async #positionIn(seen: SeenFile, handle: FileHandle): Promise<ReadPosition | undefined> {
    if (this.#context.claims.isTaken(seen, this.path)) return undefined;
    // It was away and came back.
    const own = this.#progress.finished.findLast((file) => isUnchanged(file, seen));
    if (own !== undefined) return own;
    if (!this.#isFirstSight) return { offset: 0, inLine: false };
    if (looksBinary(seen.head)) {
      this.#sayOnce('binary', `${this.path} is not UTF-8 text (binary or UTF-16) and is not read.`);
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
    const progress = this.#progress;
    const isNewOneWritten = progress.current === undefined || progress.current.offset > 0;
    for (const reader of progress.leaving.slice()) {
      const isOver = reader.quietMs >= lingerMs && isNewOneWritten;
      if (isOver || progress.leaving.length > MAX_LEAVING) await progress.finish(reader, { isRemembered: true });
    }
  }

  #sayOnce(kind: string, message: string): void {
    if (this.#said.has(kind)) return;
    this.#said.add(kind);
    this.#context.ingest.notice({ severity: 'warning', message });
  }
}

function formerOf(reader: FileReader): FormerFile {
  return { realPath: reader.realPath, mtimeMs: reader.mtimeMs };
}
