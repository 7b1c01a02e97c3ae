import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { isCompressed } from './rotation-names.ts';

/** What was asked for: one file, or all that match. */
export type WantedFiles =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'pattern'; readonly pattern: string; readonly cwd: string };

/** Reads a pattern as people mean it: a file that exists is itself, whatever characters its name has. */
export async function readPattern(given: string, cwd: string): Promise<WantedFiles> {
  const path = resolve(cwd, given);
  const exists = await stat(path).then(
    () => true,
    () => false,
  );
  if (exists || !isDynamicPattern(given)) return { kind: 'file', path };
  return { kind: 'pattern', pattern: given, cwd };
}

export interface FoundFiles {
  /** Absolute paths of files that can be followed. */
  readonly paths: readonly string[];
  /** Absolute paths that match but are compressed, so they do not grow. */
  readonly compressed: readonly string[];
}

export async function findFiles(wanted: Extract<WantedFiles, { kind: 'pattern' }>): Promise<FoundFiles> {
  const options = { cwd: wanted.cwd, absolute: true, onlyFiles: true, expandDirectories: false };
  const found = (await glob(wanted.pattern, options)).map((path) => resolve(path));
  return { paths: found.filter((path) => !isCompressed(path)), compressed: found.filter(isCompressed) };
}

/** The deepest folder of a pattern that has no wildcard in it: where the first file will appear, if nowhere else. */
export function folderOfPattern(wanted: Extract<WantedFiles, { kind: 'pattern' }>): string {
  let folder = dirname(wanted.pattern);
  while (isDynamicPattern(folder) && folder !== dirname(folder)) folder = dirname(folder);
  return resolve(wanted.cwd, folder);
}
