import { describe, expect, it } from 'vitest';
import { meetsGoal, writeMarkdown, writeTable, writeValue } from './report.ts';
import type { Row } from './scenario.ts';

const RATIO: Row = { name: 'product over floor', values: [0.8, 0.6, 0.75], unit: 'ratio', goal: { atLeast: 0.7 } };
const LATENCY: Row = { name: 'latency', values: [70], unit: 'ms', goal: { atMost: 60 } };
const UNKNOWN: Row = { name: 'memory', values: [], unit: 'MB', goal: { atMost: 450 }, absent: 'it cannot be set' };
const PEER: Row = { name: 'peer', values: [0.1], unit: 'ratio' };

describe('the report', () => {
  it('holds the median to the goal', () => {
    expect(meetsGoal(RATIO)).toBe(true);
    expect(meetsGoal(LATENCY)).toBe(false);
  });

  it('has no verdict where there is no goal or no figure', () => {
    expect(meetsGoal(PEER)).toBeUndefined();
    expect(meetsGoal(UNKNOWN)).toBeUndefined();
  });

  it('prints medians with their spread, the goal and the verdict', () => {
    const table = writeTable([
      { name: 'throughput', about: '', rows: [RATIO, PEER] },
      { name: 'paced', about: '', rows: [LATENCY, UNKNOWN] },
    ]).split('\n');
    expect(table[1]).toMatch(/^throughput +product over floor +0\.75 +0\.60–0\.80 +≥ 0\.70 +met$/);
    expect(table[2]).toMatch(/^ +peer +0\.10$/);
    expect(table[3]).toMatch(/^paced +latency +70\.0 ms +≤ 60\.0 ms +NOT MET$/);
    expect(table[4]).toMatch(/memory +– +≤ 450 MB +not measured: it cannot be set$/);
  });

  it('prints the same as Markdown', () => {
    expect(writeMarkdown([{ name: 'paced', about: '', rows: [LATENCY] }]).split('\n')).toEqual([
      '| scenario | figure | median | min–max | goal |  |',
      '| --- | --- | --- | --- | --- | --- |',
      '| paced | latency | 70.0 ms |  | ≤ 60.0 ms | NOT MET |',
    ]);
  });

  it('writes figures as people read them', () => {
    expect([
      writeValue(0.0123, 'share'),
      writeValue(23_456.7, 'lines/s'),
      writeValue(2, 'count'),
      writeValue(259.6, 'bytes'),
    ]).toEqual(['1.2 %', '23,457 lines/s', '2', '260 bytes']);
  });
});
