import { isSameFile, type FinishedFile } from './file-checkpoint.ts';
import type { FileIdentity, FileReader, SeenFile } from './file-reader.ts';
import { isCopyOf } from './rotated-files.ts';

const MAX_REMEMBERED = 4_096;

interface Finished {
  readonly ownerPath: string;
  readonly file: FinishedFile;
}

/** Which files are read, and were read, for which path: so that no file is read twice, whatever names lead to it. */
export class FileClaims {
  readonly #open = new Map<string, { readonly ownerPath: string; readonly reader: FileReader }>();
  readonly #finished: Finished[] = [];

  /** Notes that a file is read; answers false, and changes nothing, where another reader has it. */
  open(identity: FileIdentity, reader: FileReader, ownerPath: string): boolean {
    const holder = this.#open.get(keyOf(identity));
    if (holder !== undefined && holder.reader !== reader) return false;
    this.#open.set(keyOf(identity), { ownerPath, reader });
    return true;
  }

  close(identity: FileIdentity): void {
    this.#open.delete(keyOf(identity));
  }

  finish(file: FinishedFile, ownerPath: string): void {
    this.#finished.push({ ownerPath, file });
    if (this.#finished.length > MAX_REMEMBERED) this.#finished.shift();
  }

  /** Whether a file at `path` is read, was read, or will be read for another path. */
  isTaken(seen: SeenFile, path: string): boolean {
    return this.isOpen(seen) || this.#isFinishedElsewhere(seen, path) || this.#isCopy(seen, path);
  }

  isOpen(identity: FileIdentity): boolean {
    return this.#open.has(keyOf(identity));
  }

  /** Whether a file was read to its end. */
  isFinished(seen: SeenFile): boolean {
    return this.#finished.some(({ file }) => isUnchanged(file, seen));
  }

  #isFinishedElsewhere(seen: SeenFile, path: string): boolean {
    return this.#finished.some(({ file, ownerPath }) => ownerPath !== path && isUnchanged(file, seen));
  }

  #isCopy(seen: SeenFile, path: string): boolean {
    for (const { ownerPath, reader } of this.#open.values()) {
      if (ownerPath !== path && isCopyOf(reader, { ...seen, path })) return true;
    }
    return false;
  }
}

/** Whether a file is the one that was read. Its inode is given anew once it is deleted: then the beginning or the size tells. */
export function isUnchanged(file: FinishedFile, seen: SeenFile): boolean {
  return isSameFile(file, seen) && seen.size >= file.offset;
}

function keyOf(identity: FileIdentity): string {
  return `${identity.dev}:${identity.ino}`;
}
