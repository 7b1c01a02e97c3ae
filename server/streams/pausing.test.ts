import { afterEach, describe, expect, it } from 'vitest';
import type { LogPredicate } from '../../src/query/index.ts';
import type { StoredLog } from '../storage/log-store.ts';
import { MemoryStore } from '../storage/memory-store.ts';
import { bringsLogs, storyUntil } from '../test-support/story.ts';
import { openLogStream, type TestClient } from '../test-support/test-client.ts';
import { numberedLog, numberedLogs, startTestGateway, type TestGateway } from '../test-support/test-gateway.ts';

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
const EXT = { ext: 'resume.1' };

/** Resolves with what came before the gateway had handled all that was sent to it: it answers in the order of the frames. */
async function settled(client: TestClient): Promise<string[]> {
  client.sendJson('not a command');
  return (await storyUntil(client, 'error invalid_command')).slice(0, -1);
}

describe('a pause, with resume.1', () => {
  it('is over with all that was missed, beyond the limit too, and the end of that is told', async () => {
    const { origin, gateway } = await start();
    const client = openLogStream(origin, { ...EXT, limit: '5' });
    await client.next('history_end');
    client.command({ action: 'pause' });
    expect(await settled(client)).toEqual([]);
    await gateway.ingest.write(numberedLogs(1, 200));
    expect(await settled(client)).toEqual([]);
    client.command({ action: 'resume' });
    expect(await storyUntil(client, 'history_end')).toEqual([
      'stream_start recovered',
      ...lines(1, 200),
      'history_end',
    ]);
    await gateway.ingest.write([numberedLog(201)]);
    expect(await storyUntil(client, 'line 201')).toEqual(['line 201']);
  });

  it('says what is missing where more was missed than is sent in one go, and where it is no longer kept', async () => {
    const store = new MemoryStore({ maxBytes: 30_000 });
    const { origin, gateway } = await start({ store, limits: { resumeLogs: 20 } });
    const client = openLogStream(origin, EXT);
    await client.next('history_end');
    for (const last of [40, 400]) {
      client.command({ action: 'pause' });
      await settled(client);
      await gateway.ingest.write(numberedLogs(last - 39, last));
      client.command({ action: 'resume' });
      const story = ['stream_start truncated without 20', ...lines(last - 19, last), 'history_end'];
      expect(await storyUntil(client, 'history_end')).toEqual(story);
    }
    client.command({ action: 'pause' });
    await settled(client);
    await gateway.ingest.write(numberedLogs(81, 400));
    expect(store.firstSeq()).toBeGreaterThan(81);
    client.command({ action: 'resume' });
    expect((await storyUntil(client, 'history_end'))[0]).toBe('stream_start truncated without 300');
  });

  it('is answered once a resume, also where the stream runs', async () => {
    const { origin, gateway } = await start();
    const client = openLogStream(origin, EXT);
    await client.next('history_end');
    client.command({ action: 'resume' });
    expect(await storyUntil(client, 'history_end')).toEqual(['stream_start recovered', 'history_end']);
    client.command({ action: 'pause' });
    client.command({ action: 'pause' });
    expect(await settled(client)).toEqual([]);
    await gateway.ingest.write(numberedLogs(1, 2));
    client.command({ action: 'resume' });
    expect(await storyUntil(client, 'history_end')).toEqual(['stream_start recovered', ...lines(1, 2), 'history_end']);
    client.command({ action: 'resume' });
    expect(await storyUntil(client, 'history_end')).toEqual(['stream_start recovered', 'history_end']);
    await gateway.ingest.write([numberedLog(3)]);
    expect(await storyUntil(client, 'line 3')).toEqual(['line 3']);
  });

  it('may hold a filter that is new by its end', async () => {
    const { origin, gateway } = await start();
    const client = openLogStream(origin, EXT);
    await client.next('history_end');
    client.command({ action: 'pause' });
    client.command({ action: 'update_filter', filter: { level: 'ERROR' } });
    expect(await settled(client)).toEqual(['stream_start']);
    await gateway.ingest.write(numberedLogs(1, 20));
    client.command({ action: 'resume' });
    const story = ['stream_start recovered', 'line 10', 'line 20', 'history_end'];
    expect(await storyUntil(client, 'history_end')).toEqual(story);
  });

  it('before its history has come brings no more history than was asked for', async () => {
    const store = new HeldStore();
    const { origin, gateway } = await start({ store });
    await gateway.ingest.write(numberedLogs(1, 50));
    const client = openLogStream(origin, { ...EXT, history: 'true', limit: '3' });
    await client.next('stream_start');
    client.command({ action: 'pause' });
    expect(await settled(client)).toEqual([]);
    store.release();
    expect(await settled(client)).toEqual([]);
    client.command({ action: 'resume' });
    expect(await storyUntil(client, 'history_end')).toEqual([
      'stream_start recovered',
      ...lines(48, 50),
      'history_end',
    ]);
  });

  it('before its history has come loses nothing that came meanwhile, however much more than the limit that is', async () => {
    const store = new HeldStore();
    const { origin, gateway } = await start({ store });
    await gateway.ingest.write(numberedLogs(1, 50));
    const client = openLogStream(origin, { ...EXT, history: 'true', limit: '3' });
    await client.next('stream_start');
    client.command({ action: 'pause' });
    expect(await settled(client)).toEqual([]);
    await gateway.ingest.write(numberedLogs(51, 100));
    store.release();
    client.command({ action: 'resume' });
    expect(await storyUntil(client, 'line 100')).toEqual([
      'stream_start recovered',
      ...lines(48, 50),
      'history_end',
      ...lines(51, 100),
    ]);
  });

  it('in the middle of what is brought goes on there, and the end is told once', async () => {
    const { origin, gateway, store } = await start({
      limits: { socketHighBytes: 64 * 1024, socketLowBytes: 8 * 1024 },
    });
    await gateway.ingest.write(numberedLogs(1, 9000, { metadata: { padding: 'x'.repeat(2000) } }));
    const client = openLogStream(origin, { ext: 'resume.1,batch.1', after: `${store.epoch}:0` });
    await client.until(() => client.pending.some(bringsLogs) || undefined, 'a log');
    client.socket.pause();
    client.command({ action: 'pause' });
    client.socket.resume();
    const before = await settled(client);
    expect(before.length).toBeLessThan(9000);
    client.command({ action: 'resume' });
    const after = await storyUntil(client, 'history_end');
    expect([...before, ...after]).toEqual([
      'stream_start recovered',
      ...lines(1, before.length - 1),
      'stream_start recovered',
      ...lines(before.length, 9000),
      'history_end',
    ]);
  });
});

