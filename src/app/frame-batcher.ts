/** Clocks of the page, handed in so that tests can drive them. */
export interface BatcherClock {
  now(): number;
  /** Calls back before the next frame is drawn; answers how to cancel. */
  onFrame(callback: () => void): () => void;
  after(delayMs: number, callback: () => void): () => void;
  /** Calls back once the page has nothing else to do; answers how to cancel. */
  onIdle(callback: () => void): () => void;
  isHidden(): boolean;
}

export interface BatcherOptions<Item> {
  readonly clock: BatcherClock;
  readonly flush: (items: readonly Item[], dropped: number) => void;
  /** Whether nobody waits for the newest: then a few times a second do, and leave the frames to who scrolls. */
  readonly isUnhurried?: () => boolean;
  /** Most items that wait; those beyond that may be dropped are dropped and counted. */
  readonly capacity?: number;
  /** Whether an item may be lost for want of room; without it any may. */
  readonly isDroppable?: (item: Item) => boolean;
}

/**
 * While lines pour in the list is redrawn every other frame, so that a line waits for no more than that. Where this takes long,
 * or leaves the page not one idle moment in between, it is redrawn less often: what time there is goes to the lines first.
 */
const SHORTEST_INTERVAL_MS = 33;
const LONGEST_INTERVAL_MS = 66;
const UNHURRIED_INTERVAL_MS = 150;
const REST_PER_WORK = 3;
const SLOWER = 1.25;
const FASTER = 0.9;
/** So many times in a row: a single busy stretch says little. */
const BUSY_FLUSHES = 3;
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
  #wasIdle = true;
  #busyFlushes = 0;
  #cancelIdle: (() => void) | undefined;
  #cancel: (() => void) | undefined;

  constructor(options: BatcherOptions<Item>) {
    this.#options = options;
    this.#capacity = options.capacity ?? CAPACITY;
  }

  add(item: Item): void {
    const isFull = this.#items.length >= this.#capacity;
    if (isFull && this.#isDroppable(item)) this.#dropped += 1;
    else {
      // What was dropped came before it, and is of the stream that it may end.
      if (this.#dropped > 0) this.flush();
      this.#items.push(item);
    }
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
    this.#options.flush(items, dropped);
    // What comes rarely is followed by lines, the first ones of the page among them, which are not to wait for the next turn.
    if (dropped === 0 && !items.some((item) => this.#isDroppable(item))) return;
    this.#lastFlushAt = startedAt;
    this.#adapt(clock.now() - startedAt);
    // What it changed is drawn as soon as this task is through.
    queueMicrotask(() => this.#takeTimeFor(clock.now() - startedAt));
  }

  #isDroppable(item: Item): boolean {
    return this.#options.isDroppable?.(item) !== false;
  }

  #adapt(workMs: number): void {
    this.#busyFlushes = this.#wasIdle ? 0 : this.#busyFlushes + 1;
    if (this.#busyFlushes === 0) this.#intervalMs *= FASTER;
    else if (this.#busyFlushes >= BUSY_FLUSHES) this.#intervalMs *= SLOWER;
    this.#takeTimeFor(workMs);
    this.#wasIdle = false;
    this.#cancelIdle?.();
    this.#cancelIdle = this.#options.clock.onIdle(() => {
      this.#wasIdle = true;
      this.#cancelIdle = undefined;
    });
  }

  #takeTimeFor(workMs: number): void {
    const least = Math.max(SHORTEST_INTERVAL_MS, workMs * REST_PER_WORK);
    this.#intervalMs = Math.min(LONGEST_INTERVAL_MS, Math.max(this.#intervalMs, least));
  }

  #schedule(): void {
    const { clock } = this.#options;
    const flush = (): void => this.flush();
    if (clock.isHidden()) {
      this.#cancel = clock.after(HIDDEN_INTERVAL_MS, flush);
      return;
    }
    const isUnhurried = this.#options.isUnhurried?.() === true;
    const wait = this.#lastFlushAt + (isUnhurried ? UNHURRIED_INTERVAL_MS : this.#intervalMs) - clock.now();
    // Between two frames there is time for what would make one of them late.
    this.#cancel = wait <= 0 ? clock.onFrame(flush) : clock.after(wait, flush);
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
  onIdle(callback) {
    // Where a browser does not tell, it is taken to have had time.
    if (!('requestIdleCallback' in window)) return this.after(0, callback);
    const handle = requestIdleCallback(callback);
    return () => cancelIdleCallback(handle);
  },
  isHidden: () => document.hidden,
};
