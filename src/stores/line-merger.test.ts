import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../protocol/index.ts';
import { LineMerger } from './line-merger.ts';
import { LogBuffer } from './log-buffer.ts';
import { heldIn, linesIn, recordAt } from './testing/records.ts';

function holding(...records: readonly LogRecord[]): LogBuffer {
  const buffer = new LogBuffer(50_000);
  for (const record of records) buffer.append(record);
  return buffer;
}

/** Puts everything in; answers how many steps that took. */
function mergeAll(merger: LineMerger): number {
  let steps = 0;
  for (; !merger.isDone; steps += 1) merger.next();
  return steps;
}

const even = (count: number): LogRecord[] => Array.from({ length: count }, (_, index) => recordAt(index * 2));
const odd = (count: number): LogRecord[] => Array.from({ length: count }, (_, index) => recordAt(index * 2 + 1));

describe('LineMerger', () => {
  it('puts lines into their places a stretch at a time, the newest first', () => {
    const buffer = holding(...even(15_000));
    const merger = new LineMerger(buffer);
    merger.add(odd(15_000), new Map(), false);
    const first = merger.next();
    expect(first.inserted.at(-1)?.message).toBe('line 29999');
    expect(first.inserted.length).toBeLessThan(5_000);
    expect(heldIn(buffer).slice(-3)).toEqual(['line 29997', 'line 29998', 'line 29999']);
    expect(mergeAll(merger)).toBeGreaterThan(3);
    expect(heldIn(buffer)).toEqual(Array.from({ length: 30_000 }, (_, second) => `line ${second}`));
  });

  it('leaves out what is held, and what comes twice', () => {
    const buffer = holding(recordAt(1), recordAt(3));
    const merger = new LineMerger(buffer);
    merger.add([recordAt(1), recordAt(2), recordAt(2)], new Map(), false);
    expect(merger.next().inserted.map(({ message }) => message)).toEqual(['line 2']);
    expect(merger.isDone).toBe(true);
    merger.add([recordAt(2)], new Map(), false);
    expect(merger.next().rearranged).toBeUndefined();
  });

  it('keeps lines of one time in the order in which they came, those that are held among them', () => {
    const at = (id: string, more: Partial<LogRecord> = {}): LogRecord => recordAt(5, { id, message: id, ...more });
    const buffer = holding(recordAt(4), at('c'), at('f'), recordAt(6));
    const merger = new LineMerger(buffer);
    merger.add([recordAt(4), at('a'), at('b'), at('c'), at('d'), at('f'), at('g')], new Map(), false);
    mergeAll(merger);
    expect(heldIn(buffer)).toEqual(['line 4', 'a', 'b', 'c', 'd', 'f', 'g', 'line 6']);
    // What was not asked about came later; where others were left out before, it came earlier.
    merger.add([at('e'), recordAt(6)], new Map(), false);
    mergeAll(merger);
    expect(heldIn(buffer).slice(0, 3)).toEqual(['line 4', 'e', 'a']);
    merger.add([at('h'), recordAt(6)], new Map(), true);
    mergeAll(merger);
    expect(heldIn(buffer).slice(-3)).toEqual(['g', 'h', 'line 6']);
  });

  it('knows lines without an id by what they say, as many of a kind as are held', () => {
    const nameless = (second: number, message: string): LogRecord => recordAt(second, { id: '', message });
    const buffer = holding(nameless(1, 'a'), nameless(1, 'a'), nameless(2, 'b'), recordAt(3));
    const merger = new LineMerger(buffer);
    const seen = new Map<string, number>();
    expect(merger.add([nameless(1, 'a'), nameless(1, 'a'), nameless(1, 'a'), nameless(1, 'b')], seen, false)).toBe(2);
    mergeAll(merger);
    expect(heldIn(buffer)).toEqual(['a', 'a', 'a', 'b', 'b', 'line 3']);
    // The same request goes on: what it brought before is not what it brings now.
    expect(merger.add([nameless(1, 'a'), nameless(2, 'b')], seen, false)).toBe(1);
    mergeAll(merger);
    expect(heldIn(buffer)).toEqual(['a', 'a', 'a', 'b', 'a', 'b', 'line 3']);
  });

  it('takes lines without a readable time, whatever it holds', () => {
    const buffer = holding(recordAt(1), recordAt(3));
    const merger = new LineMerger(buffer);
    merger.add([recordAt(7, { timestamp: 'whenever' }), recordAt(2)], new Map(), false);
    mergeAll(merger);
    expect(new Set(heldIn(buffer))).toEqual(new Set(['line 7', 'line 1', 'line 2', 'line 3']));
  });

  it('ends with all lines in order of time, from whatever requests they come, and leads old numbers to new ones', () => {
    const seconds = fc.uniqueArray(fc.integer({ min: 0, max: 20_000 }), { maxLength: 4_000 });
    fc.assert(
      fc.property(seconds, fc.array(seconds, { maxLength: 3 }), fc.nat(), (held, requests, salt) => {
        const buffer = holding(...held.toSorted((a, b) => a - b).map((second) => recordAt(second)));
        const before = linesIn(buffer);
        const merger = new LineMerger(buffer);
        for (const request of requests) {
          merger.add(
            request.map((second) => recordAt(second)),
            new Map(),
            false,
          );
          if (salt % 2 === 0 && !merger.isDone) merger.next();
        }
        mergeAll(merger);
        const all = [...new Set([...held, ...requests.flat()])].sort((a, b) => a - b);
        expect(heldIn(buffer)).toEqual(all.map((second) => `line ${second}`));
        for (const { seq, id } of before) expect(buffer.lineById(id)?.seq).toBe(buffer.currentSeq(seq));
      }),
      { numRuns: 40 },
    );
  });
});
