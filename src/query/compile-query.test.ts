import { describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject, type LogRecord } from '../protocol/index.ts';
import { compileQuery, parseQuery, queryableOf, type LogPredicate } from './index.ts';

const LOG: LogRecord = {
  id: '1',
  timestamp: '2026-11-23T10:15:30.250Z',
  level: 'warning',
  source: 'api',
  message: 'took 512 ms',
  metadata: {},
};

function predicateOf(text: string): LogPredicate {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
  const compiled = compileQuery(parsed.query);
  if (!compiled.ok) throw new Error(`${text}: ${compiled.error.message}`);
  return compiled.matches;
}

function matches(text: string, overrides: Partial<LogRecord>): boolean {
  return predicateOf(text)(queryableOf({ ...LOG, ...overrides }));
}

function objectOf(json: string): JsonObject {
  const parsed: unknown = JSON.parse(json);
  if (!isJsonObject(parsed)) throw new Error('not an object');
  return parsed;
}

describe('pasted text that could be taken for syntax', () => {
  it.each([
    ['std::io::Error', 'at std::io::Error (main)', 'std io Error'],
    ['https://a.example/b', 'see https://a.example/b', 'https a.example b'],
    ['TypeError: x', 'TypeError: x is undefined', 'TypeError x'],
    ['C:\\logs\\app', 'opened C:\\logs\\app', 'C:logsapp'],
    ['a / b / c', 'a / b / c', 'a b c'],
    ['// note', '// note', 'note'],
    ['/var/log /var/tmp', 'from /var/log to /var/tmp', 'var log'],
    ['/healthz OR /readyz', 'GET /readyz', 'readyz'],
    ['run --flag -> done', 'run --flag -> done', 'run done'],
    ['a - b != c', 'a - b != c', 'a b c'],
    ['{"a":{"b":1}}', 'got {"a":{"b":1}}', 'a b 1'],
    ['12:30:45 x@y.example:22', '12:30:45 x@y.example:22', '12 30 45'],
    ['status=500 ms>5', 'status=500 ms>5', 'status 500 ms 5'],
  ])('%s is found in %s and not in %s', (text, message, other) => {
    expect(matches(text, { message })).toBe(true);
    expect(matches(text, { message: other })).toBe(false);
  });
});

describe('logs that are not as they should be', () => {
  it('sorts an unknown level as INFO, and finds it by its name', () => {
    expect(matches('level:>=INFO', { level: 'gold' })).toBe(true);
    expect(matches('level:>INFO', { level: 'gold' })).toBe(false);
    expect(matches('level:GOLD', { level: 'gold' })).toBe(true);
    expect(matches('level:INFO', { level: 'gold' })).toBe(false);
  });

  it('takes an absent text for a field that is not there', () => {
    expect(matches('source:*', { source: '' })).toBe(false);
    expect(matches('source:""', { source: '' })).toBe(true);
    expect(matches('*', { message: '' })).toBe(true);
    expect(matches('message:*', { message: '' })).toBe(false);
  });

  it('puts a timestamp that cannot be read in no range, and finds it as text', () => {
    expect(matches('timestamp:>1970-01-01', { timestamp: 'yesterday' })).toBe(false);
    expect(matches('timestamp:<=1970-01-01', { timestamp: 'yesterday' })).toBe(false);
    expect(matches('timestamp:Yesterday', { timestamp: 'yesterday' })).toBe(true);
  });

  it('survives metadata that is nested far deeper than anybody writes', () => {
    const arrays = objectOf(`{"a":${'['.repeat(50_000)}1${']'.repeat(50_000)}}`);
    expect(matches('a:1', { metadata: arrays })).toBe(false);
    const objects = objectOf(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`);
    expect(matches(`${'a.'.repeat(1_500)}a:1`, { metadata: objects })).toBe(false);
    expect(matches('a.a.a:*', { metadata: objects })).toBe(true);
  });
});

describe('work that is saved', () => {
  it('does not read the metadata where the rest of the query has decided', () => {
    const log = {
      ...queryableOf(LOG),
      get metadata(): LogRecord['metadata'] {
        throw new Error('the metadata was read');
      },
    };
    expect(predicateOf('status:500 level:ERROR nope')(log)).toBe(false);
  });
});