/** A store whose history comes only when it is let go. */
class HeldStore extends MemoryStore {
  release: () => void = () => {};
  readonly #released: Promise<void>;

  constructor() {
    super();
    this.#released = new Promise((resolve) => (this.release = resolve));
  }

  override async newest(
    limit: number,
    matches: LogPredicate,
    range?: { after?: number; upTo?: number },
  ): Promise<readonly StoredLog[]> {
    await this.#released;
    return super.newest(limit, matches, range);
  }
}

describe('a heartbeat, with resume.1', () => {
  it('tells up to where everything has been sent or did not match', async () => {
    const { origin, gateway, store } = await start({ limits: { heartbeatMs: 20 } });
    const client = openLogStream(origin, { ...EXT, query: 'level:ERROR' });
    expect((await client.next('heartbeat')).position).toBe(`${store.epoch}:0`);
    await gateway.ingest.write(numberedLogs(1, 17));
    await client.next('log');
    expect((await client.next('heartbeat')).position).toBe(`${store.epoch}:17`);
  });

  it('tells nothing while the stream is paused or has yet to catch up', async () => {
    const { origin, gateway, store } = await start({
      limits: { heartbeatMs: 20, missedHeartbeats: 1_000, socketHighBytes: 64 * 1024, socketLowBytes: 8 * 1024 },
    });
    const client = openLogStream(origin, EXT);
    await client.next('history_end');
    client.command({ action: 'pause' });
    await settled(client);
    await gateway.ingest.write(numberedLogs(1, 9000, { metadata: { padding: 'x'.repeat(2000) } }));
    expect((await client.next('heartbeat')).position).toBeUndefined();
    client.command({ action: 'resume' });
    const seen = await client.takeUntil((message) => message.type === 'history_end', 'the end');
    for (const message of seen) expect(message.type === 'heartbeat' && message.position).toBeFalsy();
    expect((await client.next('heartbeat')).position).toBe(`${store.epoch}:9000`);
  });
});
