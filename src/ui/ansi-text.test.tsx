import Anser from 'anser';
import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { AnsiText } from './ansi-text.tsx';
import { contrast, READABLE, type Rgb } from './contrast.ts';
import { preloadParts } from './later-part.ts';

const ESC = '\u001b';

function render(text: string): string {
  return renderToStaticMarkup(<AnsiText text={text} />);
}

/** What a line stands on: the page, the bands and the details, a row under the pointer, the selected row. */
const LIGHT_PAPERS: readonly Rgb[] = [
  [255, 255, 255],
  [246, 248, 250],
  [234, 239, 244],
  [230, 240, 252],
];
const DARK_PAPERS: readonly Rgb[] = [
  [14, 17, 22],
  [21, 26, 33],
  [34, 42, 53],
  [27, 42, 61],
];

function rgbsOf(markup: string): Rgb[] {
  return [...markup.matchAll(/rgb\((\d+), (\d+), (\d+)\)/g)].map(([, r, g, b]) => [Number(r), Number(g), Number(b)]);
}

describe('text without colour', () => {
  it('is text without an element around it', () => {
    expect(render('hello')).toBe('hello');
  });

  it('has its markup escaped', () => {
    expect(render('<img src=x onerror=alert(1)> & "x"')).toBe('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;x&quot;');
  });
});

