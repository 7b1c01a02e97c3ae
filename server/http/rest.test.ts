import { gzipSync } from 'node:zlib';
import { request as httpRequest } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readLogPage } from '../../src/protocol/rest.ts';
import { MemoryStore } from '../storage/memory-store.ts';
import {
  numberedLog,
  numberedLogs,
  startTestGateway,
  TEST_TOKEN,
  type TestGateway,
} from '../test-support/test-gateway.ts';

async function logsOf(response: Response) {
  const read = readLogPage(await response.json());
  if (!read.ok) throw new Error('The answer is no page of logs.');
  return read.value;
}

describe('GET /v1/logs', () => {
  let server: TestGateway;
  beforeAll(async () => {
    server = await startTestGateway();
    await server.gateway.ingest.write(numberedLogs(1, 50));
    await server.gateway.ingest.write([numberedLog(51, { id: 'given-id', raw: 'as it was read' })]);
  });
  afterAll(() => server.gateway.stop());

  it.each([
    ['', ['line 51', 'line 50'], { limit: '2' }],
    ['the oldest first', ['line 1', 'line 2'], { limit: '2', sort: 'timestamp:asc' }],
    ['a second page', ['line 3', 'line 4'], { limit: '2', offset: '2', sort: 'timestamp:asc' }],
    ['a query', ['line 50', 'line 40'], { limit: '2', query: 'level:ERROR' }],
    ['a filter', ['line 7'], { filter: '{"metadata.number":7}' }],
    [
      'both ends of a stretch',
      ['line 5', 'line 6'],
      { from: '2026-01-01T00:00:05Z', to: '2026-01-01T00:00:06.000Z', sort: 'timestamp:asc' },
    ],
    ['a zone whose plus was not escaped', ['line 51'], { from: '2026-01-01T01:00:51 01:00' }],
  ])('answers %s', async (_name, expected, parameters) => {
    const response = await server.get(`/v1/logs?${new URLSearchParams(parameters).toString()}`);
    expect(response.status).toBe(200);
    expect((await logsOf(response)).items.map((log) => log.message)).toEqual(expected);
  });

  it('says where the page stands', async () => {
    const page = await logsOf(await server.get('/v1/logs?limit=20&offset=20'));
    expect(page.pagination).toEqual({ total: 51, limit: 20, offset: 20, hasMore: true });
  });

  it('gives the text as it was read only when asked for it, and always for a single log', async () => {
    const plain = await logsOf(await server.get('/v1/logs?limit=1'));
    expect(plain.items[0]).not.toHaveProperty('raw');
    const raw = await logsOf(await server.get('/v1/logs?limit=1&raw=true'));
    expect(raw.items[0]?.raw).toBe('as it was read');
    const single = await server.get('/v1/logs/given-id');
    expect(await single.json()).toMatchObject({ data: { id: 'given-id', raw: 'as it was read' } });
  });

  it.each([
    ['limit=10001', 'invalid_parameter'],
    ['limit=-1', 'invalid_parameter'],
    ['offset=x', 'invalid_parameter'],
    ['from=yesterday', 'invalid_parameter'],
    ['to=1', 'invalid_parameter'],
    ['sort=level', 'invalid_parameter'],
    ['raw=please', 'invalid_parameter'],
    ['filter={', 'invalid_filter'],
    ['query=level:(', 'invalid_query'],
  ])('refuses %s', async (search, code) => {
    const response = await server.get(`/v1/logs?${search}`);
    expect(response.status).toBe(400);
    const body = await response.json();
    expect(body).toMatchObject({
      error: { code, message: expect.stringMatching(/./) },
      meta: { requestId: expect.any(String) },
    });
  });

  it('answers 404 in the same shape for what is not there', async () => {
    for (const path of ['/v1/logs/nothing', '/v1/nothing', '/v1']) {
      const response = await server.get(path);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: { code: 'not_found' } });
    }
  });

  it('asks every call but health for the secret, and names the way', async () => {
    for (const path of [
      '/v1/logs',
      '/v1/logs/given-id',
      '/v1/notifications',
      '/v1/nothing',
      '/v1/logs?token=' + TEST_TOKEN,
    ]) {
      const response = await server.get(path, {});
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(await response.json()).toMatchObject({ error: { code: 'unauthorized' } });
    }
    expect((await server.get('/v1/logs', { 'x-api-key': TEST_TOKEN })).status).toBe(200);
    expect((await server.get('/v1/health', {})).status).toBe(200);
  });

  it('tells who asks for a socket by HTTP to upgrade', async () => {
    expect((await server.get('/v1/logs/stream')).status).toBe(426);
  });

  it('answers searches beyond what it can run with 429 and when to come back', async () => {
    const store = new MemoryStore({});
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    store.page = async () => {
      await released;
      return { logs: [], total: 0 };
    };
    const { gateway, get } = await startTestGateway({ store, limits: { runningSearches: 1, waitingSearches: 1 } });
    const answers = [get('/v1/logs'), get('/v1/logs'), get('/v1/logs')];
    const refused = await Promise.race(answers);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    release();
    expect((await Promise.all(answers)).map((answer) => answer.status).filter((status) => status === 200)).toHaveLength(
      2,
    );
    await gateway.stop();
  });

  it('cuts a page that grows too long and says that there is more', async () => {
    const { gateway, get } = await startTestGateway({ limits: { answerCharacters: 1000 } });
    await gateway.ingest.write(numberedLogs(1, 50));
    const page = await logsOf(await get('/v1/logs?limit=50'));
    expect(page.items.length).toBeGreaterThan(0);
    expect(page.items.length).toBeLessThan(20);
    expect(page.pagination.hasMore).toBe(true);
    await gateway.stop();
  });
});

