import { constants, type Stats } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isDynamicPattern } from 'tinyglobby';
import { findFiles, readPattern } from './find-files.ts';
import { isCompressed } from './rotation-names.ts';

/** What is to be said about the files that were asked for, before anything starts. */
export interface SourceFindings {
  /** Sentences; with any of them nothing should be started. */
  readonly problems: readonly string[];
  /** Sentences about what is odd but works. */
  readonly notices: readonly string[];
  /** What can be followed of what was given. */
  readonly usable: readonly string[];
}

/**
 * Looks whether what was given can be followed. A shell writes out `/var/log/*` before it gets here: a folder or a
 * compressed file among others is left out and said. A path that is not there is a mistake, and so is nothing usable.
 */
export async function validateSources(patterns: readonly string[], cwd = process.cwd()): Promise<SourceFindings> {
  const missing: string[] = [];
  const unusable: string[] = [];
  const notices: string[] = [];
  const usable: string[] = [];
  for (const given of patterns) {
    const wanted = await readPattern(given, cwd);
    if (wanted.kind === 'file') {
      const problem = await problemOf(given, wanted.path);
      if (problem === undefined) usable.push(given);
      else (problem.isMissing ? missing : unusable).push(problem.sentence);
      continue;
    }
    usable.push(given);
    const { paths, compressed } = await findFiles(wanted);
    if (paths.length > 0) continue;
    notices.push(
      compressed.length > 0
        ? `"${given}" matches compressed files only. It waits for others to appear; to read those: zcat ${quoted(compressed[0] ?? '')} | neurallog-live -`
        : `"${given}" matches no file yet. It waits for one to appear.`,
    );
  }
  if (missing.length > 0 || usable.length === 0) return { problems: [...missing, ...unusable], notices, usable };
  return { problems: [], notices: [...unusable.map((sentence) => `Left out: ${sentence}`), ...notices], usable };
}

interface PathProblem {
  readonly sentence: string;
  readonly isMissing: boolean;
}

async function problemOf(given: string, path: string): Promise<PathProblem | undefined> {
  const stats = await stat(path).catch((cause: unknown) => codeOf(cause));
  if (typeof stats === 'string') {
    return { sentence: problemOfCode(given, stats), isMissing: stats === 'ENOENT' || stats === 'ENOTDIR' };
  }
  const sentence = await whyUnusable(given, path, stats);
  return sentence === undefined ? undefined : { sentence, isMissing: false };
}

async function whyUnusable(given: string, path: string, stats: Stats): Promise<string | undefined> {
  if (stats.isDirectory()) {
    return `${given} is a folder. To follow the files in it: "${join(given, '*.log')}" (in quotes, so that later files are found too).`;
  }
  if (!stats.isFile())
    return `${given} is no regular file. To read it as a pipe: cat ${quoted(given)} | neurallog-live -`;
  if (isCompressed(given)) {
    return `${given} is compressed and will not grow. To read it: ${unpackerOf(given)} ${quoted(given)} | neurallog-live -`;
  }
  const code = await access(path, constants.R_OK).then(() => undefined, codeOf);
  return code === undefined ? undefined : problemOfCode(given, code);
}

function problemOfCode(given: string, code: string): string {
  switch (code) {
    case 'ENOENT':
      return `${given} does not exist. Check the path (relative ones start at ${resolve('.')}), or give a pattern in quotes, such as "${patternFor(given)}", to wait for files that come later.`;
    case 'EACCES':
    case 'EPERM':
      return `${given} may not be read by this user. Give yourself permission (on many systems: membership of the group "adm"), or pipe it in: sudo tail -F ${quoted(given)} | neurallog-live -`;
    case 'ENOTDIR':
      return `${given} does not exist: a part of its path is a file, not a folder.`;
    default:
      return `${given} cannot be read (${code}).`;
  }
}

/** A pattern that the missing file would match. */
function patternFor(given: string): string {
  return isDynamicPattern(given) ? given : given.replace(/[^/]*$/, (name) => `${name.slice(0, -1)}[${name.slice(-1)}]`);
}

function unpackerOf(path: string): string {
  if (path.endsWith('.bz2')) return 'bzcat';
  if (path.endsWith('.xz')) return 'xzcat';
  if (path.endsWith('.zst')) return 'zstdcat';
  if (path.endsWith('.lz4')) return 'lz4cat';
  return path.endsWith('.zip') ? 'unzip -p' : 'zcat';
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : String(cause);
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w./@%+=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
