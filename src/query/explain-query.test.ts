import { describe, expect, it } from 'vitest';
import { explainQuery, parseQuery } from './index.ts';

function inWords(text: string): string {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return explainQuery(parsed.query);
}

describe('a query in words', () => {
  it.each([
    ['', 'every line'],
    ['*', 'every line'],
    ['NOT *', 'no line'],
    ['timeout', 'message contains “timeout”'],
    ['-"read timeout"', 'message does not contain “read timeout”'],
    ['read*timeout', 'message contains “read*timeout”'],
    ['/time ?out/i', 'message fits /time ?out/i'],
    ['level:>=warn source:api', 'level at least WARN and source is api'],
    ['level:ERROR OR level:FATAL', 'level is ERROR or FATAL'],
    ['level:(ERROR FATAL)', 'level is ERROR and level is FATAL'],
    ['-source:web', 'source is not web'],
    ['source:api-*', 'source is like api-*'],
    ['source:"a b"', 'source is “a b”'],
    ['trace.id:*', 'trace.id is there'],
    ['-trace.id:*', 'trace.id is missing'],
    ['ms:>500', 'ms above 500'],
    ['NOT ms:<=500', 'not: ms at most 500'],
    ['ms:[100 TO 500]', 'ms from 100 to 500'],
    ['ms:{100 TO 500]', 'ms above 100 and at most 500'],
    ['ms:[* TO 500}', 'ms below 500'],
    ['timestamp:>=2026-11-23', 'time from 2026-11-23 on'],
    ['timestamp:[2026-11-23 TO 2026-11-24]', 'time from 2026-11-23 to 2026-11-24'],
    ['timestamp:<2026-11-23', 'time before 2026-11-23'],
    ['a b OR c', '(message contains “a” and message contains “b”) or message contains “c”'],
    ['a (b OR x:1)', 'message contains “a” and (message contains “b” or x is 1)'],
    ['(level:ERROR OR level:FATAL) source:api', 'level is ERROR or FATAL and source is api'],
    ['NOT (a x:1)', 'none of this: (message contains “a” and x is 1)'],
    ['NOT NOT a', 'not (message does not contain “a”)'],
    ['metadata.level:gold', 'metadata.level is gold'],
  ])('%s', (text, expected) => expect(inWords(text)).toBe(expected));
});
