import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indentedMessage } from './message-text.ts';

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
