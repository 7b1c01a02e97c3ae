import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldName } from './query-with.ts';
import { queryContext } from './index.ts';

/** What the caret, which `|` stands for, is in; with what a choice would take the place of. */
function context(marked: string): string {
  const caret = marked.indexOf('|');
  const text = marked.slice(0, caret) + marked.slice(caret + 1);
  const found = queryContext(text, caret);
  if (found.kind === 'none') return 'none';
  const what =
    found.kind === 'term'
      ? `term${found.follows ? ' after another' : ''}`
      : `${found.isCompared ? 'compared ' : ''}value of ${fieldName(found.field)}`;
  return `${what} "${found.typed}" for "${text.slice(found.start, found.end)}"`;
}

describe('what the caret is in', () => {
  it.each([
    ['|', 'term "" for ""'],
    ['le|', 'term "le" for "le"'],
    ['le|vel:ERROR', 'term "le" for "level:"'],
    ['|level:ERROR', 'term "" for "level:"'],
    ['a |', 'term after another "" for ""'],
    ['a A|', 'term after another "A" for "A"'],
    ['a AND |', 'term "" for ""'],
    ['a AND|', 'none'],
    ['-|', 'term "" for ""'],
    ['-so|', 'term "so" for "so"'],
    ['(a) |', 'term after another "" for ""'],
    ['(a)|', 'none'],
    ['ms:[1 TO 2] |', 'term after another "" for ""'],
    ['"in a phr|', 'none'],
    ['/rege|', 'none'],
  ])('%s is a %s', (marked, expected) => expect(context(marked)).toBe(expected));

  it.each([
    ['level:|', 'value of level "" for ""'],
    ['level:E|', 'value of level "E" for "E"'],
    ['level:E|RR foo', 'value of level "E" for "ERR"'],
    ['level:|ERR foo', 'value of level "" for "ERR"'],
    ['level:>=|', 'compared value of level "" for ""'],
    ['level:>=W|', 'compared value of level "W" for "W"'],
    ['level:(ERROR OR |', 'value of level "" for ""'],
    ['level:(|', 'value of level "" for ""'],
    ['level:(ERROR) |', 'term after another "" for ""'],
    ['ms:[|', 'compared value of ms "" for ""'],
    ['ms:[1 TO |', 'compared value of ms "" for ""'],
    ['ms:[1 TO 5|', 'compared value of ms "5" for "5"'],
    ['user:|', 'value of user "" for "user:"'.replace('"user:"', '""')],
    ['user.name:an|', 'value of user.name "an" for "an"'],
    ['source:"api se|', 'value of source "api se" for ""api se"'],
    ['source:"say \\"hi|', 'value of source "say "hi" for ""say \\"hi"'],
    ['source:a\\*|', 'value of source "a*" for "a\\*"'],
    ['metadata.level:|', 'value of metadata.level "" for ""'],
  ])('%s is a %s', (marked, expected) => expect(context(marked)).toBe(expected));

  it('lies around the caret, in any text', () => {
    const part = fc.constantFrom(...'( ) [ { ] " \\ / * : - >= AND TO a: level: x'.split(' '), ' ');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), fc.nat(), (parts, at) => {
        const text = parts.join('');
        const caret = at % (text.length + 1);
        const found = queryContext(text, caret);
        if (found.kind === 'none') return;
        expect(found.start).toBeLessThanOrEqual(caret);
        expect(found.end).toBeGreaterThanOrEqual(caret);
        expect(found.end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 5_000 },
    );
  });
});
