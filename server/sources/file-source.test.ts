import { appendFileSync, copyFileSync, mkdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestFolder } from './test-folder.ts';
import { until } from './test-ingest.ts';

let folder: TestFolder;
let log: string;

beforeEach(async () => {
  folder = await TestFolder.create();
  log = folder.file('app.log');
});

afterEach(async () => {
  await folder.remove();
});

const numbered = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `line ${from + index}`);
const asText = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

describe.each([{ watches: true }, { watches: false }])('a followed file (told by the system: $watches)', (options) => {
  it('gives what is there and what comes', async () => {
    writeFileSync(log, 'one\r\ntwo\r\n');
    await folder.follow(['app.log'], options);
    expect(folder.ingest.messages).toEqual(['one', 'two']);
    expect(folder.ingest.logs[0]?.source).toBe('app');
    appendFileSync(log, 'three\n');
    await folder.untilMessages(['one', 'two', 'three']);
  });

  it('is read from its start again when it is emptied', async () => {
    writeFileSync(log, 'one\ntwo\n');
    await folder.follow(['app.log'], options);
    truncateSync(log);
    appendFileSync(log, '3\n');
    await folder.untilMessages(['one', 'two', '3']);
    expect(folder.ingest.notices.map((notice) => notice.message)).toEqual([expect.stringContaining('was emptied')]);
  });

  it('is read anew when it was emptied and has grown beyond where reading stood', async () => {
    writeFileSync(log, 'one\ntwo\n');
    await folder.follow(['app.log'], options);
    writeFileSync(log, 'a new beginning\nthat is longer\n');
    await folder.untilMessages(['one', 'two', 'a new beginning', 'that is longer']);
  });

  it('is read to its end after it was rotated away, then the new one', async () => {
    writeFileSync(log, 'one\n');
    await folder.follow(['app.log'], options);
    appendFileSync(log, 'two\n');
    renameSync(log, folder.file('app.log.1'));
    writeFileSync(log, 'three\n');
    await folder.untilMessages(['one', 'two', 'three']);
    appendFileSync(folder.file('app.log.1'), 'late\n');
    await folder.untilMessages(['one', 'two', 'three', 'late']);
  });

  it('comes back after it was deleted', async () => {
    writeFileSync(log, 'one\n');
    await folder.follow(['app.log'], options);
    rmSync(log);
    await until(
      () => folder.ingest.notices.length === 1,
      () => 'the notice that the file is gone',
    );
    expect(folder.ingest.notices[0]?.message).toBe(
      `${log} is not there any more. It is read on as soon as it comes back.`,
    );
    writeFileSync(log, 'two\n');
    await folder.untilMessages(['one', 'two']);
  });
});

