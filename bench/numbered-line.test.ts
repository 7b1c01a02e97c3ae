import { describe, expect, it } from 'vitest';
import { decodeServerMessage } from '../src/protocol/index.ts';
import { readLineNumber } from './line-number.ts';
import { countErrors, levelOf, MESSAGE_CHARACTERS, newestErrors, writeLineData } from './numbered-line.ts';

const AT = '2026-11-28T12:00:00.000Z';

describe('a line of the benchmark', () => {
  it('is a log that the product reads, of the same length each and with its number in the message', () => {
    for (let number = 1; number <= 500; number += 1) {
      const text = `{"type":"log","id":"f-${number}","data":${writeLineData(number, AT)},"timestamp":"${AT}"}`;
      const decoded = decodeServerMessage(text);
      if (!decoded.ok || decoded.message.type !== 'log') throw new Error(`line ${number} cannot be read`);
      const { message, level, source, metadata, id } = decoded.message.data;
      expect(message).toHaveLength(MESSAGE_CHARACTERS);
      expect(readLineNumber(message)).toBe(number);
      expect(level).toBe(levelOf(number));
      expect(id).toBe(`line-${number}`);
      expect(source).not.toBe('');
      expect(metadata).toMatchObject({ region: 'eu-west-1', requestId: `r-${number}` });
    }
  });

  it('is an error as often as it is said', () => {
    const errors = Array.from({ length: 333 }, (_, index) => index + 15).filter((n) => levelOf(n) === 'ERROR');
    expect(countErrors(15, 347)).toBe(errors.length);
    expect(newestErrors(347, 4)).toEqual(errors.slice(-4));
    expect(newestErrors(45, 100)).toEqual([20, 40]);
  });
});
