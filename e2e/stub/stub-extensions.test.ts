import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject } from '../../src/protocol/index.ts';
import { StubClient } from './stub-client.ts';
import { StubServer } from './stub-server.ts';

let stub: StubServer;

beforeEach(async () => {
  stub = await StubServer.start();
  stub.extensions = ['resume.1', 'batch.1'];
});
afterEach(() => stub.stop());

const RESUME = { ext: 'resume.1' };
const BOTH = { ext: 'resume.1,batch.1' };

/** The logs of a `logs` message. */
function logsOf(message: JsonObject): JsonObject[] {
  const { data } = message;
  if (!Array.isArray(data)) throw new Error('The data of the message is no list.');
  return data.filter(isJsonObject);
}

const positionsOf = (logs: readonly JsonObject[]): unknown[] => logs.map(({ position }) => position);

/** The ids of the next logs, whatever messages they come in, up to `history_end`. */
async function idsUpToHistoryEnd(client: StubClient): Promise<unknown[]> {
  const ids: unknown[] = [];
  for (;;) {
    const message = await client.next();
    if (message['type'] === 'history_end') return ids;
    if (message['type'] === 'logs') ids.push(...logsOf(message).map(({ id }) => id));
    else if (message['type'] === 'log' && isJsonObject(message['data'])) ids.push(message['data']['id']);
    else throw new Error(`Among the logs came a ${JSON.stringify(message['type'])}.`);
  }
}

describe('a plain server', () => {
  it('takes no extension, and sends nothing of them', async () => {
    stub.extensions = [];
    stub.keep(2);
    const client = await StubClient.open(stub, { ...BOTH, after: stub.epoch + ':1', history: 'true' });
    const start = await client.dataOf('stream_start');
    expect(start).not.toHaveProperty('ext');
    expect(start).not.toHaveProperty('resume');
    stub.emitMany(2);
    const [connection] = stub.connections;
    connection?.heartbeat();
    const messages = [];
    while (messages.length < 5) messages.push(await client.next());
    expect(messages.map(({ type }) => type)).toEqual(['log', 'log', 'log', 'log', 'heartbeat']);
    expect(JSON.stringify(messages)).not.toContain('position');
  });

  it('takes those that were asked for, and no others', async () => {
    const startOf = async (parameters: Record<string, string>): Promise<JsonObject> =>
      (await StubClient.open(stub, parameters)).dataOf('stream_start');
    expect(await startOf({})).not.toHaveProperty('ext');
    expect(await startOf({ ext: 'batch.1,never.7' })).toMatchObject({ ext: ['batch.1'] });
    expect(await startOf(BOTH)).toMatchObject({ ext: ['resume.1', 'batch.1'] });
    stub.extensions = ['resume.1'];
    expect(await startOf(BOTH)).toMatchObject({ ext: ['resume.1'] });
  });
});

describe('batch.1', () => {
  it('brings what is emitted at once, and history, in one message each', async () => {
    const kept = stub.keep(3);
    const client = await StubClient.open(stub, { ext: 'batch.1', history: 'true' });
    await client.dataOf('stream_start');
    const history = await client.next();
    expect(logsOf(history)).toEqual(kept);
    const sent = stub.emitMany(4);
    expect(logsOf(await client.next())).toEqual(sent);
    stub.emit();
    expect(await client.nextTypes(1)).toEqual(['log']);
  });

  it('holds only what matches, and cuts what is more than a thousand', async () => {
    const client = await StubClient.open(stub, { ext: 'batch.1', query: 'level:ERROR' });
    await client.dataOf('stream_start');
    stub.emitMany(5, { level: 'INFO' });
    stub.emitMany(1_500, { level: 'ERROR' });
    expect(logsOf(await client.next())).toHaveLength(1_000);
    expect(logsOf(await client.next())).toHaveLength(500);
  });
});

