// @vitest-environment jsdom
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { rowLook, rowTexts } from '../features/log-viewer/log-viewer.tsx';
import type { JsonObject, LogRecord } from '../protocol/index.ts';
import { linearRegexEngine } from '../query/linear-regex.ts';
import {
  createLogStore,
  DEFAULT_SETTINGS,
  type FindQuery,
  type LogStore,
  type RowReading,
  type Settings,
} from '../stores/index.ts';
import { compileFind, LineSearch, type MatchPlace } from '../stores/line-search.ts';

const CODE = '\u001b[31m';

const QUERY: FindQuery = { text: '', matchesCase: false, isWholeWord: false, isRegex: false };

let readingOf: (settings?: Partial<Settings>, isNarrow?: boolean) => RowReading;

beforeAll(async () => {
  const reading = await rowTexts.get();
  readingOf = (settings = {}, isNarrow = false) => reading(rowLook({ ...DEFAULT_SETTINGS, ...settings }, isNarrow));
});

function searchOf(store: LogStore, query: Partial<FindQuery>, reading = readingOf()): LineSearch {
  const compiled = compileFind({ ...QUERY, ...query }, linearRegexEngine);
  if (!compiled.ok) throw new Error(compiled.message);
  return new LineSearch(compiled.finder, () => store.getState(), reading);
}

let lastId = 0;

function recordOf(fields: Partial<LogRecord>): LogRecord {
  lastId += 1;
  const timestamp = new Date(Date.UTC(2026, 10, 23) + lastId).toISOString();
  return { id: `id-${lastId}`, timestamp, level: 'INFO', source: 'api', message: 'hello', metadata: {}, ...fields };
}

function storeOf(records: readonly Partial<LogRecord>[], capacity?: number): LogStore {
  const store = createLogStore(capacity);
  store.apply(records.map((fields) => ({ kind: 'log', record: recordOf(fields), isRepeat: false })));
  return store;
}

function look(search: LineSearch): LineSearch {
  expect(search.look(() => false)).toBe(true);
  return search;
}

function countIn(
  records: readonly Partial<LogRecord>[],
  query: Partial<FindQuery> | string,
  reading?: RowReading,
): number {
  const asked = typeof query === 'string' ? { text: query } : query;
  const alone = look(searchOf(storeOf(records), asked, reading)).count;
  // The same lines among so many that their texts are joined.
  const filled = [...records, ...Array.from({ length: 1_024 }, () => ({ message: '' }))];
  expect(look(searchOf(storeOf(filled), asked, reading)).count, 'joined').toBe(alone);
  return alone;
}

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

