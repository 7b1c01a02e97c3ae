// @vitest-environment jsdom
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, LogRecord } from '../protocol/index.ts';
import { createLogStore, type FindQuery, type LogStore, type RowReading } from '../stores/index.ts';
import { look, readingOf, recordOf, searchOf, storeOf } from './testing/searched-lines.ts';

const CODE = '\u001b[31m';

/** By the simplest way there is, over all lines that pass. */
function naive(
  store: LogStore,
  { text, matchesCase }: Pick<FindQuery, 'text' | 'matchesCase'>,
  reading: RowReading,
): number {
  const { buffer, view } = store.getState();
  const needle = matchesCase ? text : text.toLowerCase();
  let count = 0;
  for (let seq = view.nextPassing(-Infinity); seq !== undefined; seq = view.nextPassing(seq + 1)) {
    const entry = buffer.at(seq);
    if (entry?.kind !== 'line') continue;
    const { source, cells, message, fields } = reading.textsOf(entry);
    for (const one of [source, ...cells, message, fields]) {
      count += (matchesCase ? one : one.toLowerCase()).split(needle).length - 1;
    }
  }
  return count;
}

describe('the count', () => {
  it('is that of a search over all lines that pass, whatever is appended, evicted, filtered, folded, merged or loaded', () => {
    const message = fc.constantFrom(
      'order failed',
      'Order Order',
      'all is well',
      `or${CODE}der`,
      '{"msg":"order","n":1}',
      'order → Ω',
      'first\nsecond order\n',
      `${'x'.repeat(4_100)} order`,
    );
    const metadata = fc.constantFrom<JsonObject>({}, { order: 1 }, { user: 'order', n: 2 }, { deep: { order: 1 } });
    const record = fc.record({
      level: fc.constantFrom('INFO', 'ERROR'),
      source: fc.constantFrom('api', 'order-api'),
      message,
      metadata,
    });
    const count = fc.integer({ min: 1, max: 1_500 });
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('lines' as const),
        count,
        records: fc.array(record, { minLength: 1, maxLength: 9 }),
      }),
      fc.record({
        kind: fc.constant('older' as const),
        count,
        records: fc.array(record, { minLength: 1, maxLength: 3 }),
      }),
      fc.record({ kind: fc.constant('merged' as const), records: fc.array(record, { minLength: 1, maxLength: 3 }) }),
      fc.constant({ kind: 'gap' as const }),
      fc.record({ kind: fc.constant('filter' as const), level: fc.constantFrom('INFO', 'ERROR', undefined) }),
      fc.record({ kind: fc.constant('fold' as const), isFolded: fc.boolean() }),
      fc.record({ kind: fc.constant('capacity' as const), lines: fc.integer({ min: 1, max: 4_000 }) }),
      fc.record({ kind: fc.constant('read' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.constant({ kind: 'clear' as const }),
    );
    const query = fc.record({
      text: fc.constantFrom(
        'order',
        'ORDER',
        'r',
        'order=1',
        'o',
        'first\nsecond',
        'n=',
        ' ',
        'Ω',
        'well',
        '5',
        'order failed',
      ),
      matchesCase: fc.boolean(),
    });
    fc.assert(
      fc.property(query, fc.boolean(), fc.array(step, { minLength: 1, maxLength: 12 }), (asked, isNarrow, steps) => {
        const store = createLogStore(2_500);
        const reading = readingOf({}, isNarrow);
        const search = searchOf(store, asked, reading);
        const repeated = (records: readonly Partial<LogRecord>[], times: number): LogRecord[] =>
          Array.from({ length: times }, (_, index) => recordOf(records[index % records.length] ?? {}));
        for (const one of steps) {
          switch (one.kind) {
            case 'lines':
              store.apply(repeated(one.records, one.count).map((record) => ({ kind: 'log', record, isRepeat: false })));
              break;
            case 'older':
              store.prepend(repeated(one.records, one.count), { kind: 'open' });
              break;
            case 'merged':
              store.refill(
                repeated(one.records, 3).map((record) => ({ ...record, timestamp: '2026-11-23T00:00:00.500Z' })),
              );
              break;
            case 'gap':
              store.apply([{ kind: 'gap', from: 0, to: 1, reason: '', lost: undefined }]);
              break;
            case 'filter':
              store.show(({ level }) => one.level === undefined || level === one.level);
              break;
            case 'fold':
              store.setFoldsRepeats(one.isFolded);
              break;
            case 'capacity':
              store.setCapacity(one.lines);
              break;
            case 'read': {
              const { buffer } = store.getState();
              const inView = Math.floor(buffer.firstSeq + one.at * (buffer.endSeq - buffer.firstSeq));
              store.keepWhileRead({ first: inView - 100, last: inView + 100, inView });
              break;
            }
            case 'clear':
              store.clear();
          }
          look(search);
          expect(search.count).toBe(naive(store, asked, reading));
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('says that it is not done until all lines were looked at, and goes on where it was', () => {
    const store = storeOf(
      Array.from({ length: 5_000 }, (_, index) => ({ message: index % 10 === 0 ? 'needle' : 'hay' })),
    );
    const search = searchOf(store, { text: 'needle' });
    expect(search.isDone).toBe(false);
    const counts: number[] = [];
    while (!search.look(() => true)) counts.push(search.count);
    expect(counts.length).toBeGreaterThan(2);
    expect(counts.every((count, index) => index === 0 || count >= (counts[index - 1] ?? 0))).toBe(true);
    expect(search.count).toBe(500);
    store.apply([{ kind: 'log', record: recordOf({ message: 'needle needle' }), isRepeat: false }]);
    look(search);
    expect(search.count).toBe(502);
  });
});
