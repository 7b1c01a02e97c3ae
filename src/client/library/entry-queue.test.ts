import { describe, expect, it } from 'vitest';
import type { GapEntry } from './entries.ts';
import { type Unread, EntryQueue } from './entry-queue.ts';
import { StreamError } from './stream-error.ts';

interface Numbered {
  readonly kind: 'numbered';
  readonly number: number;
}

class Harness {
  overflowed = 0;
  left: Unread | undefined;
  readonly queue: EntryQueue<Numbered>;

  constructor(capacity: number) {
    this.queue = new EntryQueue<Numbered>({
      capacity,
      onOverflow: (count) => {
        this.overflowed += count;
      },
      onLeave: (unread) => {
        this.left = unread;
      },
    });
  }

  put(...numbers: readonly number[]): void {
    for (const number of numbers) this.queue.put({ kind: 'numbered', number }, number * 1000);
  }

  gap(lost: number | undefined): void {
    this.queue.put({ kind: 'gap', from: undefined, to: undefined, reason: 'it was lost', lost }, Number.NaN);
  }

  async rest(): Promise<(number | GapEntry)[]> {
    this.queue.end(undefined);
    const entries: (number | GapEntry)[] = [];
    for await (const entry of this.queue) entries.push(entry.kind === 'gap' ? entry : entry.number);
    return entries;
  }
}

describe('a queue of entries', () => {
  it('lets the older half give way to one gap that says how many, from when and to when', async () => {
    const harness = new Harness(4);
    harness.put(1);
    await harness.queue.next();
    harness.put(2, 3, 4, 5, 6);
    expect(await harness.rest()).toEqual([
      { kind: 'gap', from: 1000, to: 4000, reason: 'the reader was too slow', lost: 2 },
      4,
      5,
      6,
    ]);
    expect(harness.overflowed).toBe(2);
  });

  it('adds a gap that gives way to the one in its place', async () => {
    const harness = new Harness(4);
    harness.put(1);
    harness.gap(40);
    harness.put(2, 3, 4);
    expect(await harness.rest()).toMatchObject([{ lost: 41 }, 2, 3, 4]);
    expect(harness.overflowed).toBe(1);
  });

  it('does not make up a count where a gap without one gave way', async () => {
    const harness = new Harness(2);
    harness.gap(undefined);
    harness.put(1, 2);
    expect(await harness.rest()).toMatchObject([{ kind: 'gap', lost: undefined }, 1, 2]);
  });

  it('stays within its bounds and loses no count, however long nobody reads', async () => {
    const harness = new Harness(8);
    harness.put(...Array.from({ length: 1000 }, (_, index) => index));
    const [gap, ...entries] = await harness.rest();
    expect(entries.length).toBeLessThanOrEqual(8);
    expect(gap).toMatchObject({ lost: 1000 - entries.length });
    expect(entries.at(-1)).toBe(999);
  });

  it('gives entries to those who wait for them in their order', async () => {
    const harness = new Harness(8);
    const waiting = [harness.queue.next(), harness.queue.next()];
    harness.put(1, 2, 3);
    expect(await Promise.all(waiting)).toMatchObject([{ value: { number: 1 } }, { value: { number: 2 } }]);
    expect(await harness.rest()).toEqual([3]);
  });

  it('ends those who wait: the first with the error, the others and all later ones without', async () => {
    const harness = new Harness(8);
    const error = new StreamError('forbidden', 'No.');
    const first = expect(harness.queue.next()).rejects.toBe(error);
    const second = harness.queue.next();
    harness.queue.end(error);
    await first;
    expect(await second).toEqual({ done: true, value: undefined });
    expect(await harness.queue.next()).toEqual({ done: true, value: undefined });
  });

  it('says how many entries were never read when its reader leaves', async () => {
    const harness = new Harness(8);
    harness.put(1, 2, 3);
    harness.gap(5);
    await harness.queue.next();
    await harness.queue.return();
    expect(harness.left).toEqual({ count: 7, isExact: true });
    harness.put(4);
    expect(await harness.rest()).toEqual([]);
  });
});
