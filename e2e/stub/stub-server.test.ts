import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { isJsonObject, type StreamName } from '../../src/protocol/index.ts';
import { FaultProxy } from '../fault-proxy.ts';
import { StubClient } from './stub-client.ts';
import { StubServer } from './stub-server.ts';

let stub: StubServer;

beforeEach(async () => {
  stub = await StubServer.start();
});
afterEach(() => stub.stop());

describe('history', () => {
  it('reaches no further back than the server keeps it for sockets', async () => {
    stub.keep(10);
    const lines = async (): Promise<readonly unknown[]> => {
      const client = await StubClient.open(stub, { history: 'true', limit: '8', follow: 'false' });
      await client.closed();
      return client.untaken;
    };
    expect(await lines()).toEqual(['stream_start', ...Array.from({ length: 8 }, () => 'log'), 'stream_end']);
    stub.historyReach = 2;
    expect(await lines()).toEqual(['stream_start', 'log', 'log', 'stream_end']);
    stub.historyReach = 0;
    expect(await lines()).toEqual(['stream_start', 'stream_end']);
    expect(stub.rest.logs).toHaveLength(10);
  });

  it('is what a test puts in its place', async () => {
    const kept = stub.keep(3);
    stub.rest.logs = kept.slice(1, 2);
    const client = await StubClient.open(stub, { history: 'true' });
    expect(await client.dataOf('log')).toMatchObject({ id: kept[1]?.id });
    stub.rest.logs = [];
    const later = await StubClient.open(stub, { history: 'true', follow: 'false' });
    expect(await later.nextTypes(2)).toEqual(['stream_start', 'stream_end']);
  });
});

describe('heartbeats', () => {
  it.each<StreamName>(['logs', 'notifications'])(
    'come at intervals on the stream of %s, and acks are counted',
    async (stream) => {
      stub.heartbeatEveryMs = 20;
      const client = await StubClient.open(stub, {}, { stream });
      const connection = await stub.nextConnection(stream);
      await client.messageOf('heartbeat');
      await client.messageOf('heartbeat');
      await expect.poll(() => connection.acks).toBeGreaterThanOrEqual(2);
      expect(connection.unexpectedFrames).toEqual([]);
    },
  );

  it('stop when they are switched off, and come on connections that were open before', async () => {
    const client = await StubClient.open(stub, {}, { acks: false });
    const connection = await stub.nextConnection();
    stub.heartbeatEveryMs = 10;
    await client.messageOf('heartbeat');
    stub.heartbeatEveryMs = undefined;
    const id = connection.heartbeat('the last');
    let last: unknown;
    while (last !== id) last = (await client.messageOf('heartbeat'))['id'];
    // A fair wait for what must not come: another stub that beats ten times meanwhile.
    const other = await StubServer.start();
    other.heartbeatEveryMs = 10;
    const watcher = await StubClient.open(other);
    for (let beats = 0; beats < 10; beats += 1) await watcher.messageOf('heartbeat');
    await other.stop();
    expect(client.untaken).not.toContain('heartbeat');
    expect(connection.acks).toBe(0);
  });

  it('leave alone a connection that a test drives by hand', async () => {
    stub.automatic = false;
    const client = await StubClient.open(stub);
    const byHand = await stub.nextConnection();
    stub.automatic = true;
    stub.heartbeatEveryMs = 10;
    const watcher = await StubClient.open(stub);
    for (let beats = 0; beats < 3; beats += 1) await watcher.messageOf('heartbeat');
    byHand.streamStart();
    expect(await client.nextTypes(1)).toEqual(['stream_start']);
  });
});

describe('refused upgrades', () => {
  /** The status that an upgrade was answered with, or the code of the error. */
  async function upgrade(stream: StreamName = 'logs'): Promise<unknown> {
    const path = stream === 'logs' ? 'logs/stream' : 'notifications';
    const socket = new WebSocket(`ws://127.0.0.1:${stub.port}/v1/${path}?token=${stub.token}`);
    return new Promise((resolve) => {
      socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode));
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
      socket.on('open', () => {
        resolve('open');
        socket.terminate();
      });
    });
  }

  it.each([200, 400, 401, 407, 429, 503])('are answered with %i', async (status) => {
    stub.refuse(status);
    expect(await upgrade()).toBe(status);
  });

  it('are reset', async () => {
    stub.refuse('reset');
    expect(await upgrade()).toBe('ECONNRESET');
  });

  it('are those of one stream, or of so many attempts, and end when the test says so', async () => {
    stub.refuse('reset', { stream: 'notifications' });
    stub.refuse(400, { stream: 'logs', times: 1 });
    expect(await upgrade('logs')).toBe(400);
    expect(await upgrade('logs')).toBe('open');
    expect(await upgrade('notifications')).toBe('ECONNRESET');
    expect(await upgrade('notifications')).toBe('ECONNRESET');
    stub.acceptUpgrades();
    expect(await upgrade('notifications')).toBe('open');
  });
});

