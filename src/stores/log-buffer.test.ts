import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../protocol/index.ts';
import { LogBuffer } from './log-buffer.ts';
import { metadataOf } from './log-entry.ts';
import { heldIn, instantAt, linesIn, recordAt } from './testing/records.ts';

describe('LogBuffer', () => {
  it('holds the newest lines and evicts the oldest, counted', () => {
    const buffer = new LogBuffer(3);
    for (let second = 0; second < 5; second += 1) buffer.append(recordAt(second));
    expect(heldIn(buffer)).toEqual(['line 2', 'line 3', 'line 4']);
    expect([buffer.firstSeq, buffer.endSeq, buffer.lineCount, buffer.evictedLines]).toEqual([2, 5, 3, 2]);
    expect(buffer.at(1)).toBeUndefined();
    expect(buffer.at(5)).toBeUndefined();
    expect(buffer.lineById('log-1')).toBeUndefined();
    expect(buffer.lineById('log-4')?.seq).toBe(4);
  });

  it('holds a hundred thousand lines unless it is told otherwise, however many come', () => {
    const buffer = new LogBuffer();
    for (let second = 0; second < 100_002; second += 1) buffer.append(recordAt(second));
    expect([buffer.lineCount, buffer.evictedLines]).toEqual([100_000, 2]);
  });

  it('takes an id once: the first body is kept, another one is a conflict', () => {
    const buffer = new LogBuffer(3);
    expect(buffer.append(recordAt(1))).toBe('appended');
    expect(buffer.append(recordAt(1))).toBe('repeated');
    expect(buffer.append(recordAt(1, { message: 'other' }))).toBe('conflict');
    expect(buffer.append(recordAt(1, { timestamp: recordAt(2).timestamp }))).toBe('conflict');
    expect(buffer.append(recordAt(1, { level: 'FATAL' }))).toBe('conflict');
    expect(buffer.append(recordAt(1, { source: 'elsewhere' }))).toBe('conflict');
    expect(buffer.append(recordAt(1, { metadata: { a: 1 } }))).toBe('conflict');
    expect(heldIn(buffer)).toEqual(['line 1']);
  });

  it('takes metadata for the same in whatever order its keys stand', () => {
    const buffer = new LogBuffer(3);
    buffer.append(recordAt(1, { metadata: { a: { x: 1, y: [2] }, b: null } }));
    expect(buffer.append(recordAt(1, { metadata: { b: null, a: { y: [2], x: 1 } } }))).toBe('repeated');
    expect(buffer.append(recordAt(1, { metadata: { b: null, a: { y: [3], x: 1 } } }))).toBe('conflict');
  });

  it('takes an id again once its line is evicted', () => {
    const buffer = new LogBuffer(1);
    buffer.append(recordAt(1));
    buffer.append(recordAt(2));
    expect(buffer.append(recordAt(1))).toBe('appended');
    expect(heldIn(buffer)).toEqual(['line 1']);
  });

  it('tells lines without an id apart', () => {
    const buffer = new LogBuffer(5);
    for (let time = 0; time < 3; time += 1) expect(buffer.append(recordAt(1, { id: '' }))).toBe('appended');
    expect(buffer.lineCount).toBe(3);
    expect(new Set(linesIn(buffer).map((line) => line.seq)).size).toBe(3);
    expect(buffer.lineById('')).toBeUndefined();
  });

  it.each(['__proto__', 'constructor', 'toString'])(
    'takes %s as an id, a level and a source like any other',
    (name) => {
      const buffer = new LogBuffer(5);
      expect(buffer.lineById(name)).toBeUndefined();
      const record = recordAt(1, { id: name, level: name, source: name });
      expect(buffer.append(record)).toBe('appended');
      expect(buffer.append(record)).toBe('repeated');
      expect(buffer.lineById(name)).toMatchObject({ level: name, source: name });
    },
  );

  it('counts a gap as a row and not as a line', () => {
    const buffer = new LogBuffer(2);
    buffer.append(recordAt(1));
    buffer.appendGap({ from: 1, to: 2, reason: 'interrupted', lost: undefined, lostBy: 'server' });
    expect([buffer.lineCount, buffer.endSeq]).toEqual([1, 2]);
    expect(buffer.newestLine()?.message).toBe('line 1');
    buffer.append(recordAt(2));
    buffer.append(recordAt(3));
    expect(heldIn(buffer)).toEqual(['line 2', 'line 3']);
    expect(buffer.evictedLines).toBe(1);
  });

  it('never gives a sequence number twice, even after it was cleared', () => {
    const buffer = new LogBuffer(2);
    for (let second = 0; second < 3; second += 1) buffer.append(recordAt(second));
    buffer.clear();
    expect([buffer.firstSeq, buffer.endSeq, buffer.lineCount, buffer.evictedLines]).toEqual([3, 3, 0, 0]);
    expect(buffer.at(2)).toBeUndefined();
    expect(buffer.newestLine()).toBeUndefined();
    expect(buffer.append(recordAt(1))).toBe('appended');
    expect(buffer.newestLine()?.seq).toBe(3);
  });

  it('reads times once and keeps unreadable ones as they came', () => {
    const buffer = new LogBuffer(2);
    buffer.append(recordAt(5));
    buffer.append(recordAt(6, { timestamp: 'yesterday' }));
    expect(linesIn(buffer).map((line) => line.time)).toEqual([instantAt(5), Number.NaN]);
    expect(buffer.newestLine()?.timestamp).toBe('yesterday');
  });

  it('gives metadata back as it came, at any depth', () => {
    const buffer = new LogBuffer(3);
    const metadata: JsonObject = JSON.parse('{"__proto__":{"a":1},"list":[null,true,"x"]}');
    const depth = 100_000;
    const deep: JsonObject = JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);
    buffer.append(recordAt(1, { metadata }));
    buffer.append(recordAt(2, { metadata: deep }));
    buffer.append(recordAt(3));
    const [first, second, third] = linesIn(buffer);
    expect(first && JSON.stringify(metadataOf(first))).toBe(JSON.stringify(metadata));
    expect(second?.metadataJson.length).toBe(depth * 6 + 1);
    expect(third && metadataOf(third)).toEqual({});
  });
});
