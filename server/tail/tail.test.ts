import { createServer, type Server } from 'node:http';
import { PassThrough, Writable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { startTestGateway, TEST_TOKEN, type TestGateway } from '../test-support/test-gateway.ts';
import { runTail } from './tail.ts';

const DEADLINE_MS = 10_000;

/** Everything that was written to it, and a way to wait for more. */
class Screen extends Writable {
  text = '';
  isTTY = false;
  #look: (() => void) | undefined;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString('utf8');
    this.#look?.();
    done();
  }

  async shows(wanted: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`Waited in vain for ${JSON.stringify(wanted)}. There is: ${this.text}`)),
        DEADLINE_MS,
      );
      this.#look = () => {
        if (!this.text.includes(wanted)) return;
        clearTimeout(timer);
        resolve();
      };
      this.#look();
    });
  }
}

interface Run {
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly stop: AbortController;
  readonly code: Promise<number>;
}

function tail(args: readonly string[], environment: Record<string, string> = {}): Run {
  const run = { stdout: new Screen(), stderr: new Screen(), stop: new AbortController() };
  const code = runTail({
    args,
    environment,
    stdout: run.stdout,
    stderr: run.stderr,
    stop: run.stop.signal,
  });
  return { ...run, code };
}

let running: TestGateway[] = [];
afterEach(async () => {
  for (const { gateway } of running) await gateway.stop();
  running = [];
});

async function start(port = 0): Promise<TestGateway> {
  const started = await startTestGateway({ port });
  running.push(started);
  return started;
}

async function post(gateway: TestGateway, from: number, to: number, fields: object = {}): Promise<void> {
  const logs = Array.from({ length: to - from + 1 }, (_, index) => {
    const number = from + index;
    return { id: `n-${number}`, message: `line ${number}`, level: number % 2 === 0 ? 'ERROR' : 'INFO', ...fields };
  });
  const response = await gateway.post(JSON.stringify(logs), { 'content-type': 'application/json' });
  expect(response.status).toBe(202);
}

/** The numbers of the lines that were shown, in their order. */
function numbersOf(text: string): number[] {
  return [...text.matchAll(/line (\d+)/g)].map(([, number]) => Number(number));
}

