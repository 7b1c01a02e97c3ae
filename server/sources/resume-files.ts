import { bearsPrint, isSameFile, readCheckpoint, type FinishedFile, type FormerFile } from './file-checkpoint.ts';
import { FileReader, seePath, type SeenFile } from './file-reader.ts';
import { findCopy, findRotated, openSearched } from './rotated-files.ts';

/** What a path's checkpoint led to. */
export interface ResumedFiles {
  /** The file that is still at the path, where it was read before. */
  readonly current: FileReader | undefined;
  /** Files that were rotated away before they were read to their end, oldest first. */
  readonly leaving: readonly FileReader[];
  readonly finished: readonly FinishedFile[];
  /** The last file that was read, where another one is at the path now. */
  readonly former: FormerFile | undefined;
  readonly warnings: readonly string[];
  readonly isUnreadable: boolean;
}

/** Finds the files of a checkpoint again, also where a rotation moved or copied them. Undefined without a checkpoint. */
export async function resumeFiles(
  path: string,
  text: string | undefined,
  see: typeof seePath = seePath,
): Promise<ResumedFiles | undefined> {
  if (text === undefined) return undefined;
  const known = readCheckpoint(text);
  if (known === undefined) {
    const warnings = [`How far ${path} was read is noted in a way unknown here: some of its lines may come again.`];
    return { current: undefined, leaving: [], finished: [], former: undefined, warnings, isUnreadable: true };
  }
  const leaving: FileReader[] = [];
  const warnings: string[] = [];
  let current: FileReader | undefined;
  let former: ResumedFiles['former'];
  const here = await see(path);
  for (const progress of known.open) {
    former = { realPath: progress.realPath, mtimeMs: progress.mtimeMs };
    // Nothing was read of it. It may have been filled and rotated away since: what lies between is looked for.
    if (progress.head.bytes === 0) continue;
    if (here !== undefined && isSameFile(progress, here) && here.size >= progress.offset) {
      // A rotation may come between the look and the opening: then it is looked for like one that came before.
      current = await FileReader.open(path, (seen) => (isSameFile(progress, seen) ? progress : undefined)).catch(
        () => undefined,
      );
      if (current !== undefined) {
        former = undefined;
        continue;
      }
    }
    const isCopy = (seen: SeenFile): boolean => seen.size >= progress.offset && bearsPrint(seen.head, progress.head);
    const opened = await openSearched(
      async () => (await findRotated(progress)) ?? (await findCopy(progress.realPath, isCopy, progress)),
      progress,
    );
    if (opened !== undefined) {
      leaving.push(opened.reader);
      former = { realPath: progress.realPath, mtimeMs: Math.max(progress.mtimeMs, opened.found.mtimeMs) };
    } else {
      const seenAt = new Date(progress.mtimeMs).toISOString();
      warnings.push(
        `${path} was replaced or emptied while it was not read, and its former text is not beside it: lines written to it after ${seenAt} may be missing.`,
      );
    }
  }
  return { current, leaving, finished: known.finished, former: known.former ?? former, warnings, isUnreadable: false };
}
