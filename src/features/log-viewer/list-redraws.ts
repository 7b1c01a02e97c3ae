import type { LogStoreState } from '../../stores/index.ts';

/** How often heights may turn out to be others than was thought, within a frame. */
const MAX_REDRAWS = 8;

/** Says when a list is drawn again: not with all that comes, and also where nothing in it has changed. */
export class ListRedraws {
  readonly #listeners = new Set<() => void>();
  #version = 0;
  /** How often others were in view than were drawn, since the last frame. */
  #count = 0;

  /** Of the lines that were drawn. */
  #lines = { version: -1, rowsVersion: -1 };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Goes up whenever the list has to be drawn again although nothing in it has changed. */
  readonly version = (): number => this.#version;

  /** The version of the lines that is to be drawn: the one before stays where rows only came far below what is in view. */
  versionDrawn(
    { version, rowsVersion, isFollowing }: Pick<LogStoreState, 'version' | 'rowsVersion' | 'isFollowing'>,
    isNearEnd: boolean,
  ): number {
    if (isFollowing || isNearEnd || rowsVersion !== this.#lines.rowsVersion) this.#lines = { version, rowsVersion };
    return this.#lines.version;
  }

  ask(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }

  /** Counts one more that follows from the last one, and answers whether it may. */
  takeTurn(): boolean {
    // Where a browser does not scroll as it is told, that is how it is: to draw on and on would help nobody.
    if (this.#count === 0) requestAnimationFrame(this.#rest);
    this.#count += 1;
    return this.#count <= MAX_REDRAWS;
  }

  readonly #rest = (): void => {
    this.#count = 0;
  };
}
