import { expect, it } from 'vitest';
import { Delays } from './delays.ts';

it('delays are told by the share of lines that they were not exceeded by', () => {
  const delays = new Delays();
  expect(delays.quantile(0.5)).toBeUndefined();
  for (let ms = 1; ms <= 100; ms += 1) delays.add(ms);
  expect(delays.quantile(0.5)).toBe(50);
  expect(delays.quantile(0.99)).toBe(99);
  delays.add(60_000);
  expect(delays.quantile(1)).toBe(10_000);
});
