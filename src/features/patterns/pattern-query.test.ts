import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TemplateMiner } from '../../patterns/index.ts';
import { labelledLog, TEMPLATES } from '../../patterns/testing/labelled-logs.ts';
import { compileQuery, parseQuery, queryWith, type LogPredicate } from '../../query/index.ts';
import { linearRegexEngine } from '../../query/linear-regex.ts';

const message = { kind: 'builtin', name: 'message' } as const;

/** The predicate of a query that filters a pattern in. */
function predicateOf(regex: string): LogPredicate {
  const written = queryWith('', message, { regex }, 'in');
  if (!written.ok) throw new Error(`${regex}: ${written.message}`);
  const parsed = parseQuery(written.query);
  if (!parsed.ok) throw new Error(`${written.query}: ${parsed.error.message}`);
  const compiled = compileQuery(parsed.query, { regex: linearRegexEngine });
  if (!compiled.ok) throw new Error(`${written.query}: ${compiled.error.message}`);
  return compiled.matches;
}

function holds(matches: LogPredicate, text: string): boolean {
  return matches({ id: '', time: 0, timestamp: '', level: '', source: '', message: text, metadata: {} });
}

const hostile = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        'a',
        '/',
        '\\',
        '.*',
        '1',
        ' ',
        '  ',
        '\t',
        '=',
        '"',
        '[',
        ']',
        '(',
        ')',
        ',',
        '\u001b[1m',
        '\n',
        '\u00a0',
        '$',
        '^',
      ),
      {
        maxLength: 30,
      },
    )
    .map((pieces) => pieces.join('')),
  fc
    .constantFrom('word ', '12 ', 'a=b,', '5f0c24d0-7d3c-4f1b-9d3e-0a1b2c3d4e5f ', '/*/')
    .map((piece) => piece.repeat(900)),
);

describe('the query of a pattern', () => {
  it('holds for every line that the pattern was found in', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 20 }), (messages) => {
        const miner = new TemplateMiner();
        const forms = messages.map((each) => miner.add(each));
        for (const { id, regex } of miner.patterns()) {
          const matches = predicateOf(regex);
          for (const [at, each] of messages.entries()) {
            if (miner.patternOf(forms[at] ?? 0) === id)
              expect(holds(matches, each), JSON.stringify([regex, each])).toBe(true);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it.each(Object.entries(TEMPLATES))('holds for no line of another pattern in the log of a %s', (_, templates) => {
    const { messages } = labelledLog(templates, 600, 11);
    const miner = new TemplateMiner();
    const forms = messages.map((each) => miner.add(each));
    const wrong = miner.patterns().flatMap(({ id, regex, text, parts }) => {
      // A template without a word says nothing of a line but how long it is.
      if (parts.every(({ kind }) => kind === 'variable')) return [];
      const matches = predicateOf(regex);
      return messages
        .filter((each, at) => holds(matches, each) !== (miner.patternOf(forms[at] ?? 0) === id))
        .map((each) => `${text}: ${each}`);
    });
    expect(wrong).toEqual([]);
  });

  it('is turned around, and not added twice', () => {
    const regex = String.raw`^took \S+ ms$`;
    expect(queryWith('a', message, { regex }, 'in')).toEqual({ ok: true, query: `a AND message:/${regex}/` });
    expect(queryWith(`a AND message:/${regex}/`, message, { regex }, 'in')).toMatchObject({
      query: `a AND message:/${regex}/`,
    });
    expect(queryWith(`a AND message:/${regex}/`, message, { regex }, 'out')).toMatchObject({
      query: `a AND NOT message:/${regex}/`,
    });
  });
});
