import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../protocol/index.ts';
import type { LogPredicate } from '../query/index.ts';
import { createLogStore, type LogBatchItem, type LogStore } from './log-store.ts';
import { heldIn, instantAt, linesIn, recordAt } from './testing/records.ts';

const errors: LogPredicate = (log) => log.level === 'ERROR';
const everything: LogPredicate = () => true;

function log(record: LogRecord): LogBatchItem {
  return { kind: 'log', record };
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
  { weight: 12, arbitrary: record.map(log) },
  { weight: 1, arbitrary: fc.constant({ kind: 'malformed' } as const) },
  { weight: 1, arbitrary: fc.nat({ max: 9 }).map((count) => ({ kind: 'dropped', count }) as const) },
  { weight: 1, arbitrary: fc.constantFrom({ kind: 'stream_started' } as const, { kind: 'stream_replaced' } as const) },
  {
    weight: 2,
    arbitrary: fc.constant({ kind: 'stream_resumed', interruptedAt: instantAt(70), resumedAt: instantAt(80) } as const),
  },
);

type Step =
  | { readonly kind: 'apply'; readonly batch: readonly LogBatchItem[] }
  | { readonly kind: 'refill'; readonly records: readonly LogRecord[] }
  | { readonly kind: 'show'; readonly matches: LogPredicate }
  | { readonly kind: 'clear' | 'follow' | 'letGo' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.array(item, { maxLength: 20 }).map((batch) => ({ kind: 'apply', batch }) as const) },
  {
    weight: 2,
    arbitrary: fc.array(record, { maxLength: 10 }).map((records) => ({ kind: 'refill', records }) as const),
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
  expect(ledger.received).toBe(ledger.repeated + lines.length + ledger.evicted + ledger.dropped + ledger.undecided);
  expect(ledger.shown + ledger.heldBack).toBe(lines.length);
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
          else if (one.kind === 'show') store.show((matches = one.matches));
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
      undecided: 0,
      malformed: 1,
      shown: 2,
      heldBack: 0,
    });
  });

  it('begins anew with another stream, and counts what comes behind it in the same batch', () => {
    const store = createLogStore();
    store.apply([log(recordAt(1)), { kind: 'malformed' }, { kind: 'stream_replaced' }, log(recordAt(2))]);
    expect(store.getState().ledger).toMatchObject({ received: 1, malformed: 0, shown: 1 });
    expect(heldIn(store.getState().buffer)).toEqual(['line 2']);
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
