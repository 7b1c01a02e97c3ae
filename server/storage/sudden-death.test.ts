import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyLog } from './log-store.ts';
import { openStore, type OpenedStore } from './open-store.ts';

const cache = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));
let built: string;
let folder: string;

// The child must be a process of its own, and Node 20 runs no TypeScript. It is built where it finds its modules.
beforeAll(async () => {
  mkdirSync(cache, { recursive: true });
  built = mkdtempSync(join(cache, 'sudden-death-'));
  folder = mkdtempSync(join(tmpdir(), 'neurallog-death-'));
  await build({
    configFile: false,
    logLevel: 'silent',
    publicDir: false,
    build: {
      ssr: fileURLToPath(new URL('./append-until-killed.ts', import.meta.url)),
      outDir: built,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'child.mjs' } },
    },
  });
});

afterAll(() => {
  rmSync(built, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the child until it has acknowledged some batches, kills it without warning, and answers its last acknowledgement. */
async function killAfter(
  acknowledgements: number,
): Promise<{ seq: number; batch: number; refusal: OpenedStore; pid: number }> {
  const child = spawn(process.execPath, [join(built, 'child.mjs'), folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  let last = { seq: 0, batch: 0 };
  let seen = 0;
  let refusal: OpenedStore | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const [seq = 0, batch = 0] = line.split(' ').map(Number);
    last = { seq, batch };
    seen += 1;
    if (seen === acknowledgements) {
      refusal = await openStore({ folder });
      child.kill('SIGKILL');
    }
  }
  const [, signal] = await exited;
  expect(signal).toBe('SIGKILL');
  if (refusal === undefined) throw new Error('The child ended before it was killed.');
  return { ...last, refusal, pid: child.pid ?? 0 };
}

describe('a data folder that is in use', () => {
  it('stays closed to other processes, although its own process tries to open it twice', async () => {
    const held = join(folder, 'held');
    const opened = await openStore({ folder: held });
    if (!opened.ok) throw new Error(opened.message);
    expect(await openStore({ folder: held })).toMatchObject({ reason: 'locked' });
    const child = spawn(process.execPath, [join(built, 'child.mjs'), held], { stdio: ['ignore', 'ignore', 'pipe'] });
    const exited = once(child, 'exit');
    const complaint = (await child.stderr.toArray()).join('');
    expect(complaint).toContain(`is in use by another gateway (process ${process.pid})`);
    expect((await exited)[0]).toBe(1);
    opened.store.close();
  });
});

describe('a gateway that is killed', () => {
  it('has kept everything that it acknowledged, in whole batches, and the next one starts at once', async () => {
    let before = 0;
    for (const acknowledgements of [3, 40, 150]) {
      const last = await killAfter(acknowledgements);
      expect(last.refusal).toMatchObject({
        reason: 'locked',
        message: expect.stringContaining(`process ${last.pid}`),
      });
      const opened = await openStore({ folder });
      if (!opened.ok) throw new Error(opened.message);
      const { store } = opened;
      const logs = await store.newest(1_000_000, everyLog);
      expect(logs.length).toBeGreaterThanOrEqual(last.seq);
      expect(last.seq).toBeGreaterThan(before);
      expect(logs.map(({ seq }) => seq)).toEqual(logs.map((_, index) => index + 1));
      expect(logs.length % 25).toBe(0);
      expect(Number(store.checkpoint('batch'))).toBeGreaterThanOrEqual(last.batch);
      // A batch that was committed but not yet acknowledged may be there; its checkpoint is then too.
      expect(logs.at(-1)?.time).toBe(Number(store.checkpoint('batch')));
      expect(logs.length).toBeGreaterThan(before);
      before = logs.length;
      store.close();
    }
  });
});
