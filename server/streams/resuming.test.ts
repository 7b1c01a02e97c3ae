import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { decodeServerMessage } from '../../src/protocol/index.ts';
import type { LogPredicate } from '../../src/query/index.ts';
import { MemoryStore } from '../storage/memory-store.ts';
import { openStore } from '../storage/open-store.ts';
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
const EXT = { ext: 'resume.1' };

describe('a stream with resume.1', () => {
  it('says that it is one, gives every log its position, and says where history ends', async () => {
    const { origin, gateway, store } = await start();
    await gateway.ingest.write(numberedLogs(1, 3));
    const client = openLogStream(origin, { ext: 'trace.9,resume.1,batch.1,', history: 'true', limit: '1' });
    expect((await client.next('stream_start')).data).toMatchObject({ ext: ['resume.1', 'batch.1'] });
    expect(await client.next('log')).toMatchObject({ position: `${store.epoch}:3`, data: { message: 'line 3' } });
    expect((await client.next('history_end')).data).toEqual({ position: `${store.epoch}:3` });
    await gateway.ingest.write([numberedLog(4)]);
    expect((await client.next('log')).position).toBe(`${store.epoch}:4`);
    expect(client.pending).toEqual([]);
  });

  it('says at once that history has ended where none was asked for', async () => {
    const { origin, gateway } = await start();
    await gateway.ingest.write(numberedLogs(1, 3));
    expect(await storyUntil(openLogStream(origin, EXT), 'history_end')).toEqual(['stream_start', 'history_end']);
  });

  it('says it before it ends where it need not follow', async () => {
    const { origin, gateway } = await start();
    await gateway.ingest.write(numberedLogs(1, 3));
    const client = openLogStream(origin, { ...EXT, history: 'true', limit: '2', follow: 'false' });
    expect(await storyUntil(client, 'stream_end')).toEqual([
      'stream_start',
      ...lines(2, 3),
      'history_end',
      'stream_end',
    ]);
  });

  it('takes a new filter with a fresh stream_start that is no answer to a position, and ends no history again', async () => {
    const { origin, gateway } = await start();
    const client = openLogStream(origin, EXT);
    await client.next('history_end');
    client.command({ action: 'update_filter', filter: { level: 'ERROR' } });
    const { data } = await client.next('stream_start');
    expect(data).toEqual({ query: '', filter: { level: 'ERROR' }, follow: true, ext: ['resume.1'] });
    await gateway.ingest.write(numberedLogs(1, 10));
    expect(await storyUntil(client, 'line 10')).toEqual(['line 10']);
  });
});

