import { readdir } from 'node:fs/promises';
import { basename, dirname, join, parse } from 'node:path';
import { isSameFile, type FileProgress } from './file-checkpoint.ts';
import { FileReader, isSameIdentity, seePath, statPath } from './file-reader.ts';
import type { FileIdentity, FileStats, ReadPosition, SeenFile } from './file-reader.ts';
import { isCompressed, isRotationOf } from './rotation-names.ts';

/** A file beside a followed one. */
export interface Sibling extends SeenFile {
  readonly path: string;
}

/** A folder may hold very many files: no more of them are looked at. */
const MAX_SIBLINGS = 2_000;
/** How often a search begins anew because names changed under it. */
const MAX_SEARCHES = 5;

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly stats: FileStats;
}

async function entriesBeside(realPath: string, isWanted: (name: string) => boolean): Promise<Entry[]> {
  const stem = parse(realPath).name;
  const names = (await readdir(dirname(realPath)).catch(() => [])).filter(isWanted);
  // Those that look related first, so that the bound does not hit them.
  const related = names.filter((name) => name.startsWith(stem));
  const others = names.filter((name) => !name.startsWith(stem));
  const entries: Entry[] = [];
  for (const name of [...related, ...others].slice(0, MAX_SIBLINGS)) {
    const path = join(dirname(realPath), name);
    const stats = await statPath(path);
    if (stats !== undefined) entries.push({ name, path, stats });
  }
  return entries;
}

/** Searches among the files beside one, again where a rotation renamed them meanwhile. */
async function search<Found>(
  realPath: string,
  isWanted: (name: string) => boolean,
  among: (entries: readonly Entry[]) => Promise<Found>,
): Promise<Found> {
  const placesOf = (entries: readonly Entry[]): string =>
    entries
      .map(({ name, stats }) => `${stats.ino} ${name}`)
      .sort()
      .join('/');
  let entries = await entriesBeside(realPath, isWanted);
  for (let count = 1; ; count += 1) {
    const found = await among(entries);
    const after = await entriesBeside(realPath, isWanted);
    if (count >= MAX_SEARCHES || placesOf(after) === placesOf(entries)) return found;
    entries = after;
  }
}

/** The file that was read to `progress.offset`, wherever a rotation put it in its folder. */
export async function findRotated(progress: FileProgress): Promise<Sibling | undefined> {
  return search(
    progress.realPath,
    () => true,
    async (entries) => {
      for (const { path, stats } of entries) {
        if (stats.ino !== progress.ino) continue;
        const seen = await seePath(path);
        if (seen !== undefined && isSameFile(progress, seen) && seen.size >= progress.offset) return { ...seen, path };
      }
      return undefined;
    },
  );
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
  const { name: stem, base } = parse(realPath);
  return search(
    realPath,
    (name) => name.startsWith(stem) && name !== base && !isCompressed(name),
    async (entries) => {
      const copies: Sibling[] = [];
      for (const { path } of entries) {
        const seen = await seePath(path);
        if (seen !== undefined && !isSameIdentity(seen, original) && isCopy(seen)) copies.push({ ...seen, path });
      }
      return copies.sort((one, other) => other.mtimeMs - one.mtimeMs)[0];
    },
  );
}

/** Whole files that came and were rotated away between a file and the present one, oldest first. */
export async function findBetween(
  realPath: string,
  sinceMs: number,
  isKnown: (sibling: Sibling) => boolean,
): Promise<Sibling[]> {
  const { base } = parse(realPath);
  return search(
    realPath,
    (name) => isRotationOf(base, name) && !isCompressed(name),
    async (entries) => {
      const between: Sibling[] = [];
      for (const { path, stats } of entries) {
        if (stats.mtimeMs < sinceMs || stats.size === 0) continue;
        const seen = await seePath(path);
        if (seen !== undefined && !isKnown({ ...seen, path })) between.push({ ...seen, path });
      }
      const byNumberDown = (one: Sibling, other: Sibling): number =>
        other.path.localeCompare(one.path, 'en', { numeric: true });
      return between.sort((one, other) => one.mtimeMs - other.mtimeMs || byNumberDown(one, other));
    },
  );
}

/** Opens a file that a search found; undefined where another one bears its name by now. */
export async function openFound(found: Sibling, position: ReadPosition): Promise<FileReader | undefined> {
  const isIt = (seen: SeenFile): ReadPosition | undefined => (isSameIdentity(seen, found) ? position : undefined);
  return FileReader.open(found.path, isIt).catch(() => undefined);
}

/** Searches until what was found could be opened, or nothing is found. */
export async function openSearched(
  find: () => Promise<Sibling | undefined>,
  position: ReadPosition,
): Promise<{ readonly reader: FileReader; readonly found: Sibling } | undefined> {
  for (let count = 0; count < MAX_SEARCHES; count += 1) {
    const found = await find();
    if (found === undefined) return undefined;
    const reader = await openFound(found, position);
    if (reader !== undefined) return { reader, found };
  }
  return undefined;
}

/** Whether a file begins as one that is being read does, and is called like a rotation of it: a copy, or one in the making. */
export function isCopyOf(reader: FileReader, file: Sibling): boolean {
  if (dirname(reader.realPath) !== dirname(file.path) || !isRotationOf(basename(reader.realPath), basename(file.path)))
    return false;
  const common = Math.min(file.head.length, reader.head.length);
  return reader.head.length > 0 && file.head.subarray(0, common).equals(reader.head.subarray(0, common));
}
