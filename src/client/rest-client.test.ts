import { describe, expect, expectTypeOf, it } from 'vitest';
import { RestClient, type FetchAnswer, type FetchFunction, type FetchInit } from './rest-client.ts';

const NOW = Date.UTC(2026, 10, 23, 12, 0, 0);
const LOG = {
  id: 'l-1',
  timestamp: '2026-11-23T12:00:00.000Z',
  level: 'INFO',
  message: 'm',
  source: 's',
  metadata: {},
};

function answer(status: number, body: unknown, headers: Record<string, string> = {}): FetchAnswer {
  return {
    status,
    headers: { get: (name) => headers[name.toLowerCase()] ?? null },
    text: () => Promise.resolve(typeof body === 'string' ? body : JSON.stringify(body)),
  };
}

function client(reply: FetchAnswer | Error) {
  const calls: { address: string; init: FetchInit<AbortSignal> }[] = [];
  const rest = new RestClient<AbortSignal>({
    base: 'https://api.acme.neurallog.com/v1',
    credential: () => ({ kind: 'apiKey', apiKey: 'secret-key' }),
    now: () => NOW,
    fetch: (address, init) => {
      calls.push({ address, init });
      return reply instanceof Error ? Promise.reject(reply) : Promise.resolve(reply);
    },
  });
  return { rest, calls };
}

const failureOf = async (reply: FetchAnswer | Error) => {
  const result = await client(reply).rest.fetchLogs();
  return result.ok ? undefined : result.failure;
};

describe('the REST client', () => {
  it("takes the platform's own fetch", () => {
    expectTypeOf<typeof globalThis.fetch>().toExtend<FetchFunction<AbortSignal>>();
  });

  it('asks for a page of logs with all its parameters, and with the credential in a header only', async () => {
    const { rest, calls } = client(
      answer(200, { data: [LOG], meta: { pagination: { total: 9, limit: 1, offset: 2, hasMore: true } } }),
    );
    const signal = new AbortController().signal;
    const result = await rest.fetchLogs(
      {
        query: 'level:INFO',
        filter: { source: 's' },
        from: NOW,
        to: '2026-11-23T13:00:00Z',
        limit: 1,
        offset: 2,
        sort: 'desc',
        raw: true,
      },
      signal,
    );
    expect(result).toEqual({
      ok: true,
      value: {
        items: [LOG],
        pagination: { total: 9, limit: 1, offset: 2, hasMore: true },
        serverTime: Number.NaN,
      },
    });
    const url = new URL(calls[0]?.address ?? '');
    expect(url.pathname).toBe('/v1/logs');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      query: 'level:INFO',
      filter: '{"source":"s"}',
      from: '2026-11-23T12:00:00.000Z',
      to: '2026-11-23T13:00:00Z',
      limit: '1',
      offset: '2',
      sort: 'timestamp:desc',
      raw: 'true',
    });
    expect(calls[0]?.address).not.toContain('secret-key');
    expect(calls[0]?.init).toMatchObject({ headers: { 'x-api-key': 'secret-key' }, redirect: 'error', signal });
  });

  it('asks for one line by an id that may hold anything', async () => {
    const { rest, calls } = client(answer(200, { data: LOG, meta: {} }));
    expect(await rest.fetchLog('a/b?c#d e')).toEqual({ ok: true, value: LOG });
    expect(calls[0]?.address).toBe('https://api.acme.neurallog.com/v1/logs/a%2Fb%3Fc%23d%20e');
    expect(await rest.fetchLog('..')).toMatchObject({ ok: false, failure: { kind: 'not_found' } });
    expect(calls).toHaveLength(1);
  });

  it('reads notifications as the socket sends them', async () => {
    const envelope = { type: 'system_notification', id: 'n-1', timestamp: '', data: { title: 'T' } };
    const { rest } = client(answer(200, { data: [envelope, { type: 'log' }, 7], meta: {} }));
    const result = await rest.fetchNotifications({ limit: 10 });
    expect(result.ok && result.value.items).toMatchObject([{ type: 'system_notification', id: 'n-1' }]);
  });

  it.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [429, 'rate_limited'],
    [400, 'server'],
    [500, 'server'],
    [503, 'server'],
  ])("says %i as %s, with the server's words", async (status, kind) => {
    const failure = await failureOf(answer(status, { error: { code: 'some_code', message: 'Because.' }, meta: {} }));
    expect(failure).toMatchObject({ kind, status, code: 'some_code', isFromApi: true });
    expect(failure?.message).toContain('Because.');
    expect(await failureOf(answer(status, '<html>proxy</html>'))).toMatchObject({
      kind,
      status,
      isFromApi: status === 429,
    });
  });

  it.each([
    ['7', 7_000],
    [new Date(NOW + 90_000).toUTCString(), 90_000],
    [new Date(NOW - 90_000).toUTCString(), 0],
    ['99999999999', 3_600_000],
    ['soon', undefined],
  ])('reads Retry-After: %s', async (header, expected) => {
    for (const status of [429, 503]) {
      const failure = await failureOf(answer(status, '', { 'retry-after': header }));
      expect(failure?.retryAfterMs).toBe(expected);
    }
  });

  it('reads a Retry-After that is a date by the clock of the server that gave it', async () => {
    const date = new Date(NOW - 3_600_000);
    const header = new Date(date.getTime() + 9_000).toUTCString();
    const failure = await failureOf(answer(429, '', { 'retry-after': header, date: date.toUTCString() }));
    expect(failure?.retryAfterMs).toBe(9_000);
  });

  it("tells an answer that is not this API's from none at all", async () => {
    expect(await failureOf(answer(502, { error: { code: 'unavailable' } }))).toMatchObject({ isFromApi: true });
    expect(await failureOf(answer(502, { error: 'bad gateway' }))).toMatchObject({ isFromApi: false });
    expect(await failureOf(answer(200, '<html>'))).not.toHaveProperty('isFromApi');
    expect(await failureOf(answer(200, '<html>'))).toMatchObject({ kind: 'invalid_answer' });
    expect(await failureOf(answer(200, { data: 7 }))).toMatchObject({ kind: 'invalid_answer' });
    const failure = await failureOf(new TypeError('fetch of https://secret-key failed'));
    expect(failure).toEqual({ kind: 'network', message: 'The server could not be reached.' });
  });

  it.each([
    [answer(200, { data: [] }), { kind: 'authorized' }],
    [answer(401, { error: { code: 'unauthorized', message: 'No.' } }), { kind: 'unauthorized' }],
    [answer(403, ''), { kind: 'forbidden' }],
    [answer(429, '', { 'retry-after': '3' }), { kind: 'rate_limited', retryAfterMs: 3_000 }],
    [answer(404, ''), { kind: 'unreachable' }],
    [answer(502, ''), { kind: 'unreachable' }],
    [answer(200, '<html>captive portal</html>'), { kind: 'unreachable' }],
    [new TypeError('offline'), { kind: 'unreachable' }],
  ])('answers a probe (%#)', async (reply, expected) => {
    expect(await client(reply).rest.probe()).toMatchObject(expected);
    expect(await client(reply).rest.probe('notifications')).toMatchObject(expected);
  });
});
