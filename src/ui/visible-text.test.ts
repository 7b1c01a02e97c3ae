import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutText, visibleLine, visibleText } from './visible-text.ts';

describe('visibleText', () => {
  it.each([
    ['plain ascii, ümlaut, 漢字, 😀', 'plain ascii, ümlaut, 漢字, 😀'],
    ['tab\tand\nnewline', 'tab\tand\nnewline'],
    ['a\u0000b', 'a⟨NUL⟩b'],
    ['bell\u0007', 'bell⟨BEL⟩'],
    ['over\rwritten', 'over⟨CR⟩written'],
    ['\u001b]0;title\u0007', '⟨ESC⟩]0;title⟨BEL⟩'],
    ['\u007f', '⟨DEL⟩'],
    ['back\bspace\v\f', 'back⟨BS⟩space⟨VT⟩⟨FF⟩'],
    ['start\u0001', 'start⟨U+0001⟩'],
    ['\u009b31m', '⟨U+009B⟩31m'],
    ['user\u202enimda', 'user⟨U+202E⟩nimda'],
    ['\u2066x\u2069', '⟨U+2066⟩x⟨U+2069⟩'],
    ['zero\u200bwidth\ufeff', 'zero⟨U+200B⟩width⟨U+FEFF⟩'],
    ['soft\u00adhyphen', 'soft⟨U+00AD⟩hyphen'],
    ['line\u2028separator', 'line⟨U+2028⟩separator'],
    ['\u061c', '⟨U+061C⟩'],
    ['mongolian\u180e', 'mongolian⟨U+180E⟩'],
    ['hangul \u115f\u1160\u3164\uffa0', 'hangul ⟨U+115F⟩⟨U+1160⟩⟨U+3164⟩⟨U+FFA0⟩'],
    ['a\ufe00b\ufe0ec', 'a⟨U+FE00⟩b⟨U+FE0E⟩c'],
    ['heart \u2764\ufe0f', 'heart \u2764\ufe0f'],
  ])('shows %j as %j', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it('leaves markup the text that it is', () => {
    expect(visibleText('<img src=x onerror=alert(1)>')).toBe('<img src=x onerror=alert(1)>');
  });

  it('leaves nothing that hides or moves text, and changes nothing on a second look', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
        (text) => {
          const shown = visibleText(text);
          expect(shown).not.toMatch(/(?![\n\t])[\p{Cc}\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u);
          expect(visibleText(shown)).toBe(shown);
        },
      ),
    );
  });
});

describe('visibleLine', () => {
  it('is one line, whatever is in it', () => {
    expect(visibleLine('two\nlines\r\n\tand\u2028more')).toBe('two⟨LF⟩lines⟨CR⟩⟨LF⟩\tand⟨U+2028⟩more');
  });
});

describe('cutText', () => {
  it('leaves a text that fits as it is', () => {
    expect(cutText('abc', 3)).toEqual({ text: 'abc', hidden: 0 });
  });

  it('says how much it left out', () => {
    expect(cutText('abcdef', 4)).toEqual({ text: 'abcd', hidden: 2 });
    expect(cutText('abc', 0)).toEqual({ text: '', hidden: 3 });
  });

  it('never cuts a character in two', () => {
    expect(cutText('ab😀cd', 3)).toEqual({ text: 'ab', hidden: 4 });
    expect(cutText('ab😀cd', 4)).toEqual({ text: 'ab😀', hidden: 2 });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat({ max: 40 }), (text, maxLength) => {
        const cut = cutText(text, maxLength);
        expect(cut.text.length).toBeLessThanOrEqual(maxLength);
        expect(text.startsWith(cut.text)).toBe(true);
        expect(cut.text.length + cut.hidden).toBe(text.length);
        expect(cut.text).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });
});
