import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../protocol/index.ts';
import type { LogLine } from '../../stores/index.ts';
import { MAX_VALUES, valueOfField, valuesOfLine } from './line-values.ts';

function lineWith(metadata: JsonObject, parts: Partial<LogLine> = {}): LogLine {
  return {
    kind: 'line',
    seq: 1,
    id: 'log-1',
    time: 0,
    timestamp: '1970-01-01T00:00:00.000Z',
    level: 'warning',
    source: 'api',
    message: 'Slow',
    metadataJson: JSON.stringify(metadata),
    ...parts,
  };
}

function said(line: LogLine): string[] {
  return valuesOfLine(line).values.map(({ name, text }) => `${name}=${text}`);
}

describe('the values of a line', () => {
  test('are its level, its source and what its metadata holds, nested or in lists', () => {
    const line = lineWith({ code: 500, http: { route: '/a', ok: false }, tags: ['x', 'y', 'x'], level: 'gold' });
    expect(said(line)).toEqual([
      'level=WARN',
      'source=api',
      'code=500',
      'http.route=/a',
      'http.ok=false',
      'tags=x',
      'tags=y',
      'metadata.level=gold',
    ]);
  });

  test('leave out what is empty, and stop where there are many', () => {
    expect(said(lineWith({ none: '', list: [], object: {} }, { level: '', source: '' }))).toEqual([]);
    const many = valuesOfLine(lineWith(Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`f${index}`, 1]))));
    expect(many.values).toHaveLength(MAX_VALUES);
    expect(many.hasMore).toBe(true);
  });

  test('are cut and made visible for the eye, and stay whole for the query', () => {
    const [value] = valuesOfLine(lineWith({ key: `\u202e${'a'.repeat(200)}` })).values.slice(2);
    expect(value?.text).toMatch(/^⟨U\+202E⟩a+…$/);
    expect(value?.value).toBe(`\u202e${'a'.repeat(200)}`);
  });

  test('do not include metadata that takes long to read', () => {
    const line = lineWith({ code: 500, text: 'x'.repeat(30_000) });
    expect(valuesOfLine(line).hasMore).toBe(true);
    expect(said(line)).toEqual(['level=WARN', 'source=api']);
    expect(valueOfField(line, 'code')).toBeUndefined();
  });
});

describe('the value of a field', () => {
  test.each([
    ['level', 'warning'],
    ['source', 'api'],
    ['id', 'log-1'],
    ['code', 500],
    ['metadata.code', 500],
    ['http.ok', false],
    ['none', null],
  ])('%s', (name, value) => {
    expect(valueOfField(lineWith({ code: 500, http: { ok: false }, none: null }), name)?.value).toBe(value);
  });

  test.each(['message', 'timestamp', 'http', 'tags.0', 'missing', 'empty'])(
    'is none for %s, which no query finds as a value',
    (name) => {
      const line = lineWith({ http: { ok: false }, tags: ['x'], empty: '' });
      expect(valueOfField(line, name)).toBeUndefined();
    },
  );
});
