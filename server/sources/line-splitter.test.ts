import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter, type Line } from './line-splitter.ts';

function linesOf(bytes: Buffer, cuts: readonly number[], options = {}): Line[] {
  const splitter = new LineSplitter(options);
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((one, other) => one - other);
  const lines: Line[] = [];
  let from = 0;
  for (const to of [...places, bytes.length]) {
    lines.push(...splitter.push(Buffer.from(bytes.subarray(from, to))));
    from = to;
  }
  const last = splitter.takePartial({ isEnd: true });
  return last === undefined ? lines : [...lines, last];
}

const texts = (lines: readonly Line[]): string[] => lines.map((line) => line.text);

describe('the line splitter', () => {
  it('gives the same lines wherever the chunks end', () => {
    const line = fc.stringMatching(/^[aé€😀 ]{1,12}$/u);
    fc.assert(
      fc.property(fc.array(line), fc.constantFrom('\n', '\r\n'), fc.array(fc.nat(500)), (lines, end, cuts) => {
        const bytes = Buffer.from(lines.map((text) => text + end).join(''));
        const split = linesOf(bytes, cuts);
        expect(texts(split)).toEqual(lines);
        expect(split.at(-1)?.endOffset ?? 0).toBe(bytes.length);
      }),
    );
  });

  it('says where each line begins and ends in bytes', () => {
    const lines = linesOf(Buffer.from('é\r\nb\n\nc'), [1, 2, 3]);
    expect(lines.map(({ startOffset, endOffset }) => [startOffset, endOffset])).toEqual([
      [0, 4],
      [4, 6],
      [6, 7],
      [7, 8],
    ]);
    expect(lines.map((line) => line.isTerminated)).toEqual([true, true, true, false]);
  });

  it('replaces bytes that are not UTF-8 and never fails', () => {
    expect(texts(linesOf(Buffer.from([0x61, 0xff, 0x62, 0x0a, 0xc3, 0x0a]), [2]))).toEqual(['a\uFFFDb', '\uFFFD']);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.array(fc.nat(60)), (bytes, cuts) => {
        const split = linesOf(Buffer.from(bytes), cuts, { maxLineBytes: 7 });
        expect(split.every((line) => line.truncatedBytes >= 0 && line.text.length <= 7)).toBe(true);
      }),
    );
  });

  it('drops a byte-order mark at the start of the input only', () => {
    const mark = '\uFEFF';
    expect(texts(linesOf(Buffer.from(`${mark}a\n${mark}b\n`), [1, 2]))).toEqual(['a', `${mark}b`]);
  });

  it('cuts a long line between characters and says how many bytes that cost', () => {
    const [line, next] = linesOf(Buffer.from('abc€€\r\nnext\n'), [4, 6], { maxLineBytes: 5 });
    expect(line).toMatchObject({ text: 'abc', truncatedBytes: 6, endOffset: 11 });
    expect(next).toMatchObject({ text: 'next', truncatedBytes: 0 });
  });

  it('keeps a line of one megabyte whole', () => {
    const text = 'x'.repeat(1024 * 1024);
    expect(linesOf(Buffer.from(`${text}\n`), [100_000, 900_000])[0]).toMatchObject({ text, truncatedBytes: 0 });
  });

  it('holds a megabyte at most of a line that does not end', () => {
    const splitter = new LineSplitter();
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    const before = process.memoryUsage().arrayBuffers;
    for (let index = 0; index < 1024; index += 1) expect(splitter.push(chunk)).toEqual([]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
    const [line] = splitter.push(Buffer.from('\n'));
    expect(line?.truncatedBytes).toBe(1023 * 1024 * 1024);
    expect(line?.endOffset).toBe(1024 * 1024 * 1024 + 1);
  });

  it('leaves what may be part of a character or of a CRLF when a last line is taken early', () => {
    const splitter = new LineSplitter();
    splitter.push(Buffer.from([0x61, 0xe2, 0x82]));
    expect(splitter.takePartial({ isEnd: false })).toMatchObject({ text: 'a', endOffset: 1, isTerminated: false });
    expect(splitter.takePartial({ isEnd: false })).toBeUndefined();
    const [rest] = splitter.push(Buffer.from([0xac, 0x0d, 0x0a]));
    expect(rest).toMatchObject({ text: '€', startOffset: 1, endOffset: 6, continuesTaken: true });
    splitter.push(Buffer.from('b\r'));
    expect(splitter.takePartial({ isEnd: false })?.text).toBe('b');
    expect(splitter.push(Buffer.from('\nc\n')).map((line) => [line.text, line.continuesTaken])).toEqual([
      ['', true],
      ['c', false],
    ]);
  });

  it('leaves out the zeros that a truncated file has where its writer did not go back', () => {
    const bytes = Buffer.concat([Buffer.alloc(3_000_000), Buffer.from('first\nsecond\n')]);
    expect(texts(linesOf(bytes, [1_000_000, 2_000_000]))).toEqual(['first', 'second']);
  });
});
