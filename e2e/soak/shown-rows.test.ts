import { describe, expect, it } from 'vitest';
import { joinAbove, type ShownRow } from './shown-rows.ts';

const line = (number: number): ShownRow => ({ kind: 'line', number });
const gap: ShownRow = { kind: 'gap', name: 'Gap between 12:00:01 and 12:00:02' };

describe('rows that are read upwards', () => {
  it('are joined where they overlap', () => {
    expect(joinAbove([line(1), line(2), gap, line(5)], [gap, line(5), line(6)])).toEqual([
      line(1),
      line(2),
      gap,
      line(5),
      line(6),
    ]);
    expect(joinAbove([line(1)], [])).toEqual([line(1)]);
  });

  it('keep a line that is shown twice', () => {
    expect(joinAbove([line(3), line(2), line(3)], [line(3), line(4)])).toEqual([line(3), line(2), line(3), line(4)]);
  });

  it('are no whole where they do not overlap', () => {
    expect(joinAbove([line(1), line(2)], [line(4)])).toBeUndefined();
  });
});
