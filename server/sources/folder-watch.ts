import { watch, type FSWatcher } from 'node:fs';

/** More folders than this are left to polling alone. */
const MAX_FOLDERS = 64;

/** Tells of changes in folders where the system can, so that lines are seen at once. Polling finds what it does not tell. */
export class FolderWatch {
  readonly #onChange: (folder: string) => void;
  readonly #watchers = new Map<string, FSWatcher>();

  constructor(onChange: (folder: string) => void) {
    this.#onChange = onChange;
  }

  add(folder: string): void {
    if (this.#watchers.has(folder) || this.#watchers.size >= MAX_FOLDERS) return;
    try {
      const watcher = watch(folder, { persistent: false }, () => this.#onChange(folder));
      watcher.on('error', () => this.#remove(folder));
      this.#watchers.set(folder, watcher);
    } catch {
      // No such folder yet, or no more watches: polling goes on.
    }
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #remove(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }
}