describe('what is found', () => {
  it('is what a row says: source, message with all its lines, and the fields of the metadata', () => {
    const records = [
      { source: 'needle-api', message: 'a needle and a needle', metadata: { needle: 'none', other: 'needles' } },
      { message: 'first\nsecond needle', metadata: { count: 3 } },
    ];
    expect(countIn(records, 'needle')).toBe(6);
    expect(countIn([{ message: '\r\nfirst\r\nsecond' }], 'first\nsecond')).toBe(1);
    expect(countIn(records, 'needle=none')).toBe(1);
    expect(countIn(records, 'none other=n')).toBe(1);
    expect(countIn(records, 'count=3')).toBe(1);
    // More keys than lines share the names of.
    const metadata = Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`key${index}`, `v${index}`]));
    expect(countIn([{ metadata }], 'v1 KEY2=v')).toBe(1);
    expect(countIn([{ metadata }], 'key5=v5')).toBe(1);
  });

  it('is neither in ids nor across the borders of texts, levels and other lines', () => {
    const records = [{ id: 'needle', message: 'nee', metadata: { a: 'dle' } }, { message: 'dle' }, { message: '' }];
    expect(countIn(records, 'needle')).toBe(0);
    expect(countIn(records, 'INFO')).toBe(0);
    expect(countIn([{ message: 'ab', id: 'abab' }, { message: 'ab' }], 'ab')).toBe(2);
  });

  it('is told by case and by whole words where that is wished, and means lower case otherwise, in all scripts', () => {
    const records = [{ message: 'Order order ORDERS' }, { message: 'Größe ÄRGER ß Ωmega 𐐀' }];
    expect(countIn(records, 'order')).toBe(3);
    expect(countIn(records, { text: 'order', matchesCase: true })).toBe(1);
    expect(countIn(records, { text: 'order', isWholeWord: true })).toBe(2);
    expect(countIn(records, 'ärger')).toBe(1);
    expect(countIn(records, 'GRÖSSE')).toBe(0);
    expect(countIn(records, 'ωMEGA')).toBe(1);
    expect(countIn(records, '𐐨')).toBe(1);
    expect(countIn([{ message: 'a.b (c) [d]' }], '(c) [D')).toBe(1);
    expect(countIn([{ message: 'straßenname' }], { text: 'stra', isWholeWord: true })).toBe(0);
  });

  it('is a regular expression where that is wished, and why it cannot be one is said', () => {
    const records = [{ message: 'took 12 ms, then 345 ms' }, { source: 'ms', metadata: { n: 7 } }];
    expect(countIn(records, { text: '\\d+ ?ms|^ms$', isRegex: true })).toBe(3);
    expect(countIn(records, { text: 'n=\\d', isRegex: true })).toBe(1);
    expect(countIn(records, { text: 'TOOK', isRegex: true })).toBe(1);
    expect(countIn(records, { text: 'TOOK', isRegex: true, matchesCase: true })).toBe(0);
    expect(countIn(records, { text: 'x*', isRegex: true })).toBe(0);
    expect(compileFind({ ...QUERY, text: '(a', isRegex: true }, linearRegexEngine)).toEqual({
      ok: false,
      message: 'This regular expression cannot be used: missing closing ).',
    });
    expect(compileFind({ ...QUERY, text: 'x'.repeat(1_001) })).toMatchObject({ ok: false });
  });

  it('is found in a message as its row writes it: without the codes of colours, JSON as fields', () => {
    expect(countIn([{ message: `be${CODE}fore` }], 'before')).toBe(1);
    expect(countIn([{ message: `be${CODE}fore` }], '31m')).toBe(0);
    const values = { metadata: { a: `be${CODE}fore`, [`k${CODE}ey`]: 1, list: [`be${CODE}fore`] } };
    expect(countIn([values], 'before')).toBe(1);
    expect(countIn([values], 'key=1')).toBe(1);
    expect(countIn([values], '31m')).toBe(0);
    const columns = [{ path: 'list', widthCh: 20 }];
    expect(countIn([values], 'before', readingOf({ columns }))).toBe(2);
    const json = { message: '{"msg":"it \\u0062roke","status":500,"ratio":1.50}' };
    expect(countIn([json], 'status=500')).toBe(1);
    expect(countIn([json], 'broke')).toBe(1);
    expect(countIn([json], '1.5')).toBe(1);
    expect(countIn([json], '"status"')).toBe(0);
    expect(countIn([json], '"status"', readingOf({ showsJsonInline: false }))).toBe(1);
  });

  it('is found in the lines of values that a row shows once it is unfolded, and where their names stand there', () => {
    const stack = 'Error: boom\n    at needle (a.js:1)';
    const json = { message: JSON.stringify({ msg: 'failed', err: { stack }, cause: 'other\nneedle' }) };
    expect(countIn([json], 'needle')).toBe(2);
    expect(countIn([json], 'err.stack=Error')).toBe(1);
    expect(countIn([json], 'needle', readingOf({ showsJsonInline: false }))).toBe(2);
    const metadata = { user: 'ada', stack, error: { stack } };
    expect(countIn([{ metadata }], 'needle')).toBe(2);
    expect(countIn([{ metadata }], 'needle', readingOf({}, true))).toBe(2);
    expect(countIn([{ metadata: { stack } }], 'stack=Error')).toBe(1);
    expect(countIn([{ metadata: { stack } }], 'stack=Error', readingOf({}, true))).toBe(1);
    expect(countIn([{ metadata: { error: { stack } } }], 'error.stack=Error: b')).toBe(1);
    expect(countIn([{ metadata: { error: { stack } } }], 'error.stack=Error: b', readingOf({}, true))).toBe(1);
    expect(countIn([{ metadata: { a: 'needle\nx', b: 'y\nz' } }], 'a=needle')).toBe(2);
  });

  it('is found in the columns of the list, and not in what a phone leaves out', () => {
    const columns = [
      { path: 'order', widthCh: 20 },
      { path: 'id', widthCh: 20 },
    ];
    const records = [{ id: 'found-by-id', metadata: { order: 'ord-1', user: 'u-1' } }];
    expect(countIn(records, 'ord-1', readingOf({ columns }))).toBe(1);
    expect(countIn(records, 'order=ord-1', readingOf({ columns }))).toBe(0);
    expect(countIn(records, 'found-by', readingOf({ columns }))).toBe(1);
    expect(countIn(records, 'ord-1', readingOf({}, true))).toBe(0);
    expect(countIn(records, 'order=ord-1', readingOf({ columns }, true))).toBe(1);
  });
});

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

