import { describe, expect, it } from 'vitest';
import {
  credentialHeaders,
  readLogPage,
  readNotificationPage,
  readRestError,
  readSingleLog,
  restAddress,
} from './rest.ts';

const LOG = {
  id: 'log-1',
  timestamp: '2026-11-23T10:00:00.000Z',
  level: 'INFO',
  message: 'm',
  source: 's',
  metadata: {},
};
const RULE = { type: 'rule_triggered', id: 'n-1', timestamp: LOG.timestamp, data: { ruleId: 'r' } };

const UNREADABLE = [
  undefined,
  null,
  'text',
  7,
  [],
  [LOG],
  {},
  { data: null },
  { data: 'x' },
  { __proto__: { data: [] } },
];

describe('REST addresses and headers', () => {
  it('authenticate by header and never by address', () => {
    expect(credentialHeaders({ kind: 'token', token: 't' })).toEqual({ authorization: 'Bearer t' });
    expect(credentialHeaders({ kind: 'apiKey', apiKey: 'k' })).toEqual({ 'x-api-key': 'k' });
    expect(credentialHeaders(undefined)).toEqual({});
  });

  it('have a question mark only before parameters', () => {
    expect(restAddress('http://h/v1', '/logs')).toBe('http://h/v1/logs');
    expect(restAddress('http://h/v1', '/logs', new URLSearchParams())).toBe('http://h/v1/logs');
    expect(restAddress('http://h/v1', '/logs', new URLSearchParams({ limit: '1' }))).toBe('http://h/v1/logs?limit=1');
  });
});

describe('the answer of GET /v1/logs', () => {
  it('is read with its pagination', () => {
    const pagination = { total: 12, limit: 1, offset: 3, hasMore: true };
    expect(readLogPage({ data: [LOG], meta: { pagination, requestId: 'x' } })).toEqual({
      ok: true,
      value: { items: [LOG], pagination, serverTime: Number.NaN },
    });
  });

  it('without pagination has that of what it holds', () => {
    expect(readLogPage({ data: [LOG, LOG] })).toMatchObject({
      value: { pagination: { total: 2, limit: 2, offset: 0, hasMore: false } },
    });
    const odd = { pagination: { total: '9', limit: null, hasMore: 'true' } };
    expect(readLogPage({ data: [LOG], meta: odd })).toMatchObject({
      value: { pagination: { total: 1, limit: 1, offset: 0, hasMore: false } },
    });
  });

  it('leaves out what is no log and mends partial ones', () => {
    const answer = readLogPage({ data: [null, 7, [], { message: 'partial' }, LOG] });
    expect(answer.ok && answer.value.items.map((item) => item.message)).toEqual(['partial', 'm']);
  });

  it.each(UNREADABLE)('is none where it is %j', (body) => {
    expect(readLogPage(body)).toEqual({ ok: false });
    expect(readNotificationPage(body)).toEqual({ ok: false });
  });
});

describe('the answer of GET /v1/notifications', () => {
  it('leaves out what is no notification', () => {
    const answer = readNotificationPage({
      data: [RULE, { type: 'log', data: LOG }, { type: 'heartbeat' }, { type: 'rule_triggered', data: {} }, 'x', null],
    });
    expect(answer.ok && answer.value.items.map((item) => item.id)).toEqual(['n-1']);
  });
});

describe('the answer of GET /v1/logs/{id}', () => {
  it('is one log', () => {
    expect(readSingleLog({ data: LOG })).toEqual({ ok: true, value: LOG });
  });

  it.each([...UNREADABLE, { data: [LOG] }])('is none where it is %j', (body) => {
    expect(readSingleLog(body)).toEqual({ ok: false });
  });
});

describe('the body of a failed call', () => {
  it('says its code, message and details', () => {
    const error = { code: 'invalid_query', message: 'At 3', details: { at: 3 } };
    expect(readRestError({ error })).toEqual(error);
  });

  it.each([undefined, 'a proxy said no', [], {}, { error: 'x' }, { error: { code: 7, message: {}, details: [] } }])(
    'is an internal error where it is %j',
    (body) => {
      expect(readRestError(body)).toEqual({ code: 'internal', message: '', details: undefined });
    },
  );
});
