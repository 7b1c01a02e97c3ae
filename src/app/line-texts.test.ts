import { describe, expect, it } from 'vitest';
import type { LogLine } from '../stores/index.ts';
import { lineTexts } from './line-texts.ts';

function line(id: string, message: string, more: Partial<LogLine> = {}): LogLine {
  const timestamp = '2026-11-23T10:00:00.000Z';
  return {
    kind: 'line',
    seq: 0,
    id,
    time: Date.parse(timestamp),
    timestamp,
    level: 'INFO',
    source: 'api',
    message,
    metadataJson: '',
    ...more,
  };
}

function written(format: 'text' | 'json' | 'markdown', lines: readonly LogLine[], asRead = {}): string {
  const { head, between, foot, textOf } = lineTexts(format, lines, new Map(Object.entries(asRead)));
  return `${head}${lines.map(textOf).join(between)}${foot}`;
}

describe('lines as text', () => {
  it('are what was read, and what their fields say where that is not known', () => {
    const lines = [line('a', 'short'), line('b', 'two\nlines\n', { level: '' }), line('', '')];
    expect(written('text', lines, { a: '\u001b[31mas read\u001b[0m\r\n' })).toBe(
      '\u001b[31mas read\u001b[0m\n2026-11-23T10:00:00.000Z api two\nlines\n2026-11-23T10:00:00.000Z INFO api\n',
    );
  });
});

describe('lines as JSON', () => {
  it('hold their metadata whole', () => {
    const metadata = { deep: [{ '"': null }], number: 1e21 };
    const lines = [line('a', '"quoted"', { metadataJson: JSON.stringify(metadata) }), line('', 'plain')];
    const timestamp = '2026-11-23T10:00:00.000Z';
    expect(JSON.parse(written('json', lines))).toEqual([
      { id: 'a', timestamp, level: 'INFO', message: '"quoted"', source: 'api', metadata },
      { id: '', timestamp, level: 'INFO', message: 'plain', source: 'api', metadata: {} },
    ]);
  });
});

describe('lines as Markdown', () => {
  it('stand in a fence', () => {
    expect(written('markdown', [line('a', 'x')], { a: 'one `tick`' })).toBe('```text\none `tick`\n```\n');
  });

  it('stand in a fence that is longer than any run of backticks in them', () => {
    const texts = { a: '``` and ````` here', b: '````' };
    expect(written('markdown', [line('a', ''), line('b', '')], texts)).toBe(
      '``````text\n``` and ````` here\n````\n``````\n',
    );
  });
});
