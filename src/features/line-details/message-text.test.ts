import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indentedMessage, messageParts } from './message-text.ts';

describe('a message that is JSON', () => {
  it('is indented as the browser would, for any object and list', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
        expect(indentedMessage(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it('keeps its numbers, names and escapes as they are written', () => {
    expect(indentedMessage(' {"id":12345678901234567890,"a":1e2, "a" : "\\u0041{,}" }\n')).toBe(
      '{\n  "id": 12345678901234567890,\n  "a": 1e2,\n  "a": "\\u0041{,}"\n}',
    );
  });

  it.each(['', 'plain', '{not json}', '"a text"', '12', '[1', `[${'1,'.repeat(300_000)}1]`])(
    'is none of these: %.20s',
    (message) => {
      expect(indentedMessage(message)).toBeUndefined();
    },
  );
});

describe('a message by what its lines are', () => {
  it('has its frames apart from what they belong to', () => {
    expect(messageParts('Error: no\n  at one\n\tat two\nCaused by: yes\nand more\n  at three\n')).toEqual([
      { isIndented: false, text: 'Error: no' },
      { isIndented: true, text: '  at one\n\tat two' },
      { isIndented: false, text: 'Caused by: yes\nand more' },
      { isIndented: true, text: '  at three\n' },
    ]);
  });

  it('goes on in the colour of the part before', () => {
    expect(messageParts('\u001b[31mError\n\u001b[2m  at one\u001b[0m\nand on')).toEqual([
      { isIndented: false, text: '\u001b[31mError' },
      { isIndented: true, text: '\u001b[31m\u001b[2m  at one\u001b[0m' },
      { isIndented: false, text: '\u001b[31m\u001b[2m\u001b[0mand on' },
    ]);
  });

  it('is the whole message, line by line', () => {
    const line = fc.constantFrom('', 'word', '  at', '\tat', ' ');
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = lines.join('\n');
        expect(
          messageParts(text)
            .map((part) => part.text)
            .join('\n'),
        ).toBe(text);
      }),
    );
  });
});
