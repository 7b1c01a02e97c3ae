import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLine } from './parse-line.ts';

const READ_AT = Date.UTC(2026, 10, 23, 12);
const context = { source: 'app.log', readAt: READ_AT };

/** Texts out of the pieces that the formats look for, so that the odd ones meet. */
const pieces = fc.constantFrom(
  '2026-11-23T12:00:00.123Z',
  '2026-11-23 12:00:00',
  'Nov 23 12:00:00',
  '99:99:99',
  '1795435200',
  '<34>',
  '<34>1 ',
  '[',
  ']',
  '"',
  '\\',
  '{',
  '}',
  '=',
  ':',
  ' - ',
  ' ',
  '\t',
  '\n',
  '\u001b[31m',
  '\u001b[0m',
  '\u001b',
  '\uD800',
  'ERROR',
  'info',
  '[WARN]',
  'Error: x',
  'level=warn',
  'msg="a',
  '__proto__=1',
  '{"msg":1}',
  'host app[1]: ',
  '| ',
  '127.0.0.1 - - [23/Nov/2026:12:00:00 +0000] "GET / HTTP/1.1" 200 1',
  'stdout F ',
  'E1123 12:00:00.1 1 a.go:1] ',
);
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join('')),
  fc.json(),
  fc
    .dictionary(
      fc.constantFrom('time', 'level', 'msg', 'log', 'service', '__proto__', 'err', 't', 's', 'x'),
      fc.jsonValue(),
    )
    .map((value) => JSON.stringify(value)),
);

describe('parsing any line', () => {
  it('never throws, and makes a log that a store can keep', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const log = parseLine(text, context);
        expect(log.id).toBe('');
        expect(log.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        expect(Date.parse(log.timestamp)).toBe(log.time);
        expect(Number.isInteger(log.time)).toBe(true);
        expect(log.level).not.toBe('');
        expect(log.level).toBe(log.level.toUpperCase());
        expect(log.source).not.toBe('');
        expect(typeof log.message).toBe('string');
        expect(JSON.parse(JSON.stringify(log.metadata))).toEqual(log.metadata);
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps the text as it was read, either as the message or beside it', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const log = parseLine(text, context);
        expect(log.raw ?? log.message).toBe(text);
        if (log.raw !== undefined) expect(log.raw).not.toBe(log.message);
      }),
      { numRuns: 1_000 },
    );
  });

  it('loses no field of a JSON object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^x[a-z]{0,8}$/), fc.jsonValue()), (fields) => {
        const line = JSON.stringify({ msg: 'm', ...fields });
        expect(JSON.stringify(parseLine(line, context).metadata)).toBe(JSON.stringify(fields));
      }),
    );
  });

  it('finds the time that a line was written with, to the millisecond', () => {
    const times = fc.integer({ min: Date.UTC(2001, 8, 10), max: Date.UTC(2286, 10, 20) });
    fc.assert(
      fc.property(times, (time) => {
        const iso = new Date(time).toISOString();
        expect(parseLine(`${iso} INFO m`, context).time).toBe(time);
        expect(parseLine(`{"time":${time},"msg":"m"}`, context).time).toBe(time);
        expect(parseLine(`ts=${iso} msg=m`, context).time).toBe(time);
      }),
    );
  });
});

describe('parsing a hostile line of a megabyte', () => {
  const SIZE = 1_000_000;
  const repeated = (piece: string): string => piece.repeat(Math.ceil(SIZE / piece.length));

  // The slowest takes a fifth of a second; anything quadratic takes minutes.
  it.each([
    ['escape characters', repeated('\u001b[')],
    ['colours', repeated('\u001b[31m')],
    ['open hyperlinks', repeated('\u001b]8;;')],
    ['braces', repeated('{')],
    ['nested objects', `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`],
    ['a nested message', `{"message":${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
    ['pairs', repeated('a=b ')],
    ['escaped quotes', `a="${repeated('\\"')}`],
    ['backslashes', `a=1 b="${repeated('\\')}`],
    ['bare words', `a=1 ${repeated('b ')}`],
    ['blanks', repeated(' ')],
    ['dots', `INFO ${repeated('a.')}`],
    ['colons', `INFO ${repeated('a::')}`],
    ['brackets', repeated('[a] ')],
    ['digits', repeated('1')],
    ['structured data', `<34>1 - - - - - ${repeated('[a b="c"]')}`],
    ['an open parameter', `<34>1 - - - - - [a b="${repeated('\\')}`],
    ['an open request', `1.1.1.1 - - [23/Nov/2026:12:00:00 +0000] "${repeated('\\"')}`],
    ['nginx details', `2026/11/23 12:00:00 [error] 1#1: ${repeated(', client: "a')}`],
    ['causes', `Caused by: ${repeated('a.')}`],
    ['line feeds', repeated('\n')],
  ])('of %s takes no time to speak of', (_what, text) => {
    const startedAt = performance.now();
    const log = parseLine(text, context);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    expect((log.raw ?? log.message).length).toBe(text.length);
  });
});
