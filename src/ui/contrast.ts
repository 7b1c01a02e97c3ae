/** Red, green and blue from 0 to 255. */
export type Rgb = readonly [number, number, number];

/** The contrast that text must reach (WCAG 2.2, 1.4.3). */
export const READABLE = 4.5;

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];
const STEPS = 20;

/** Relative luminance, from 0 for black to 1 for white. */
export function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** The contrast of two colours, from 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
}

/** A share of one colour in another, rounded to what a screen knows. */
export function mix(colour: Rgb, into: Rgb, share: number): Rgb {
  const channel = (index: 0 | 1 | 2): number =>
    Math.round(Math.max(0, Math.min(255, colour[index] * share + into[index] * (1 - share))));
  return [channel(0), channel(1), channel(2)];
}

/**
 * The colour itself where it can be read on the paper, else as little lighter or darker as it takes. One of black and white
 * always can be read, whatever the paper.
 */
export function readableOn(colour: Rgb, paper: Rgb): Rgb {
  if (contrast(colour, paper) >= READABLE) return colour;
  // Away from the paper first, so that a colour keeps its side; the other side where that one ends too early.
  const isLighter = luminance(colour) >= luminance(paper);
  const ends = isLighter ? [WHITE, BLACK] : [BLACK, WHITE];
  const end = ends.find((one) => contrast(one, paper) >= READABLE) ?? BLACK;
  for (let step = 1; step < STEPS; step += 1) {
    const moved = mix(end, colour, step / STEPS);
    if (contrast(moved, paper) >= READABLE) return moved;
  }
  return end;
}

function linear(channel: number): number {
  const value = channel / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}
