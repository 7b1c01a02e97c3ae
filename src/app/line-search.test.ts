// @vitest-environment jsdom
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../protocol/index.ts';
import { linearRegexEngine } from '../query/linear-regex.ts';
import type { FindQuery, RowReading } from '../stores/index.ts';
import { compileFind, type MatchPlace } from '../stores/line-search.ts';
import { look, QUERY, readingOf, searchOf, storeOf } from './testing/searched-lines.ts';

const CODE = '\u001b[31m';

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
