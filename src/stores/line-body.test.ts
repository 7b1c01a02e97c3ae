import { expect, it } from 'vitest';
import { parseTimestamp } from '../protocol/index.ts';
import { shortTimestamp, wholeTimestamp } from './line-body.ts';

it.each([
  '2026-01-29T10:00:00.018Z',
  '2026-01-31T23:59:59.999Z',
  '2026-02-28T10:00:00.000Z',
  '2024-02-29T10:00:00.000Z',
])('keeps nothing of %s but its instant', (timestamp) => {
  const time = parseTimestamp(timestamp);
  expect(shortTimestamp(timestamp, time)).toBe('');
  expect(wholeTimestamp('', time)).toBe(timestamp);
});

it.each([
  '2026-02-30T10:00:00.000Z',
  '2026-11-31T10:00:00.000Z',
  '2026-11-23T10:00:00Z',
  '2026-11-23 10:00',
  '',
  'soon',
])('keeps %s as it came', (timestamp) => {
  const time = parseTimestamp(timestamp);
  expect(wholeTimestamp(shortTimestamp(timestamp, time), time)).toBe(timestamp);
});
