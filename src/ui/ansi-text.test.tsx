import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import { AnsiText } from './ansi-text.tsx';

vi.mock('./ansi-text.module.css', () => ({
  default: { 'ansi-red': 'red', 'ansi-bright-red': 'bright-red', 'ansi-blue-bg': 'on-blue', bold: 'bold' },
}));

const ESC = '\u001b';

function render(text: string): string {
  return renderToStaticMarkup(<AnsiText text={text} />);
}

describe('text without colour', () => {
  it('is text without an element around it', () => {
    expect(render('hello')).toBe('hello');
  });

  it('shows control characters and leaves an escape that colours nothing visible', () => {
    expect(render(`a\u0007${ESC}]0;x`)).toBe('a\u2407\u241b]0;x');
  });

  it('has its markup escaped', () => {
    expect(render('<img src=x onerror=alert(1)> & "x"')).toBe('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;x&quot;');
  });
});

describe('text with colour', () => {
  it('has the sixteen colours and the decorations by class', () => {
    expect(render(`${ESC}[31mred${ESC}[0m plain`)).toBe('<span class="red">red</span> plain');
    expect(render(`${ESC}[1;91;44mx`)).toBe('<span class="bright-red on-blue bold">x</span>');
  });

  it.each([
    ['16', 'rgb(0, 0, 0)'],
    ['21', 'rgb(0, 0, 255)'],
    ['196', 'rgb(255, 0, 0)'],
    ['67', 'rgb(95, 135, 175)'],
    ['231', 'rgb(255, 255, 255)'],
    ['232', 'rgb(8, 8, 8)'],
    ['255', 'rgb(238, 238, 238)'],
  ])('has colour %s of the 256 as %s', (index, colour) => {
    expect(render(`${ESC}[38;5;${index}mx`)).toBe(
      `<span class="" style="color:color-mix(in oklab, ${colour} 60%, var(--text))">x</span>`,
    );
  });

  it('has true colours, of the ink and of the paper', () => {
    expect(render(`${ESC}[38;2;1;2;3;48;2;4;5;6mx`)).toBe(
      '<span class="" style="color:color-mix(in oklab, rgb(1, 2, 3) 60%, var(--text));' +
        'background-color:color-mix(in oklab, rgb(4, 5, 6) 30%, var(--background))">x</span>',
    );
  });

  it('has its markup escaped', () => {
    expect(render(`${ESC}[31m<b onclick="x">&amp;</b>`)).toBe(
      '<span class="red">&lt;b onclick=&quot;x&quot;&gt;&amp;amp;&lt;/b&gt;</span>',
    );
  });

  it('shows control characters inside of it', () => {
    expect(render(`${ESC}[31ma\u0007\u202eb`)).toBe('<span class="red">a\u2407⟨U+202E⟩b</span>');
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
            /^((background-)?color:color-mix\(in oklab, rgb\(\d{1,3}, \d{1,3}, \d{1,3}\) \d\d%, var\(--\w+\)\);?)*$/,
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});
