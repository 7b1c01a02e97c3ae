import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Gateway } from './gateway.ts';
import { startProgram, type Started } from './program.ts';
import { Terminal } from './terminal.ts';

const TOKEN = 'canary-token-0123456789';

interface Run {
  readonly started: Started;
  readonly output: string;
  readonly errors: string;
}

describe('the program', () => {
  let folder: string;
  const running: Gateway[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'neurallog-program-'));
  });
  afterEach(async () => {
    for (const gateway of running.splice(0)) await gateway.stop();
    rmSync(folder, { recursive: true });
  });

  async function run(...args: string[]): Promise<Run> {
    const stdout = new PassThrough();
    const stderr = new PassThrough();
    const started = await startProgram({
      args,
      environment: { XDG_DATA_HOME: folder, HOME: folder, NEURALLOG_TOKEN: TOKEN },
      stdin: Object.assign(new PassThrough(), { isTTY: false }),
      terminal: new Terminal({ stdout, stderr }),
      version: '9.9.9',
      dashboardFolder: join(folder, 'dist'),
    });
    if (started.kind === 'running') running.push(started.gateway);
    return { started, output: String(stdout.read() ?? ''), errors: String(stderr.read() ?? '') };
  }

  function portOf({ started }: Run): number {
    if (started.kind !== 'running') throw new Error('It does not run.');
    return started.gateway.port;
  }

  it('prints one link that signs in, and its token nowhere else', async () => {
    const started = await run('--port', '0', '--no-demo');
    expect(started.output).toBe(`http://localhost:${portOf(started)}/#token=${TOKEN}\n`);
    expect(started.errors).toContain('Logs are kept in');
    expect(started.errors).not.toContain(TOKEN);
  });

  it('is quiet when asked to be', async () => {
    const started = await run('--port', '0', '--no-demo', '--quiet', '--memory');
    expect(started.output.split('\n')).toHaveLength(2);
    expect(started.errors).toBe('');
  });

  it('says that a port is taken and what to do', async () => {
    const port = portOf(await run('--port', '0', '--no-demo', '--memory'));
    const second = await run('--port', String(port), '--no-demo', '--memory');
    expect(second.started).toEqual({ kind: 'exit', code: 1 });
    expect(second.output).toBe('');
    expect(second.errors).toBe(
      `Port ${port} is taken (another program listens there). Use --port N, or --port 0 for any free one.\n`,
    );
  });

  it('does without the default folder when another run holds it, and says so there and on the page', async () => {
    await run('--port', '0', '--no-demo');
    const second = await run('--port', '0', '--no-demo');
    expect(second.errors).toMatch(/Warning: .* is in use by .* History is kept in memory and ends with this run\./);
    const configuration = await (await fetch(`http://localhost:${portOf(second)}/config.json`)).text();
    expect(configuration).toContain('History is kept in memory');
    expect(configuration).not.toContain(TOKEN);
  });

  it('refuses to start without the folder that was asked for', async () => {
    await run('--port', '0', '--no-demo', '--data', join(folder, 'history'));
    const second = await run('--port', '0', '--no-demo', '--data', join(folder, 'history'));
    expect(second.started).toEqual({ kind: 'exit', code: 1 });
    expect(second.errors).toContain('is in use by');
  });

  it.each([
    [['--version'], 0, '9.9.9\n', ''],
    [['--port', 'x'], 2, '', '--port "x" is not a port: give a whole number from 0 (any free one) to 65535.\n'],
    [['--rules', '/nowhere/rules.yaml', '--no-demo'], 2, '', '--rules /nowhere/rules.yaml: there is no such file.\n'],
  ])('answers %j with code %i', async (args, code, output, errors) => {
    expect(await run(...args)).toEqual({ started: { kind: 'exit', code }, output, errors });
  });

  it('starts nothing when a file is missing, and says so before anything else', async () => {
    const { started, output, errors } = await run('--port', '0', '/nowhere/app.log', folder);
    expect(started).toEqual({ kind: 'exit', code: 2 });
    expect(output).toBe('');
    expect(errors).toContain('/nowhere/app.log does not exist.');
    expect(errors).toContain(`${folder} is a folder.`);
  });

  it('reads a file, and the same command finds its history again', async () => {
    const file = join(folder, 'app.log');
    writeFileSync(file, '{"level":"error","msg":"from the file"}\n');
    const read = async (origin: string): Promise<unknown> =>
      (await fetch(`${origin}/v1/logs`, { headers: { 'x-api-key': TOKEN } })).json();
    const expected = { data: [{ message: 'from the file', level: 'ERROR' }], meta: { pagination: { total: 1 } } };
    for (let start = 0; start < 2; start += 1) {
      const started = await run('--port', '0', file);
      const origin = `http://localhost:${portOf(started)}`;
      await vi.waitFor(async () => expect(await read(origin)).toMatchObject(expected), { timeout: 10_000 });
      await running.pop()?.stop();
    }
  });

  it('runs a demonstration where nothing is given, and says so in the terminal, on the page and in the tray', async () => {
    const started = await run('--port', '0', '--memory');
    expect(started.errors).toContain('its logs are made up');
    expect(started.errors).toContain('npm start -- /var/log/*.log');
    const origin = `http://localhost:${portOf(started)}`;
    expect(await (await fetch(`${origin}/config.json`)).json()).toMatchObject({ notice: { title: 'Demonstration' } });
    const headers = { 'x-api-key': TOKEN };
    const tray = await (await fetch(`${origin}/v1/notifications?sort=timestamp:asc`, { headers })).json();
    expect(tray).toMatchObject({ data: [{ type: 'system_notification', data: { title: 'Demonstration' } }] });
  });

  it('refuses a broken rules file with its place', async () => {
    const file = join(folder, 'rules.yaml');
    writeFileSync(file, 'rules:\n  - name: a\n    query: "level:("\n');
    const { started, errors } = await run('--rules', file, '--no-demo', '--memory');
    expect(started).toEqual({ kind: 'exit', code: 2 });
    expect(errors).toContain(`${file}:3:`);
  });

  it('raises a notification when a rule fires on a log that was posted', async () => {
    const file = join(folder, 'rules.yaml');
    writeFileSync(file, 'rules:\n  - name: Payments fail\n    query: payment level:ERROR\n    severity: high\n');
    const started = await run('--rules', file, '--no-demo', '--memory', '--port', '0');
    const origin = `http://localhost:${portOf(started)}`;
    const headers = { authorization: `Bearer ${TOKEN}` };
    const body = '{"id":"log-1","level":"ERROR","message":"payment failed"}';
    expect((await fetch(`${origin}/v1/logs`, { method: 'POST', headers, body })).status).toBe(202);
    const notifications = await (await fetch(`${origin}/v1/notifications`, { headers })).json();
    expect(notifications).toMatchObject({
      data: [{ type: 'rule_triggered', data: { ruleName: 'Payments fail', severity: 'high', logId: 'log-1' } }],
    });
  });
});
