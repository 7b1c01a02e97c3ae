/** Clocks of the page, handed in so that tests can drive them. */
export interface BatcherClock {
  now(): number;
  /** Calls back before the next frame is drawn; answers how to cancel. */
  onFrame(callback: () => void): () => void;
  after(delayMs: number, callback: () => void): () => void;
  isHidden(): boolean;
}

export interface BatcherOptions<Item> {
  readonly clock: BatcherClock;
  readonly flush: (items: readonly Item[], dropped: number) => void;
  /** Most items that wait; those beyond that may be dropped are dropped and counted. */
  readonly capacity?: number;
  /** Whether an item may be lost for want of room; without it any may. */
  readonly isDroppable?: (item: Item) => boolean;
}

/**
 * While lines pour in the list is redrawn every other frame, and less often where that takes long: three quarters of the time
 * are for the lines.
 */
const SHORTEST_INTERVAL_MS = 33;
const LONGEST_INTERVAL_MS = 100;
const REST_PER_WORK = 4;
/** The timer ends before the frame that is meant. */
const BEFORE_FRAME_MS = 8;
const HIDDEN_INTERVAL_MS = 1_000;
const CAPACITY = 200_000;

/** Collects what the sockets bring and hands it on once a frame, or by a timer while the page is hidden. */
export class FrameBatcher<Item> {
  readonly #options: BatcherOptions<Item>;
  readonly #capacity: number;
  #items: Item[] = [];
  #dropped = 0;
  #lastFlushAt = -Infinity;
  #intervalMs = SHORTEST_INTERVAL_MS;
  #cancel: (() => void) | undefined;

  constructor(options: BatcherOptions<Item>) {
    this.#options = options;
    this.#capacity = options.capacity ?? CAPACITY;
  }

  add(item: Item): void {
    const isFull = this.#items.length >= this.#capacity;
    if (isFull && this.#options.isDroppable?.(item) !== false) this.#dropped += 1;
    else this.#items.push(item);
    if (this.#cancel === undefined) this.#schedule();
  }

  /** Plans anew: a frame never comes while the page is hidden, and the timer is too slow once it is seen. */
  visibilityChanged(): void {
    if (this.#cancel === undefined) return;
    this.#cancel();
    this.#schedule();
  }

  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#items.length === 0 && this.#dropped === 0) return;
    const items = this.#items;
    const dropped = this.#dropped;
    this.#items = [];
    this.#dropped = 0;
    const { clock } = this.#options;
    const startedAt = clock.now();
    this.#lastFlushAt = startedAt;
    this.#options.flush(items, dropped);
    const adapt = (): void => {
      const workMs = clock.now() - startedAt;
      this.#intervalMs = Math.max(SHORTEST_INTERVAL_MS, Math.min(LONGEST_INTERVAL_MS, workMs * REST_PER_WORK));
    };
    adapt();
    // What it changed is drawn as soon as this task is through.
    queueMicrotask(adapt);
  }

  #schedule(): void {
    const { clock } = this.#options;
    const flush = (): void => this.flush();
    if (clock.isHidden()) {
      this.#cancel = clock.after(HIDDEN_INTERVAL_MS, flush);
      return;
    }
    const wait = this.#lastFlushAt + this.#intervalMs - BEFORE_FRAME_MS - clock.now();
    if (wait <= 0) {
      this.#cancel = clock.onFrame(flush);
      return;
    }
    this.#cancel = clock.after(wait, () => {
      this.#cancel = clock.onFrame(flush);
    });
  }
}

/** The clock of a real page. */
export const pageClock: BatcherClock = {
  now: () => performance.now(),
  onFrame(callback) {
    const handle = requestAnimationFrame(callback);
    return () => cancelAnimationFrame(handle);
  },
  after(delayMs, callback) {
    const handle = setTimeout(callback, delayMs);
    return () => clearTimeout(handle);
  },
  isHidden: () => document.hidden,
};
