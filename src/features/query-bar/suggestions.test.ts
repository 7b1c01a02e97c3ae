import { describe, expect, it } from 'vitest';
import { parseQuery, queryContext, type Field } from '../../query/index.ts';
import type { CountedValue } from './field-tally.ts';
import { suggestionsFor, type SeenFacts } from './suggestions.ts';

const VALUES: Readonly<Record<string, readonly CountedValue[]>> = {
  level: [
    { text: 'ERROR', value: 'ERROR', count: 48 },
    { text: 'AUDIT', value: 'AUDIT', count: 2 },
  ],
  source: [
    { text: 'api service', value: 'api service', count: 9 },
    { text: 'checkout-api', value: 'checkout-api', count: 3 },
  ],
  'http.status': [
    { text: '500', value: 500, count: 7 },
    { text: '503', value: 503, count: 2 },
    { text: 'n/a "x"', value: 'n/a "x"', count: 1 },
    { text: 'two\nlines', value: 'two\nlines', count: 1 },
  ],
};

const facts: SeenFacts = {
  now: () => Date.UTC(2026, 10, 23, 12, 30),
  paths: () => [
    { name: 'http.status', field: { kind: 'metadata', path: 'http.status' }, count: 10 },
    { name: 'metadata.level', field: { kind: 'metadata', path: 'level' }, count: 4 },
    { name: 'a b', field: { kind: 'metadata', path: 'a b' }, count: 1 },
  ],
  values: (field: Field) => VALUES[field.kind === 'builtin' ? field.name : field.path] ?? [],
};

/** What is offered at the end of a text. */
function offered(text: string): string[] {
  return suggestionsFor(queryContext(text, text.length), facts).map(({ label }) => label);
}

function written(text: string, label: string): string {
  const context = queryContext(text, text.length);
  const found = suggestionsFor(context, facts).find((one) => one.label === label);
  if (found === undefined || context.kind === 'none') throw new Error(`${label} is not offered`);
  return text.slice(0, context.start) + found.text + text.slice(context.end);
}

describe('what is offered', () => {
  it('to begin with are the fields of every line, those that the newest lines have, and NOT', () => {
    expect(offered('')).toEqual([
      'level:',
      'source:',
      'message:',
      'id:',
      'timestamp:',
      'http.status:',
      'metadata.level:',
      'metadata.a\\ b:',
      'NOT',
    ]);
  });

  it('behind a term are the operators first', () => {
    expect(offered('healthz ').slice(0, 4)).toEqual(['AND', 'OR', 'NOT', 'level:']);
    expect(offered('healthz A')).toContain('AND');
    expect(offered('healthz and')).not.toContain('AND');
  });

  it('narrows to what was typed, what begins with it first', () => {
    expect(offered('le')).toEqual(['level:', 'metadata.level:']);
    expect(offered('source:api')).toEqual(['api service', 'checkout-api']);
    expect(offered('healthz')).toEqual([]);
  });

  it('of levels are all, the gravest first, those of the server too, and ranges', () => {
    expect(offered('level:')).toEqual([
      'FATAL',
      'ERROR',
      'WARN',
      'INFO',
      'DEBUG',
      'TRACE',
      'AUDIT',
      '>=WARN',
      '>=ERROR',
    ]);
    expect(offered('level:>=')).toEqual(['FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE']);
  });

  it('of numbers are comparisons and the range of those seen; behind a comparison numbers alone', () => {
    expect(offered('http.status:')).toEqual(['500', '503', 'n/a "x"', '>=', '<=', '[500 TO 503]', '*']);
    expect(offered('http.status:>')).toEqual(['500', '503']);
  });

  it('of times are stretches before now', () => {
    expect(offered('timestamp:')).toEqual([
      '>=2026-11-23T12:25Z',
      '>=2026-11-23T12:15Z',
      '>=2026-11-23T11:30Z',
      '>=2026-11-22T12:30Z',
      '2026-11-23',
      '[2026-11-23T11:30Z TO 2026-11-23T12:30Z]',
    ]);
    expect(offered('timestamp:>=')[0]).toBe('2026-11-23T12:25Z');
  });

  it('is nothing where only what is written already would be said', () => {
    expect(offered('level:WARN')).toEqual(['WARN', '>=WARN']);
    expect(offered('source:checkout-api')).toEqual([]);
  });

  it.each([
    ['source:api', 'api service', 'source:"api service"'],
    ['source:"api', 'api service', 'source:"api service"'],
    ['http.status:', 'n/a "x"', 'http.status:"n/a \\"x\\""'],
    ['(level:E', 'ERROR', '(level:ERROR'],
    ['a O', 'OR', 'a OR '],
    ['http.status:[', '500', 'http.status:[500'],
  ])('is written so that it can be read: %s', (text, label, expected) => expect(written(text, label)).toBe(expected));

  it('can be parsed, whichever value is chosen', () => {
    for (const text of ['level:', 'source:', 'http.status:', 'timestamp:']) {
      for (const suggestion of suggestionsFor(queryContext(text, text.length), facts)) {
        if (!suggestion.goesOn) expect(parseQuery(text + suggestion.text).ok, text + suggestion.text).toBe(true);
      }
    }
  });
});
