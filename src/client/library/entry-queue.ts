import type { GapEntry } from './entries.ts';
import type { StreamError } from './stream-error.ts';

/** An entry with the time that it bears, in milliseconds since 1970; `NaN` where it bears none that can be read. */
interface Timed<Entry> {
  readonly entry: Entry;
  readonly time: number;
}

interface Waiter<Entry> {
  readonly resolve: (result: IteratorResult<Entry, undefined>) => void;
  readonly reject: (error: StreamError) => void;
}

export interface EntryQueueOptions {
  /** The most entries that wait. */
  readonly capacity: number;
  /** So many entries gave way to a gap. */
  readonly onOverflow: (count: number) => void;
  /** The reader has gone; so many entries were never read. */
  readonly onLeave: (unread: Unread) => void;
}

const TOO_SLOW = 'the reader was too slow';

/**
 * What waits for one reader, in order and bounded. When it is full the older half gives way to one gap that says how many
 * entries it stands for: what is newest matters most on a live stream, and a gap for every single entry would help nobody.
 */
export class EntryQueue<Entry extends { readonly kind: string }> implements AsyncIterableIterator<Entry | GapEntry> {
  readonly #options: EntryQueueOptions;
  #waiting: Timed<Entry | GapEntry>[] = [];
  /** Where the waiting entries begin: taking from the head of a long array would move all of it each time. */
  #head = 0;
  #waiters: Waiter<Entry | GapEntry>[] = [];
  #lastTaken = Number.NaN;
  #isOver = false;
  #error: StreamError | undefined;

  constructor(options: EntryQueueOptions) {
    this.#options = options;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  put(entry: Entry | GapEntry, time: number): void {
    if (this.#isOver) return;
    const waiter = this.#waiters.shift();
    if (waiter !== undefined) {
      this.#lastTaken = time;
      waiter.resolve({ done: false, value: entry });
      return;
    }
    if (this.#waiting.length - this.#head >= this.#options.capacity) this.#giveWay(time);
    this.#waiting.push({ entry, time });
  }

  /** Nothing more comes. What waits is still read, and after it the error, once. */
  end(error: StreamError | undefined): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#error = error;
    for (const waiter of this.#waiters.splice(0)) this.#finish(waiter);
  }

  next(): Promise<IteratorResult<Entry | GapEntry, undefined>> {
    const next = this.#waiting[this.#head];
    if (next !== undefined) {
      this.#head += 1;
      if (this.#head * 2 > this.#waiting.length) this.#compact();
      this.#lastTaken = next.time;
      return Promise.resolve({ done: false, value: next.entry });
    }
    return new Promise((resolve, reject) => {
      const waiter = { resolve, reject };
      if (this.#isOver) this.#finish(waiter);
      else this.#waiters.push(waiter);
    });
  }

  /** The reader leaves. */
  return(): Promise<IteratorResult<Entry | GapEntry, undefined>> {
    const unread = this.#waiting.slice(this.#head).reduce((sum, { entry }) => countUnread(sum, entry), NOTHING_UNREAD);
    this.#waiting = [];
    this.#head = 0;
    this.#error = undefined;
    this.end(undefined);
    this.#options.onLeave(unread);
    return Promise.resolve({ done: true, value: undefined });
  }

  #finish(waiter: Waiter<Entry | GapEntry>): void {
    const error = this.#error;
    this.#error = undefined;
    if (error === undefined) waiter.resolve({ done: true, value: undefined });
    else waiter.reject(error);
  }

  #compact(): void {
    this.#waiting = this.#waiting.slice(this.#head);
    this.#head = 0;
  }

  /** The older half becomes one gap, together with the gaps in it. */
  #giveWay(nextTime: number): void {
    const count = Math.ceil(this.#options.capacity / 2);
    const dropped = this.#waiting.slice(this.#head, this.#head + count);
    const kept = this.#waiting.slice(this.#head + count);
    const first = dropped[0]?.time ?? Number.NaN;
    const isUncounted = dropped.some(({ entry }) => isGap(entry) && entry.lost === undefined);
    const lost = dropped.reduce((sum, { entry }) => sum + weightOf(entry), 0);
    const gap: GapEntry = {
      kind: 'gap',
      from: readable(Number.isNaN(this.#lastTaken) ? first : this.#lastTaken),
      to: readable(kept[0]?.time ?? nextTime),
      reason: TOO_SLOW,
      lost: isUncounted ? undefined : lost,
    };
    this.#waiting = [{ entry: gap, time: gap.to ?? Number.NaN }, ...kept];
    this.#head = 0;
    this.#options.onOverflow(dropped.filter(({ entry }) => !isGap(entry)).length);
  }
}

function isGap(entry: { readonly kind: string }): entry is GapEntry {
  return entry.kind === 'gap';
}

/** How many entries it stands for. */
/** Entries that nobody read. `isExact` is false where a gap of unknown size was among them. */
export interface Unread {
  readonly count: number;
  readonly isExact: boolean;
}

export const NOTHING_UNREAD: Unread = { count: 0, isExact: true };

export function countUnread(unread: Unread, entry: { readonly kind: string }): Unread {
  const isUncounted = isGap(entry) && entry.lost === undefined;
  return { count: unread.count + weightOf(entry), isExact: unread.isExact && !isUncounted };
}

function weightOf(entry: { readonly kind: string }): number {
  return isGap(entry) ? (entry.lost ?? 0) : 1;
}

function readable(time: number): number | undefined {
  return Number.isNaN(time) ? undefined : time;
}
