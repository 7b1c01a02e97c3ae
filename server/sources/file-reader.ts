import type { BigIntStats } from 'node:fs';
import { open, realpath, stat, type FileHandle } from 'node:fs/promises';
import { LineJoiner, type LogText } from './continuation.ts';
import { HEAD_BYTES, printOf, type FileProgress, type FinishedFile, type HeadPrint } from './file-checkpoint.ts';
import { LineSplitter } from './line-splitter.ts';

/** Which file it is, whatever it is called: the numbers of its device and inode, as text because they may exceed 2^53. */
export interface FileIdentity {
  readonly dev: string;
  readonly ino: string;
}

export function isSameIdentity(one: FileIdentity, other: FileIdentity): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}

/** What the system says about a file, without opening it. */
export interface FileStats extends FileIdentity {
  readonly size: number;
  readonly mtimeMs: number;
}

export interface ReadPosition {
  readonly offset: number;
  /** Whether `offset` lies in a line of which the beginning has been taken. */
  readonly inLine: boolean;
}

export type ReadOutcome =
  | { readonly kind: 'read'; readonly logs: readonly LogText[]; readonly bytes: number }
  | { readonly kind: 'end' }
  /** The file does not begin any more as it did, or is shorter than what was read: it was emptied and begun anew. */
  | { readonly kind: 'truncated' };

/** One open file, read from a position to its end and on as it grows. It follows the file, not the path. */
export class FileReader {
  readonly path: string;
  readonly realPath: string;
  #identity: FileIdentity;
  #mtimeMs: number;
  #handle: FileHandle;
  #head: Buffer;
  #print: HeadPrint | undefined;
  #offset: number;
  #committed: ReadPosition;
  #lastBytesAtMs = performance.now();
  readonly #splitter: LineSplitter;
  readonly #joiner = new LineJoiner();

