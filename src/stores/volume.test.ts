import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEVELS, recogniseLevel, type LogRecord } from '../protocol/index.ts';
import type { LogPredicate } from '../query/index.ts';
import { putIntoGap } from './gap-filling.ts';
import { createLogStore, type LogStore } from './log-store.ts';
import { UNBOUNDED } from './log-view.ts';
import { instantAt, recordAt } from './testing/records.ts';
import { linesIn, Volume, VOLUME_UNITS_MS } from './volume.ts';

const SECOND = 1_000;

/** Without an id nothing is taken for a repeat. */
function lineAt(second: number, more: Partial<LogRecord> = {}): LogRecord {
  return recordAt(second, { id: '', ...more });
}

function apply(store: LogStore, records: readonly LogRecord[]): void {
  store.apply(records.map((record) => ({ kind: 'log', record, isRepeat: false })));
}

function volumeOf(store: LogStore): Volume {
  const { buffer, view } = store.getState();
  return new Volume(buffer, view);
}

/** What is to come out: every line that passes looked at anew. */
function recount(store: LogStore, unitMs: number): object {
  const { buffer, view } = store.getState();
  const buckets: Record<number, Record<string, number>> = {};
  let lines = 0;
  let unreadable = 0;
  for (const seq of view.passing(-Infinity, Infinity)) {
    const entry = buffer.at(seq);
    if (entry?.kind !== 'line') continue;
    lines += 1;
    if (Number.isNaN(new Date(entry.time).getTime())) unreadable += 1;
    else {
      const bucket = (buckets[Math.floor(entry.time / unitMs)] ??= {});
      const level = recogniseLevel(entry.level) ?? 'other';
      bucket[level] = (bucket[level] ?? 0) + 1;
    }
  }
  return { buckets, lines, unreadable };
}

function counted(volume: Volume): object {
  const names = [...LEVELS, 'other'];
  const buckets = [...volume.buckets].map(([bucket, counts]) => {
    const present = [...counts].flatMap((count, column) => (count === 0 ? [] : [[names[column], count] as const]));
    return [bucket, Object.fromEntries(present)] as const;
  });
  return { buckets: Object.fromEntries(buckets), lines: volume.lines, unreadable: volume.unreadable };
}

describe('the volume', () => {
  it('counts what is shown by its own time, whenever it came, and what has no time apart', () => {
    const store = createLogStore();
    apply(store, [
      lineAt(20, { level: 'ERROR' }),
      lineAt(10, { level: 'warning' }),
      lineAt(10, { level: 'whatever' }),
      lineAt(0, { timestamp: 'whenever' }),
      // A number that no calendar reaches.
      lineAt(0, { timestamp: '999999999999999999' }),
    ]);
    const volume = volumeOf(store);
    volume.countBy(SECOND);
    expect(volume.catchUp(UNBOUNDED)).toBe(true);
    expect(counted(volume)).toEqual({
      buckets: { [instantAt(20) / SECOND]: { ERROR: 1 }, [instantAt(10) / SECOND]: { WARN: 1, other: 1 } },
      lines: 5,
      unreadable: 2,
    });
    expect(volume.sampleTimes(10).every((time) => time <= instantAt(20))).toBe(true);
    store.show(({ level }) => level === 'ERROR');
    volume.catchUp(UNBOUNDED);
    expect(counted(volume)).toEqual({ buckets: { [instantAt(20) / SECOND]: { ERROR: 1 } }, lines: 1, unreadable: 0 });
  });

  it('is counted in slices, and says when it is whole', () => {
    const store = createLogStore();
    apply(
      store,
      Array.from({ length: 5_000 }, () => lineAt(1)),
    );
    const volume = volumeOf(store);
    let slices = 1;
    while (!volume.catchUp(() => true)) slices += 1;
    expect(slices).toBe(6);
    expect(volume.lines).toBe(5_000);
  });

  it('looks again at no line that is as it was', () => {
    const store = createLogStore();
    apply(
      store,
      Array.from({ length: 5_000 }, () => lineAt(1)),
    );
    const volume = volumeOf(store);
    volume.catchUp(UNBOUNDED);
    let looks = 0;
    apply(store, [lineAt(2)]);
    volume.catchUp(() => {
      looks += 1;
      return false;
    });
    expect(looks).toBe(1);
  });

  it('counts lines no longer that went from behind what is read, in the middle of what is held', () => {
    const store = createLogStore(3_000);
    const add = (count: number): void =>
      apply(
        store,
        Array.from({ length: count }, () => lineAt(1)),
      );
    add(3_000);
    const volume = volumeOf(store);
    store.letGo();
    store.keepWhileRead({ first: 0, last: 0, inView: 0 });
    volume.catchUp(UNBOUNDED);
    add(500);
    volume.catchUp(UNBOUNDED);
    expect(store.getState().ledger.shown).toBe(2_999);
    expect(volume.lines).toBe(2_999);
  });

  it('counts by a wider unit rather than in more buckets than it has room for', () => {
    const store = createLogStore();
    apply(
      store,
      Array.from({ length: 20_000 }, (_, second) => lineAt(second)),
    );
    const volume = volumeOf(store);
    volume.catchUp(UNBOUNDED);
    expect(volume.unitMs).toBe(10 * SECOND);
    expect(volume.buckets.size).toBe(2_000);
    expect(volume.lines).toBe(20_000);
  });

  it('finds the first line that is shown of a stretch of time', () => {
    const store = createLogStore();
    apply(store, [lineAt(10), lineAt(30), lineAt(20, { level: 'ERROR' }), lineAt(20)]);
    const volume = volumeOf(store);
    volume.catchUp(UNBOUNDED);
    const first = (from: number, to: number) => {
      const seq = volume.firstLine(instantAt(from), instantAt(to));
      return seq === undefined ? undefined : store.getState().buffer.at(seq);
    };
    expect(first(15, 25)).toMatchObject({ level: 'ERROR' });
    expect(first(20, 31)).toMatchObject({ time: instantAt(30) });
    expect(first(11, 20)).toBeUndefined();
  });
});

