import { request, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StubServer } from './stub-server.ts';

let stub: StubServer;

beforeEach(async () => {
  stub = await StubServer.start();
});
afterEach(() => stub.stop());

interface Answer {
  readonly status: number | undefined;
  readonly type: string | undefined;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

async function get(path: string): Promise<Answer> {
  const headers = { authorization: `Bearer ${stub.token}` };
  const asked = request({ port: stub.port, host: '127.0.0.1', path, headers, agent: false }).end();
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    asked.once('response', resolve);
    asked.once('error', reject);
  });
  let body = '';
  for await (const chunk of response.setEncoding('utf8')) body += String(chunk);
  const { 'content-type': type, 'retry-after': retryAfter } = response.headers;
  return { status: response.statusCode, type, retryAfter, body };
}

describe('REST', () => {
  it('is not there where the server has none: 404, and no JSON', async () => {
    stub.keep(1);
    stub.rest.isAbsent = true;
    for (const path of ['/v1/logs', '/v1/logs/line-000001', '/v1/notifications']) {
      const { status, type, body } = await get(path);
      expect([status, type]).toEqual([404, 'text/plain; charset=utf-8']);
      expect(() => JSON.parse(body) as unknown).toThrow(SyntaxError);
    }
    stub.rest.recover();
    expect((await get('/v1/logs')).status).toBe(200);
  });

  it('notes when each request came, and how many were in flight at once', async () => {
    stub.rest.delayMs = 30;
    const before = Date.now();
    await Promise.all([get('/v1/logs'), get('/v1/logs'), get('/v1/notifications')]);
    expect(Date.now() - before).toBeGreaterThanOrEqual(29);
    stub.rest.recover();
    await get('/v1/logs');
    const times = stub.rest.requests.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(before);
    expect(Number(times[3]) - Number(times[0])).toBeGreaterThanOrEqual(29);
    expect(stub.rest.mostInFlight).toBe(3);
    expect(stub.rest.mostInFlightOn('/v1/logs')).toBe(2);
    expect(stub.rest.mostInFlightOn('/v1/notifications')).toBe(1);
    await expect.poll(() => stub.rest.inFlight).toBe(0);
  });

  it('counts what is never answered as in flight until who asked gives it up', async () => {
    stub.rest.stall();
    const asked = request({ port: stub.port, host: '127.0.0.1', path: '/v1/logs', agent: false }).end();
    asked.on('error', () => undefined);
    await expect.poll(() => stub.rest.inFlight).toBe(1);
    asked.destroy();
    await expect.poll(() => stub.rest.inFlight).toBe(0);
  });

  it('answers late with what held when the request came', async () => {
    stub.keep(1);
    stub.rest.delayMs = 100;
    const answer = get('/v1/logs');
    await expect.poll(() => stub.rest.inFlight, { interval: 1 }).toBe(1);
    stub.emit();
    expect(JSON.parse((await answer).body)).toMatchObject({ meta: { pagination: { total: 1 } } });
  });

  it('fails as often as it is told to, with the headers that it is told to send', async () => {
    stub.rest.fail(429, {}, { 'retry-after': '2' }, { times: 1, paths: /logs/ });
    stub.rest.fail(500, '<h1>Sorry</h1>', { 'content-type': 'text/html' }, { times: 1 });
    expect(await get('/v1/logs')).toMatchObject({ status: 429, retryAfter: '2' });
    expect(await get('/v1/notifications')).toMatchObject({ status: 500, type: 'text/html', body: '<h1>Sorry</h1>' });
    expect((await get('/v1/logs')).status).toBe(200);
  });
});
