import { afterEach, describe, expect, it } from 'vitest';
import { MemoryStore } from '../storage/memory-store.ts';
import { storyUntil } from '../test-support/story.ts';
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

const PADDING = { metadata: { padding: 'x'.repeat(2000) } };
const SMALL_SOCKET = { socketHighBytes: 64 * 1024, socketLowBytes: 8 * 1024 };

/** Lets a reader fall behind a store that keeps about 800 of 20,000 logs. */
async function fallBehind(parameters: Record<string, string>): Promise<{ client: TestClient; store: MemoryStore }> {
  const store = new MemoryStore({ maxBytes: 2_000_000 });
  const { origin, gateway } = await start({ store, limits: SMALL_SOCKET });
  const client = openLogStream(origin, { ext: 'resume.1,batch.1', ...parameters });
  await client.next('history_end');
  client.socket.pause();
  for (let round = 0; round < 40; round += 1) {
    await gateway.ingest.write(numberedLogs(round * 500 + 1, round * 500 + 500, PADDING));
  }
  client.socket.resume();
  return { client, store };
}

describe('a reader with resume.1 that is slower than the history is long', () => {
  it('is told where logs had to be left out and how many, and goes on from there', async () => {
    const { client, store } = await fallBehind({});
    const messages = await client.takeUntil(
      (message) => message.type === 'logs' && message.data.at(-1)?.record.message === 'line 20000',
      'the last log',
    );
    let last = 0;
    let dropped = 0;
    let gaps = 0;
    let goesOnAfter: string | undefined;
    for (const message of messages) {
      if (message.type === 'stream_gap') {
        expect(message.data.reason).toBe('slow_reader');
        gaps += 1;
        dropped += message.data.dropped ?? Number.NaN;
        last += message.data.dropped ?? Number.NaN;
        goesOnAfter = message.data.position;
        expect(goesOnAfter).toBe(`${store.epoch}:${last}`);
      }
      const logs = message.type === 'logs' ? message.data.map(({ record }) => record.message) : [];
      for (const text of message.type === 'log' ? [message.data.message] : logs) {
        last += 1;
        expect(text).toBe(`line ${last}`);
      }
    }
    expect(last).toBe(20_000);
    expect(gaps).toBeGreaterThan(0);
    expect(dropped).toBeGreaterThan(5_000);
    await started?.gateway.ingest.write([numberedLog(20_001)]);
    expect(await storyUntil(client, 'line 20001')).toEqual(['line 20001']);
  });

  it('is not told a number where it does not read everything', async () => {
    const { client } = await fallBehind({ query: 'NOT "line 7"' });
    const story = await storyUntil(client, 'line 20000');
    const gaps = story.filter((word) => word.startsWith('stream_gap'));
    expect(gaps.length).toBeGreaterThan(0);
    expect(new Set(gaps)).toEqual(new Set(['stream_gap of unknown size']));
  });
});

describe('a reader that takes what waits for it, however slowly', () => {
  it('is not taken for dead while its heartbeats wait behind the logs', async () => {
    const socketBytes = { socketHighBytes: 256 * 1024, socketLowBytes: 64 * 1024 };
    const { origin, gateway } = await start({
      limits: { ...socketBytes, messageCharacters: 50_000, heartbeatMs: 150 },
    });
    await gateway.ingest.write(numberedLogs(1, 10_000, PADDING));
    const client = openLogStream(origin, { ext: 'batch.1', history: 'true', limit: '10000' });
    client.acknowledges = false;
    let taken = 0;
    client.socket.on('message', () => {
      taken += 1;
      client.socket.pause();
      setTimeout(() => client.socket.resume(), 5);
    });
    await client.until(() => taken > 200 || undefined, 'many messages');
    expect(client.socket.readyState).toBe(client.socket.OPEN);
    expect(client.pending.filter((message) => message.type === 'error')).toEqual([]);
  });

  it('is taken for dead when it takes nothing any more', async () => {
    const { origin, gateway } = await start({ limits: { ...SMALL_SOCKET, heartbeatMs: 60, connections: 1 } });
    await gateway.ingest.write(numberedLogs(1, 10_000, PADDING));
    const client = openLogStream(origin, { ext: 'batch.1', history: 'true', limit: '10000' });
    client.acknowledges = false;
    await client.next('stream_start');
    client.socket.pause();
    // The place that it held is given to another.
    const isAdmitted = async (): Promise<boolean> => {
      const other = openLogStream(origin);
      const first = await other.until(() => other.pending[0], 'an answer');
      return first.type === 'stream_start';
    };
    await expect.poll(isAdmitted, { timeout: 5_000 }).toBe(true);
  });
});
