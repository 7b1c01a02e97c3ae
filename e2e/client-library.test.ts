import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  openLogStream,
  openNotificationStream,
  type GapEntry,
  type LogEntry,
  type LogStreamOptions,
  type StreamEnd,
} from '../src/client/library/index.ts';
import { EXTENSIONS, type Extension } from '../src/protocol/index.ts';
import { FaultProxy } from './fault-proxy.ts';
import { Mailbox } from './stub/mailbox.ts';
import { StubServer } from './stub/stub-server.ts';

// The client library in Node, over real sockets: against a plain server, and against one that speaks the extensions.

let stub: StubServer;
let proxy: FaultProxy;
const opened: { close(): void }[] = [];

beforeEach(async () => {
  stub = await StubServer.start();
  proxy = await FaultProxy.start(stub.port);
});
afterEach(async () => {
  for (const stream of opened.splice(0)) stream.close();
  await proxy.stop();
  await stub.stop();
});

/** A stream through the proxy, and what it says, to be waited for. */
function open(options: Partial<LogStreamOptions> = {}) {
  const stream = openLogStream({ endpoint: proxy.url, token: stub.token, WebSocket, ...options });
  opened.push(stream);
  const said: string[] = [];
  const entries = new Mailbox<LogEntry | GapEntry>('the entries', say);
  const put = (entry: LogEntry | GapEntry): void => {
    said.push(entry.kind === 'log' ? entry.record.id : 'gap');
    entries.put(entry);
  };
  const states = new Mailbox<{ readonly kind: string }>('the states', ({ kind }) => kind);
  const verdicts = new Mailbox<{ readonly verdict: string }>('the verdicts', ({ verdict }) => verdict);
  const ends = new Mailbox<StreamEnd>('the end', ({ reason }) => reason);
  stream.on('log', put);
  stream.on('gap', put);
  stream.on('state', (state) => states.put(state));
  stream.on('continuity', (report) => verdicts.put(report));
  stream.on('ended', (end) => ends.put(end));
  return {
    stream,
    said,
    verdicts,
    ends,
    state: (kind: string) => states.nextWhere(kind, (state): state is { readonly kind: string } => state.kind === kind),
    log: (id: string) =>
      entries.nextWhere(id, (entry): entry is LogEntry => entry.kind === 'log' && entry.record.id === id),
    gap: () => entries.nextWhere('a gap', (entry): entry is GapEntry => entry.kind === 'gap'),
  };
}

function say(entry: LogEntry | GapEntry): string {
  return entry.kind === 'log' ? entry.record.id : `gap (${entry.reason})`;
}

function lastOf(logs: readonly { readonly id: string }[]): string {
  return logs.at(-1)?.id ?? '';
}

const PLAIN: readonly Extension[] = [];

describe.each([
  ['a plain server', PLAIN, 'no_gap_found'],
  ['a server that speaks the extensions', EXTENSIONS, 'confirmed'],
])('a stream of %s', (_name, extensions, verdictWithoutLoss) => {
  beforeEach(() => {
    stub.extensions = extensions;
  });

  it('brings history and then what is new, in order', async () => {
    stub.keep(20);
    const { said, log } = open({ history: true, limit: 5 });
    await stub.nextConnection();
    await log('line-000020');
    await log(lastOf(stub.emitMany(50)));
    expect(said).toEqual(stub.ledger.ids.slice(15));
  });

  it('loses and repeats nothing when it is dropped, and says so', async () => {
    const { stream, said, log, verdicts } = open();
    await stub.nextConnection();
    await log(lastOf(stub.emitMany(10)));
    proxy.cut();
    const missed = stub.emitMany(500);
    await log(lastOf(missed));
    expect(await verdicts.next('a verdict')).toMatchObject({ verdict: verdictWithoutLoss });
    await log(lastOf(stub.emitMany(10)));
    expect(said).toEqual(stub.ledger.ids);
    expect(stream.stats).toMatchObject({ reconnects: 1, handedOn: 520, gaps: 0 });
  });

  it('declares a gap where the server has forgotten what was missed', async () => {
    const { said, log, gap, verdicts } = open();
    await stub.nextConnection();
    await log(lastOf(stub.emitMany(10)));
    proxy.cut();
    stub.emitMany(300);
    stub.forget();
    const kept = stub.emitMany(5);
    await gap();
    await log(lastOf(kept));
    expect(await verdicts.next('a verdict')).toMatchObject({ verdict: 'gap' });
    expect(said).toEqual([...stub.ledger.ids.slice(0, 10), 'gap', ...stub.ledger.ids.slice(-5)]);
  });

  it('holds back what comes in a pause, and brings it on resuming', async () => {
    const { stream, said, log, state } = open({ limit: 1_000 });
    const connection = await stub.nextConnection();
    await log(stub.emit().id);
    stream.pause();
    await connection.nextCommand('pause');
    await state('paused');
    const missed = stub.emitMany(20);
    stream.resume();
    await log(lastOf(missed));
    await log(stub.emit().id);
    expect(said).toEqual(stub.ledger.ids);
  });

  it('brings what passes another filter from when it is set, on the next connection too', async () => {
    const { stream, said, log } = open();
    const connection = await stub.nextConnection();
    await log(stub.emit({ source: 'a' }).id);
    stream.setFilter({ source: 'b' });
    await connection.nextCommand('update_filter');
    stub.emitMany(3, { source: 'a' });
    await log(stub.emit({ source: 'b' }).id);
    proxy.cut();
    const next = await stub.nextConnection();
    expect(next.parameters.get('filter')).toBe('{"source":"b"}');
    await log(stub.emit({ source: 'b' }).id);
    expect(said).toEqual(['line-000001', 'line-000005', 'line-000006']);
  });
});

