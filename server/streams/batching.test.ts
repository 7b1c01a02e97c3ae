import { afterEach, describe, expect, it } from 'vitest';
import type { ServerMessage } from '../../src/protocol/index.ts';
import { storyUntil } from '../test-support/story.ts';
import { openLogStream } from '../test-support/test-client.ts';
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
const countsOf = (messages: readonly ServerMessage[]): number[] =>
  messages.flatMap((message) => (message.type === 'logs' ? message.data.length : message.type === 'log' ? 1 : []));

describe('a stream with batch.1', () => {
  it('brings history and what is new in messages of many, and one log alone', async () => {
    const { origin, gateway } = await start({ limits: { messageLogs: 40 } });
    await gateway.ingest.write(numberedLogs(1, 100));
    const client = openLogStream(origin, { ext: 'batch.1', history: 'true' });
    expect((await client.next('stream_start')).data).toEqual({ query: '', filter: {}, follow: true, ext: ['batch.1'] });
    await client.until(() => countsOf(client.pending)[2], 'the history');
    expect(countsOf(client.pending)).toEqual([40, 40, 20]);
    expect(await storyUntil(client, 'line 100')).toEqual(lines(1, 100));
    await gateway.ingest.write(numberedLogs(101, 141));
    await client.until(() => countsOf(client.pending)[1], 'what is new');
    expect(countsOf(client.pending)).toEqual([40, 1]);
    expect(await storyUntil(client, 'line 141')).toEqual(lines(101, 141));
  });

  it('brings only what matches, as the filter is at the time', async () => {
    const { origin, gateway } = await start();
    const client = openLogStream(origin, { ext: 'batch.1', query: 'level:ERROR' });
    await client.next('stream_start');
    await gateway.ingest.write(numberedLogs(1, 40));
    expect(await storyUntil(client, 'line 40')).toEqual(['line 10', 'line 20', 'line 30', 'line 40']);
    client.command({ action: 'update_filter', filter: { number: [50, 51] } });
    await client.next('stream_start');
    await gateway.ingest.write(numberedLogs(41, 60));
    expect(await storyUntil(client, 'line 50')).toEqual(['line 50']);
  });

  it('knows no positions, and no end of history, without resume.1', async () => {
    const { origin, gateway, store } = await start({ limits: { heartbeatMs: 20 } });
    await gateway.ingest.write(numberedLogs(1, 3));
    const client = openLogStream(origin, { ext: 'batch.1', history: 'true', after: `${store.epoch}:2` });
    const logs = await client.next('logs');
    expect(logs.data.map(({ record }) => record.message)).toEqual(lines(1, 3));
    expect(logs.data.map(({ position }) => position)).toEqual([undefined, undefined, undefined]);
    expect((await client.next('heartbeat')).position).toBeUndefined();
    expect(client.pending.filter(({ type }) => type === 'history_end')).toEqual([]);
  });

  it(
    'leaves nothing out and repeats nothing for readers who fall behind and catch up',
    { timeout: 20_000 },
    async () => {
      const { origin, gateway } = await start({
        limits: { commitEveryMs: 1, socketHighBytes: 256 * 1024, socketLowBytes: 8 * 1024, messageLogs: 100 },
      });
      const all = openLogStream(origin, { ext: 'resume.1,batch.1' });
      const errors = openLogStream(origin, { ext: 'resume.1,batch.1', query: 'level:ERROR' });
      const plain = openLogStream(origin);
      for (const client of [all, errors, plain]) await client.next('stream_start');
      const padding = 'x'.repeat(2_000);
      for (let round = 0; round < 30; round += 1) {
        for (const client of [all, errors, plain]) {
          if (round % 10 === 2) client.socket.pause();
          if (round % 10 === 9) client.socket.resume();
        }
        await gateway.ingest.write(numberedLogs(round * 300 + 1, round * 300 + 300, { metadata: { padding } }));
      }
      await gateway.ingest.write([numberedLog(9_001, { level: 'ERROR' })]);
      const errorLines = lines(1, 9_000).filter((_, index) => index % 10 === 9);
      expect(await storyUntil(all, 'line 9001')).toEqual(['history_end', ...lines(1, 9_001)]);
      expect(await storyUntil(errors, 'line 9001')).toEqual(['history_end', ...errorLines, 'line 9001']);
      expect(await storyUntil(plain, 'line 9001')).toEqual(lines(1, 9_001));
    },
  );
});

describe('a stream without extensions', () => {
  it.each([
    ['asks for none', {}],
    ['asks for none that is known', { ext: 'resume.9,__proto__,batch' }],
  ])('has nothing of them on the wire where the client %s', async (_name, parameters) => {
    const { origin, gateway, store } = await start({ limits: { heartbeatMs: 20 } });
    await gateway.ingest.write(numberedLogs(1, 5));
    const after = `${store.epoch}:1`;
    const client = openLogStream(origin, { ...parameters, after, history: 'true', limit: '2' });
    const frames: string[] = [];
    client.socket.on('message', (data: Buffer) => frames.push(data.toString('utf8')));
    await client.next('heartbeat');
    await gateway.ingest.write(numberedLogs(6, 7));
    await client.until(() => frames.some((frame) => frame.includes('line 7')) || undefined, 'the last line');
    client.command({ action: 'pause' });
    client.command({ action: 'resume' });
    client.command({ action: 'update_filter', filter: {} });
    await client.next('stream_start');
    await client.next('heartbeat');
    const shapes = new Set(frames.map(shapeOf));
    expect(shapes).toEqual(
      new Set([
        'stream_start(id,data,timestamp): query,filter,follow',
        'log(id,data,timestamp): id,timestamp,level,message,source,metadata',
        'heartbeat(id,timestamp)',
      ]),
    );
    expect(frames.filter((frame) => shapeOf(frame).startsWith('log('))).toHaveLength(4);
  });
});

/** The type of a message with the names of everything in it. */
function shapeOf(frame: string): string {
  const parsed: unknown = JSON.parse(frame);
  if (typeof parsed !== 'object' || parsed === null) throw new Error('not an object');
  const { type, ...rest } = Object.fromEntries(Object.entries(parsed));
  const { data } = rest;
  const inside = typeof data === 'object' && data !== null ? `: ${Object.keys(data).join(',')}` : '';
  return `${String(type)}(${Object.keys(rest).join(',')})${inside}`;
}
