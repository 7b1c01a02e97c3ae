import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HIGHLIGHT_COLOURS } from '../../stores/index.ts';
import { contrast, READABLE, type Rgb } from '../../ui/contrast.ts';

const sheet = readFileSync(new URL('./match-marks.css', import.meta.url), 'utf8');

/** A colour of the style sheet, in light and in dark. */
function coloursOf(name: string): readonly Rgb[] {
  const found = new RegExp(`--${name}: light-dark\\(#([\\da-f]{6}), #([\\da-f]{6})\\)`).exec(sheet);
  if (found === null) throw new Error(`There is no colour ${name}.`);
  return found.slice(1).map((hex): Rgb => {
    const channel = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
    return [channel(0), channel(2), channel(4)];
  });
}

describe('what is marked', () => {
  const kept = Array.from({ length: HIGHLIGHT_COLOURS }, (_, colour) => [`mark-${colour}`, 'mark-ink']);

  it.each([['mark-find', 'mark-ink'], ['mark-current', 'mark-current-ink'], ...kept])(
    'can be read in light and in dark: %s',
    (paper = '', ink = '') => {
      const inks = coloursOf(ink);
      for (const [theme, colour] of coloursOf(paper).entries()) {
        expect(contrast(inks[theme] ?? colour, colour)).toBeGreaterThanOrEqual(READABLE);
      }
    },
  );

  it('has a rule for each colour that a highlight can have', () => {
    for (const [name = ''] of kept) expect(sheet).toContain(`::highlight(find-${name.slice('mark-'.length)})`);
  });
});
