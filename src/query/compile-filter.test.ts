import { describe, expect, it } from 'vitest';
import { parseFilterText, type LogRecord } from '../protocol/index.ts';
import { compileFilter, queryableOf } from './index.ts';

const LOG: LogRecord = {
  id: '17',
  timestamp: '2026-11-23T10:15:30.250Z',
  level: 'err',
  source: 'api-service',
  message: 'took 5 ms',
  metadata: {
    status: 500,
    code: '500',
    ok: false,
    none: null,
    tags: ['a', 7],
    http: { method: 'POST' },
    'a.b': 1,
    // A computed key, because a plain one would set the prototype.
    ['__proto__']: 'own',
  },
};

function holds(filterText: string, overrides: Partial<LogRecord> = {}): boolean {
  const parsed = parseFilterText(filterText);
  if (!parsed.ok) throw new Error(parsed.message);
  return compileFilter(parsed.filter)(queryableOf({ ...LOG, ...overrides }));
}

describe('a filter', () => {
  it.each([
    '{}',
    '{"source":"api-service"}',
    '{"level":"ERROR"}',
    '{"level":"Err"}',
    '{"level":["WARN","ERROR"]}',
    '{"level":"ERROR","source":["web","api-service"]}',
    '{"message":"took 5 ms"}',
    '{"id":"17"}',
    '{"id":17}',
    '{"timestamp":"2026-11-23T10:15:30.250Z"}',
    '{"status":500}',
    '{"metadata.status":500}',
    '{"code":"500"}',
    '{"ok":false}',
    '{"none":null}',
    '{"tags":"a"}',
    '{"tags":[7,8]}',
    '{"http.method":"POST"}',
    '{"a.b":1}',
    '{"__proto__":"own"}',
  ])('%s holds', (filter) => expect(holds(filter)).toBe(true));

  it.each([
    '{"source":"API-Service"}',
    '{"source":"api*"}',
    '{"source":[]}',
    '{"source":null}',
    '{"level":"WARN"}',
    '{"level":"ERROR","source":"web"}',
    '{"message":"took"}',
    '{"status":"500"}',
    '{"code":500}',
    '{"ok":null}',
    '{"missing":null}',
    '{"http.method":"post"}',
    '{"http":"POST"}',
    '{"constructor":"Object"}',
    '{"toString":null}',
  ])('%s does not hold', (filter) => expect(holds(filter)).toBe(false));

  it('compares levels that nobody knows by their names, and absent texts with null', () => {
    expect(holds('{"level":"GOLD"}', { level: 'gold' })).toBe(true);
    expect(holds('{"level":"INFO"}', { level: 'gold' })).toBe(false);
    expect(holds('{"source":null}', { source: '' })).toBe(true);
  });

  it('with a key of very many parts is answered at once', () => {
    const filter = JSON.stringify({ ['a.'.repeat(30_000)]: 1 });
    expect(holds(filter)).toBe(false);
  });
});
