import { describe, expect, it } from 'vitest';
import { readPosition, writePosition } from './positions.ts';

const store = { epoch: 'k3f9z', lastSeq: () => 42 };

describe('a position', () => {
  it.each([0, 1, 42])('stands for number %d of its store', (seq) => {
    expect(readPosition(writePosition(store.epoch, seq), store)).toBe(seq);
  });

  it.each([
    ['another epoch', 'k3f9y:7'],
    ['a number that was not given yet', 'k3f9z:43'],
    ['a number that no store reaches', 'k3f9z:99999999999999999999'],
    ['no number', 'k3f9z:'],
    ['no epoch', ':7'],
    ['no colon', 'k3f9z7'],
    ['a negative number', 'k3f9z:-1'],
    ['a fraction', 'k3f9z:1.5'],
    ['an exponent', 'k3f9z:1e1'],
    ['a leading zero', 'k3f9z:07'],
    ['spaces', 'k3f9z: 7'],
    ['two colons', 'k3f9z:7:7'],
    ['hostile text', '__proto__:7'],
  ])('with %s means nothing here', (_name, text) => {
    expect(readPosition(text, store)).toBeUndefined();
  });
});