describe('the overview', () => {
  it('has the parts of the list that rows with matches are in, whatever is filtered out and evicted', () => {
    const line = fc.record({
      level: fc.constantFrom('INFO', 'ERROR'),
      message: fc.constantFrom('hay', 'hay', 'needle'),
    });
    const lines = fc.array(line, { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(lines, fc.integer({ min: 0, max: 2_500 }), fc.boolean(), (some, more, isFiltered) => {
        const hay = Array.from({ length: more }, () => ({ message: 'hay' }));
        const store = storeOf([...hay, ...some, ...hay], 3_000);
        if (isFiltered) store.show(({ level }) => level === 'ERROR');
        const search = look(searchOf(store, { text: 'needle' }));
        const { view, buffer } = store.getState();
        const expected = Array.from({ length: 50 }, () => 0);
        for (let row = 0; row < view.length; row += 1) {
          const entry = buffer.at(view.seqAt(row) ?? -1);
          if (entry?.kind === 'line' && entry.message === 'needle') expected[Math.floor((row / view.length) * 50)] = 1;
        }
        expect([...search.overview(50)]).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});

describe('stepping', () => {
  it('goes through all matches in the order of the list, in both directions, and tells the place of each', () => {
    const texts = fc.array(fc.constantFrom('', 'needle', 'needle needle', 'hay'), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 0, max: 1_100 }), (messages, gap) => {
        const store = storeOf([
          ...messages.map((message) => ({ message, source: 'needle' })),
          ...Array.from({ length: gap }, () => ({ message: 'hay' })),
          ...messages.map((message) => ({ message })),
        ]);
        const search = look(searchOf(store, { text: 'needle' }));
        const forward: MatchPlace[] = [];
        const start = { seq: -Infinity, index: -1 };
        for (let at = search.step(start, 1); at !== undefined; at = search.step(at, 1)) forward.push(at);
        const backward: MatchPlace[] = [];
        const end = { seq: Infinity, index: 0 };
        for (let at = search.step(end, -1); at !== undefined; at = search.step(at, -1)) backward.unshift(at);
        expect(forward).toHaveLength(search.count);
        expect(backward).toEqual(forward);
        expect(forward.map((place) => search.ordinalOf(place))).toEqual(forward.map((_, index) => index + 1));
        expect(search.ordinalOf({ seq: 0, index: 99 })).toBe(0);
        expect(search.ordinalOf({ seq: messages.length, index: -1 })).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it('tells in which text of its row a match is, and where', () => {
    const store = storeOf([{ source: 'needle', message: 'a needle!', metadata: { key: 'needle' } }]);
    const search = look(searchOf(store, { text: 'NEEDLE' }));
    expect([0, 1, 2, 3].map((index) => search.locate({ seq: 0, index }))).toEqual([
      { part: 0, index: 0, text: 'needle', span: { start: 0, end: 6 } },
      { part: 1, index: 0, text: 'a needle!', span: { start: 2, end: 8 } },
      { part: 2, index: 0, text: 'key=needle', span: { start: 4, end: 10 } },
      undefined,
    ]);
  });
});
