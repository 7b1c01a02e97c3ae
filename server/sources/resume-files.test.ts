import { renameSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seePath } from './file-reader.ts';
import { checkpointKey } from './file-checkpoint.ts';
import { resumeFiles } from './resume-files.ts';
import { TestFolder } from './test-folder.ts';

let folder: TestFolder;

beforeEach(async () => {
  folder = await TestFolder.create();
});

afterEach(async () => {
  await folder.remove();
});

/** The checkpoint of a gateway that read the file and stopped. */
async function readAndStopped(path: string): Promise<string> {
  await folder.follow(['app.log']);
  await folder.stop();
  const text = folder.ingest.checkpoint(checkpointKey(path));
  if (text === undefined) throw new Error('Nothing was noted of the file.');
  return text;
}

describe('a rotation while the files of a checkpoint are taken up again', () => {
  it.each([
    ['with a new file at the path', true],
    ['with nothing at the path yet', false],
  ])('is followed to the old file, %s', async (_, hasSuccessor) => {
    const path = folder.file('app.log');
    writeFileSync(path, 'one\ntwo\n');
    const text = await readAndStopped(path);
    writeFileSync(path, 'one\ntwo\nthree\n');
    const resumed = await resumeFiles(path, text, async (at) => {
      const seen = await seePath(at);
      renameSync(path, `${path}.1`);
      if (hasSuccessor) writeFileSync(path, 'four\n');
      return seen;
    });
    expect(resumed?.current).toBeUndefined();
    expect(resumed?.leaving).toHaveLength(1);
    expect(resumed?.warnings).toEqual([]);
    for (const reader of resumed?.leaving ?? []) await reader.close();
  });
});
