import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../protocol/index.ts';
import type { LogPredicate } from '../query/index.ts';
import type { LogBatchItem } from './log-batch.ts';
import { createLogStore, type LogStore } from './log-store.ts';
import { fill, gap, log } from './testing/batches.ts';
import { gapsIn, heldIn, linesIn, recordAt } from './testing/records.ts';

const errors: LogPredicate = (log) => log.level === 'ERROR';
const everything: LogPredicate = () => true;

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
