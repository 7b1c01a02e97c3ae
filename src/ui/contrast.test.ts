import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contrast, luminance, mix, READABLE, readableOn, type Rgb } from './contrast.ts';

const channel = fc.integer({ min: 0, max: 255 });
const colour: fc.Arbitrary<Rgb> = fc.tuple(channel, channel, channel);

describe('contrast', () => {
  it.each<[Rgb, Rgb, number]>([
    [[0, 0, 0], [255, 255, 255], 21],
    [[255, 255, 255], [255, 255, 255], 1],
    [[119, 119, 119], [255, 255, 255], 4.478],
    [[255, 0, 0], [255, 255, 255], 3.998],
    [[0, 0, 255], [0, 0, 0], 2.444],
  ])('of %j on %j is %f', (one, other, expected) => {
    expect(contrast(one, other)).toBeCloseTo(expected, 2);
    expect(contrast(other, one)).toBeCloseTo(expected, 2);
  });
});

describe('a mix of colours', () => {
  it('is the one at its whole share and the other at none', () => {
    expect(mix([10, 20, 30], [200, 100, 0], 1)).toEqual([10, 20, 30]);
    expect(mix([10, 20, 30], [200, 100, 0], 0)).toEqual([200, 100, 0]);
    expect(mix([0, 0, 0], [255, 255, 255], 0.5)).toEqual([128, 128, 128]);
  });
});

describe('a readable colour', () => {
  it('reaches 4.5 : 1 for any colour on any paper', () => {
    fc.assert(
      fc.property(colour, colour, (ink, paper) => {
        expect(contrast(readableOn(ink, paper), paper)).toBeGreaterThanOrEqual(READABLE);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is the colour itself where it can be read already', () => {
    fc.assert(
      fc.property(colour, colour, (ink, paper) => {
        fc.pre(contrast(ink, paper) >= READABLE);
        expect(readableOn(ink, paper)).toEqual(ink);
      }),
    );
  });

  it('stays on its side of the paper and keeps something of its hue', () => {
    const paper: Rgb = [14, 17, 22];
    const navy = readableOn([0, 0, 128], paper);
    expect(luminance(navy)).toBeGreaterThan(luminance(paper));
    expect(navy[2]).toBeGreaterThan(navy[0]);
    expect(navy[2]).toBeGreaterThan(navy[1]);
  });
});
