import { afterEach, describe, expect, it } from 'vitest';
import { openLogStream, openNotifications, TestClient } from '../test-support/test-client.ts';
import { numberedLog, startTestGateway, TEST_TOKEN, type TestGateway } from '../test-support/test-gateway.ts';
import type { GatewayOptions } from '../gateway.ts';

let started: TestGateway | undefined;
async function start(options: Partial<GatewayOptions> = {}): Promise<TestGateway> {
  started = await startTestGateway(options);
  return started;
}
afterEach(async () => {
  await started?.gateway.stop();
  started = undefined;
});

describe('opening a stream', () => {
  it.each([
    ['a wrong token', '?token=wrong', {}],
    ['an empty token', '?token=', {}],
    ['no token', '', {}],
    ['a wrong header', '', { authorization: 'Bearer wrong' }],
  ])('with %s is refused with a message and 4401', async (_name, search, headers) => {
    const { origin } = await start();
    const client = new TestClient(`${origin.replace('http', 'ws')}/v1/logs/stream${search}`, { headers });
    expect((await client.next('error')).data.code).toBe('unauthorized');
    expect((await client.closed()).code).toBe(4401);
  });

  it.each([
    ['token', `?token=${TEST_TOKEN}`, {}],
    ['apiKey', `?apiKey=${TEST_TOKEN}`, {}],
    ['Authorization', '', { authorization: `Bearer ${TEST_TOKEN}` }],
    ['X-API-Key', '', { 'x-api-key': TEST_TOKEN }],
  ])('takes the secret as %s', async (_name, search, headers) => {
    const { origin } = await start();
    const client = new TestClient(`${origin.replace('http', 'ws')}/v1/logs/stream${search}`, { headers });
    await client.next('stream_start');
  });

  it.each([
    ['filter', '{"level":', 'invalid_filter'],
    ['filter', '[1]', 'invalid_filter'],
    ['query', 'level:(', 'invalid_query'],
    ['query', '/(/', 'invalid_query'],
    ['limit', '10001', 'invalid_parameter'],
    ['follow', 'maybe', 'invalid_parameter'],
  ])('with a broken %s (%s) is refused with what is wrong and 4400', async (parameter, value, code) => {
    const { origin } = await start();
    const client = openLogStream(origin, { [parameter]: value });
    const { data } = await client.next('error');
    expect(data.code).toBe(code);
    expect(data.message).not.toBe('');
    expect(data.details).toMatchObject({ [parameter]: value });
    expect((await client.closed()).code).toBe(4400);
  });

  it.each([['https://evil.example'], ['null'], ['http://localhost:1'], ['not an origin']])(
    'from a page of %s is refused before it is open',
    async (foreign) => {
      const { origin } = await start();
      expect(await openLogStream(origin, {}, { origin: foreign }).refusedWith()).toBe(403);
      expect(await openNotifications(origin, { origin: foreign }).refusedWith()).toBe(403);
    },
  );

  it('is open to the own page and to allowed origins', async () => {
    const { origin } = await start({ allowedOrigins: ['https://logs.example.com'] });
    await openLogStream(origin, {}, { origin }).next('stream_start');
    await openLogStream(origin, {}, { origin: 'https://logs.example.com' }).next('stream_start');
  });

  it('under a name that is not of this machine is refused, as DNS rebinding would have it', async () => {
    const { origin } = await start();
    const headers = { host: 'evil.example:4280', origin: 'http://evil.example:4280' };
    expect(await openLogStream(origin, {}, { headers }).refusedWith()).toBe(403);
  });

  it('beyond the most connections is refused with 4429, and taken again when one has gone', async () => {
    const { origin } = await start({ limits: { connections: 1 } });
    const first = openLogStream(origin);
    await first.next('stream_start');
    const second = openLogStream(origin);
    expect((await second.next('error')).data.code).toBe('too_many_connections');
    expect((await second.closed()).code).toBe(4429);
    first.socket.close();
    await first.closed();
    await openLogStream(origin).next('stream_start');
  });
});

