import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogEntry } from '../../src/client/library/index.ts';
import { withCutTold, type EarlierLines } from './earlier-lines.ts';

const UNTIL = Date.UTC(2026, 10, 23, 12);
const earlier: EarlierLines = { most: 3, since: UNTIL - 7_200_000, until: UNTIL };

function line(id: string, time: number = UNTIL - 1000): LogEntry {
  const timestamp = Number.isNaN(time) ? 'no time' : new Date(time).toISOString();
  const record = { id, timestamp, level: 'INFO', source: '', message: '', metadata: {} };
  return { kind: 'log', record, defects: [], via: 'socket' };
}

/** The lines, and then an end, an error, or nothing for ever. */
async function* given(lines: readonly LogEntry[], then: 'end' | 'error' | 'silence'): AsyncGenerator<LogEntry, void> {
  yield* lines;
  if (then === 'error') throw new Error('refused');
  if (then === 'silence') await new Promise<void>(() => undefined);
}

/** Reads into a list, which can be looked at while it grows. */
function read(
  lines: readonly LogEntry[],
  then: 'end' | 'error' | 'silence',
): { shown: string[]; over: Promise<string> } {
  const shown: string[] = [];
  async function readAll(): Promise<string> {
    for await (const entry of withCutTold(given(lines, then), earlier)) {
      shown.push(entry.kind === 'gap' ? 'gap' : entry.record.id);
    }
    return 'ended';
  }
  return { shown, over: readAll().catch((error: unknown) => String(error)) };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe('the lines since a time', () => {
  it('begin with a gap where as many came as a server gives, and go on after it', async () => {
    const { shown, over } = read([line('a'), line('b'), line('c'), line('new', UNTIL)], 'end');
    expect(await over).toBe('ended');
    expect(shown).toEqual(['gap', 'a', 'b', 'c', 'new']);
  });

  it('say in the gap from when to when something may be missing', async () => {
    const { value } = await withCutTold(given([line('a'), line('b'), line('c')], 'end'), earlier).next();
    expect(value).toEqual({
      kind: 'gap',
      from: earlier.since,
      to: UNTIL - 1000,
      reason: 'a server gives 3 earlier lines at most',
      lost: undefined,
    });
  });

  it('have no gap where fewer came, whether the stream ends, is refused, goes on or falls silent', async () => {
    const few = [line('a'), line('b')];
    expect(await read(few, 'end').over).toBe('ended');
    const refused = read(few, 'error');
    expect(await refused.over).toBe('Error: refused');
    expect(refused.shown).toEqual(['a', 'b']);
    const busy = read([...few, line('new', UNTIL), line('newer', UNTIL + 1), line('newest', UNTIL + 2)], 'end');
    await busy.over;
    expect(busy.shown).toEqual(['a', 'b', 'new', 'newer', 'newest']);
    const silent = read(few, 'silence');
    await vi.advanceTimersByTimeAsync(499);
    expect(silent.shown).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(silent.shown).toEqual(['a', 'b']);
  });

  it('count one without a time among those that it comes with', async () => {
    const { shown, over } = read([line('a'), line('b', Number.NaN), line('c')], 'end');
    await over;
    expect(shown).toEqual(['gap', 'a', 'b', 'c']);
  });
});