describe('POST /v1/logs', () => {
  let server: TestGateway;
  afterEach(() => server.gateway.stop());

  it('takes one log, fills in what is missing, and keeps what it does not know in metadata', async () => {
    server = await startTestGateway({ now: () => Date.UTC(2026, 5, 1) });
    const response = await server.post(
      '{"message":"hi","level":"warning","requestId":"r1","metadata":{"a":1},"__proto__":{"x":1}}',
    );
    expect(response.status).toBe(202);
    const { data }: { data: { accepted: number; ids: string[] } } = await response.json();
    expect(data.accepted).toBe(1);
    const kept = await (await server.get(`/v1/logs/${data.ids[0]}`)).text();
    expect(JSON.parse(kept)).toMatchObject({
      data: { message: 'hi', level: 'WARN', source: 'http', timestamp: '2026-06-01T00:00:00.000Z' },
    });
    expect(kept).toContain('"__proto__":{"x":1}');
    expect(kept).toContain('"requestId":"r1"');
    expect(kept).toContain('"a":1');
  });

  it.each([
    ['an array', '[{"message":"a"},{"message":"b"}]', 'application/json'],
    ['a log a line', '{"message":"a"}\r\n\n{"message":"b"}\n', 'application/x-ndjson'],
    ["curl's default content type", '[{"message":"a"},"b"]', 'application/x-www-form-urlencoded'],
  ])('takes %s', async (_name, body, type) => {
    server = await startTestGateway();
    const response = await server.post(body, { 'content-type': type });
    expect(await response.json()).toMatchObject({ data: { accepted: 2 } });
    const page = await logsOf(await server.get('/v1/logs?sort=timestamp:asc'));
    expect(page.items.map((log) => log.message)).toEqual(['a', 'b']);
  });

  it('takes a packed body, and a sender who repeats himself only once', async () => {
    server = await startTestGateway();
    const body = new Uint8Array(gzipSync('{"id":"mine","message":"packed"}'));
    for (let count = 0; count < 2; count += 1) {
      const response = await server.post(body, { 'content-encoding': 'gzip', 'content-type': 'application/json' });
      expect(await response.json()).toMatchObject({ data: { accepted: 1, ids: ['mine'] } });
    }
    expect((await logsOf(await server.get('/v1/logs'))).pagination.total).toBe(1);
  });

  it.each([
    ['broken JSON', '{\n  "message": hi }', 'application/json', 400, { line: 2, column: 14 }],
    ['a body that ends early', '[{"message":"a"}', 'application/json', 400, { line: 1, column: 17 }],
    ['a broken line', '{"message":"a"}\n{"message":}', 'application/x-ndjson', 400, { line: 2, column: 12 }],
    ['a bad entry', '[{"message":"a"},{"level":"INFO"}]', 'application/json', 400, { index: 1 }],
    ['a number', '5', 'application/json', 400, {}],
    ['nothing', '', 'application/json', 400, undefined],
    ['a long id', `{"message":"a","id":"${'x'.repeat(201)}"}`, 'application/json', 400, {}],
    ['deep nesting', `{"message":"a","b":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'application/json', 400, {}],
  ])('refuses %s, says where, and takes nothing', async (_name, body, type, status, details) => {
    server = await startTestGateway();
    const response = await server.post(body, { 'content-type': type });
    expect(response.status).toBe(status);
    const answer = await response.json();
    expect(answer).toMatchObject({ error: { code: 'invalid_body' } });
    if (details !== undefined) expect(answer).toMatchObject({ error: { details } });
    expect(server.store.lastSeq()).toBe(0);
  });

  it('refuses what is not UTF-8 and what is packed in a way it does not know', async () => {
    server = await startTestGateway();
    expect((await server.post(new Uint8Array([0x22, 0xff, 0x22]))).status).toBe(400);
    expect((await server.post('{}', { 'content-encoding': 'zstd' })).status).toBe(415);
    expect((await server.post('no gzip', { 'content-encoding': 'gzip' })).status).toBe(400);
  });

  it('answers a body over the limit, sent or unpacked, with the limit', async () => {
    server = await startTestGateway();
    const large = JSON.stringify({ message: 'x'.repeat(20_000_000) });
    for (const response of [
      await server.post(large),
      await server.post(new Uint8Array(gzipSync(large)), { 'content-encoding': 'gzip' }),
    ]) {
      expect(response.status).toBe(413);
      expect(await response.json()).toMatchObject({
        error: {
          code: 'payload_too_large',
          message: expect.stringContaining('10 MB'),
          details: { limitBytes: 10_000_000 },
        },
      });
    }
  });

  it('answers 503 while the store refuses, says so once at the terminal, and goes on after', async () => {
    const store = new MemoryStore({});
    server = await startTestGateway({ store });
    const append = store.append.bind(store);
    store.append = () => {
      throw new Error('disk full');
    };
    for (let count = 0; count < 3; count += 1) {
      const response = await server.post('{"message":"a"}');
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('1');
    }
    expect(server.notices).toEqual(['History could not be written: disk full']);
    store.append = append;
    expect((await server.post('{"message":"a"}')).status).toBe(202);
  });
});

describe('other origins and names', () => {
  let server: TestGateway;
  beforeAll(async () => {
    server = await startTestGateway({ allowedOrigins: ['https://logs.example.com'] });
  });
  afterAll(() => server.gateway.stop());

  it('may read only where the origin was allowed', async () => {
    const ask = (origin: string, method = 'GET') =>
      fetch(`${server.origin}/v1/logs`, { method, headers: { origin, authorization: `Bearer ${TEST_TOKEN}` } });
    const allowed = await ask('https://logs.example.com');
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://logs.example.com');
    expect((await ask('https://evil.example')).headers.has('access-control-allow-origin')).toBe(false);
    const preflight = await ask('https://logs.example.com', 'OPTIONS');
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
    expect((await ask('https://evil.example', 'OPTIONS')).status).toBe(403);
  });

  it.each([
    ['localhost:4280', 200],
    ['[::1]:4280', 200],
    ['127.0.0.1', 200],
    ['logs.example.com', 200],
    ['evil.example', 403],
    ['localhost.evil.example', 403],
    ['127.0.0.1.evil.example', 403],
  ])('a request for the host %s is answered with %i', async (host, status) => {
    const answered = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest(`${server.origin}/v1/health`, { headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on('error', reject);
      request.end();
    });
    expect(answered).toBe(status);
  });
});