describe('neurallog-live tail', () => {
  it('shows history and what is new, in order and once, until it is stopped', async () => {
    const gateway = await start();
    await post(gateway, 1, 20);
    const run = tail([gateway.origin, '--history', '5'], { NEURALLOG_TOKEN: TEST_TOKEN });
    await run.stdout.shows('line 20');
    await post(gateway, 21, 30);
    await run.stdout.shows('line 30');
    run.stop.abort(130);
    expect(await run.code).toBe(130);
    expect(numbersOf(run.stdout.text)).toEqual(Array.from({ length: 15 }, (_, index) => index + 16));
    expect(run.stderr.text).toBe('');
  });

  it('ends with 0 when all that was asked for was shown, as JSON where that is wanted', async () => {
    const gateway = await start();
    await post(gateway, 1, 6);
    const link = `${gateway.origin}/#token=${TEST_TOKEN}`;
    const run = tail([link, '--query', 'level:ERROR', '--filter', '{"id":["n-2","n-6"]}', '--no-follow', '--json']);
    expect(await run.code).toBe(0);
    const logs = run.stdout.text
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(logs).toMatchObject([{ id: 'n-2', level: 'ERROR' }, { id: 'n-6' }]);
    expect(run.stderr.text).toBe('');
  });

  it('shows what is no longer ago than asked, and no older', async () => {
    const gateway = await start();
    await post(gateway, 1, 2, { timestamp: new Date(Date.now() - 3_600_000).toISOString() });
    await post(gateway, 3, 4, { timestamp: new Date(Date.now() - 60_000).toISOString() });
    const run = tail([gateway.origin, '--api-key', TEST_TOKEN, '--since', '10m', '--no-follow']);
    expect(await run.code).toBe(0);
    expect(numbersOf(run.stdout.text)).toEqual([3, 4]);
  });

  it('is refused with wrong credentials in one sentence that says what to do and repeats no secret', async () => {
    const gateway = await start();
    const run = tail([`${gateway.origin}/#token=canary-wrong-token`]);
    expect(await run.code).toBe(1);
    expect(run.stderr.text).toContain('The server did not accept the credentials.');
    expect(run.stderr.text).toContain('NEURALLOG_TOKEN');
    expect(run.stderr.text).not.toContain('Sign in');
    expect(run.stderr.text + run.stdout.text).not.toContain('canary-wrong-token');
  });

  it('shows the place where the query is wrong, with and without a time to begin at', async () => {
    const gateway = await start();
    const args = [gateway.origin, '--token', TEST_TOKEN, '--query', 'level:ERROR AND ms:>fast'];
    for (const more of [[], ['--since', '1h']]) {
      const run = tail([...args, ...more]);
      expect(await run.code).toBe(1);
      expect(run.stderr.text).toMatch(/\n {2}level:ERROR AND ms:>fast\n {2} +\^+\n/);
    }
  });

  it('gives up on a server that was never there, and says where it looked', async () => {
    const gateway = await start();
    await gateway.gateway.stop();
    running = [];
    const run = tail([gateway.origin, '--token', TEST_TOKEN]);
    expect(await run.code).toBe(1);
    expect(run.stderr.text).toContain(`Nothing could be had from ${gateway.origin}`);
    expect(run.stderr.text).not.toContain(TEST_TOKEN);
  });

  it('gives up on what answers, but is no server of this API', async () => {
    const servers = [200, 502].map((status) =>
      createServer((_request, response) => response.writeHead(status).end('<h1>hi</h1>')),
    );
    const givesUp = async (server: Server): Promise<void> => {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      const origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
      const run = tail([origin, '--token', TEST_TOKEN]);
      expect(await run.code).toBe(1);
      expect(run.stderr.text).toContain(`Nothing could be had from ${origin}`);
      expect(run.stderr.text).not.toContain('Asking for new lines');
    };
    try {
      await Promise.all(servers.map(givesUp));
    } finally {
      for (const server of servers) server.close();
    }
  });

  it('survives a restart of the server, and says on standard error what became of it', async () => {
    const first = await start();
    await post(first, 1, 3);
    const run = tail([first.origin, '--token', TEST_TOKEN]);
    await run.stdout.shows('line 3');
    const { port } = first.gateway;
    await first.gateway.stop();
    running = [];
    await run.stderr.shows('Trying again in');
    // With the same lines under the same ids: those that were shown are not shown again.
    await post(await start(port), 1, 6);
    await run.stdout.shows('line 6');
    await run.stderr.shows('came after all.');
    expect(run.stderr.text).toMatch(/Connected again\.\n.* came after all\./);
    run.stop.abort(143);
    expect(await run.code).toBe(143);
    expect(numbersOf(run.stdout.text)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('ends well when the reader of its output leaves', async () => {
    const gateway = await start();
    await post(gateway, 1, 50);
    const run = tail([gateway.origin, '--token', TEST_TOKEN, '--history', '50']);
    run.stdout._write = (_chunk, _encoding, done: (error?: Error) => void) => {
      done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    };
    expect(await run.code).toBe(0);
    expect(run.stderr.text).toBe('');
  });

  it.each<[string, (stdout: Screen) => void]>([
    [
      'is told only after the last line',
      (stdout) => stdout.emit('error', Object.assign(new Error(), { code: 'EPIPE' })),
    ],
    ['is told without an error', (stdout) => stdout.emit('close')],
  ])('ends without waiting for another line when that %s', async (_, leaves) => {
    const gateway = await start();
    await post(gateway, 1, 2);
    const run = tail([gateway.origin, '--token', TEST_TOKEN]);
    await run.stdout.shows('line 2');
    leaves(run.stdout);
    expect(await run.code).toBe(0);
    expect(run.stderr.text).toBe('');
  });

  it('says that its output could not be written', async () => {
    const gateway = await start();
    await post(gateway, 1, 2);
    const run = tail([gateway.origin, '--token', TEST_TOKEN]);
    run.stdout._write = (_chunk, _encoding, done: (error?: Error) => void) => {
      done(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
    };
    expect(await run.code).toBe(1);
    expect(run.stderr.text).toContain('The output could not be written: no space left on device');
  });

  it('is stopped at once while its output is stuck', async () => {
    const gateway = await start();
    await post(gateway, 1, 2_000);
    const stdout = new PassThrough({ highWaterMark: 1 });
    const stop = new AbortController();
    const args = [gateway.origin, '--token', TEST_TOKEN, '--history', '2000'];
    const code = runTail({ args, environment: {}, stdout, stderr: new Screen(), stop: stop.signal });
    await new Promise((resolve) => stdout.once('readable', resolve));
    stop.abort(130);
    expect(await code).toBe(130);
  });

  it('colours levels for a terminal only', async () => {
    const gateway = await start();
    await post(gateway, 1, 1);
    for (const isTTY of [true, false]) {
      const run = { stdout: new Screen(), stderr: new Screen(), stop: new AbortController() };
      run.stdout.isTTY = isTTY;
      const args = [gateway.origin, '--token', TEST_TOKEN, '--no-follow'];
      expect(await runTail({ args, environment: {}, ...run, stop: run.stop.signal })).toBe(0);
      expect(run.stdout.text.includes('\u001b[')).toBe(isTTY);
    }
  });

  it('prints its help, and mistakes with the way to it', async () => {
    const help = tail(['--help']);
    expect(await help.code).toBe(0);
    expect(help.stdout.text).toContain('neurallog-live tail [options] [URL]');
    const mistake = tail(['--quer', 'x']);
    expect(await mistake.code).toBe(2);
    expect(mistake.stderr.text).toBe(
      'neurallog-live tail: Unknown flag --quer. Did you mean --query?\nSee neurallog-live tail --help.\n',
    );
    const endpoint = tail(['http://a b/']);
    expect(await endpoint.code).toBe(2);
  });
});