describe('a stream', () => {
  it('is read in a loop that ends with it', async () => {
    stub.keep(30);
    const stream = openLogStream({
      endpoint: stub.url,
      apiKey: stub.token,
      query: 'level:INFO',
      history: true,
      limit: 10,
      follow: false,
      WebSocket,
    });
    const ids: string[] = [];
    for await (const entry of stream) ids.push(say(entry));
    expect(ids).toEqual(stub.ledger.ids.slice(20));
  });

  it('tells a loop that is too slow what it did not get, and accounts for every line', async () => {
    const stream = openLogStream({ endpoint: stub.url, token: stub.token, WebSocket, maxWaiting: 100 });
    opened.push(stream);
    const reader = stream.entries();
    await stub.nextConnection();
    stub.emitMany(5_000);
    const last = stub.ledger.ids.at(-1);
    let seen = 0;
    let lost = 0;
    for await (const entry of reader) {
      // A slow reader: every other entry waits for what the network brings meanwhile.
      await new Promise((resolve) => setImmediate(resolve));
      if (entry.kind === 'gap') {
        lost += entry.lost ?? Number.NaN;
        continue;
      }
      seen += 1;
      if (entry.record.id === last) break;
    }
    expect(lost).toBeGreaterThan(0);
    expect(seen + lost).toBe(5_000);
  });

  it('is refused with wrong credentials by an error that does not repeat them, and asks no more', async () => {
    const { ends } = open({ token: 'canary-wrong-token' });
    const end = await ends.next('the end');
    expect(end.error).toMatchObject({ name: 'StreamError', code: 'unauthorized' });
    expect(`${end.message} ${end.error?.stack} ${JSON.stringify(end.error)}`).not.toContain('canary');
    expect(stub.connections).toHaveLength(1);
  });

  it('is refused at the upgrade, where a socket cannot say why, by what REST says', async () => {
    stub.refuse(401);
    const { ends } = open({ token: 'canary-wrong-token' });
    expect((await ends.next('the end')).error).toMatchObject({ code: 'unauthorized' });
  });

  it('asks its provider for a token for each attempt, and survives one that fails', async () => {
    const given: string[] = [];
    const { log, state, said } = open({
      token: async () => {
        given.push(given.length === 0 ? 'none' : stub.token);
        if (given.length === 1) throw new Error('the identity provider is down');
        return Promise.resolve(stub.token);
      },
    });
    await state('reconnecting');
    await stub.nextConnection();
    await log(stub.emit().id);
    proxy.cut();
    await log(lastOf(stub.emitMany(3)));
    expect(given).toHaveLength(3);
    expect(said).toEqual(stub.ledger.ids);
  });

  it('is brought by REST where no socket can be had, and by a socket again when one can', async () => {
    stub.refuse(502, { stream: 'logs' });
    stub.keep(1);
    const { stream, said, log, state } = open();
    await state('polling');
    await log(lastOf(stub.emitMany(5)));
    expect(stream.stats.transport).toBe('polling');
    stub.acceptUpgrades();
    stream.retryNow();
    await state('live');
    await log(lastOf(stub.emitMany(5)));
    expect(said).toEqual(stub.ledger.ids.slice(1));
  });

  it('leaves nothing behind when it is closed', async () => {
    const { stream, state } = open();
    const connection = await stub.nextConnection();
    await state('live');
    stream.close();
    expect(await connection.closed()).toMatchObject({ code: 1000 });
    expect(proxy.totalConnections).toBe(1);
  });
});

describe('a stream of notifications', () => {
  it('brings what was missed in an interruption, once', async () => {
    const stream = openNotificationStream({ endpoint: proxy.url, token: stub.token, WebSocket });
    opened.push(stream);
    const titles = new Mailbox<string>('the titles', (title) => title);
    const all: string[] = [];
    stream.on('notification', ({ message }) => {
      if (message.type !== 'system_notification') return;
      all.push(message.data.title);
      titles.put(message.data.title);
    });
    const notify = (title: string): void =>
      stub.notify({
        type: 'system_notification',
        id: title,
        timestamp: new Date().toISOString(),
        data: { title, message: '', severity: 'info' },
      });
    const connection = await stub.nextConnection('notifications');
    expect(connection.isOpen).toBe(true);
    notify('before');
    await titles.next('before');
    proxy.cut();
    notify('missed');
    await titles.next('missed');
    await stub.nextConnection('notifications');
    notify('after');
    await titles.next('after');
    expect(all).toEqual(['before', 'missed', 'after']);
  });
});
