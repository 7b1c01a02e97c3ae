import { describe, expect, it } from 'vitest';
import { drawnMessage } from './drawn-message.ts';

describe('what is drawn of a message', () => {
  it('is all of a short one', () => {
    expect(drawnMessage('one\ntwo', 40, 100)).toEqual({ text: 'one\ntwo', hiddenCharacters: 0, hiddenLines: 0 });
  });

  it('is its first line where there is room for one, with the number of the others', () => {
    expect(drawnMessage('one\ntwo\nthree', 1, 100)).toEqual({ text: 'one', hiddenCharacters: 0, hiddenLines: 2 });
  });

  it('is the first line that is not blank where there is room for one, with the number of the others', () => {
    expect(drawnMessage('\n \t\nTraceback:\n  File\nError', 1, 100)).toEqual({
      text: 'Traceback:',
      hiddenCharacters: 0,
      hiddenLines: 4,
    });
    expect(drawnMessage('\n  last', 1, 4)).toEqual({ text: '  la', hiddenCharacters: 2, hiddenLines: 1 });
    expect(drawnMessage('\n\n', 1, 100)).toMatchObject({ text: '', hiddenLines: 2 });
    expect(drawnMessage('\none\ntwo', 2, 100)).toEqual({ text: '\none', hiddenCharacters: 0, hiddenLines: 1 });
  });

  it('is bounded in lines, however many newlines there are', () => {
    const { text, hiddenLines } = drawnMessage('x\n'.repeat(5_000), 40, 100_000);
    expect(text.split('\n')).toHaveLength(40);
    expect(hiddenLines).toBe(4_961);
  });

  it('is bounded in characters', () => {
    expect(drawnMessage('x'.repeat(500), 40, 400)).toEqual({
      text: 'x'.repeat(400),
      hiddenCharacters: 100,
      hiddenLines: 0,
    });
  });
});
