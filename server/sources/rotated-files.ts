import { readdir } from 'node:fs/promises';
import { basename, dirname, join, parse } from 'node:path';
import { isSameFile, type FileProgress } from './file-checkpoint.ts';
import { isSameIdentity, seePath, statPath, type FileIdentity, type FileReader, type SeenFile } from './file-reader.ts';
import { isCompressed, isRotationOf } from './rotation-names.ts';

/** A file beside a followed one. */
export interface Sibling extends SeenFile {
  readonly path: string;
}

/** A folder may hold very many files: no more of them are looked at. */
const MAX_SIBLINGS = 2_000;

async function namesBeside(realPath: string): Promise<string[]> {
  const stem = parse(realPath).name;
  const names = await readdir(dirname(realPath)).catch(() => []);
  // Those that look related first, so that the bound does not hit them.
  const related = names.filter((name) => name.startsWith(stem));
  const others = names.filter((name) => !name.startsWith(stem));
  return [...related, ...others].slice(0, MAX_SIBLINGS);
}

/** The file that was read to `progress.offset`, wherever a rotation put it in its folder. */
export async function findRotated(progress: FileProgress): Promise<Sibling | undefined> {
  const folder = dirname(progress.realPath);
  for (const name of await namesBeside(progress.realPath)) {
    const path = join(folder, name);
    if ((await statPath(path))?.ino !== progress.ino) continue;
    const seen = await seePath(path);
    if (seen !== undefined && isSameFile(progress, seen) && seen.size >= progress.offset) return { ...seen, path };
  }
  return undefined;
}

/**
 * The copy that was made of a file before it was emptied: a related name, the same beginning, and at least as long as what
 * was read. Even a copy with another purpose would do, because its text is the same.
 */
export async function findCopy(
  realPath: string,
  isCopy: (seen: SeenFile) => boolean,
  original: FileIdentity,
): Promise<Sibling | undefined> {
  const { name: stem } = parse(realPath);
  const copies: Sibling[] = [];
  for (const name of await namesBeside(realPath)) {
    if (!name.startsWith(stem) || name === basename(realPath) || isCompressed(name)) continue;
    const path = join(dirname(realPath), name);
    const seen = await seePath(path);
    if (seen !== undefined && !isSameIdentity(seen, original) && isCopy(seen)) copies.push({ ...seen, path });
  }
  return copies.sort((one, other) => other.mtimeMs - one.mtimeMs)[0];
}

/** Whole files that came and were rotated away between a file and the present one, oldest first. */
export async function findBetween(
  realPath: string,
  sinceMs: number,
  isKnown: (sibling: Sibling) => boolean,
): Promise<Sibling[]> {
  const between: Sibling[] = [];
  for (const name of await namesBeside(realPath)) {
    if (!isRotationOf(basename(realPath), name) || isCompressed(name)) continue;
    const path = join(dirname(realPath), name);
    const stats = await statPath(path);
    if (stats === undefined || stats.mtimeMs < sinceMs || stats.size === 0) continue;
    const seen = await seePath(path);
    if (seen !== undefined && !isKnown({ ...seen, path })) between.push({ ...seen, path });
  }
  const byNumberDown = (one: Sibling, other: Sibling): number =>
    other.path.localeCompare(one.path, 'en', { numeric: true });
  return between.sort((one, other) => one.mtimeMs - other.mtimeMs || byNumberDown(one, other));
}

/** Whether a file begins as one that is being read does, and is called like a rotation of it: a copy, or one in the making. */
export function isCopyOf(reader: FileReader, file: Sibling): boolean {
  if (dirname(reader.realPath) !== dirname(file.path) || !isRotationOf(basename(reader.realPath), basename(file.path)))
    return false;
  const common = Math.min(file.head.length, reader.head.length);
  return reader.offset > 0 && file.head.subarray(0, common).equals(reader.head.subarray(0, common));
}
