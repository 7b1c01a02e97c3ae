import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '../fixtures.ts';
import { listenOnFreePort } from '../local-port.ts';

// The client library as other programs get it: built, by the name of the package.

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** A program beside this one, with the package and these others installed. */
function installInto(folder: string, others: readonly string[]): void {
  mkdirSync(join(folder, 'node_modules/@types'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  symlinkSync(ROOT, join(folder, 'node_modules/neurallog-live'));
  for (const name of others) symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
}

test('a program in Node.js reads a stream in a loop', async ({ stub }, testInfo) => {
  stub.keep(5);
  const folder = testInfo.outputPath('program');
  installInto(folder, ['ws']);
  const program = `
    import { WebSocket } from 'ws';
    import { openLogStream } from 'neurallog-live/client';
    const [endpoint, token] = process.argv.slice(2);
    const stream = openLogStream({ endpoint, token, history: true, follow: false, WebSocket });
    for await (const entry of stream) console.log(entry.kind, entry.record.id);
  `;
  writeFileSync(join(folder, 'main.js'), program);
  const { stdout } = await run(process.execPath, [join(folder, 'main.js'), stub.url, stub.token]);
  expect(stdout.trim().split('\n')).toEqual(stub.ledger.ids.map((id) => `log ${id}`));
});

for (const [resolution, module] of [
  ['nodenext', 'nodenext'],
  ['bundler', 'esnext'],
] as const) {
  test(`a program in TypeScript finds its types (${resolution})`, async ({ baseURL: _baseURL }, testInfo) => {
    test.slow();
    const folder = testInfo.outputPath('program');
    installInto(folder, ['ws', '@types/ws', '@types/node']);
    const program = `
      import { WebSocket } from 'ws';
      import { openLogStream, openNotificationStream, StreamError, type LogEntry } from 'neurallog-live/client';
      const signal = AbortSignal.timeout(1_000);
      const stream = openLogStream({
        endpoint: 'http://localhost:4280', token: async () => 'token', filter: { level: ['ERROR'] }, WebSocket, fetch, signal,
      });
      const forget: () => void = stream.on('log', ({ record }) => console.log(record.message.toUpperCase()));
      stream.on('ended', ({ error }) => { if (error instanceof StreamError && error.code === 'unauthorized') forget(); });
      // @ts-expect-error notifications do not come on this stream
      stream.on('notification', () => undefined);
      for await (const entry of stream) {
        const log: LogEntry | undefined = entry.kind === 'log' ? entry : undefined;
        console.log(log?.record.metadata['order']);
      }
      for await (const entry of openNotificationStream({ endpoint: '/v1', WebSocket })) {
        if (entry.kind === 'notification' && entry.message.type === 'rule_triggered') console.log(entry.message.data.ruleName);
      }
    `;
    writeFileSync(join(folder, 'main.ts'), program);
    const strict = { strict: true, exactOptionalPropertyTypes: true, noEmit: true };
    const platform = { target: 'es2023', lib: ['es2023'], types: ['node'] };
    const compilerOptions = { ...strict, ...platform, module, moduleResolution: resolution };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['main.ts'] }));
    const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
    const checked = run(process.execPath, [compiler, '-p', folder]).catch((error: unknown) => error);
    expect(await checked).toMatchObject({ stdout: '' });
  });
}

const PAGE_FILES = new Map([
  ['/index.js', { type: 'text/javascript', text: () => readFileSync(join(ROOT, 'dist-client/index.js')) }],
  [
    '/valibot.js',
    { type: 'text/javascript', text: () => readFileSync(join(ROOT, 'node_modules/valibot/dist/index.mjs')) },
  ],
  ['/', { type: 'text/html', text: () => PAGE }],
]);
const PAGE = `<!doctype html><title>A page of somebody else</title><link rel="icon" href="data:,">
<script type="importmap">{"imports":{"valibot":"/valibot.js"}}</script>`;

test('a page reads a stream with the sockets of its browser', async ({ page, stub }) => {
  const server = createServer((request, response) => {
    const file = PAGE_FILES.get(request.url ?? '');
    response.writeHead(file === undefined ? 404 : 200, { 'content-type': file?.type ?? 'text/plain' });
    response.end(file?.text());
  });
  const port = await listenOnFreePort(server);
  await page.goto(`http://localhost:${port}/`);
  // As text: what it imports is there in the page only.
  const reading = page.evaluate<unknown>(`(async () => {
    const { openLogStream } = await import('/index.js');
    const stream = openLogStream(${JSON.stringify({ endpoint: stub.url, token: stub.token })});
    const seen = [];
    for await (const entry of stream) {
      seen.push(entry.record.id);
      if (seen.length === 3) break;
    }
    return { seen, state: stream.state.kind };
  })()`);
  const connection = await stub.nextConnection();
  const emitted = stub.emitMany(3);
  expect(await reading).toEqual({ seen: emitted.map(({ id }) => id), state: 'idle' });
  expect(await connection.closed()).toMatchObject({ code: 1000 });
  await page.close();
  server.close();
});
