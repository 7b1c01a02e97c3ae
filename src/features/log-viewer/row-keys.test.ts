import { expect, it } from 'vitest';
import { RowKeys } from './row-keys.ts';

it('a row keeps its element for as long as it is drawn', () => {
  const keys = new RowKeys();
  const [, second, third] = keys.keysFor([1, 2, 3], false);
  expect(keys.keysFor([2, 3, 4], false).slice(0, 2)).toEqual([second, third]);
  expect(keys.keysFor([2, 3, 4], true).slice(0, 2)).toEqual([second, third]);
});

it('while lines pour in new rows take over the elements of those that left, in their order', () => {
  const keys = new RowKeys();
  const before = keys.keysFor([1, 2, 3], true);
  expect(keys.keysFor([4, 5, 6], true)).toEqual(before);
  const [first, second, third] = before;
  expect(keys.keysFor([6, 7, 8], true)).toEqual([third, first, second]);
});

it('else a new row has an element of its own, and none is had by two', () => {
  const keys = new RowKeys();
  const before = keys.keysFor([1, 2], false);
  const after = keys.keysFor([3, 4, 5], false);
  expect(new Set([...before, ...after]).size).toBe(5);
  expect(new Set(keys.keysFor([3, 6, 7, 8], true)).size).toBe(4);
});
