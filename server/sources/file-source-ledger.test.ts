import { appendFileSync, copyFileSync, existsSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TestFolder } from './test-folder.ts';
import { until } from './test-ingest.ts';

// Left out because nobody can know: a file that is emptied while no copy was made, or whose copy lacks what was written
// after it was made. Not asked for here: the order of files that are rotated several times between two looks.
const action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('lines' as const), count: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('part' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('rename' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('copy' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('stop' as const, 'kill' as const, 'start' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('turns' as const), count: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('catch_up' as const) }) },
);

type Action = typeof action extends fc.Arbitrary<infer Each> ? Each : never;

/** A writer, its rotations and its reader, with a ledger of the lines that were written. */
class Ledger {
  readonly #folder: TestFolder;
  readonly #log: string;
  #number = 0;
  #parts = 0;
  #isRunning = false;
  readonly #pattern: string;

  constructor(folder: TestFolder, pattern: string) {
    this.#folder = folder;
    this.#log = folder.file('app.log');
    this.#pattern = pattern;
  }

  async do(each: Action): Promise<void> {
    switch (each.kind) {
      case 'lines':
        for (let count = 0; count < each.count; count += 1) {
          appendFileSync(this.#log, `${this.#next()}>\n`);
        }
        break;
      case 'part':
        appendFileSync(this.#log, `${this.#next()}é`);
        this.#parts += 1;
        break;
      case 'rename':
        this.#shift();
        renameSync(this.#log, this.#folder.file('app.log.1'));
        writeFileSync(this.#log, '');
        break;
      case 'copy':
        this.#shift();
        copyFileSync(this.#log, this.#folder.file('app.log.1'));
        truncateSync(this.#log);
        break;
      case 'turns':
        for (let turn = 0; turn < each.count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        break;
      case 'catch_up':
        if (this.#isRunning) await this.catchUp();
        break;
      case 'stop':
        if (this.#isRunning) await this.#folder.stop();
        this.#isRunning = false;
        break;
      case 'kill':
        if (this.#isRunning) await this.#folder.kill();
        this.#isRunning = false;
        break;
      case 'start':
        await this.start();
        break;
    }
  }

  async start(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    await this.#folder.follow([this.#pattern], {
      timings: { pollMs: 5, holdMs: 10, partialMs: 20, rescanMs: 20, lingerMs: 100, settleMs: 100 },
    });
  }

  async catchUp(): Promise<void> {
    const told = (): string => `${this.#number} pieces written, ${this.#read().length} read`;
    await until(() => this.#read().length >= this.#number, told, 5_000).catch(() => undefined);
    expect(this.#read()).toEqual(Array.from({ length: this.#number }, (_, index) => index + 1));
    const text = this.#folder.ingest.messages.join('\n');
    expect(text.match(/\d é/g) ?? []).toHaveLength(this.#parts);
    expect(text).not.toContain('\uFFFD');
  }

  /** The number of the next piece of text, as it is written into the file. */
  #next(): string {
    this.#number += 1;
    return `<${String(this.#number).padStart(6, '0')} `;
  }

  #shift(): void {
    for (let index = 40; index >= 1; index -= 1) {
      const from = this.#folder.file(`app.log.${index}`);
      if (existsSync(from)) renameSync(from, this.#folder.file(`app.log.${index + 1}`));
    }
  }

  /** The numbers of the pieces that arrived. */
  #read(): number[] {
    const pieces = this.#folder.ingest.messages.flatMap((message) => [...message.matchAll(/<(\d+)/g)]);
    return pieces.map(([, digits]) => Number(digits)).sort((one, other) => one - other);
  }
}

describe('the ledger of a followed file', () => {
  it.each(['app.log', 'app.log*'])(
    'balances over any sequence of writing, rotation, emptying, stop and kill (%s)',
    { timeout: 60_000 },
    async (pattern) => {
      await fc.assert(
        fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 30 }), async (actions) => {
          const folder = await TestFolder.create();
          try {
            const ledger = new Ledger(folder, pattern);
            await ledger.do({ kind: 'lines', count: 1 });
            await ledger.start();
            for (const each of actions) await ledger.do(each);
            await ledger.start();
            await ledger.catchUp();
          } finally {
            await folder.remove();
          }
        }),
        { numRuns: 40, endOnFailure: true },
      );
    },
  );
});
