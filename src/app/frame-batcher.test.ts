import { beforeEach, describe, expect, it } from 'vitest';
import { FrameBatcher, type BatcherClock } from './frame-batcher.ts';

interface Plan {
  readonly at: number;
  readonly callback: () => void;
}

/** A page whose time a test moves: frames come every 16 ms while it is seen and never while it is hidden. */
class SimulatedPage implements BatcherClock {
  time = 0;
  hidden = false;
  /** Whether it never has a moment in which nothing else is to be done. */
  isSaturated = false;
  readonly frames = new Set<Plan>();
  readonly timers = new Set<Plan>();

  now(): number {
    return this.time;
  }

  onFrame(callback: () => void): () => void {
    return this.#plan(this.frames, Math.floor(this.time / 16) * 16 + 16, callback);
  }

  after(delayMs: number, callback: () => void): () => void {
    return this.#plan(this.timers, this.time + delayMs, callback);
  }

  onIdle(callback: () => void): () => void {
    return this.isSaturated ? () => undefined : this.#plan(this.timers, this.time + 1, callback);
  }

  isHidden(): boolean {
    return this.hidden;
  }

  advance(milliseconds: number, everyMs: () => void = () => {}): void {
    for (const end = this.time + milliseconds; this.time < end;) {
      this.time += 1;
      this.#run(this.timers);
      if (!this.hidden && this.time % 16 === 0) this.#run(this.frames);
      everyMs();
    }
  }

  #run(plans: Set<Plan>): void {
    for (const plan of plans) if (plan.at <= this.time && plans.delete(plan)) plan.callback();
  }

  #plan(plans: Set<Plan>, at: number, callback: () => void): () => void {
    const plan = { at, callback };
    plans.add(plan);
    return () => plans.delete(plan);
  }
}

let page: SimulatedPage;
let flushes: { at: number; items: readonly number[]; dropped: number }[];

function batcherOf(capacity?: number): FrameBatcher<number> {
  return new FrameBatcher<number>({
    clock: page,
    flush: (items, dropped) => flushes.push({ at: page.time, items, dropped }),
    ...(capacity === undefined ? {} : { capacity }),
  });
}

beforeEach(() => {
  page = new SimulatedPage();
  flushes = [];
});

