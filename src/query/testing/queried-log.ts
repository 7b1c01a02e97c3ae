import type { LogRecord } from '../../protocol/index.ts';
import { compileQuery, parseQuery, queryableOf } from '../index.ts';
import { linearRegexEngine } from '../linear-regex.ts';

/** A log with values of every kind, of which queries can say something. */
const LOG: LogRecord = {
  id: 'log-17',
  timestamp: '2026-11-23T10:15:30.250Z',
  level: 'warning',
  source: 'API-Service',
  message: 'GET http://shop.example/cart?id=7 from 10.0.0.1 took 512 ms (slow), Connection Refused [retry] foo-bar',
  metadata: {
    status: 500,
    code: '500',
    ms: 512.5,
    ok: false,
    nothing: null,
    empty: [],
    blank: '',
    error: 'dial tcp: connection refused',
    http: { method: 'POST', 'request.id': 'r-1' },
    'http.status': 503,
    tags: ['Blue', 'green', 7],
    spans: [{ name: 'db' }, { name: 'cache' }],
    deep: [[['x']]],
    startedAt: '2026-11-22T23:59:00+02:00',
    version: '1.10',
    big: '12345678901234567890',
    // A computed key, because a plain one would set the prototype.
    ['__proto__']: { polluted: 'no' },
    constructor: 'plain',
    'with space': 's',
    'a:b': 'colon',
    'x-request-id': 'q9',
    level: 'gold',
    metadata: { inner: 1 },
    path: '/var/log/app',
    '5xx': 3,
  },
};

/** Whether a query holds for that log, or for one that differs from it. Throws where it cannot be read. */
export function matches(text: string, overrides: Partial<LogRecord> = {}): boolean {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
  const compiled = compileQuery(parsed.query, { regex: linearRegexEngine });
  if (!compiled.ok) throw new Error(`${text}: ${compiled.error.message}`);
  return compiled.matches(queryableOf({ ...LOG, ...overrides }));
}
