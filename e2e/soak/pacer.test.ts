import { describe, expect, it } from 'vitest';
import { Pacer } from './pacer.ts';

describe('a pace', () => {
  it('is kept however irregularly it is asked for', () => {
    let now = 0;
    const pacer = new Pacer(300, () => now);
    let lines = 0;
    for (const step of [1, 2, 19, 400, 0, 3, 575, 1_000]) {
      now += step;
      lines += pacer.due();
    }
    expect(lines).toBe(600);
  });

  it('is not made up for after a long halt', () => {
    let now = 0;
    const pacer = new Pacer(500, () => now);
    now = 60_000;
    expect(pacer.due()).toBe(500);
  });

  it('skips what fell due while nobody could emit', () => {
    let now = 0;
    const pacer = new Pacer(500, () => now);
    now = 900;
    pacer.skip();
    expect(pacer.due()).toBe(0);
    now = 910;
    expect(pacer.due()).toBe(5);
  });
});
