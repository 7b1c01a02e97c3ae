import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Mailbox } from '../stub/mailbox.ts';
import { expect, test } from '../fixtures.ts';

const PROGRAM = fileURLToPath(new URL('../../dist-server/main.js', import.meta.url));

/** The built program as a process of its own; what it writes can be waited for. */
class TailProcess {
  readonly child: ChildProcess;
  readonly output = new Mailbox<string>('the output', (text) => text);
  written = '';

  constructor(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    this.child = spawn(process.execPath, [PROGRAM, 'tail', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.written += chunk.toString();
        this.output.put(this.written);
      });
    }
  }

  shows(wanted: string): Promise<string> {
    return this.output.nextWhere(wanted, (text): text is string => text.includes(wanted));
  }

  async exitCode(): Promise<unknown> {
    const [code] = (await once(this.child, 'exit')) as unknown[];
    return code;
  }
}

test('shows lines in the terminal until Ctrl+C, across a lost connection, and prints no secret', async ({
  stub,
  faultProxy,
}) => {
  stub.extensions = ['resume.1', 'batch.1'];
  stub.keep(3);
  const tail = new TailProcess([`${faultProxy.url}/#token=${stub.token}`]);
  await tail.shows('Line 3');
  faultProxy.cut();
  stub.emitMany(5);
  await tail.shows('Line 8');
  await tail.shows('The server confirms that nothing is missing.');
  const gone = tail.exitCode();
  tail.child.kill('SIGINT');
  expect(await gone).toBe(130);
  expect([...tail.written.matchAll(/Line (\d+)/g)].map(([, number]) => Number(number))).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8,
  ]);
  expect(tail.written).not.toContain(stub.token);
});

test('ends when the program that reads it has seen enough', async ({ stub }) => {
  stub.keep(50);
  const tail = new TailProcess([stub.url, '--history', '50', '--json'], { NEURALLOG_TOKEN: stub.token });
  await tail.shows('line-000050');
  const gone = tail.exitCode();
  tail.child.stdout?.destroy();
  stub.emitMany(5);
  expect(await gone).toBe(0);
});
