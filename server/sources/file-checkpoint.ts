import { createHash } from 'node:crypto';
import * as v from 'valibot';

/** How many bytes at its beginning tell a file from another: long enough for the time of its first line. */
export const HEAD_BYTES = 1024;

/** The first bytes of a file, told by their hash. */
export interface HeadPrint {
  readonly bytes: number;
  readonly hash: string;
}

/** How far a file has been read. */
export interface FinishedFile {
  readonly dev: string;
  readonly ino: string;
  readonly head: HeadPrint;
  /** Where reading goes on, in bytes. */
  readonly offset: number;
  /** Whether the line that `offset` lies in has been taken up to there. */
  readonly inLine: boolean;
}

/** How far a file has been read that may still grow. */
export interface FileProgress extends FinishedFile {
  /** When it was last changed, as far as was seen. */
  readonly mtimeMs: number;
  /** Where it was when it was opened, symbolic links resolved: its rotated self is looked for beside that. */
  readonly realPath: string;
}

/** What is known about one followed path: the files that are still read, the present one last, and those that are done. */
export interface FileCheckpoint {
  readonly open: readonly FileProgress[];
  readonly finished: readonly FinishedFile[];
  /** Where files may lie unread: those younger than this one. */
  readonly former: FormerFile | undefined;
}

/** A file that was at the path before the present one. */
export interface FormerFile {
  readonly realPath: string;
  readonly mtimeMs: number;
}

/** How many rotated files are remembered for a path, so that a wide pattern does not read them again. */
export const MAX_FINISHED = 32;

const headPrint = v.object({ bytes: v.number(), hash: v.string() });
const finishedFile = v.object({
  dev: v.string(),
  ino: v.string(),
  head: headPrint,
  offset: v.number(),
  inLine: v.boolean(),
});
const fileProgress = v.object({
  ...finishedFile.entries,
  mtimeMs: v.number(),
  realPath: v.string(),
});
const fileCheckpoint = v.object({
  version: v.literal(1),
  open: v.array(fileProgress),
  finished: v.array(finishedFile),
  former: v.optional(v.object({ realPath: v.string(), mtimeMs: v.number() })),
});

export function checkpointKey(path: string): string {
  return `file:${path}`;
}

export function writeCheckpoint(checkpoint: FileCheckpoint): string {
  return JSON.stringify({ version: 1, ...checkpoint });
}

/** Answers undefined for a text that no checkpoint of this version is. */
export function readCheckpoint(text: string): FileCheckpoint | undefined {
  try {
    const read = v.safeParse(fileCheckpoint, JSON.parse(text));
    return read.success ? { ...read.output, former: read.output.former } : undefined;
  } catch {
    return undefined;
  }
}

export function printOf(head: Buffer): HeadPrint {
  return { bytes: head.length, hash: createHash('sha256').update(head).digest('base64url').slice(0, 22) };
}

/** Whether a file that begins with `head` may be the one that `print` was taken of. */
export function bearsPrint(head: Buffer, print: HeadPrint): boolean {
  return head.length >= print.bytes && printOf(head.subarray(0, print.bytes)).hash === print.hash;
}

/**
 * Whether a file is the one that was known: the same inode and the same beginning. The number of the device may change
 * with a restart of the machine, so it counts only where there is no beginning to compare.
 */
export function isSameFile(
  known: Pick<FileProgress, 'dev' | 'ino' | 'head'>,
  seen: { readonly dev: string; readonly ino: string; readonly head: Buffer },
): boolean {
  if (known.ino !== seen.ino) return false;
  return known.head.bytes === 0 ? known.dev === seen.dev : bearsPrint(seen.head, known.head);
}
