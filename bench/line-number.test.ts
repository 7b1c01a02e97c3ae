import { describe, expect, it } from 'vitest';
import { countLineNumbers, readLineNumber, writeLineNumber } from './line-number.ts';

describe('the number of a line', () => {
  it('is read back from a row with everything else that stands in it', () => {
    const row = `12:00:00.123 INFO api ${writeLineNumber(1234)} GET /orders/42 took 17 ms requestId=r-1234`;
    expect(readLineNumber(row)).toBe(1234);
  });

  it('may have more digits than it is padded to', () => {
    expect(readLineNumber(writeLineNumber(12_345_678))).toBe(12_345_678);
  });

  it('is not found where other numbers stand', () => {
    expect(readLineNumber('order #42 at 12:00:00')).toBeUndefined();
    expect(readLineNumber('')).toBeUndefined();
    expect(countLineNumbers('#12 and # 0000001')).toBe(0);
  });

  it('is counted, so that a row is told from a list of rows', () => {
    expect(countLineNumbers(`${writeLineNumber(1)} first`)).toBe(1);
    expect(countLineNumbers(`${writeLineNumber(1)} first${writeLineNumber(2)} second`)).toBe(2);
  });
});
