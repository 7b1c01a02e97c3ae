import { describe, expect, it } from 'vitest';
import { isTenant, resolveEndpoint, streamAddress } from './endpoints.ts';

const PAGE = 'http://localhost:4280/app/?query=x#token=t';

describe('isTenant', () => {
  it.each(['acme', 'a', '0', 'a-b', 'a--b', 'a'.repeat(63)])('takes %s', (tenant) => {
    expect(isTenant(tenant)).toBe(true);
  });

  it.each([
    '',
    '-acme',
    'acme-',
    'Acme',
    'a.b',
    'a_b',
    'a b',
    'acme\n',
    'a/b',
    'a@b',
    'a:80',
    'evil.com/',
    'ümlaut',
    '{tenant}',
    '%2e',
    'a'.repeat(64),
  ])('refuses %j', (tenant) => {
    expect(isTenant(tenant)).toBe(false);
  });
});

describe('resolveEndpoint', () => {
  it.each([
    ['https://api.{tenant}.neurallog.com/v1', 'https://api.acme.neurallog.com/v1'],
    ['wss://api.{tenant}.neurallog.com/v1', 'https://api.acme.neurallog.com/v1'],
    ['ws://localhost:9000/{tenant}/v1/', 'http://localhost:9000/acme/v1'],
    ['/v1', 'http://localhost:4280/v1'],
    ['v1', 'http://localhost:4280/app/v1'],
    ['//logs.example.com/v1', 'http://logs.example.com/v1'],
    ['https://api.example.com/v1///', 'https://api.example.com/v1'],
    ['https://api.example.com', 'https://api.example.com'],
    ['https://api.example.com/v1?x=1#y', 'https://api.example.com/v1'],
  ])('makes of %s the base %s', (template, base) => {
    expect(resolveEndpoint(template, 'acme', PAGE)).toEqual({ ok: true, base });
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'blob:x',
    'ftp://h/',
    'mailto:a@b',
    'http://',
  ])('refuses the endpoint %s with a reason', (template) => {
    const resolved = resolveEndpoint(template, 'acme', PAGE);
    expect(resolved.ok || resolved.message).toMatch(/endpoint/);
  });

  it('lets no tenant lead to another host', () => {
    for (const tenant of ['evil.com/', 'evil.com#', 'a@evil', 'evil.com?', '..', 'x:y', '']) {
      const resolved = resolveEndpoint('https://api.{tenant}.neurallog.com/v1', tenant, PAGE);
      expect(resolved.ok || resolved.message).toContain('is not a tenant');
    }
  });

  it.each(['https://user:canary@api.example.com/v1', 'ftp://user:canary@example.com/', 'https://canary@h/'])(
    'refuses credentials in an endpoint without repeating them',
    (template) => {
      const resolved = resolveEndpoint(template, 'acme', PAGE);
      expect(resolved.ok).toBe(false);
      expect(JSON.stringify(resolved)).not.toContain('canary');
    },
  );
});

describe('streamAddress', () => {
  const base = 'https://api.acme.neurallog.com/v1';

  it('is the address of the specification', () => {
    expect(streamAddress(base, 'logs', undefined)).toBe('wss://api.acme.neurallog.com/v1/logs/stream');
    expect(streamAddress('http://localhost:4280/v1', 'notifications', undefined)).toBe(
      'ws://localhost:4280/v1/notifications',
    );
  });

  it('carries the credential as a parameter, escaped', () => {
    const token = 'a+b/c=&x#y';
    const url = new URL(streamAddress(base, 'logs', { kind: 'token', token }));
    expect([...url.searchParams.keys()]).toEqual(['token']);
    expect(url.searchParams.get('token')).toBe(token);
    const keyed = new URL(streamAddress(base, 'logs', { kind: 'apiKey', apiKey: 'k' }));
    expect([...keyed.searchParams.entries()]).toEqual([['apiKey', 'k']]);
  });

  it('keeps the parameters of the stream and does not change the ones that it was given', () => {
    const parameters = new URLSearchParams({ query: 'level:ERROR "a & b"', token: 'not mine' });
    const url = new URL(streamAddress(base, 'logs', { kind: 'token', token: 'mine' }, parameters));
    expect(url.searchParams.get('query')).toBe('level:ERROR "a & b"');
    expect(url.searchParams.getAll('token')).toEqual(['mine']);
    expect(parameters.get('token')).toBe('not mine');
  });
});