describe('a file source', () => {
  it('puts characters together that were written in halves', async () => {
    writeFileSync(log, Buffer.from([0xe2, 0x82]));
    await folder.follow(['app.log'], { timings: { partialMs: 5_000, settleMs: 0 } });
    appendFileSync(log, Buffer.from([0xac, 0x0a]));
    await folder.untilMessages(['€']);
  });

  it('takes a last line without newline after a while and never repeats it', async () => {
    writeFileSync(log, 'one\ntwo');
    await folder.follow(['app.log']);
    expect(folder.ingest.messages).toEqual(['one', 'two']);
    appendFileSync(log, '\nthree');
    await folder.untilMessages(['one', 'two', 'three']);
    await folder.stop();
    appendFileSync(log, ' and more\nfour\n');
    await folder.follow(['app.log']);
    expect(folder.ingest.messages).toEqual(['one', 'two', 'three', ' and more', 'four']);
    expect(folder.ingest.logs.map((each) => each.metadata)).toEqual([{}, {}, {}, { continuesLine: true }, {}]);
  });

  it('does not wait for the last line of a file that was written long ago', async () => {
    writeFileSync(log, 'one\ntwo');
    await folder.follow(['app.log'], { now: () => Date.now() + 60_000, timings: { partialMs: 30_000, settleMs: 0 } });
    expect(folder.ingest.messages).toEqual(['one', 'two']);
  });

  it('takes in what it has read when it is stopped', async () => {
    writeFileSync(log, 'one\n  more\ntwo');
    await folder.follow(['app.log'], { timings: { holdMs: 60_000, partialMs: 60_000, settleMs: 0 } });
    expect(folder.ingest.messages).toEqual([]);
    await folder.stop();
    expect(folder.ingest.messages).toEqual(['one\n  more', 'two']);
  });

  it('never lets a checkpoint pass a line that is held back', async () => {
    writeFileSync(log, 'one\ntwo\n');
    await folder.follow(['app.log'], { timings: { holdMs: 60_000, partialMs: 60_000, settleMs: 0 } });
    expect(folder.ingest.messages).toEqual(['one']);
    await folder.kill();
    appendFileSync(log, '  of two\n');
    await folder.follow(['app.log']);
    expect(folder.ingest.messages).toEqual(['one', 'two\n  of two']);
  });

  it('cuts a line of several megabytes and says so in its log', async () => {
    writeFileSync(log, `${'x'.repeat(3 * 1024 * 1024)}\nshort\n`);
    await folder.follow(['app.log']);
    expect(folder.ingest.messages.map((message) => message.length)).toEqual([1024 * 1024, 5]);
    expect(folder.ingest.logs[0]?.metadata).toEqual({ truncatedBytes: 2 * 1024 * 1024 });
  });

  it('reads the end of a large file only, from a line start, and says what it skipped', async () => {
    writeFileSync(log, asText(numbered(100_000, 50_000)));
    await folder.follow(['app.log'], { initialBytes: 35 });
    expect(folder.ingest.messages).toEqual(['line 149998', 'line 149999']);
    expect(folder.ingest.notices).toEqual([
      { severity: 'info', message: `${log} is large: its first 599976 bytes are skipped, the last 24 are read.` },
    ]);
  });

  it('hands over at most a thousand logs at once', async () => {
    writeFileSync(log, asText(numbered(0, 30_000)));
    await folder.follow(['app.log']);
    expect(folder.ingest.messages).toEqual(numbered(0, 30_000));
    expect(Math.max(...folder.ingest.batchSizes)).toBe(1_000);
  });

  it('finds files that come later, also in folders that come later', async () => {
    await folder.follow(['logs/**/*.log']);
    mkdirSync(folder.file('logs/deep'), { recursive: true });
    writeFileSync(folder.file('logs/deep/late.log'), 'one\n');
    await folder.untilMessages(['one']);
    expect(folder.ingest.logs[0]?.source).toBe('late');
  });

  it('takes a name with wildcards in it for the file that bears it', async () => {
    writeFileSync(folder.file('a[1].log'), 'mine\n');
    writeFileSync(folder.file('a1.log'), 'not mine\n');
    await folder.follow(['a[1].log']);
    expect(folder.ingest.messages).toEqual(['mine']);
  });

  it('reads a file once, however many patterns lead to it', async () => {
    writeFileSync(log, 'one\n');
    await folder.follow(['app.log', '*.log', log]);
    expect(folder.ingest.messages).toEqual(['one']);
  });

  it('leaves binary and compressed files under a pattern alone and says so', async () => {
    writeFileSync(folder.file('wtmp.log'), Buffer.from([7, 0, 0, 0, 10, 65, 10]));
    writeFileSync(folder.file('old.log.gz'), 'x');
    writeFileSync(log, 'one\n');
    await folder.follow(['*.log*']);
    expect(folder.ingest.messages).toEqual(['one']);
    expect(folder.ingest.notices.map((notice) => notice.message).sort()).toEqual([
      `${folder.file('wtmp.log')} is not UTF-8 text (binary or UTF-16) and is not read.`,
      `Compressed files under *.log* are not read, such as ${folder.file('old.log.gz')}.`,
    ]);
  });

  it('waits while the store refuses and loses nothing', async () => {
    writeFileSync(log, 'one\n');
    await folder.follow(['app.log']);
    folder.ingest.refuse('The disk is full.');
    appendFileSync(log, 'two\n');
    await until(
      () => folder.ingest.notices.length === 1,
      () => 'the notice that nothing can be written',
    );
    expect(folder.ingest.notices[0]).toEqual({
      severity: 'error',
      message: 'The logs of app.log cannot be written now: The disk is full. Reading waits, and goes on by itself.',
    });
    appendFileSync(log, 'three\n');
    folder.ingest.allow();
    await folder.untilMessages(['one', 'two', 'three']);
    expect(folder.ingest.notices[1]?.message).toBe('The logs of app.log can be written again. Nothing was lost.');
  });
});

describe('a file under a writer', () => {
  /** Writes numbered lines in small pieces, and rotates now and then. */
  async function write(count: number, rotate: (round: number) => void): Promise<string[]> {
    const lines = numbered(0, count);
    for (let from = 0; from < count; from += 7) {
      await appendFile(log, asText(lines.slice(from, from + 7)));
      if (from > 0 && from % 1_001 === 0) rotate(from / 1_001);
    }
    return lines;
  }

  it.each([['app.log'], ['app.log*']])('arrives whole and once when it is rotated by rename (%s)', async (pattern) => {
    writeFileSync(log, '');
    await folder.follow([pattern]);
    const lines = await write(7_000, (round) => {
      if (round > 1) renameSync(folder.file('app.log.1'), folder.file('app.log.2'));
      renameSync(log, folder.file('app.log.1'));
    });
    await until(
      () => folder.ingest.messages.length >= lines.length,
      () => `${folder.ingest.messages.length} lines`,
    );
    expect(folder.ingest.messages).toEqual(lines);
  });

  it.each([['app.log'], ['app.log*']])('arrives whole and once when it is copied and emptied (%s)', async (pattern) => {
    writeFileSync(log, '');
    await folder.follow([pattern]);
    const lines = await write(7_000, (round) => {
      if (round > 1) renameSync(folder.file('app.log.1'), folder.file('app.log.2'));
      copyFileSync(log, folder.file('app.log.1'));
      truncateSync(log);
    });
    await until(
      () => folder.ingest.messages.length >= lines.length,
      () => `${folder.ingest.messages.length} lines`,
    );
    expect(folder.ingest.messages).toEqual(lines);
  });
});