  private constructor(parts: {
    path: string;
    realPath: string;
    identity: FileIdentity;
    mtimeMs: number;
    handle: FileHandle;
    head: Buffer;
    position: ReadPosition;
  }) {
    this.path = parts.path;
    this.realPath = parts.realPath;
    this.#identity = parts.identity;
    this.#mtimeMs = parts.mtimeMs;
    this.#handle = parts.handle;
    this.#head = parts.head;
    this.#offset = parts.position.offset;
    this.#committed = { offset: parts.position.offset, inLine: parts.position.inLine };
    this.#splitter = new LineSplitter({
      startOffset: parts.position.offset,
      continuesTaken: parts.position.inLine,
    });
  }

  /** Opens a file. `positionOf` says where to begin, or answers undefined to leave it alone. */
  static async open(
    path: string,
    positionOf: (seen: SeenFile, handle: FileHandle) => ReadPosition | undefined | Promise<ReadPosition | undefined>,
  ): Promise<FileReader | undefined> {
    const handle = await open(path, 'r');
    let isKept = false;
    try {
      const seen = await seeFile(handle);
      const position = seen === undefined ? undefined : await positionOf(seen, handle);
      if (seen === undefined || position === undefined) return undefined;
      const { head, mtimeMs } = seen;
      const realPath = await realpath(path).catch(() => path);
      isKept = true;
      return new FileReader({ path, realPath, identity: seen, mtimeMs, handle, head, position });
    } finally {
      if (!isKept) await handle.close();
    }
  }

  get identity(): FileIdentity {
    return this.#identity;
  }

  /** When the file was last changed, as far as was looked. */
  get mtimeMs(): number {
    return this.#mtimeMs;
  }

  /** Where the next byte is read. */
  get offset(): number {
    return this.#offset;
  }

  get head(): Buffer {
    return this.#head;
  }

  /** Whether something was read that is not a log yet. */
  get isHolding(): boolean {
    return this.#joiner.isHolding || this.#splitter.offset > this.#splitter.lineStart;
  }

  get quietMs(): number {
    return performance.now() - this.#lastBytesAtMs;
  }

  /** Counts the file as quiet for longer than it has been watched. */
  countAsQuietFor(ms: number): void {
    this.#lastBytesAtMs = Math.min(this.#lastBytesAtMs, performance.now() - ms);
  }

  /** Reads on, as much as fits into `buffer`. */
  async read(buffer: Buffer): Promise<ReadOutcome> {
    const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, this.#offset);
    if (this.#offset === 0 && !this.#takeHead(buffer.subarray(0, bytesRead))) return { kind: 'truncated' };
    // Looked at after the reading: a file that still begins as it did cannot have been emptied before.
    if (!(await this.#beginsAsBefore())) return { kind: 'truncated' };
    if (bytesRead === 0) {
      const { size } = await this.#handle.stat();
      return { kind: size < this.#offset ? 'truncated' : 'end' };
    }
    this.#offset += bytesRead;
    this.#lastBytesAtMs = performance.now();
    const lines = this.#splitter.push(buffer.subarray(0, bytesRead));
    return { kind: 'read', logs: lines.flatMap((line) => this.#joiner.push(line)), bytes: bytesRead };
  }

  /** What has been quiet for long enough: a log whose continuation did not come, a last line without newline. */
  takeQuiet(holdMs: number, partialMs: number): LogText[] {
    const quietMs = this.quietMs;
    if (quietMs >= partialMs) return this.takeAll({ isEnd: false });
    return quietMs >= holdMs ? this.#joiner.flush() : [];
  }

  /** All that was read and is not a log yet. `isEnd` says that the rest of a last line will never come. */
  takeAll(options: { readonly isEnd: boolean }): LogText[] {
    const partial = this.#splitter.takePartial(options);
    const logs = partial === undefined ? [] : this.#joiner.push(partial);
    return [...logs, ...this.#joiner.flush()];
  }

  /** How far the file counts as read once everything up to and with `log` is kept. */
  progressAfter(log: LogText | undefined): FileProgress {
    const { offset, inLine } = log === undefined ? this.#committed : { offset: log.endOffset, inLine: log.endsInLine };
    return { ...this.#told(), offset, inLine, mtimeMs: this.#mtimeMs, realPath: this.realPath };
  }

  commit(log: LogText): void {
    this.#committed = { offset: log.endOffset, inLine: log.endsInLine };
  }

  finished(): FinishedFile {
    return { ...this.#told(), ...this.#committed };
  }

  /** Looks at the file anew. */
  async stats(): Promise<FileStats> {
    const stats = statsOf(await this.#handle.stat({ bigint: true }));
    this.#mtimeMs = stats.mtimeMs;
    return stats;
  }

  /** Goes on in a copy of this file, whose own text is gone. The copy's reader is used up by that. */
  async moveInto(copy: FileReader): Promise<void> {
    await this.#handle.close();
    this.#handle = copy.#handle;
    this.#identity = copy.#identity;
    this.#mtimeMs = copy.#mtimeMs;
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  #told(): Pick<FileProgress, 'dev' | 'ino' | 'head'> {
    this.#print ??= printOf(this.#head);
    return { dev: this.#identity.dev, ino: this.#identity.ino, head: this.#print };
  }

  /** The first bytes that are read are the beginning themselves, unless they differ from what was seen of it. */
  #takeHead(bytes: Buffer): boolean {
    const known = Math.min(bytes.length, this.#head.length);
    if (!bytes.subarray(0, known).equals(this.#head.subarray(0, known))) return false;
    if (bytes.length > this.#head.length) {
      this.#head = Buffer.from(bytes.subarray(0, HEAD_BYTES));
      this.#print = undefined;
    }
    return true;
  }

  async #beginsAsBefore(): Promise<boolean> {
    const head = await readHead(this.#handle);
    if (!head.subarray(0, this.#head.length).equals(this.#head)) return false;
    if (head.length > this.#head.length) {
      this.#head = head;
      this.#print = undefined;
    }
    return true;
  }
}

/** A file as it was found. */
export interface SeenFile extends FileStats {
  readonly head: Buffer;
}

function statsOf(stats: BigIntStats): FileStats {
  return {
    dev: String(stats.dev),
    ino: String(stats.ino),
    size: Number(stats.size),
    mtimeMs: Number(stats.mtimeNs) / 1e6,
  };
}

/** What is at a path; undefined where there is nothing, or no regular file. */
export async function statPath(path: string): Promise<FileStats | undefined> {
  const stats = await stat(path, { bigint: true }).catch(() => undefined);
  return stats?.isFile() === true ? statsOf(stats) : undefined;
}

/** Looks at an open file; undefined for what is no regular file. */
async function seeFile(handle: FileHandle): Promise<SeenFile | undefined> {
  const stats = await handle.stat({ bigint: true });
  if (!stats.isFile()) return undefined;
  return { ...statsOf(stats), head: await readHead(handle) };
}

/** Looks at the file of a path; undefined where there is none, or none that can be read. */
export async function seePath(path: string): Promise<SeenFile | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch {
    return undefined;
  }
  try {
    return await seeFile(handle);
  } finally {
    await handle.close();
  }
}

async function readHead(handle: FileHandle): Promise<Buffer> {
  const head = Buffer.allocUnsafe(HEAD_BYTES);
  const { bytesRead } = await handle.read(head, 0, HEAD_BYTES, 0);
  return head.subarray(0, bytesRead);
}

/** Where the first line begins at or after `from`; the end of the file where there is none. */
export async function lineStartFrom(handle: FileHandle, from: number): Promise<number> {
  if (from <= 0) return 0;
  const buffer = Buffer.allocUnsafe(64 * 1024);
  for (let at = from - 1; ;) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) return at;
    const newline = buffer.subarray(0, bytesRead).indexOf(0x0a);
    if (newline !== -1) return at + newline + 1;
    at += bytesRead;
  }
}

/** Whether there are zeros amid text; those at the very beginning are a hole that a truncation left. */
export function looksBinary(head: Buffer): boolean {
  const first = head.findIndex((byte) => byte !== 0);
  return first !== -1 && head.includes(0, first);
}
