import { describe, expect, it } from 'vitest';
import type { GapEntry, LogEntry } from '../../src/client/library/index.ts';
import type { LogRecord } from '../../src/protocol/index.ts';
import { formatAsJson, textFormat } from './format-entry.ts';

const text = textFormat(false);

function entry(record: Partial<LogRecord>): LogEntry {
  const timestamp = '2026-11-23T12:00:00.000Z';
  const whole = { id: 'log-1', timestamp, level: 'INFO', message: 'Hello', source: 'api', metadata: {}, ...record };
  return { kind: 'log', record: whole, defects: [], via: 'socket' };
}

const gap: GapEntry = {
  kind: 'gap',
  from: Date.UTC(2026, 10, 23, 12),
  to: Date.UTC(2026, 10, 23, 12, 0, 9),
  reason: 'the connection was interrupted',
  lost: 40,
};

describe('an entry as text', () => {
  it('is its time, level, source, message and metadata on one line', () => {
    expect(text(entry({ metadata: { order: 42 } }))).toBe('2026-11-23T12:00:00.000Z INFO  api Hello {"order":42}\n');
  });

  it('shows what cannot be read as it came, and leaves out what is not there', () => {
    expect(text(entry({ timestamp: 'yesterday', level: 'LOUD', source: '' }))).toBe('yesterday LOUD  Hello\n');
    expect(text(entry({ timestamp: '', level: '', source: '', message: 'bare' }))).toBe('      bare\n');
  });

  it('is coloured by its level only where colours are wanted', () => {
    const coloured = textFormat(true)(entry({ level: 'err' }));
    expect(coloured).toContain('\u001b[31merr  \u001b[0m');
    expect(text(entry({ level: 'err' }))).not.toContain('\u001b');
  });

  it('indents the further lines of a message, so that none passes for another log', () => {
    const forged = 'first\n2026-11-23T12:00:01.000Z FATAL payments forged\r\nlast\n\n';
    expect(text(entry({ message: forged }))).toBe(
      '2026-11-23T12:00:00.000Z INFO  api first\n    2026-11-23T12:00:01.000Z FATAL payments forged\n    last\n',
    );
    expect(text(entry({ source: 'a\nb', level: 'X\nY', timestamp: 'c\nd' })).split('\n')).toHaveLength(2);
  });

  it('shows control characters instead of obeying them', () => {
    const hostile = '\u001b]0;title\u0007\u001b[2J\u009b1mred\u001b[31mding\u001b[0m \u202egnp.exe \rgone\u0000\u007f';
    const shown = text(entry({ message: hostile, metadata: { '\u009bkey': '\u001b[5m' } }));
    expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(shown).toContain('␛]0;title␇␛[2J⟨U+009B⟩1mredding ⟨U+202E⟩gnp.exe ␍gone␀␡');
    expect(shown).toContain('{"\\u009bkey":"\\u001b[5m"}');
  });

  it('says of a gap how much is missing, between when, and why', () => {
    expect(text(gap)).toBe(
      '--- Gap: 40 lines are missing between 2026-11-23T12:00:00.000Z and 2026-11-23T12:00:09.000Z (the connection was interrupted) ---\n',
    );
    const vague = { ...gap, lost: undefined, from: undefined, reason: 'a\u001b[2J\nb' };
    expect(text(vague)).toBe('--- Gap: lines may be missing (a␛[2J␊b) ---\n');
    expect(text({ ...gap, lost: 1 })).toContain('1 line is missing');
    expect(textFormat(true)(gap)).toMatch(/^\u001b\[1;33m---/);
  });
});

describe('an entry as JSON', () => {
  it('is the log as it came, on one line that no terminal obeys', () => {
    const record = { message: 'a\nb\u009b\u202e\u001b[2J\u{e0041}', metadata: { deep: { a: [1, null] } } };
    const line = formatAsJson(entry(record));
    expect(line.split('\n')).toHaveLength(2);
    expect(line).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(JSON.parse(line)).toEqual(entry(record).record);
  });

  it('is an object of its own for a gap, with what is not known as null', () => {
    expect(JSON.parse(formatAsJson({ ...gap, to: undefined, lost: undefined }))).toEqual({
      gap: { from: '2026-11-23T12:00:00.000Z', to: null, reason: 'the connection was interrupted', lost: null },
    });
  });

  it('takes metadata that is nested deeper than the platform can write', () => {
    const depth = 20_000;
    const metadata: LogRecord['metadata'] = JSON.parse('{"a":'.repeat(depth) + '1' + '}'.repeat(depth));
    const line = formatAsJson(entry({ metadata }));
    expect(line).toContain('{"a":{"a":');
  });
});
