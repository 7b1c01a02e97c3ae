import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../protocol/index.ts';
import type { LogPredicate } from '../query/index.ts';
import { putIntoGap } from './gap-filling.ts';
import { createLogStore, type LogBatchItem, type LogStore } from './log-store.ts';
import { gapsIn, heldIn, instantAt, linesIn, recordAt } from './testing/records.ts';

const errors: LogPredicate = (log) => log.level === 'ERROR';
const everything: LogPredicate = () => true;

function log(record: LogRecord, isRepeat = false): LogBatchItem {
  return { kind: 'log', record, isRepeat };
}

function gap(from: number, to: number, lost?: number): LogBatchItem {
  return { kind: 'gap', from: instantAt(from), to: instantAt(to), reason: 'the connection was interrupted', lost };
}

const record: fc.Arbitrary<LogRecord> = fc
  .record({
    second: fc.integer({ min: 0, max: 60 }),
    hasId: fc.boolean(),
    isReadable: fc.boolean(),
    level: fc.constantFrom('INFO', 'ERROR', 'error', '__proto__'),
    message: fc.constantFrom('a', 'b'),
  })
  .map(({ second, hasId, isReadable, level, message }) =>
    recordAt(second, {
      level,
      message,
      ...(hasId ? {} : { id: '' }),
      ...(isReadable ? {} : { timestamp: 'whenever' }),
    }),
  );

const item: fc.Arbitrary<LogBatchItem> = fc.oneof(
  { weight: 12, arbitrary: record.map((one) => log(one)) },
  { weight: 2, arbitrary: record.map((one) => log(one, true)) },
  { weight: 1, arbitrary: fc.constant({ kind: 'malformed' } as const) },
  { weight: 1, arbitrary: fc.nat({ max: 9 }).map((count) => ({ kind: 'dropped', count }) as const) },
  { weight: 1, arbitrary: fc.constantFrom({ kind: 'stream_started' } as const, { kind: 'stream_replaced' } as const) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.integer({ min: 0, max: 60 }), fc.nat({ max: 20 }), fc.option(fc.nat({ max: 9 }), { nil: undefined }))
      .map(([from, length, lost]) => gap(from, from + length, lost)),
  },
);

type Step =
  | { readonly kind: 'apply'; readonly batch: readonly LogBatchItem[] }
  | { readonly kind: 'refill'; readonly records: readonly LogRecord[] }
  | {
      readonly kind: 'fill';
      readonly gap: number;
      readonly records: readonly LogRecord[];
      readonly isComplete: boolean;
    }
  | { readonly kind: 'show'; readonly matches: LogPredicate }
  | { readonly kind: 'clear' | 'follow' | 'letGo' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.array(item, { maxLength: 20 }).map((batch) => ({ kind: 'apply', batch }) as const) },
  {
    weight: 2,
    arbitrary: fc.array(record, { maxLength: 10 }).map((records) => ({ kind: 'refill', records }) as const),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('fill' as const),
      gap: fc.nat({ max: 5 }),
      records: fc.array(record, { maxLength: 20 }),
      isComplete: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom(errors, everything).map((matches) => ({ kind: 'show', matches }) as const) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('clear' as const, 'follow' as const, 'letGo' as const).map((kind) => ({ kind })),
  },
);

function expectTrueLedger(store: LogStore, matches: LogPredicate): void {
  const { ledger, buffer, view } = store.getState();
  const lines = linesIn(buffer);
  expect(ledger.received).toBe(ledger.repeated + lines.length + ledger.evicted + ledger.dropped);
  expect(ledger.shown + ledger.heldBack).toBe(lines.length);
  expect(ledger.gaps).toBeGreaterThanOrEqual(gapsIn(buffer).length);
  for (const { gapId } of gapsIn(buffer)) expect(buffer.gapById(gapId)?.gapId).toBe(gapId);
  expect(ledger.conflicts).toBeLessThanOrEqual(ledger.repeated);
  expect(Math.min(...Object.values(ledger))).toBeGreaterThanOrEqual(0);
  const ids = lines.map((line) => line.id).filter((id) => id !== '');
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(buffer.lineById(id)?.id).toBe(id);
  expect(heldIn(buffer)).not.toContain('hole');
  const shown = Array.from({ length: view.length }, (_, index) => view.entryAt(index)).filter(
    (entry) => entry?.kind === 'line',
  );
  expect(shown).toEqual(lines.filter((line) => matches({ ...line, metadata: {} })));
}

