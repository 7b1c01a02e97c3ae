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

describe('looking in slices', () => {
  it('finds what is nearest first, and in the end all, whatever is appended and evicted meanwhile', () => {
    const buffer = new LogBuffer(5_000);
    for (let second = 0; second < 5_000; second += 1) buffer.append(recordAt(second));
    const view = new LogView(buffer, nothing);
    view.catchUp();
    view.begin(3_000, everything);
    expect(view.length).toBe(0);
    const once = (): (() => boolean) => () => true;
    expect(view.look(once())).toBe(false);
    expect(view.indexOf(3_000)).toBeGreaterThanOrEqual(0);
    expect(view.indexOf(2_999)).toBeGreaterThanOrEqual(0);
    expect([view.indexOf(4_999), view.indexOf(0)]).toEqual([-1, -1]);
    expect(view.unlooked).toBe(5_000 - view.length);
    for (let second = 5_000; second < 6_000; second += 1) buffer.append(recordAt(second));
    view.catchUp();
    while (!view.look(once())) expect(view.length + view.unlooked).toBe(5_000);
    expect(rowsOf(view)).toEqual(naive(buffer, everything));
  });
});

describe('repeats', () => {
  const said = (view: LogView): (string | undefined)[] =>
    Array.from({ length: view.length }, (_, index) => {
      const entry = view.entryAt(index);
      return entry?.kind === 'line' ? `${entry.message} ×${view.countAt(index)}` : undefined;
    });
  const spoken = (...messages: readonly string[]): { buffer: LogBuffer; view: LogView } => {
    const buffer = new LogBuffer(2_000);
    for (const message of messages) buffer.append(recordAt(buffer.endSeq, { message }));
    const view = new LogView(buffer, everything);
    view.catchUp();
    return { buffer, view };
  };

  it('fold into one row on demand, and unfold to what came', () => {
    const { view } = spoken('a', 'b', 'b', 'b', 'a');
    view.begin(0, everything, true);
    view.look(() => false);
    expect(said(view)).toEqual(['a ×1', 'b ×3', 'a ×1']);
    expect([view.lineCount, view.indexOf(3), view.indexOf(4)]).toEqual([5, 1, 2]);
    view.unfold(1);
    expect(said(view)).toEqual(['a ×1', 'b ×1', 'b ×1', 'b ×1', 'a ×1']);
    view.begin(3, everything, false);
    view.look(() => false);
    expect(rowsOf(view)).toEqual([0, 1, 2, 3, 4]);
  });

  it('that were unfolded are not counted where they are very many: their rows are drawn again and again', () => {
    for (const [lines, counted] of [
      [999, 999],
      [1_500, Infinity],
    ] as const) {
      const { view } = spoken('a', ...Array.from({ length: lines }, () => 'b'), 'c');
      view.begin(0, everything, true);
      view.look(() => false);
      view.unfold(1);
      expect([view.length, view.unfoldedAt(1)]).toEqual([lines + 2, counted]);
      view.fold(5);
      expect(view.length).toBe(3);
    }
  });

  it('that were unfolded fold again from any of their rows, with those that came since', () => {
    const { buffer, view } = spoken('a', 'b', 'b', 'b', 'a', 'a');
    view.begin(0, everything, true);
    view.look(() => false);
    const unfolded = (): number[] => Array.from({ length: view.length }, (_, index) => view.unfoldedAt(index));
    expect(unfolded()).toEqual([0, 0, 0]);
    view.unfold(1);
    view.unfold(4);
    expect(unfolded()).toEqual([0, 3, 0, 0, 2, 0]);
    view.fold(3);
    expect(said(view)).toEqual(['a ×1', 'b ×3', 'a ×1', 'a ×1']);
    buffer.append(recordAt(6, { message: 'a' }));
    view.catchUp();
    expect(said(view)).toEqual(['a ×1', 'b ×3', 'a ×1', 'a ×2']);
    expect(unfolded()).toEqual([0, 0, 3, 0]);
    view.fold(4);
    expect(said(view)).toEqual(['a ×1', 'b ×3', 'a ×3']);
    view.fold(0);
    expect(said(view)).toEqual(['a ×1', 'b ×3', 'a ×3']);
    view.begin(3, everything, false);
    view.look(() => false);
    expect(unfolded()).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('fold as they come, but for those of another level or source', () => {
    const { buffer, view } = spoken('a');
    view.begin(0, everything, true);
    view.look(() => false);
    buffer.append(recordAt(1, { message: 'a' }));
    buffer.append(recordAt(2, { message: 'a', level: 'ERROR' }));
    buffer.append(recordAt(3, { message: 'a', level: 'ERROR', source: 'other' }));
    view.catchUp();
    expect(said(view)).toEqual(['a ×2', 'a ×1', 'a ×1']);
  });
});

describe('the generation of a view', () => {
  it('changes with what may pass, and not with lines that come at the end or go to make room', () => {
    const buffer = new LogBuffer(3);
    const view = new LogView(buffer, everything);
    const changes = (change: () => void): boolean => {
      const before = view.generation;
      change();
      return view.generation !== before;
    };
    const append = (): void => {
      for (const second of [1, 2, 3, 4, 5]) buffer.append(recordAt(second));
      view.catchUp();
    };
    expect(changes(append)).toBe(false);
    expect(changes(() => view.rebuild(errors))).toBe(true);
    expect(changes(() => view.rebuild(everything))).toBe(true);
    expect(changes(() => view.follow(buffer.rearrange(buffer.entries())))).toBe(true);
    view.catchUp();
    expect(changes(() => view.lookAgain(buffer.firstSeq, buffer.endSeq))).toBe(true);
  });
});