describe('a stream that goes on after a position', () => {
  it('brings all that came since, whatever history the address asks for, and then what is new', async () => {
    const { origin, gateway, store } = await start();
    await gateway.ingest.write(numberedLogs(1, 250));
    const after = `${store.epoch}:20`;
    const client = openLogStream(origin, { ...EXT, after, history: 'true', limit: '1' });
    const story = ['stream_start recovered', ...lines(21, 250), 'history_end'];
    expect(await storyUntil(client, 'history_end')).toEqual(story);
    await gateway.ingest.write([numberedLog(251)]);
    expect(await storyUntil(client, 'line 251')).toEqual(['line 251']);
  });

  it('is recovered although nothing was missed', async () => {
    const { origin, gateway, store } = await start();
    const empty = openLogStream(origin, { ...EXT, after: `${store.epoch}:0` });
    expect(await storyUntil(empty, 'history_end')).toEqual(['stream_start recovered', 'history_end']);
    await gateway.ingest.write(numberedLogs(1, 5));
    const client = openLogStream(origin, { ...EXT, after: `${store.epoch}:5`, history: 'true' });
    expect(await storyUntil(client, 'history_end')).toEqual(['stream_start recovered', 'history_end']);
  });

  it('brings what matches of it, and ends where it need not follow', async () => {
    const { origin, gateway, store } = await start();
    await gateway.ingest.write(numberedLogs(1, 40));
    const client = openLogStream(origin, { ...EXT, after: `${store.epoch}:10`, query: 'level:ERROR', follow: 'false' });
    const story = ['stream_start recovered', 'line 20', 'line 30', 'line 40', 'history_end', 'stream_end'];
    expect(await storyUntil(client, 'stream_end')).toEqual(story);
  });

  it('is truncated where the oldest of it is no longer kept, and says how many those are', async () => {
    const store = new MemoryStore({ maxBytes: 10_000 });
    const { origin, gateway } = await start({ store });
    await gateway.ingest.write(numberedLogs(1, 100));
    const firstKept = store.firstSeq();
    expect(firstKept).toBeGreaterThan(11);
    const client = openLogStream(origin, { ...EXT, after: `${store.epoch}:10` });
    expect(await storyUntil(client, 'history_end')).toEqual([
      `stream_start truncated without ${firstKept - 11}`,
      ...lines(firstKept, 100),
      'history_end',
    ]);
    const edge = openLogStream(origin, { ...EXT, after: `${store.epoch}:${firstKept - 1}` });
    expect((await storyUntil(edge, 'history_end'))[0]).toBe('stream_start recovered');
  });

  it('does not guess how many are missing where it reads not everything', async () => {
    const store = new MemoryStore({ maxBytes: 10_000 });
    const { origin, gateway } = await start({ store });
    await gateway.ingest.write(numberedLogs(1, 100));
    const client = openLogStream(origin, { ...EXT, after: `${store.epoch}:10`, query: 'level:ERROR' });
    expect((await storyUntil(client, 'history_end'))[0]).toBe('stream_start truncated');
  });

  it('is truncated to the newest where more was missed than is sent in one go', async () => {
    const { origin, gateway, store } = await start({ limits: { resumeLogs: 30, catchUpLogs: 7 } });
    await gateway.ingest.write(numberedLogs(1, 100));
    const client = openLogStream(origin, { ...EXT, after: `${store.epoch}:10` });
    expect(await storyUntil(client, 'history_end')).toEqual([
      'stream_start truncated without 60',
      ...lines(71, 100),
      'history_end',
    ]);
    const whole = openLogStream(origin, { ...EXT, after: `${store.epoch}:70` });
    expect((await storyUntil(whole, 'history_end'))[0]).toBe('stream_start recovered');
  });

  it('counts for that what matches, not what is looked at', async () => {
    const { origin, gateway, store } = await start({ limits: { resumeLogs: 4 } });
    await gateway.ingest.write(numberedLogs(1, 100));
    const errors = { ...EXT, query: 'level:ERROR' };
    const whole = openLogStream(origin, { ...errors, after: `${store.epoch}:60` });
    const some = ['line 70', 'line 80', 'line 90', 'line 100'];
    expect(await storyUntil(whole, 'history_end')).toEqual(['stream_start recovered', ...some, 'history_end']);
    const cut = openLogStream(origin, { ...errors, after: `${store.epoch}:59` });
    expect(await storyUntil(cut, 'history_end')).toEqual(['stream_start truncated', ...some, 'history_end']);
  });

  it.each([
    ['another numbering', () => 'zzzzzzzz:3'],
    ['a log that has not been', (epoch: string) => `${epoch}:11`],
    ['nothing', () => 'nonsense'],
    ['a number that is none', (epoch: string) => `${epoch}:-1`],
  ])('begins anew, with the history of the address, where the position is of %s', async (_name, position) => {
    const { origin, gateway, store } = await start();
    await gateway.ingest.write(numberedLogs(1, 10));
    const after = position(store.epoch);
    const client = openLogStream(origin, { ...EXT, after, history: 'true', limit: '2' });
    const story = ['stream_start new_epoch', ...lines(9, 10), 'history_end'];
    expect(await storyUntil(client, 'history_end')).toEqual(story);
    const without = openLogStream(origin, { ...EXT, after });
    expect(await storyUntil(without, 'history_end')).toEqual(['stream_start new_epoch', 'history_end']);
  });

  it('takes a filter and a pause that come before it is known what can be brought', async () => {
    const store = new HeldStore();
    const { origin, gateway } = await start({ store, limits: { resumeLogs: 4 } });
    await gateway.ingest.write(numberedLogs(1, 100));
    const client = openLogStream(origin, { ...EXT, after: `${store.epoch}:10`, query: 'line' });
    await store.asked;
    await client.until(() => client.socket.readyState === client.socket.OPEN || undefined, 'the opening');
    client.command({ action: 'pause' });
    client.command({ action: 'update_filter', filter: { level: 'ERROR' } });
    client.sendJson('are you there?');
    expect(await storyUntil(client, 'error invalid_command')).toEqual(['error invalid_command']);
    store.release();
    const { data } = await client.next('stream_start');
    expect(data).toMatchObject({ filter: { level: 'ERROR' }, resume: { status: 'truncated' } });
    await gateway.ingest.write(numberedLogs(101, 110));
    client.command({ action: 'resume' });
    const rest = ['line 80', 'line 90', 'line 100', 'line 110'];
    expect(await storyUntil(client, 'history_end')).toEqual(['stream_start truncated', ...rest, 'history_end']);
  });
});

