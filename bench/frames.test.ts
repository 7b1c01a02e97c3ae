import { describe, expect, it } from 'vitest';
import { frameFigures } from './frames.ts';

function timesOf(deltas: readonly number[]): number[] {
  let time = 1_000;
  return [time, ...deltas.map((delta) => (time += delta))];
}

describe('frameFigures', () => {
  it('drops nothing while frames come at 60 Hz, with the jitter of a clock', () => {
    const figures = frameFigures(timesOf(Array.from({ length: 60 }, (_, index) => 16.7 + (index % 3) - 1)));
    expect(figures.dropped).toBe(0);
    expect(figures.droppedShare).toBe(0);
    expect(figures.p95Ms).toBeLessThan(18);
  });

  it('counts every frame that was left out, not only that some were', () => {
    const figures = frameFigures(timesOf([16.7, 33.3, 16.7, 100]));
    // One in 33 ms, five in 100 ms; four came.
    expect(figures.dropped).toBe(6);
    expect(figures.droppedShare).toBeCloseTo(0.6);
    expect(figures.longestMs).toBeCloseTo(100);
  });

  it('takes a frame that came just too late for a dropped one', () => {
    expect(frameFigures(timesOf([24.9])).dropped).toBe(0);
    expect(frameFigures(timesOf([25.1])).dropped).toBe(1);
  });

  it('says nothing of less than two frames', () => {
    expect(frameFigures([5]).droppedShare).toBeNaN();
    expect(frameFigures([]).p95Ms).toBeNaN();
  });
});
