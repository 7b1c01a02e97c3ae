import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestFolder } from './test-folder.ts';
import { validateSources, type SourceFindings } from './validate-sources.ts';

let folder: TestFolder;

beforeEach(async () => {
  folder = await TestFolder.create();
});

afterEach(async () => {
  await folder.remove();
});

const look = (...patterns: string[]): Promise<SourceFindings> => validateSources(patterns, folder.path);

describe('what was given as files', () => {
  it('is fine where files are there', async () => {
    writeFileSync(folder.file('app.log'), '');
    expect(await look('app.log', '*.log', folder.file('app.log'))).toMatchObject({ problems: [], notices: [] });
  });

  it('is refused where a file is missing, with how to wait for it', async () => {
    const { problems } = await look('missing.log');
    expect(problems).toEqual([expect.stringMatching(/^missing\.log does not exist\. .*"missing\.lo\[g\]"/)]);
  });

  it('is refused where it is a folder, with the pattern for its files', async () => {
    mkdirSync(folder.file('logs'));
    expect((await look('logs/')).problems).toEqual([
      expect.stringContaining('To follow the files in it: "logs/*.log"'),
    ]);
  });

  it('is refused where it is compressed, with how to read it', async () => {
    writeFileSync(folder.file('my app.log.1.gz'), '');
    expect((await look('my app.log.1.gz')).problems).toEqual([
      "my app.log.1.gz is compressed and will not grow. To read it: zcat 'my app.log.1.gz' | neurallog-live -",
    ]);
  });

  it('is refused where it is no regular file', async () => {
    expect((await look('/dev/null')).problems).toEqual([
      '/dev/null is no regular file. To read it as a pipe: cat /dev/null | neurallog-live -',
    ]);
  });

  it('is refused where a part of the path is a file', async () => {
    writeFileSync(folder.file('app.log'), '');
    expect((await look('app.log/x.log')).problems).toEqual([expect.stringContaining('is a file, not a folder')]);
  });

  it('is refused where it may not be read', async () => {
    writeFileSync(folder.file('app.log'), '');
    chmodSync(folder.file('app.log'), 0o000);
    // The superuser may read everything, so he becomes somebody else for this look.
    const user = process.geteuid?.();
    if (user === 0) process.seteuid?.(65_534);
    const { problems } = await look('app.log').finally(() => user === 0 && process.seteuid?.(0));
    expect(problems).toEqual([expect.stringContaining('may not be read by this user')]);
  });

  it('waits, and says so, where a pattern matches nothing yet', async () => {
    writeFileSync(folder.file('old.txt.gz'), '');
    expect(await look('*.log', '*.txt*')).toMatchObject({
      problems: [],
      notices: [
        '"*.log" matches no file yet. It waits for one to appear.',
        expect.stringContaining('"*.txt*" matches compressed files only.'),
      ],
    });
  });

  it('names every problem, not the first alone', async () => {
    expect((await look('a.log', 'b.log')).problems).toHaveLength(2);
  });

  it('is left out, and said, where a shell wrote it out among files that can be followed', async () => {
    writeFileSync(folder.file('app.log'), '');
    writeFileSync(folder.file('app.log.2.gz'), '');
    mkdirSync(folder.file('nginx'));
    const found = await look('app.log', 'app.log.2.gz', 'nginx');
    expect(found).toMatchObject({ problems: [], usable: ['app.log'] });
    expect(found.notices).toEqual([
      expect.stringMatching(/^Left out: app\.log\.2\.gz is compressed/),
      expect.stringMatching(/^Left out: nginx is a folder/),
    ]);
  });

  it('is refused whole where one of the paths is missing: that is a mistake in typing', async () => {
    writeFileSync(folder.file('app.log'), '');
    mkdirSync(folder.file('nginx'));
    expect((await look('app.log', 'nginx', 'ap.log')).problems).toEqual([
      expect.stringContaining('ap.log does not exist'),
      expect.stringContaining('nginx is a folder'),
    ]);
  });
});