describe('an open stream', () => {
  it('is closed with 1009 for a frame over 64 KiB', async () => {
    const { origin } = await start();
    const client = openLogStream(origin);
    await client.next('stream_start');
    client.socket.send('x'.repeat(64 * 1024 + 1));
    expect((await client.closed()).code).toBe(1009);
  });

  it.each([
    ['what is not JSON', '{'],
    ['an array', '[]'],
    ['an unknown action', '{"type":"command","id":"c","data":{"action":"explode"}}'],
    ['a message without id', '{"type":"command","data":{"action":"pause"}}'],
  ])('answers %s with invalid_command and stays open', async (_name, frame) => {
    const { origin, gateway } = await start();
    const client = openLogStream(origin);
    await client.next('stream_start');
    client.socket.send(frame);
    expect((await client.next('error')).data.code).toBe('invalid_command');
    await gateway.ingest.write([numberedLog(1)]);
    await client.next('log');
  });

  it('survives a filter nested as deep as a frame allows', async () => {
    const { origin, gateway } = await start();
    const client = openLogStream(origin);
    await client.next('stream_start');
    const nested = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
    client.socket.send(`{"type":"command","id":"c","data":{"action":"update_filter","filter":{"a":${nested}}}}`);
    expect((await client.next('error')).data.code).toBe('invalid_filter');
    await gateway.ingest.write([numberedLog(1)]);
    await client.next('log');
  });

  it('is closed after too many unreadable frames, and after too many frames at all', async () => {
    const { origin } = await start({ limits: { invalidFrames: 3, framesPerTenSeconds: 10 } });
    const client = openLogStream(origin);
    await client.next('stream_start');
    for (let count = 0; count < 4; count += 1) client.socket.send('?');
    expect((await client.closed()).code).toBe(4400);

    const fast = openLogStream(origin);
    await fast.next('stream_start');
    for (let count = 0; count < 11; count += 1) fast.command({ action: 'pause' });
    expect((await fast.closed()).code).toBe(4429);
  });

  it('stays as long as heartbeats are answered, and is closed with 4408 when two are not', async () => {
    const { origin } = await start({ limits: { heartbeatMs: 20 } });
    const live = openLogStream(origin);
    const ids = [];
    for (let count = 0; count < 6; count += 1) ids.push((await live.next('heartbeat')).id);
    expect(new Set(ids).size).toBe(6);
    expect(live.socket.readyState).toBe(live.socket.OPEN);

    const dead = openNotifications(origin);
    dead.acknowledges = false;
    expect((await dead.next('error')).data.code).toBe('too_slow');
    expect((await dead.closed()).code).toBe(4408);
  });

  it('is told when the server stops', async () => {
    const { origin, gateway } = await start();
    const logs = openLogStream(origin);
    const notifications = openNotifications(origin);
    await logs.next('stream_start');
    await notifications.until(() => notifications.socket.readyState === 1 || undefined, 'the opening');
    const stopped = gateway.stop();
    expect((await logs.next('stream_end')).data.reason).toBe('server_shutdown');
    expect((await logs.closed()).code).toBe(1001);
    expect((await notifications.closed()).code).toBe(1001);
    await stopped;
  });
});

describe('the notification stream', () => {
  it('sends what is raised from now on, and knows no commands', async () => {
    const { origin, gateway, get } = await start();
    gateway.notice({ severity: 'info', message: 'before' });
    const client = openNotifications(origin);
    client.socket.once('open', () => client.command({ action: 'pause' }));
    expect((await client.next('error')).data.code).toBe('invalid_command');
    gateway.notice({ severity: 'warning', message: 'app.log was truncated' });
    const { data } = await client.next('system_notification');
    expect(data).toMatchObject({ message: 'app.log was truncated', severity: 'warning' });
    const kept = await (await get('/v1/notifications?sort=timestamp:asc')).json();
    expect(kept).toMatchObject({
      data: [
        { data: { message: 'before' } },
        { type: 'system_notification', data: { message: 'app.log was truncated' } },
      ],
      meta: { pagination: { total: 2, hasMore: false } },
    });
  });
});
