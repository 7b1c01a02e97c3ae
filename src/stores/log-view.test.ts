import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogPredicate } from '../query/index.ts';
import { LogBuffer } from './log-buffer.ts';
import { LogView } from './log-view.ts';
import { recordAt } from './testing/records.ts';

const everything: LogPredicate = () => true;
const errors: LogPredicate = (log) => log.level === 'ERROR';
const nothing: LogPredicate = () => false;

/** What the view should hold, worked out anew from the whole buffer. */
function naive(buffer: LogBuffer, matches: LogPredicate): number[] {
  const seqs: number[] = [];
  for (let seq = buffer.firstSeq; seq < buffer.endSeq; seq += 1) {
    const entry = buffer.at(seq);
    if (entry === undefined) continue;
    if (entry.kind !== 'line' || matches({ ...entry, metadata: {} })) seqs.push(seq);
  }
  return seqs;
}

function rowsOf(view: LogView): (number | undefined)[] {
  return Array.from({ length: view.length }, (_, index) => view.seqAt(index));
}

const step = fc.oneof(
  fc.record({
    kind: fc.constant('lines' as const),
    levels: fc.array(fc.constantFrom('INFO', 'ERROR'), { maxLength: 30 }),
  }),
  fc.constant({ kind: 'gap' as const }),
  fc.constant({ kind: 'clear' as const }),
  fc.record({ kind: fc.constant('show' as const), matches: fc.constantFrom(everything, errors, nothing) }),
  fc.constant({ kind: 'catch up' as const }),
);

describe('LogView', () => {
  it('equals a filter over the whole buffer, whatever is appended, evicted, cleared or asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.array(step, { maxLength: 25 }), (capacity, steps) => {
        const buffer = new LogBuffer(capacity);
        let matches = everything;
        const view = new LogView(buffer, matches);
        let second = 0;
        for (const one of steps) {
          switch (one.kind) {
            case 'lines':
              for (const level of one.levels) buffer.append(recordAt((second += 1), { level }));
              break;
            case 'gap':
              buffer.appendGap({ from: 0, to: 1, reason: '', lost: undefined, lostBy: 'server' });
              break;
            case 'clear':
              buffer.clear();
              break;
            case 'show':
              matches = one.matches;
              view.rebuild(matches);
              break;
            case 'catch up':
              break;
          }
          view.catchUp();
          const expected = naive(buffer, matches);
          expect(rowsOf(view)).toEqual(expected);
          expect(view.lineCount).toBe(expected.filter((seq) => buffer.at(seq)?.kind === 'line').length);
          for (let seq = buffer.firstSeq - 2; seq <= buffer.endSeq; seq += 1) {
            expect(view.indexOf(seq)).toBe(expected.indexOf(seq));
          }
        }
      }),
    );
  });

  it('says how many lines it gained, gaps and held-back lines not counted', () => {
    const buffer = new LogBuffer(10);
    const view = new LogView(buffer, errors);
    for (const level of ['ERROR', 'INFO', 'ERROR']) buffer.append(recordAt(buffer.endSeq, { level }));
    buffer.appendGap({ from: 0, to: 1, reason: '', lost: undefined, lostBy: 'server' });
    expect(view.catchUp()).toBe(2);
    expect(view.catchUp()).toBe(0);
    expect([view.length, view.lineCount]).toEqual([3, 2]);
  });

  it('looks at each line once, however often it catches up', () => {
    const buffer = new LogBuffer(100);
    let looks = 0;
    const view = new LogView(buffer, () => {
      looks += 1;
      return true;
    });
    for (let second = 0; second < 50; second += 1) {
      buffer.append(recordAt(second));
      view.catchUp();
    }
    expect(looks).toBe(50);
  });

  it('cuts off evicted rows for good after many of them', () => {
    const buffer = new LogBuffer(10);
    const view = new LogView(buffer, everything);
    for (let second = 0; second < 20_000; second += 1) {
      buffer.append(recordAt(second));
      view.catchUp();
    }
    expect(rowsOf(view)).toEqual(naive(buffer, everything));
    expect(view.entryAt(0)?.seq).toBe(19_990);
    expect(view.entryAt(10)).toBeUndefined();
  });
});