describe('the ledger', () => {
  it('accounts for every line, whatever comes in whatever order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), fc.array(step, { maxLength: 20 }), (capacity, steps) => {
        const store = createLogStore(capacity);
        let matches = everything;
        for (const one of steps) {
          if (one.kind === 'apply') store.apply(one.batch);
          else if (one.kind === 'refill') store.refill(one.records);
          else if (one.kind === 'fill') {
            const { gapId } = gapsIn(store.getState().buffer)[one.gap] ?? { gapId: -1 };
            fill(store, gapId, one.records, one.isComplete);
          } else if (one.kind === 'show') store.show((matches = one.matches));
          else store[one.kind]();
          expectTrueLedger(store, matches);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('has received what came since the stream began, the dropped and the repeated ones too', () => {
    const store = createLogStore(2);
    const batch = [1, 2, 3].map((second) => log(recordAt(second)));
    store.apply([...batch, log(recordAt(3)), log(recordAt(3, { message: 'other' })), { kind: 'dropped', count: 7 }]);
    store.apply([{ kind: 'malformed' }]);
    expect(store.getState().ledger).toEqual({
      received: 12,
      repeated: 2,
      conflicts: 1,
      evicted: 1,
      dropped: 7,
      gaps: 0,
      lost: 0,
      malformed: 1,
      shown: 2,
      heldBack: 0,
      unlooked: 0,
    });
  });

  it('begins anew with another stream, and counts what comes behind it in the same batch', () => {
    const store = createLogStore();
    store.apply([log(recordAt(1)), { kind: 'malformed' }, { kind: 'stream_replaced' }, log(recordAt(2))]);
    expect(store.getState().ledger).toMatchObject({ received: 1, malformed: 0, shown: 1 });
    expect(heldIn(store.getState().buffer)).toEqual(['line 2']);
  });
});

describe('what came again', () => {
  it('is counted and never shown, even where the line that it repeats is no longer held', () => {
    const store = createLogStore(2);
    store.apply([1, 2, 3].map((second) => log(recordAt(second))));
    store.apply([log(recordAt(1), true), log(recordAt(3), true), log(recordAt(3, { message: 'other' }), true)]);
    expect(heldIn(store.getState().buffer)).toEqual(['line 2', 'line 3']);
    expect(store.getState().ledger).toMatchObject({ received: 6, repeated: 3, conflicts: 1, evicted: 1 });
  });

  it('is found out here where the connection does not know the line, because it was fetched', () => {
    const store = createLogStore();
    store.apply([log(recordAt(5))]);
    store.refill([recordAt(1)]);
    store.apply([log(recordAt(1))]);
    expect(heldIn(store.getState().buffer)).toEqual(['line 1', 'line 5']);
    expect(store.getState().ledger).toMatchObject({ received: 3, repeated: 1 });
  });
});

describe('a gap', () => {
  it('is a row of its own between the lines, counted with what the server left out', () => {
    const store = createLogStore();
    store.apply([log(recordAt(1)), gap(1, 9, 431), log(recordAt(9)), gap(9, 12), log(recordAt(12))]);
    expect(heldIn(store.getState().buffer)).toEqual(['line 1', 'gap', 'line 9', 'gap', 'line 12']);
    expect(gapsIn(store.getState().buffer)[0]).toMatchObject({
      from: instantAt(1),
      to: instantAt(9),
      lost: 431,
      filling: { kind: 'open' },
    });
    expect(store.getState().ledger).toMatchObject({ received: 3, shown: 3, gaps: 2, lost: 431 });
  });

  it('stays counted when its row is evicted, and is forgotten with its stream', () => {
    const store = createLogStore(2);
    store.apply([log(recordAt(1)), gap(1, 2, 7), ...[2, 3, 4].map((second) => log(recordAt(second)))]);
    expect(store.getState().ledger).toMatchObject({ gaps: 1, lost: 7, evicted: 2 });
    store.apply([{ kind: 'stream_replaced' }]);
    expect(store.getState().ledger).toMatchObject({ gaps: 0, lost: 0 });
  });

  it('says what is being done about it, and what came of that', () => {
    const store = createLogStore();
    store.apply([log(recordAt(1)), gap(1, 9), log(recordAt(9))]);
    const { gapId } = gapsIn(store.getState().buffer)[0] ?? { gapId: -1 };
    const { version } = store.getState();
    store.setGapFilling([gapId], { kind: 'filling', fetched: 12 });
    expect(gapsIn(store.getState().buffer)[0]?.filling).toEqual({ kind: 'filling', fetched: 12 });
    expect(store.getState().version).toBe(version + 1);
    store.setGapFilling([gapId], { kind: 'unfilled', message: 'no' }, 'Nothing was found.');
    expect(store.getState().gapNews).toEqual({ number: 1, text: 'Nothing was found.' });
    store.dismissGapNews();
    expect(store.getState().gapNews).toBeUndefined();
    store.setGapFilling([999], { kind: 'open' });
    expect(store.getState().version).toBe(version + 2);
  });

  it('marks the place of lines that the page had to drop, as soon as one follows them', () => {
    const store = createLogStore();
    store.apply([log(recordAt(1)), { kind: 'dropped', count: 7 }]);
    expect(heldIn(store.getState().buffer)).toEqual(['line 1']);
    store.apply([log(recordAt(1), true), log(recordAt(5)), log(recordAt(6))]);
    expect(heldIn(store.getState().buffer)).toEqual(['line 1', 'gap', 'line 5', 'line 6']);
    expect(gapsIn(store.getState().buffer)).toMatchObject([
      { from: instantAt(1), to: instantAt(5), lost: 7, lostBy: 'page' },
    ]);
    expect(store.getState().ledger).toMatchObject({ received: 11, dropped: 7, gaps: 1, lost: 0 });
  });

  it('that was filled takes its lines off what was dropped or lost, and counts them as received', () => {
    const store = createLogStore();
    store.apply([log(recordAt(1)), { kind: 'dropped', count: 3 }, log(recordAt(5)), gap(5, 9, 3), log(recordAt(9))]);
    const [dropped, lost] = gapsIn(store.getState().buffer);
    fill(
      store,
      dropped?.gapId ?? -1,
      [1, 2, 3, 4, 5].map((second) => recordAt(second)),
      true,
    );
    expect(store.getState().ledger).toMatchObject({ received: 6, dropped: 0, gaps: 1, lost: 3 });
    fill(
      store,
      lost?.gapId ?? -1,
      [5, 6, 7].map((second) => recordAt(second)),
      false,
    );
    expect(store.getState().ledger).toMatchObject({ received: 8, gaps: 1, lost: 1, shown: 8 });
    expect(store.getState().levels.count('INFO')).toBe(8);
  });

  it('that was filled leaves the count of what is new to the reader alone', () => {
    const store = createLogStore();
    store.apply([log(recordAt(1)), gap(1, 9), log(recordAt(9))]);
    store.letGo();
    fill(store, gapsIn(store.getState().buffer)[0]?.gapId ?? -1, [recordAt(1), recordAt(5), recordAt(9)], true);
    expect(store.getState()).toMatchObject({ newSinceLetGo: 0, isFollowing: false });
    expect(heldIn(store.getState().buffer)).toEqual(['line 1', 'line 5', 'line 9']);
  });
});

describe('the log store', () => {
  it('changes once a batch', () => {
    const store = createLogStore();
    let changes = 0;
    store.subscribe(() => (changes += 1));
    store.apply(Array.from({ length: 1_000 }, (_, second) => log(recordAt(second))));
    expect(changes).toBe(1);
    expect(store.getState().version).toBe(1);
  });

  it('shows another predicate at once from what it holds', () => {
    const store = createLogStore();
    store.apply([log(recordAt(1, { level: 'ERROR' })), log(recordAt(2))]);
    store.show(errors);
    expect(store.getState().ledger).toMatchObject({ shown: 1, heldBack: 1 });
    store.apply([log(recordAt(3))]);
    expect(store.getState().ledger).toMatchObject({ shown: 1, heldBack: 2 });
    store.show(everything);
    expect(store.getState().ledger).toMatchObject({ shown: 3, heldBack: 0 });
  });

  it('counts what joined the view since the reader let go, and forgets it on following again', () => {
    const store = createLogStore();
    store.show(errors);
    store.apply([log(recordAt(1, { level: 'ERROR' }))]);
    expect(store.getState().newSinceLetGo).toBe(0);
    store.letGo();
    store.apply([log(recordAt(2, { level: 'ERROR' })), log(recordAt(3)), log(recordAt(4, { level: 'ERROR' }))]);
    expect(store.getState()).toMatchObject({ isFollowing: false, newSinceLetGo: 2 });
    store.follow();
    expect(store.getState()).toMatchObject({ isFollowing: true, newSinceLetGo: 0 });
  });

  it('follows again when another stream begins', () => {
    const store = createLogStore();
    store.letGo();
    store.apply([{ kind: 'stream_replaced' }, log(recordAt(1))]);
    expect(store.getState()).toMatchObject({ isFollowing: true, newSinceLetGo: 0, hasStarted: true });
  });

  it('counts levels by their meaning and keeps the names of sources over streams, until it is cleared', () => {
    const store = createLogStore();
    const batch = ['warn', 'WARNING', 'AUDIT'].map((level, second) =>
      log(recordAt(second, { level, source: `s${second}` })),
    );
    store.apply(batch);
    const { levels, sources } = store.getState();
    expect([levels.count('WARN'), levels.count('warn'), levels.count('AUDIT')]).toEqual([2, 0, 1]);
    store.apply([{ kind: 'stream_replaced' }]);
    expect([sources.values(), sources.count('s1'), levels.count('WARN')]).toEqual([['s0', 's1', 's2'], 0, 0]);
    store.clear();
    expect(sources.values()).toEqual([]);
  });

  it('takes a line that was fetched twice once', () => {
    const store = createLogStore();
    store.apply([log(recordAt(5))]);
    store.refill([recordAt(1), recordAt(1, { message: 'other' }), recordAt(5), recordAt(7, { id: '' })]);
    expect(heldIn(store.getState().buffer)).toEqual(['line 1', 'line 5']);
    expect(store.getState().ledger).toMatchObject({ received: 2, repeated: 0, shown: 2 });
    expect(store.getState().levels.count('INFO')).toBe(2);
  });
});

function fill(store: LogStore, gapId: number, fetched: readonly LogRecord[], isComplete: boolean): void {
  store.fillGap(gapId, (buffer, id) => putIntoGap(buffer, id, fetched, isComplete));
}