describe('a reader that is too slow', () => {
  /** Emits until the stub has dropped something, one turn of the event loop after another. */
  async function floodUntilDropped(): Promise<void> {
    const message = 'x'.repeat(1_000);
    await expect
      .poll(
        () => {
          stub.emitMany(200, { message });
          return stub.droppedForSlowReaders;
        },
        { interval: 1, timeout: 10_000 },
      )
      .toBeGreaterThan(0);
  }

  it('gets no more lines, is told how many it did not get, and goes on', async () => {
    stub.extensions = ['resume.1'];
    stub.slowReader = { queuedBytes: 200_000, forMs: 0 };
    const client = await StubClient.open(stub, { ext: 'resume.1' });
    const connection = await stub.nextConnection();
    expect(await client.nextTypes(2)).toEqual(['stream_start', 'history_end']);
    client.socket.pause();
    await floodUntilDropped();
    const queued = connection.queuedBytes;
    // Even where there is room again, nothing comes before it is told what was left out.
    stub.slowReader = { queuedBytes: Infinity, forMs: 0 };
    for (let rounds = 0; rounds < 50; rounds += 1) stub.emitMany(100, { message: 'y'.repeat(1_000) });
    expect(connection.queuedBytes).toBe(queued);
    connection.heartbeat();
    client.socket.resume();

    const ids: unknown[] = [];
    for (;;) {
      const { type, data, ...rest } = await client.next();
      if (type === 'log' && isJsonObject(data)) ids.push(data['id']);
      // While lines are left out, no position is one up to which all was sent.
      else if (type === 'heartbeat') expect(rest).not.toHaveProperty('position');
      else {
        const [emitted, dropped] = [stub.ledger.lines.length, stub.droppedForSlowReaders];
        expect(type).toBe('stream_gap');
        expect(data).toEqual({ reason: 'slow_reader', dropped, position: `epoch-1:${emitted}` });
        expect(ids).toEqual(stub.ledger.ids.slice(0, emitted - dropped));
        break;
      }
    }
    const next = stub.emit();
    expect(await client.next()).toMatchObject({ type: 'log', data: { id: next.id } });
  });

  it('is told what it did not get before a command to resume is answered', async () => {
    stub.extensions = ['resume.1'];
    stub.slowReader = { queuedBytes: 200_000, forMs: 0 };
    const client = await StubClient.open(stub, { ext: 'resume.1' });
    const connection = await stub.nextConnection();
    expect(await client.nextTypes(2)).toEqual(['stream_start', 'history_end']);
    client.socket.pause();
    await floodUntilDropped();
    client.command({ action: 'resume' });
    await connection.nextCommand('resume');
    client.socket.resume();
    await client.messageOf('history_end');
    const others = client.untaken.filter((type) => type !== 'log');
    expect(others).toEqual(['stream_gap', 'stream_start']);
  });

  it('is closed with 4408 by a server that cannot tell it', async () => {
    stub.slowReader = { queuedBytes: 200_000, forMs: 0 };
    const client = await StubClient.open(stub);
    client.socket.pause();
    await floodUntilDropped();
    client.socket.resume();
    expect(await client.closed()).toBe(4408);
    expect(await client.dataOf('error')).toMatchObject({ code: 'too_slow' });
  });

  it('is not who is sent very much at once and reads it', async () => {
    const client = await StubClient.open(stub);
    const connection = await stub.nextConnection();
    const sent = stub.emitMany(10_000, { message: 'x'.repeat(1_000) });
    expect(connection.queuedBytes).toBeGreaterThan(stub.slowReader.queuedBytes);
    for (const { id } of [...sent, stub.emit()]) expect(await client.dataOf('log')).toMatchObject({ id });
    expect(stub.droppedForSlowReaders).toBe(0);
  });

  it('is one behind a slow line, too, and gets through once the line is fair', async () => {
    stub.extensions = ['resume.1', 'batch.1'];
    stub.slowReader = { queuedBytes: 200_000, forMs: 0 };
    const proxy = await FaultProxy.start(stub.port);
    const client = await StubClient.open(stub, { ext: 'resume.1,batch.1' }, { port: proxy.port });
    proxy.throttle(50_000);
    await floodUntilDropped();
    proxy.calm();
    expect(await client.dataOf('stream_gap')).toMatchObject({ dropped: stub.droppedForSlowReaders });
    const next = stub.emit();
    expect(await client.dataOf('log')).toMatchObject({ id: next.id });
    await proxy.stop();
  });
});
