import { afterEach, describe, expect, it, vi } from 'vitest';
import { readStreamOptions, readStreamRequest, type LogStreamOptions } from './stream-options.ts';
import { FakePlatform } from './testing/fake-platform.ts';

const platform = new FakePlatform();
const good: LogStreamOptions = {
  endpoint: 'http://localhost:4280',
  WebSocket: platform.WebSocket,
  fetch: platform.fetch,
};

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the options of a stream', () => {
  it.each([
    ['http://localhost:4280', undefined, 'http://localhost:4280/v1'],
    ['http://localhost:4280/', undefined, 'http://localhost:4280/v1'],
    ['wss://logs.example.com/base/v1/', undefined, 'https://logs.example.com/base/v1'],
    ['https://api.{tenant}.example.com/v1', 'acme', 'https://api.acme.example.com/v1'],
    ['https://api.{tenant}.example.com', undefined, 'https://api.default.example.com/v1'],
  ])('take %s with tenant %s for the API at %s', (endpoint, tenant, base) => {
    expect(readStreamOptions({ ...good, endpoint, tenant }).base).toBe(base);
  });

  it.each<[string, Partial<LogStreamOptions>]>([
    ['"endpoint" must be an address', { endpoint: '' }],
    ['there is no page it could be relative to', { endpoint: '/v1' }],
    ['must not hold a user name', { endpoint: 'http://user:pass@localhost' }],
    ['is not a tenant', { tenant: 'evil.example.com/' }],
    ['Give either "token" or "apiKey"', { token: 'a', apiKey: 'b' }],
    ['"token" must be a text', { token: '' }],
    ['"apiKey" must be a text', { apiKey: JSON.parse('17') }],
    ['"maxWaiting" must be a whole number', { maxWaiting: 0.5 }],
  ])('are refused with a sentence: %s', (sentence, options) => {
    expect(() => readStreamOptions({ ...good, ...options })).toThrow(
      expect.objectContaining({ code: 'invalid_option', message: expect.stringContaining(sentence) }),
    );
  });

  it.each<[string, Partial<LogStreamOptions>]>([
    ['"limit" must be a whole number from 0 to 10000', { limit: 10_001 }],
    ['"query" must be a text', { query: JSON.parse('5') }],
    ['A filter must be a JSON object', { filter: JSON.parse('"level"') }],
  ])('say what is wrong with the stream: %s', (sentence, options) => {
    expect(() => readStreamRequest({ ...good, ...options })).toThrow(
      expect.objectContaining({ code: 'invalid_option', message: expect.stringContaining(sentence) }),
    );
  });

  it('ask for everything that is new where nothing is said, `undefined` included', () => {
    const request = readStreamRequest({ ...good, query: undefined, history: undefined, limit: undefined });
    expect(request).toEqual({ query: '', filter: {}, follow: true, history: false, limit: 100 });
  });

  it('take the sockets and fetch of the platform, as they are when the stream is opened', async () => {
    const answer = await platform.fetch('http://localhost/', {
      method: 'GET',
      headers: {},
      redirect: 'error',
      cache: 'no-store',
    });
    const fetch = vi.fn<() => Promise<typeof answer>>(() => Promise.resolve(answer));
    vi.stubGlobal('WebSocket', platform.WebSocket);
    vi.stubGlobal('fetch', fetch);
    const settings = readStreamOptions({ endpoint: 'http://localhost:4280' });
    expect(settings.SocketClass).toBe(platform.WebSocket);
    await settings.fetch('http://localhost/', { method: 'GET', headers: {}, redirect: 'error', cache: 'no-store' });
    expect(fetch).toHaveBeenCalledOnce();
  });

  it('say what to install where the platform has no sockets', () => {
    vi.stubGlobal('WebSocket', undefined);
    expect(() => readStreamOptions({ endpoint: 'http://localhost:4280' })).toThrow(
      expect.objectContaining({ code: 'missing_platform', message: expect.stringContaining('npm install ws') }),
    );
  });

  it.each([
    ['http://localhost:4280', true],
    ['http://127.0.0.1:4280', true],
    ['http://[::1]:4280', true],
    ['https://localhost.example.com', false],
  ])('know whether %s is on this machine', (endpoint, isLocal) => {
    expect(readStreamOptions({ ...good, endpoint }).isServerLocal).toBe(isLocal);
  });

  it('take an endpoint that is relative to the page, where there is one', () => {
    vi.stubGlobal('location', { href: 'https://logs.example.com/app/index.html' });
    expect(readStreamOptions({ ...good, endpoint: '/v1' }).base).toBe('https://logs.example.com/v1');
  });
});
