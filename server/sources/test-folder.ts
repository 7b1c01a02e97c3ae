import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileSource, type FileSourceOptions } from './file-source.ts';
import { plainLog, TestIngest, until } from './test-ingest.ts';

/** For tests: a folder of its own with a source that follows it, both gone afterwards. */
export class TestFolder {
  readonly path: string;
  ingest = new TestIngest();
  #source: FileSource | undefined;

  private constructor(path: string) {
    this.path = path;
  }

  static async create(): Promise<TestFolder> {
    return new TestFolder(await realpath(await mkdtemp(join(tmpdir(), 'neurallog-sources-'))));
  }

  file(name: string): string {
    return join(this.path, name);
  }

  async follow(patterns: readonly string[], options: Partial<FileSourceOptions> = {}): Promise<void> {
    this.#source = new FileSource({
      patterns,
      cwd: this.path,
      parse: plainLog,
      ...options,
      timings: {
        pollMs: 20,
        holdMs: 30,
        partialMs: 60,
        rescanMs: 40,
        lingerMs: 400,
        settleMs: 400,
        ...options.timings,
      },
    });
    await this.#source.start(this.ingest);
  }

  async stop(): Promise<void> {
    await this.#source?.stop();
    this.#source = undefined;
  }

  /** Ends the source as a killed process ends: nothing is written any more. */
  async kill(): Promise<void> {
    this.ingest.refuse('killed');
    await this.stop();
    this.ingest.allow();
  }

  async untilMessages(expected: readonly string[]): Promise<void> {
    const told = (): string => `expected ${JSON.stringify(expected)}, got ${JSON.stringify(this.ingest.messages)}`;
    await until(() => this.ingest.messages.length >= expected.length, told);
    if (JSON.stringify(this.ingest.messages) !== JSON.stringify(expected)) throw new Error(told());
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.path, { recursive: true, force: true });
  }
}