const times = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 120 }) },
  { weight: 1, arbitrary: fc.constantFrom(-1_700_000_000, 2_000_000_000) },
);
const records = fc
  .array(fc.tuple(times, fc.constantFrom('INFO', 'ERROR', 'warn', '__proto__', ''), fc.boolean()), { maxLength: 80 })
  .map((sketches) =>
    sketches.map(([second, level, isReadable]) =>
      lineAt(second, { level, ...(isReadable ? {} : { timestamp: 'whenever' }) }),
    ),
  );

const PREDICATES: readonly LogPredicate[] = [
  () => true,
  ({ level }) => level === 'ERROR',
  ({ level }) => level === 'INFO',
  () => false,
];

type Step =
  | { readonly kind: 'apply' | 'refill' | 'prepend' | 'restore'; readonly records: readonly LogRecord[] }
  | { readonly kind: 'many'; readonly count: number }
  | { readonly kind: 'gap' | 'read' | 'clear' | 'note' }
  | { readonly kind: 'fill'; readonly records: readonly LogRecord[]; readonly isComplete: boolean }
  | { readonly kind: 'show'; readonly predicate: number }
  | { readonly kind: 'unit'; readonly unitMs: number }
  | { readonly kind: 'slice' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: records.map((some) => ({ kind: 'apply', records: some }) as const) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 1_500 }).map((count) => ({ kind: 'many', count }) as const) },
  records.map((some) => ({ kind: 'refill', records: some }) as const),
  records.map((some) => ({ kind: 'prepend', records: some }) as const),
  records.map((some) => ({ kind: 'restore', records: some }) as const),
  fc.tuple(records, fc.boolean()).map(([some, isComplete]) => ({ kind: 'fill', records: some, isComplete }) as const),
  fc.constantFrom<Step>({ kind: 'gap' }, { kind: 'read' }, { kind: 'clear' }, { kind: 'note' }, { kind: 'slice' }),
  fc.nat({ max: PREDICATES.length - 1 }).map((predicate) => ({ kind: 'show', predicate }) as const),
  fc.constantFrom(...VOLUME_UNITS_MS).map((unitMs) => ({ kind: 'unit', unitMs }) as const),
);

function take(store: LogStore, volume: Volume, one: Step): void {
  const { buffer, view } = store.getState();
  switch (one.kind) {
    case 'apply':
      return apply(store, one.records);
    case 'many':
      return apply(
        store,
        Array.from({ length: one.count }, (_, index) =>
          lineAt(index % 90, { level: index % 7 === 0 ? 'ERROR' : 'INFO' }),
        ),
      );
    case 'refill':
      return store.refill(one.records);
    case 'prepend':
      return void store.prepend(one.records, { kind: 'open' });
    case 'restore': {
      const [marker] = buffer.evictedMarkers();
      return marker === undefined ? undefined : void store.restoreEvicted(marker.seq, one.records);
    }
    case 'gap':
      return store.apply([{ kind: 'gap', from: instantAt(10), to: instantAt(50), reason: 'lost', lost: undefined }]);
    case 'fill': {
      const gap = buffer.absences().find(({ kind }) => kind === 'gap');
      return gap?.kind === 'gap'
        ? void store.fillGap(gap.gapId, (buffer, id) => putIntoGap(buffer, id, one.records, one.isComplete))
        : undefined;
    }
    case 'read': {
      const seq = view.seqAt(view.length >> 1);
      return store.keepWhileRead(seq === undefined ? undefined : { first: seq, last: seq, inView: seq });
    }
    case 'note':
      return void store.dropNote('here', instantAt(0));
    case 'clear':
      return store.clear();
    case 'show':
      return store.show(PREDICATES[one.predicate] ?? (() => true));
    case 'unit':
      return volume.countBy(one.unitMs);
    case 'slice':
      return void volume.catchUp(() => true);
  }
}

describe('whatever happens to the lines', () => {
  it('the volume is what a recount of all of them says', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.constantFrom(20, 700, 2_000), (steps, capacity) => {
        const store = createLogStore(capacity);
        const volume = volumeOf(store);
        for (const one of steps) {
          take(store, volume, one);
          // What is asked now and then only takes in more at once.
          if (one.kind === 'slice') continue;
          expect(volume.catchUp(UNBOUNDED)).toBe(true);
          expect(counted(volume)).toEqual(recount(store, volume.unitMs));
          for (const counts of volume.buckets.values()) expect(linesIn(counts)).toBeGreaterThan(0);
        }
      }),
      { numRuns: 60 },
    );
  });
});