describe('resume.1', () => {
  it('says the position of each line, in batches too, and where history ends', async () => {
    stub.keep(2);
    const client = await StubClient.open(stub, { ...BOTH, history: 'true' });
    expect(await client.dataOf('stream_start')).not.toHaveProperty('resume');
    expect(positionsOf(logsOf(await client.next()))).toEqual(['epoch-1:1', 'epoch-1:2']);
    expect(await client.next()).toMatchObject({ type: 'history_end', data: { position: 'epoch-1:2' } });
    stub.emit();
    expect(await client.next()).toMatchObject({ type: 'log', data: { position: 'epoch-1:3' } });
    stub.emitMany(2);
    expect(positionsOf(logsOf(await client.next()))).toEqual(['epoch-1:4', 'epoch-1:5']);
  });

  it('ends history at once where none is asked for, and before the end of a stream that does not follow', async () => {
    stub.keep(2);
    const following = await StubClient.open(stub, RESUME);
    expect(await following.nextTypes(2)).toEqual(['stream_start', 'history_end']);
    const ending = await StubClient.open(stub, { ...RESUME, history: 'true', follow: 'false' });
    expect(await ending.nextTypes(5)).toEqual(['stream_start', 'log', 'log', 'history_end', 'stream_end']);
  });

  it('goes on after a position with all that was kept since, whatever history and limit say', async () => {
    const kept = stub.keep(200);
    const after = 'epoch-1:50';
    const client = await StubClient.open(stub, { ...BOTH, after, history: 'false', limit: '5' });
    expect((await client.dataOf('stream_start'))['resume']).toEqual({ status: 'recovered' });
    expect(await idsUpToHistoryEnd(client)).toEqual(kept.slice(50).map(({ id }) => id));
    const live = stub.emit();
    expect(await client.next()).toMatchObject({ type: 'log', data: { id: live.id } });
  });

  it('says how many it forgot, and sends the rest', async () => {
    const kept = stub.keep(20);
    stub.forget(15);
    const client = await StubClient.open(stub, { ...RESUME, after: 'epoch-1:8' });
    expect((await client.dataOf('stream_start'))['resume']).toEqual({ status: 'truncated', missed: 7 });
    expect(await idsUpToHistoryEnd(client)).toEqual(kept.slice(15).map(({ id }) => id));
  });

  it('does not say how many lines of a query it forgot, because it cannot know', async () => {
    stub.keep(20);
    stub.forget(15);
    const client = await StubClient.open(stub, { ...RESUME, after: 'epoch-1:8', query: 'level:INFO' });
    expect((await client.dataOf('stream_start'))['resume']).toEqual({ status: 'truncated' });
  });

  it('sends again no more than it is told to, the newest', async () => {
    const kept = stub.keep(20);
    stub.mostResent = 4;
    const client = await StubClient.open(stub, { ...RESUME, after: 'epoch-1:10', query: 'level:INFO' });
    expect((await client.dataOf('stream_start'))['resume']).toEqual({ status: 'truncated', missed: 6 });
    expect(await idsUpToHistoryEnd(client)).toEqual(kept.slice(16).map(({ id }) => id));
  });

  it('sends history as asked for after a position of another epoch', async () => {
    const kept = stub.keep(20);
    stub.epoch = 'epoch-2';
    const parameters = { ...RESUME, after: 'epoch-1:10', history: 'true', limit: '3' };
    const client = await StubClient.open(stub, parameters);
    expect((await client.dataOf('stream_start'))['resume']).toEqual({ status: 'new_epoch' });
    expect(await idsUpToHistoryEnd(client)).toEqual(kept.slice(17).map(({ id }) => id));
    stub.emit();
    expect(await client.dataOf('log')).toMatchObject({ position: 'epoch-2:21' });
  });

  it('sends after a pause what was missed, beyond the limit of the stream', async () => {
    const client = await StubClient.open(stub, { ...RESUME, limit: '2' });
    const connection = await stub.nextConnection();
    expect(await client.nextTypes(2)).toEqual(['stream_start', 'history_end']);
    client.command({ action: 'pause' });
    await connection.nextCommand('pause');
    const missed = stub.emitMany(5);
    client.command({ action: 'resume' });
    expect((await client.dataOf('stream_start'))['resume']).toEqual({ status: 'recovered' });
    expect(await idsUpToHistoryEnd(client)).toEqual(missed.map(({ id }) => id));
    expect(client.untaken).toEqual([]);
  });

  it('says after a pause what it no longer had', async () => {
    const client = await StubClient.open(stub, RESUME);
    const connection = await stub.nextConnection();
    expect(await client.nextTypes(2)).toEqual(['stream_start', 'history_end']);
    client.command({ action: 'pause' });
    await connection.nextCommand('pause');
    stub.emitMany(5);
    stub.forget(2);
    client.command({ action: 'resume' });
    expect((await client.dataOf('stream_start'))['resume']).toEqual({ status: 'truncated', missed: 2 });
    expect(await client.nextTypes(4)).toEqual(['log', 'log', 'log', 'history_end']);
  });

  it('answers another filter with a stream_start that says nothing of resuming', async () => {
    const client = await StubClient.open(stub, RESUME);
    expect(await client.nextTypes(2)).toEqual(['stream_start', 'history_end']);
    client.command({ action: 'update_filter', filter: { level: 'ERROR' } });
    const start = await client.dataOf('stream_start');
    expect(start).toMatchObject({ filter: { level: 'ERROR' }, ext: ['resume.1'] });
    expect(start).not.toHaveProperty('resume');
    stub.emit({ level: 'ERROR' });
    expect(await client.nextTypes(1)).toEqual(['log']);
  });

  it('moves the position of heartbeats on with lines that do not match, and says none while paused', async () => {
    const client = await StubClient.open(stub, { ...RESUME, query: 'level:ERROR' });
    const connection = await stub.nextConnection();
    expect(await client.nextTypes(2)).toEqual(['stream_start', 'history_end']);
    stub.emitMany(3, { level: 'INFO' });
    connection.heartbeat();
    expect((await client.messageOf('heartbeat'))['position']).toBe('epoch-1:3');
    client.command({ action: 'pause' });
    await connection.nextCommand('pause');
    connection.heartbeat();
    expect(await client.messageOf('heartbeat')).not.toHaveProperty('position');
  });
});

describe('verbs of a connection that is driven by hand', () => {
  it('sends what a test wants said, word for word', async () => {
    stub.automatic = false;
    const client = await StubClient.open(stub);
    const connection = await stub.nextConnection();
    connection.streamStart({ ext: ['resume.1'], resume: { status: 'truncated', missed: 4 } });
    connection.sendLog({}, 'e:7');
    connection.sendBatch(2);
    connection.streamGap({ reason: 'overload', dropped: 3, position: 'e:9' });
    connection.historyEnd('e:9');
    connection.historyEnd();
    connection.heartbeat('hb', 'e:9');
    expect(await client.next()).toMatchObject({ data: { resume: { status: 'truncated', missed: 4 } } });
    expect(await client.next()).toMatchObject({ type: 'log', data: { position: 'e:7' } });
    expect(logsOf(await client.next())).toHaveLength(2);
    const gap = { reason: 'overload', dropped: 3, position: 'e:9' };
    expect(await client.next()).toMatchObject({ type: 'stream_gap', data: gap });
    expect(await client.next()).toMatchObject({ type: 'history_end', data: { position: 'e:9' } });
    expect((await client.next())['data']).toEqual({});
    expect(await client.next()).toMatchObject({ type: 'heartbeat', id: 'hb', position: 'e:9' });
  });
});
