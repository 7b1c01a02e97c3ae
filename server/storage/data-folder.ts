import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

/**
 * A short name for a set of sources, in any order: each set has a history of its own, so that the logs of two projects on one
 * machine do not mix, and the same command finds its history again.
 */
export function dataFolderKey(sources: readonly string[]): string {
  const sorted = [...new Set(sources)].sort();
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 12);
}

/** Where history is kept unless the settings say otherwise: the place that the operating system has for it. */
export function defaultDataFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  key: string,
): string {
  if (platform === 'win32') {
    const home = nonEmpty(env['USERPROFILE']) ?? homedir();
    return win32.join(nonEmpty(env['LOCALAPPDATA']) ?? win32.join(home, 'AppData', 'Local'), 'neurallog-live', key);
  }
  const home = nonEmpty(env['HOME']) ?? homedir();
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'neurallog-live', key);
  const dataHome = nonEmpty(env['XDG_DATA_HOME']);
  // The XDG specification has relative paths ignored.
  const base = dataHome !== undefined && posix.isAbsolute(dataHome) ? dataHome : posix.join(home, '.local', 'share');
  return posix.join(base, 'neurallog-live', key);
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
