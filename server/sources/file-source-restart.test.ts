import { appendFileSync, copyFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestFolder } from './test-folder.ts';
import { TestIngest, until } from './test-ingest.ts';

let folder: TestFolder;
let log: string;

beforeEach(async () => {
  folder = await TestFolder.create();
  log = folder.file('app.log');
});

afterEach(() => folder.remove());

describe('a gateway that remembers nothing', () => {
  const wantedIds = (): (string | undefined)[] => folder.ingest.logs.map(({ wantedId }) => wantedId);

  it('wants the same ids for the logs of a file when it reads them again, and others for what is new', async () => {
    writeFileSync(log, 'the same\nthe same\n');
    await folder.follow(['app.log']);
    await folder.stop();
    const before = wantedIds();
    expect(new Set(before).size).toBe(2);
    expect(before.every((id) => id?.startsWith('f-'))).toBe(true);

    folder.ingest = new TestIngest();
    renameSync(log, folder.file('app.log.1'));
    writeFileSync(log, 'the same\n');
    appendFileSync(folder.file('app.log.1'), 'another\n');
    await folder.follow(['app.log.1', 'app.log']);
    await until(
      () => folder.ingest.logs.length >= 4,
      () => `four logs, not ${JSON.stringify(folder.ingest.messages)}`,
    );
    const after = wantedIds();
    expect(after).toEqual(expect.arrayContaining(before));
    expect(new Set(after).size).toBe(4);
  });
});

describe('a restart', () => {
  beforeEach(async () => {
    writeFileSync(log, 'one\n');
    await folder.follow(['app.log*']);
    await folder.kill();
    appendFileSync(log, 'two\n');
  });

  it('goes on where it was', async () => {
    await folder.follow(['app.log*']);
    expect(folder.ingest.messages).toEqual(['one', 'two']);
  });

  it('finishes a file first that was rotated away meanwhile, and those that came and went after it', async () => {
    renameSync(log, folder.file('app.log.1'));
    writeFileSync(log, 'three\n');
    renameSync(folder.file('app.log.1'), folder.file('app.log.2'));
    renameSync(log, folder.file('app.log.1'));
    writeFileSync(log, 'four\n');
    await folder.follow(['app.log']);
    expect(folder.ingest.messages).toEqual(['one', 'two', 'three', 'four']);
  });

  it('finishes the copy of a file that was emptied meanwhile', async () => {
    copyFileSync(log, folder.file('app.log.1'));
    writeFileSync(log, 'three, and longer than what was there\n');
    await folder.follow(['app.log*']);
    expect(folder.ingest.messages).toEqual(['one', 'two', 'three, and longer than what was there']);
  });

  it('says so where the former file is not to be found', async () => {
    rmSync(log);
    writeFileSync(log, 'three\n');
    await folder.follow(['app.log*']);
    expect(folder.ingest.messages).toEqual(['one', 'three']);
    expect(folder.ingest.notices.at(-1)?.message).toContain('its former text is not beside it');
  });

  it('does not read a rotated file again that was finished before', async () => {
    await folder.follow(['app.log*']);
    renameSync(log, folder.file('app.log.1'));
    writeFileSync(log, 'three\n');
    await folder.untilMessages(['one', 'two', 'three']);
    const isFinished = (): boolean => folder.ingest.checkpoint(`file:${log}`)?.includes('"finished":[{') === true;
    await until(isFinished, () => 'the rotated file to be let go');
    await folder.stop();
    await folder.follow(['app.log*']);
    appendFileSync(log, 'four\n');
    await folder.untilMessages(['one', 'two', 'three', 'four']);
  });
});
