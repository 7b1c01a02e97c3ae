import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../protocol/index.ts';
import { LogBuffer } from './log-buffer.ts';
import { metadataOf } from './log-entry.ts';
import { inOrderOfTime, mergeByTime } from './merge-by-time.ts';
import { heldIn, linesIn, recordAt } from './testing/records.ts';

function bufferOf(capacity: number, ...seconds: readonly number[]): LogBuffer {
  const buffer = new LogBuffer(capacity);
  for (const second of seconds) buffer.append(recordAt(second, { metadata: { second } }));
  return buffer;
}

function merged(buffer: LogBuffer, records: readonly LogRecord[]): void {
  mergeByTime(buffer, inOrderOfTime(records));
}

describe('mergeByTime', () => {
  it('puts fetched lines between, before and behind those held', () => {
    const buffer = bufferOf(20, 2, 4);
    merged(buffer, [recordAt(5), recordAt(1), recordAt(3)]);
    expect(heldIn(buffer)).toEqual(['line 1', 'line 2', 'line 3', 'line 4', 'line 5']);
    expect(linesIn(buffer).map(metadataOf)).toEqual([{}, { second: 2 }, {}, { second: 4 }, {}]);
  });

  it('leaves the lines that are held in the order in which they came', () => {
    const buffer = bufferOf(20, 4, 2, 6);
    merged(buffer, [recordAt(3), recordAt(5)]);
    const held = heldIn(buffer);
    expect(held.filter((line) => ['line 4', 'line 2', 'line 6'].includes(line))).toEqual([
      'line 4',
      'line 2',
      'line 6',
    ]);
    expect(held).toHaveLength(5);
  });

  it('keeps gaps where they were', () => {
    const buffer = bufferOf(20, 1);
    buffer.appendGap({ from: 1, to: 5, reason: 'interrupted', lost: undefined, lostBy: 'server' });
    buffer.append(recordAt(5));
    merged(buffer, [recordAt(0), recordAt(6)]);
    expect(heldIn(buffer)).toEqual(['line 0', 'line 1', 'gap', 'line 5', 'line 6']);
  });

  it('gives all lines new sequence numbers', () => {
    const buffer = bufferOf(20, 1, 2);
    merged(buffer, [recordAt(0)]);
    const seqs = linesIn(buffer).map((line) => line.seq);
    expect(Math.min(...seqs)).toBeGreaterThanOrEqual(2);
    expect(seqs.slice(1)).toEqual([0, 1].map((before) => buffer.currentSeq(before)));
  });

  it('evicts from the old end what does not fit, counted with what was evicted before', () => {
    const buffer = bufferOf(3, 1, 2, 3, 4);
    expect(buffer.evictedLines).toBe(1);
    merged(buffer, [recordAt(0), recordAt(5)]);
    expect(heldIn(buffer)).toEqual(['line 3', 'line 4', 'line 5']);
    expect(buffer.evictedLines).toBe(3);
  });

  it('finds the places of the others even if one fetched line has no readable time', () => {
    const buffer = bufferOf(20, 2, 4);
    const odd = recordAt(9, { timestamp: 'whenever', message: 'odd' });
    merged(buffer, [recordAt(1), odd, recordAt(3), recordAt(5)]);
    expect(heldIn(buffer)).toEqual(['line 1', 'odd', 'line 2', 'line 3', 'line 4', 'line 5']);
  });
});
