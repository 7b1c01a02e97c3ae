import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { Settings } from './settings.ts';
import { dataFolderKey, defaultDataFolder } from './storage/data-folder.ts';
import type { LogStore } from './storage/log-store.ts';
import { MemoryStore } from './storage/memory-store.ts';
import { openStore } from './storage/open-store.ts';

export type ChosenHistory =
  | {
      readonly ok: true;
      readonly store: LogStore;
      /** Where history is, for people. */
      readonly place: string;
      /** Why it is in memory, for the page; `undefined` where it is on disk. */
      readonly memoryReason: string | undefined;
      /** Something that was not as asked, for the terminal. */
      readonly warning: string | undefined;
    }
  | { readonly ok: false; readonly message: string };

/** Opens the history that the settings ask for. A folder given by name is used or refused; the default one may be done without. */
export async function chooseHistory(
  settings: Settings,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ChosenHistory> {
  const bounds = { retentionMs: settings.retentionMs, maxBytes: settings.maxSizeBytes };
  if (settings.history.kind === 'memory') {
    return inMemory(bounds, 'History is kept in memory and ends with this run.', undefined);
  }
  const isDefault = settings.history.kind === 'default_folder';
  const folder =
    settings.history.kind === 'folder'
      ? resolve(settings.history.path)
      : defaultDataFolder(environment, process.platform, dataFolderKey(sourceNames(settings)));
  const opened = await openStore({ ...bounds, folder });
  if (!opened.ok) {
    if (!isDefault) return { ok: false, message: opened.message };
    return inMemory(bounds, 'History is kept in memory and ends with this run.', opened.message);
  }
  if (opened.store.kind === 'memory') {
    if (!isDefault) {
      opened.store.close();
      const message = `${opened.notice ?? 'History cannot be kept on disk.'} So --data cannot be used; --memory starts without it.`;
      return { ok: false, message };
    }
    const reason = opened.notice ?? 'History is kept in memory and ends with this run.';
    return { ok: true, store: opened.store, place: 'in memory', memoryReason: reason, warning: opened.notice };
  }
  return { ok: true, store: opened.store, place: shortened(folder), memoryReason: undefined, warning: opened.notice };
}

function inMemory(
  bounds: { readonly retentionMs: number; readonly maxBytes: number },
  memoryReason: string,
  cause: string | undefined,
): ChosenHistory {
  const warning = cause === undefined ? undefined : `${cause} ${memoryReason}`;
  return { ok: true, store: new MemoryStore(bounds), place: 'in memory', memoryReason, warning };
}

/** What a run reads, so that the same command finds its history again: files by their full path. */
function sourceNames(settings: Settings): string[] {
  const names = settings.patterns.map((pattern) => resolve(pattern));
  if (settings.readsStdin) names.push('-');
  if (settings.runsDemo) names.push('demo');
  return names;
}

function shortened(folder: string): string {
  const home = homedir();
  return folder.startsWith(`${home}/`) ? `~${folder.slice(home.length)}` : folder;
}
