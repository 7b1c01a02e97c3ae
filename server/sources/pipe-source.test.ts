import { PassThrough, Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { PipeSource } from './pipe-source.ts';
import { plainLog, TestIngest, until } from './test-ingest.ts';

let source: PipeSource | undefined;

afterEach(async () => {
  await source?.stop();
});

async function follow(input: Readable, holdMs = 20): Promise<TestIngest> {
  const ingest = new TestIngest();
  source = new PipeSource({ input, parse: plainLog, holdMs });
  await source.start(ingest);
  return ingest;
}

describe('a pipe', () => {
  it('gives 100,000 lines in order, then says that it ended', async () => {
    const lines = Array.from({ length: 100_000 }, (_, index) => `line ${index}`);
    const text = Buffer.from(`${lines.join('\n')}\n`);
    const chunks = Array.from({ length: Math.ceil(text.length / 7_777) }, (_, index) =>
      text.subarray(index * 7_777, (index + 1) * 7_777),
    );
    const ingest = await follow(Readable.from(chunks));
    await until(
      () => ingest.notices.length === 1,
      () => 'the end of the input',
    );
    expect(ingest.messages).toEqual(lines);
    expect(Math.max(...ingest.batchSizes)).toBeLessThanOrEqual(1_000);
    expect(ingest.notices).toEqual([{ severity: 'info', message: 'The input ended after 100000 lines.' }]);
    expect(new Set(ingest.logs.map((log) => log.source))).toEqual(new Set(['stdin']));
  });

  it('takes a last line without newline in when it ends', async () => {
    const ingest = await follow(Readable.from([Buffer.from('one\n  more\ntw'), Buffer.from('o')]));
    await until(
      () => ingest.notices.length === 1,
      () => 'the end of the input',
    );
    expect(ingest.messages).toEqual(['one\n  more', 'two']);
    expect(ingest.notices[0]?.message).toBe('The input ended after 3 lines.');
  });

  it('holds a line back for its continuation, but not for long', async () => {
    const input = new PassThrough();
    const ingest = await follow(input);
    input.write('boom\n');
    input.write('  at f\n');
    await until(
      () => ingest.logs.length === 1,
      () => 'the joined log',
    );
    expect(ingest.messages).toEqual(['boom\n  at f']);
  });

  it('makes its writer wait while nothing can be kept, and loses nothing', async () => {
    const input = new PassThrough({ highWaterMark: 1_000 });
    const ingest = await follow(input);
    ingest.refuse('The disk is full.');
    let written = 0;
    for (let isTaken = true; isTaken && written < 10_000; written += 1) isTaken = input.write(`line ${written}\n`);
    await until(
      () => ingest.notices.length === 1,
      () => 'the notice that nothing can be written',
    );
    expect(written).toBeLessThan(1_000);
    ingest.allow();
    input.end();
    await until(
      () => ingest.notices.length === 3,
      () => 'the end of the input',
    );
    expect(ingest.logs).toHaveLength(written);
    expect(ingest.notices.map((notice) => notice.message)).toEqual([
      'The logs of stdin cannot be written now: The disk is full. Reading waits, and goes on by itself.',
      'The logs of stdin can be written again. Nothing was lost.',
      `The input ended after ${written} lines.`,
    ]);
  });

  it('takes in what was read when it is stopped, and says what could not be kept', async () => {
    const input = new PassThrough();
    const ingest = await follow(input, 60_000);
    input.write('one\ntwo');
    await until(
      () => input.readableLength === 0,
      () => 'the input to be read',
    );
    await source?.stop();
    expect(ingest.messages).toEqual(['one', 'two']);
    expect(ingest.notices).toEqual([]);
  });

  it('says why it broke off', async () => {
    const input = new PassThrough();
    const ingest = await follow(input);
    input.write('one\n');
    await until(
      () => ingest.logs.length === 1,
      () => 'the first log',
    );
    input.destroy(new Error('connection reset'));
    await until(
      () => ingest.notices.length === 1,
      () => 'the notice',
    );
    expect(ingest.notices).toEqual([
      { severity: 'error', message: 'The input broke off after 1 line: connection reset' },
    ]);
  });
});