describe('text with colour', () => {
  beforeAll(() => preloadParts(() => Promise.resolve()));

  it('has the sixteen colours for both themes, and the decorations by class', () => {
    expect(render(`${ESC}[31mred${ESC}[0m plain`)).toBe(
      '<span class="" style="color:light-dark(rgb(179, 38, 26), rgb(255, 123, 114))">red</span> plain',
    );
    expect(render(`${ESC}[1mx`)).toBe('<span class="bold">x</span>');
  });

  it.each([
    ['38;5;16', 'light', 'rgb(0, 0, 0)'],
    ['38;5;19', 'light', 'rgb(0, 0, 175)'],
    ['38;5;110', 'dark', 'rgb(135, 175, 215)'],
    ['38;5;231', 'dark', 'rgb(255, 255, 255)'],
    ['38;5;232', 'light', 'rgb(8, 8, 8)'],
    ['38;5;255', 'dark', 'rgb(238, 238, 238)'],
    ['38;2;1;2;3', 'light', 'rgb(1, 2, 3)'],
  ])('takes %s as it is in the %s theme, where it can be read', (code, theme, colour) => {
    const [, light, dark] = /light-dark\((rgb\([^)]*\)), (rgb\([^)]*\))\)/.exec(render(`${ESC}[${code}mx`)) ?? [];
    expect(theme === 'light' ? light : dark).toBe(colour);
  });

  it('has sixteen different ones in each theme, each readable on all that a line stands on', () => {
    const codes = [...Array(8).keys()].flatMap((index) => [30 + index, 90 + index]);
    for (const [theme, papers] of [LIGHT_PAPERS, DARK_PAPERS].entries()) {
      const inks = codes.map((code) => rgbsOf(render(`${ESC}[${code}mx`))[theme]).filter((ink) => ink !== undefined);
      expect(new Set(inks.map(String)).size).toBe(16);
      for (const ink of inks) {
        for (const paper of papers) expect(contrast(ink, paper), String(ink)).toBeGreaterThanOrEqual(READABLE);
      }
    }
  });

  it.each([
    ['38:2::255:100:0', '38;2;255;100;0'],
    ['38:2:1:255:100:0', '38;2;255;100;0'],
    ['48:2:9:8:7', '48;2;9;8;7'],
    ['1;38:5:196;4:3', '1;38;5;196;4'],
    ['4;4:0', '4;24'],
    ['58:2::1:2:3', ''],
  ])('is told by %s as by %s, and by a code of eight bits as by one of seven', (code, plain) => {
    expect(render(`${ESC}[${code}mx${ESC}[0my`)).toBe(render(`${ESC}[${plain}mx${ESC}[0my`));
    expect(render(`\u009b${code}mx\u009b0my`)).toBe(render(`${ESC}[${plain}mx${ESC}[0my`));
  });

  it('can be read in both themes, whatever colours stand on whatever colours', () => {
    const basic = fc.integer({ min: 0, max: 7 });
    const level = fc.integer({ min: 0, max: 255 });
    const colour = (base: number): fc.Arbitrary<string> =>
      fc.oneof(
        fc.constant(''),
        basic.map((index) => `${base + index}`),
        basic.map((index) => `${base + 60 + index}`),
        level.map((index) => `${base + 8};5;${index}`),
        fc.tuple(level, level, level).map(([r, g, b]) => `${base + 8};2;${r};${g};${b}`),
      );
    const other = fc.subarray(['2', '7']);
    fc.assert(
      fc.property(colour(30), colour(40), other, (ink, paper, decorations) => {
        const codes = [ink, paper, ...decorations].filter((code) => code !== '').join(';');
        const shown = render(`${ESC}[0m${ESC}[${codes}mx`);
        const [lightInk, darkInk, lightPaper, darkPaper] = rgbsOf(shown);
        if (lightInk === undefined || darkInk === undefined) return;
        const papers = [
          [lightInk, lightPaper === undefined ? LIGHT_PAPERS : [lightPaper]],
          [darkInk, darkPaper === undefined ? DARK_PAPERS : [darkPaper]],
        ] as const;
        for (const [ink, unders] of papers) {
          for (const under of unders) expect(contrast(ink, under), shown).toBeGreaterThanOrEqual(READABLE);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it.each(['38', '48', '7;38', '2;38', '1;97;48'])(
    'can be read in both themes in each of the 256 colours by %s',
    (code) => {
      for (let index = 0; index < 256; index += 1) {
        const shown = render(`${ESC}[${code};5;${index}mx`);
        const [lightInk, darkInk, lightPaper, darkPaper] = rgbsOf(shown);
        if (lightInk === undefined || darkInk === undefined) throw new Error(`no colour in ${shown}`);
        for (const under of lightPaper === undefined ? LIGHT_PAPERS : [lightPaper]) {
          expect(contrast(lightInk, under), shown).toBeGreaterThanOrEqual(READABLE);
        }
        for (const under of darkPaper === undefined ? DARK_PAPERS : [darkPaper]) {
          expect(contrast(darkInk, under), shown).toBeGreaterThanOrEqual(READABLE);
        }
      }
    },
  );

  it.each([
    ['1', 'bold'],
    ['3', 'italic'],
    ['4', 'underline'],
    ['9', 'strikethrough'],
  ])('has the decoration of code %s until it ends', (code, name) => {
    expect(render(`${ESC}[${code}mx${ESC}[0my`)).toBe(`<span class="${name}">x</span>y`);
  });

  it('is quieter where it is faint, with a colour and without', () => {
    expect(render(`${ESC}[2mx`)).toContain('color:light-dark(rgb(90, 102, 117), rgb(139, 150, 165))');
    expect(render(`${ESC}[2;31mx`)).not.toBe(render(`${ESC}[31mx`));
  });

  it('swaps ink and paper where a text is reversed', () => {
    expect(render(`${ESC}[7mx`)).toBe(
      '<span class="" style="color:light-dark(rgb(255, 255, 255), rgb(14, 17, 22));' +
        'background-color:light-dark(rgb(27, 36, 48), rgb(219, 225, 234))">x</span>',
    );
    expect(render(`${ESC}[31;7mx`)).toContain('background-color:light-dark(rgb(179, 38, 26), rgb(255, 123, 114))');
  });

  it('has its markup escaped', () => {
    expect(render(`${ESC}[31m<b onclick="x">&amp;</b>`)).toBe(
      '<span class="" style="color:light-dark(rgb(179, 38, 26), rgb(255, 123, 114))">&lt;b onclick=&quot;x&quot;&gt;&amp;amp;&lt;/b&gt;</span>',
    );
  });

  it('shows what is hidden inside of it otherwise than text that spells it out', () => {
    expect(render(`${ESC}[31ma\u0007\u202eb`)).toContain('>a<span class="standIn">⟨BEL⟩⟨U+202E⟩</span>b</span>');
    expect(render(`a\u0007${ESC}]0;x ⟨BEL⟩`)).toBe('a<span class="standIn">⟨BEL⟩⟨ESC⟩</span>]0;x ⟨BEL⟩');
    expect(renderToStaticMarkup(<AnsiText text={'a\u0000'} isPlain />)).toBe('a<span class="standIn">⟨NUL⟩</span>');
  });

  it('has no more elements than can be drawn where next to nothing of it is text', () => {
    const shown = render('a\u0000'.repeat(2_000));
    expect(shown).toBe('a⟨NUL⟩'.repeat(2_000));
  });

  it('holds all of the text, whatever surrounds the colours', () => {
    const plain = fc.stringMatching(/^[a-zA-Z0-9 <>&";:'#/]{0,12}$/);
    const colour = fc.constantFrom(
      '0',
      '1',
      '31',
      '91',
      '44',
      '38;5;196',
      '48;2;9;8;7',
      '',
      '0;1;4',
      '999',
      '38;5;999',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(plain, colour), { minLength: 1, maxLength: 8 }), plain, (parts, end) => {
        const text = `${parts.map(([piece, code]) => `${piece}${ESC}[${code}m`).join('')}${end}`;
        const shown = render(text)
          .replaceAll(/<\/?span[^>]*>/g, '')
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#x27;', "'")
          .replaceAll('&amp;', '&');
        expect(shown).toBe(parts.map(([piece]) => piece).join('') + end);
      }),
    );
  });

  it('makes no style of anything but three small numbers', () => {
    const code = fc.oneof(fc.constantFrom('38', '48', '2', '5', '', ':'), fc.nat({ max: 1_000 }).map(String));
    const codes = fc.array(code, { maxLength: 12 }).map((list) => list.join(';'));
    expect(render(`${ESC}[38;5;196mx`)).toContain('style=');
    fc.assert(
      fc.property(codes, (codes) => {
        for (const [, style] of render(`${ESC}[${codes}mx`).matchAll(/style="([^"]*)"/g)) {
          expect(style).toMatch(
            /^((background-)?color:light-dark\(rgb\(\d{1,3}, \d{1,3}, \d{1,3}\), rgb\(\d{1,3}, \d{1,3}, \d{1,3}\)\);?)*$/,
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('text whose colours are not wanted', () => {
  it('is all of the text without their codes, control characters visible as ever', () => {
    const coloured = `a ${ESC}[1;31mred${ESC}[0m ${ESC}[38;2;1;2;3m<b>\u0007${ESC}[0m end`;
    expect(renderToStaticMarkup(<AnsiText text={coloured} isPlain />)).toBe(
      'a red &lt;b&gt;<span class="standIn">⟨BEL⟩</span> end',
    );
    expect(renderToStaticMarkup(<AnsiText text="plain" isPlain />)).toBe('plain');
    const odd = `${ESC}[38:2::255:100:0ma\u009b1;31mb\u009b0m 5\u009b2Jc`;
    expect(renderToStaticMarkup(<AnsiText text={odd} isPlain />)).toBe('ab 5<span class="standIn">⟨U+009B⟩</span>2Jc');
  });

  it('is what the library would leave of it, whatever codes come', () => {
    const piece = fc.oneof(
      fc.constant(`${ESC}[`),
      fc.constantFrom('m', ';', '0', '1;31m', '38;5;', '?25h', '2K', ' q', '~', ESC, 'é'),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        // It loses the beginning of a line that follows a broken code, and knows no colons in one (above).
        const text = pieces.join('').replaceAll(/[\n\r:]/g, ' ');
        expect(renderToStaticMarkup(<AnsiText text={text} isPlain />)).toBe(
          renderToStaticMarkup(<AnsiText text={text.includes(`${ESC}[`) ? Anser.ansiToText(text) : text} />),
        );
      }),
      { numRuns: 1_000 },
    );
  });
});