describe('positions over lost connections', () => {
  it('lose and repeat nothing, wherever the connection breaks', async () => {
    const { origin, gateway } = await start({ limits: { commitEveryMs: 1, heartbeatMs: 5, catchUpLogs: 50 } });
    let written = 0;
    const got: string[] = [];
    let after: string | undefined;
    for (let round = 0; round < 25; round += 1) {
      const parameters = { ext: round % 3 === 0 ? 'resume.1' : 'resume.1,batch.1', ...(after && { after }) };
      const client = openLogStream(origin, parameters);
      let isBroken = false;
      client.socket.on('message', (data: Buffer) => {
        const decoded = decodeServerMessage(data.toString('utf8'));
        if (isBroken || !decoded.ok) return;
        const { message } = decoded;
        if (message.type === 'log') {
          got.push(message.data.message);
          after = message.position;
        } else if (message.type === 'logs') {
          got.push(...message.data.map(({ record }) => record.message));
          after = message.data.at(-1)?.position;
        } else if (message.type === 'heartbeat') after = message.position ?? after;
        else if (message.type === 'history_end') after = message.data.position;
      });
      await client.next('stream_start');
      if (round === 0) await client.next('history_end');
      for (let batch = 0; batch < 4; batch += 1) {
        await gateway.ingest.write(numberedLogs(written + 1, written + 37));
        written += 37;
      }
      if (round < 24) {
        isBroken = true;
        client.socket.terminate();
        await gateway.ingest.write(numberedLogs(written + 1, written + 11));
        written += 11;
      } else await client.until(() => (got.at(-1) === `line ${written}` ? true : undefined), 'the last line');
    }
    expect(got).toEqual(lines(1, written));
  });
});

describe('positions over a restart of the gateway', () => {
  it('hold where history is kept on disk', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'neurallog-resume-'));
    const open = async () => {
      const opened = await openStore({ folder });
      if (!opened.ok) throw new Error(opened.message);
      return opened.store;
    };
    const first = await start({ store: await open() });
    await first.gateway.ingest.write(numberedLogs(1, 5));
    const after = `${first.store.epoch}:3`;
    await first.gateway.stop();
    const { origin } = await start({ store: await open() });
    const story = ['stream_start recovered', ...lines(4, 5), 'history_end'];
    expect(await storyUntil(openLogStream(origin, { ...EXT, after }), 'history_end')).toEqual(story);
    rmSync(folder, { recursive: true });
  });

  it('mean nothing any more where it was kept in memory', async () => {
    const first = await start();
    await first.gateway.ingest.write(numberedLogs(1, 5));
    const after = `${first.store.epoch}:3`;
    await first.gateway.stop();
    const { origin, gateway } = await start();
    await gateway.ingest.write(numberedLogs(1, 5));
    const story = await storyUntil(openLogStream(origin, { ...EXT, after }), 'history_end');
    expect(story).toEqual(['stream_start new_epoch', 'history_end']);
  });
});

/** A store that holds back its answer on how much there is to send again. */
class HeldStore extends MemoryStore {
  release: () => void = () => {};
  readonly asked: Promise<void>;
  readonly #released: Promise<void>;
  #tellAsked: () => void = () => {};

  constructor() {
    super();
    this.#released = new Promise((resolve) => (this.release = resolve));
    this.asked = new Promise((resolve) => (this.#tellAsked = resolve));
  }

  override async seqBeforeNewest(
    limit: number,
    matches: LogPredicate,
    range?: { after?: number; upTo?: number },
  ): Promise<number> {
    this.#tellAsked();
    await this.#released;
    return super.seqBeforeNewest(limit, matches, range);
  }
}