describe('the frame batcher', () => {
  it('lets lines wait for the next frame only behind what comes rarely, and for their turn behind other lines', () => {
    const batcher = new FrameBatcher<string>({
      clock: page,
      flush: (items) => flushed.push(`${page.time} ${items.join()}`),
      isDroppable: (item) => item.startsWith('line'),
    });
    const flushed: string[] = [];
    batcher.add('began');
    page.advance(17);
    batcher.add('line 1');
    page.advance(16);
    batcher.add('line 2');
    page.advance(32);
    expect(flushed).toEqual(['16 began', '32 line 1', '65 line 2']);
  });

  it('hands on at the next frame what came before it, at once and in order', () => {
    const batcher = batcherOf();
    for (const item of [1, 2, 3]) batcher.add(item);
    expect(flushes).toEqual([]);
    page.advance(16);
    expect(flushes).toEqual([{ at: 16, items: [1, 2, 3], dropped: 0 }]);
    page.advance(1_000);
    expect(flushes).toHaveLength(1);
  });

  it('is at rest without a plan when nothing comes', () => {
    const batcher = batcherOf();
    batcher.add(1);
    page.advance(100);
    expect([page.frames.size, page.timers.size]).toEqual([0, 0]);
  });

  it('hands on about 30 times a second while lines pour in, and loses none', () => {
    const batcher = batcherOf();
    let next = 0;
    page.advance(2_000, () => {
      for (let count = 0; count < 5; count += 1) batcher.add((next += 1));
    });
    page.advance(100);
    expect(flushes.length).toBeGreaterThanOrEqual(25);
    expect(flushes.length).toBeLessThanOrEqual(64);
    for (const [index, flush] of flushes.entries()) {
      expect(flush.at - (flushes[index - 1]?.at ?? -Infinity)).toBeGreaterThanOrEqual(32);
    }
    expect(flushes.flatMap((flush) => flush.items)).toEqual(Array.from({ length: 10_000 }, (_, index) => index + 1));
  });

  it('hands on less often while that takes long, and as often as before once it does not', () => {
    let busyMs = 20;
    const batcher = new FrameBatcher<number>({
      clock: page,
      flush: (items, dropped) => {
        flushes.push({ at: page.time, items, dropped });
        // The page draws, and nothing else runs meanwhile.
        page.time += busyMs;
      },
    });
    const intervals = (): number[] => flushes.slice(1).map(({ at }, index) => at - (flushes[index]?.at ?? 0));
    page.advance(3_000, () => batcher.add(1));
    expect(intervals().at(-1)).toBeGreaterThanOrEqual(60);
    busyMs = 0;
    page.advance(3_000, () => batcher.add(1));
    expect(intervals().at(-1)).toBeLessThanOrEqual(48);
  });

  it('hands on a few times a second while nobody waits for the newest', () => {
    let isUnhurried = true;
    const batcher = new FrameBatcher<number>({
      clock: page,
      flush: (items, dropped) => flushes.push({ at: page.time, items, dropped }),
      isUnhurried: () => isUnhurried,
    });
    page.advance(1_500, () => batcher.add(1));
    expect(flushes.length).toBeLessThanOrEqual(11);
    isUnhurried = false;
    flushes = [];
    page.advance(1_500, () => batcher.add(1));
    expect(flushes.length).toBeGreaterThan(35);
  });

  it('hands on less often while the page has no idle moment, and as often as before once it has', () => {
    const batcher = batcherOf();
    const intervals = (): number[] => flushes.slice(1).map(({ at }, index) => at - (flushes[index]?.at ?? 0));
    page.isSaturated = true;
    page.advance(3_000, () => batcher.add(1));
    expect(intervals().at(-1)).toBeGreaterThanOrEqual(60);
    page.isSaturated = false;
    page.advance(3_000, () => batcher.add(1));
    expect(intervals().at(-1)).toBeLessThanOrEqual(48);
  });

  it('answers a single line after a pause at the next frame', () => {
    const batcher = batcherOf();
    batcher.add(1);
    page.advance(16);
    page.advance(504);
    batcher.add(2);
    page.advance(16);
    expect(flushes.map((flush) => flush.at)).toEqual([16, 528]);
  });

  it('hands on once a second by a timer while the page is hidden', () => {
    const batcher = batcherOf();
    page.hidden = true;
    page.advance(3_000, () => batcher.add(page.time));
    expect(flushes.map((flush) => flush.items.length)).toEqual([1_000, 1_000]);
    expect(page.frames.size).toBe(0);
  });

  it('goes over to the timer when the page is hidden before its frame came', () => {
    const batcher = batcherOf();
    batcher.add(1);
    page.hidden = true;
    batcher.visibilityChanged();
    page.advance(1_000);
    expect(flushes.map((flush) => flush.items)).toEqual([[1]]);
  });

  it('does not wait for the timer when the page is seen again', () => {
    const batcher = batcherOf();
    page.hidden = true;
    batcher.add(1);
    page.advance(40);
    page.hidden = false;
    batcher.visibilityChanged();
    expect([page.frames.size, page.timers.size]).toEqual([1, 0]);
    page.advance(16);
    expect(flushes.map((flush) => flush.items)).toEqual([[1]]);
    page.advance(2_000);
    expect(flushes).toHaveLength(1);
  });

  it('plans nothing on a change of visibility when nothing waits', () => {
    batcherOf().visibilityChanged();
    expect([page.frames.size, page.timers.size]).toEqual([0, 0]);
  });

  it('drops nothing that must not be lost, however full it is, and hands on before it what was dropped before it', () => {
    const small = new FrameBatcher<number>({
      clock: page,
      capacity: 2,
      isDroppable: (item) => item < 10,
      flush: (items, dropped) => flushes.push({ at: page.time, items, dropped }),
    });
    for (const item of [1, 2, 3, 10, 4, 11, 5]) small.add(item);
    page.advance(100);
    expect(flushes.map(({ items, dropped }) => ({ items, dropped }))).toEqual([
      { items: [1, 2], dropped: 1 },
      { items: [10, 4, 11], dropped: 1 },
    ]);
  });

  it('is bounded: what comes past its capacity is dropped and counted, once', () => {
    const batcher = batcherOf(3);
    for (const item of [1, 2, 3, 4, 5]) batcher.add(item);
    page.advance(100);
    batcher.add(6);
    page.advance(100);
    expect(flushes.map(({ items, dropped }) => ({ items, dropped }))).toEqual([
      { items: [1, 2, 3], dropped: 2 },
      { items: [6], dropped: 0 },
    ]);
  });

  it('is bounded where nothing is said of its capacity, too', () => {
    const batcher = batcherOf();
    page.hidden = true;
    for (let item = 0; item < 200_002; item += 1) batcher.add(item);
    page.advance(1_000);
    expect(flushes.map(({ items, dropped }) => [items.length, dropped])).toEqual([[200_000, 2]]);
  });

  it('hands on at once when it is asked to, and not again at the frame', () => {
    const batcher = batcherOf();
    batcher.add(1);
    batcher.flush();
    batcher.flush();
    page.advance(100);
    expect(flushes).toHaveLength(1);
  });
});
