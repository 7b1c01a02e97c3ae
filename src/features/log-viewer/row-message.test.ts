import { expect, it } from 'vitest';
import { messageInRow } from './row-message.ts';

const STACK = 'Error: boom\n    at one\n    at two';

it('is what a row says of a message while that is folded, and how many lines it says nothing of', () => {
  const told = (message: string, showsJsonInline = true): readonly [string, number] => {
    const { text, hiddenLines } = messageInRow(message, showsJsonInline, 40);
    return [text, hiddenLines];
  };
  expect(told('\r\n\u001b[31mone\u001b[0m\r\ntwo\r\n')).toEqual(['\u001b[31mone\u001b[0m', 2]);
  expect(told('{"msg":"placed","n":1}')).toEqual(['placed  n=1', 0]);
  expect(told('{"msg":"placed","n":1}', false)).toEqual(['{"msg":"placed","n":1}', 0]);
  expect(told(JSON.stringify({ msg: 'failed', stack: STACK }))).toEqual(['failed  stack="Error: boom"', 2]);
  expect(told('["a",{"b":1}]')).toEqual(['["a",{"b":1}]', 0]);
  expect(messageInRow('x'.repeat(50), true, 40)).toEqual({
    text: 'x'.repeat(40),
    hiddenCharacters: 10,
    hiddenLines: 0,
  });
});
