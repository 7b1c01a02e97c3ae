import { afterEach, describe, expect, it } from 'vitest';
import { openLogStream } from '../test-support/test-client.ts';
import { numberedLog, numberedLogs, startTestGateway, type TestGateway } from '../test-support/test-gateway.ts';
import { MemoryStore } from '../storage/memory-store.ts';
import { everyLog } from '../storage/log-store.ts';

let started: TestGateway | undefined;
async function start(...options: Parameters<typeof startTestGateway>): Promise<TestGateway> {
  started = await startTestGateway(...options);
  return started;
}
afterEach(async () => {
  await started?.gateway.stop();
  started = undefined;
});

const lines = (from: number, to: number): string[] => numberedLogs(from, to).map((log) => log.message);

describe('the log stream', () => {
  it('says first what it took the stream to be', async () => {
    const { origin } = await start();
    const client = openLogStream(origin, { query: 'level:ERROR', filter: '{"source":"api"}', follow: 'true' });
    const message = await client.until(() => client.pending[0], 'the first message');
    expect(message).toMatchObject({
      type: 'stream_start',
      data: { query: 'level:ERROR', filter: { source: 'api' }, follow: true },
    });
  });

  it('sends only new logs by default, and no text as it was read', async () => {
    const { origin, gateway } = await start();
    await gateway.ingest.write(numberedLogs(1, 3));
    const client = openLogStream(origin);
    await client.next('stream_start');
    await gateway.ingest.write([numberedLog(4, { raw: 'INFO line 4' })]);
    const log = await client.next('log');
    expect(log.data).toMatchObject({ message: 'line 4', level: 'INFO', source: 'test', metadata: { number: 4 } });
    expect(log.data).not.toHaveProperty('raw');
    expect(log.data.id).not.toBe('');
  });

  it('sends the newest matching history, oldest first, and ends where it need not follow', async () => {
    const { origin, gateway } = await start();
    await gateway.ingest.write(numberedLogs(1, 60));
    const client = openLogStream(origin, { history: 'true', limit: '3', follow: 'false', query: 'level:ERROR' });
    expect(await client.logsUntil('line 60')).toEqual(['line 40', 'line 50', 'line 60']);
    expect((await client.next('stream_end')).data.reason).toBe('complete');
    expect(await client.closed()).toEqual({ code: 1000, reason: 'complete' });
  });

  it('loses and repeats nothing between history and live, whenever a reader comes', async () => {
    const { origin, gateway } = await start({ limits: { commitEveryMs: 1 } });
    let written = 0;
    const writing = { goesOn: true };
    const writer = (async () => {
      while (writing.goesOn) {
        await gateway.ingest.write(numberedLogs(written + 1, written + 7));
        written += 7;
      }
    })();
    const readers = [];
    for (let index = 0; index < 12; index += 1) {
      const client = openLogStream(origin, { history: 'true', limit: '10000' });
      const isWellUnderWay = (): true | undefined => client.pending.length > 150 * (index + 1) || undefined;
      await client.until(isWellUnderWay, 'some logs');
      readers.push(client);
    }
    writing.goesOn = false;
    await writer;
    for (const client of readers) {
      const got = await client.logsUntil(`line ${written}`);
      const first = Number(got[0]?.replace('line ', ''));
      expect(got).toEqual(lines(first, written));
    }
  });

  it('holds logs back while paused and sends the newest of what was missed on resume, then goes on', async () => {
    const { origin, gateway } = await start();
    const client = openLogStream(origin, { limit: '5' });
    await client.next('stream_start');
    client.command({ action: 'pause' });
    await settled(client);
    client.drop('error');
    await gateway.ingest.write(numberedLogs(1, 20));
    await settled(client);
    expect(client.pending.filter((message) => message.type === 'log')).toEqual([]);
    client.command({ action: 'resume' });
    await client.until(() => client.pending.some((message) => message.type === 'log') || undefined, 'a log');
    await gateway.ingest.write(numberedLogs(21, 22));
    expect(await client.logsUntil('line 22')).toEqual(lines(16, 22));
  });

  it('keeps what was missed whole over pauses and resumes in quick succession', async () => {
    const { origin, gateway } = await start({ limits: { commitEveryMs: 1 } });
    const client = openLogStream(origin, { history: 'true', limit: '10000' });
    await client.next('stream_start');
    for (let round = 0; round < 40; round += 1) {
      await gateway.ingest.write(numberedLogs(round * 10 + 1, round * 10 + 10));
      client.command({ action: round % 2 === 0 ? 'pause' : 'resume' });
    }
    client.command({ action: 'resume' });
    await gateway.ingest.write([numberedLog(401)]);
    expect(await client.logsUntil('line 401')).toEqual(lines(1, 401));
  });

  it('goes on where it was when a pause comes in the middle of history', async () => {
    const { origin, gateway } = await start({ limits: { socketHighBytes: 64 * 1024, socketLowBytes: 8 * 1024 } });
    await gateway.ingest.write(numberedLogs(1, 9000, { metadata: { padding: 'x'.repeat(2000) } }));
    const client = openLogStream(origin, { history: 'true', limit: '10000' });
    await client.until(() => client.pending.some((message) => message.type === 'log') || undefined, 'a log');
    client.socket.pause();
    client.command({ action: 'pause' });
    client.socket.resume();
    await settled(client);
    expect(client.pending.at(-1)?.type).toBe('error');
    const sent = client.pending.filter((message) => message.type === 'log').length;
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(9000);
    client.command({ action: 'resume' });
    expect(await client.logsUntil('line 9000')).toEqual(lines(1, 9000));
  });

  it('applies a new filter from the command on and says so', async () => {
    const { origin, gateway } = await start();
    const client = openLogStream(origin);
    await client.next('stream_start');
    client.command({ action: 'update_filter', filter: { level: ['ERROR'] } });
    expect((await client.next('stream_start')).data.filter).toEqual({ level: ['ERROR'] });
    await gateway.ingest.write(numberedLogs(1, 20));
    expect(await client.logsUntil('line 20')).toEqual(['line 10', 'line 20']);
  });

  it('refuses a broken filter with the filter in the answer, and the one before holds', async () => {
    const { origin, gateway } = await start();
    const client = openLogStream(origin, { filter: '{"level":"ERROR"}' });
    await client.next('stream_start');
    client.command({ action: 'update_filter', filter: { level: { not: 'allowed' } } });
    const error = await client.next('error');
    expect(error.data).toMatchObject({ code: 'invalid_filter', details: { filter: { level: { not: 'allowed' } } } });
    await gateway.ingest.write(numberedLogs(1, 10));
    expect(await client.logsUntil('line 10')).toEqual(['line 10']);
  });

  it('lets a slow reader catch up from the store and leaves nothing out', async () => {
    const { origin, gateway } = await start({ limits: { socketHighBytes: 64 * 1024, socketLowBytes: 8 * 1024 } });
    const client = openLogStream(origin);
    await client.next('stream_start');
    client.socket.pause();
    const padding = 'x'.repeat(2000);
    for (let round = 0; round < 30; round += 1) {
      await gateway.ingest.write(numberedLogs(round * 300 + 1, round * 300 + 300, { metadata: { padding } }));
    }
    client.socket.resume();
    expect(await client.logsUntil('line 9000')).toEqual(lines(1, 9000));
  });

  it('closes a reader that is slower than the history is long, and says why', async () => {
    const store = new MemoryStore({ maxBytes: 2_000_000 });
    const { origin, gateway } = await start({
      store,
      limits: { socketHighBytes: 64 * 1024, socketLowBytes: 8 * 1024 },
    });
    const client = openLogStream(origin);
    await client.next('stream_start');
    client.socket.pause();
    const padding = 'x'.repeat(2000);
    for (let round = 0; round < 40; round += 1) {
      await gateway.ingest.write(numberedLogs(round * 500 + 1, round * 500 + 500, { metadata: { padding } }));
      await store.enforceBounds(Date.now());
    }
    expect((await store.newest(1, everyLog, { upTo: 1 })).length).toBe(0);
    client.socket.resume();
    expect((await client.next('error')).data.code).toBe('too_slow');
    expect((await client.closed()).code).toBe(4408);
  });
});

/** Resolves when the gateway has handled what was sent before: it answers in the order of the frames. */
async function settled(client: ReturnType<typeof openLogStream>): Promise<void> {
  client.sendJson('not a command');
  await client.until(() => client.pending.some((message) => message.type === 'error') || undefined, 'an answer');
}
