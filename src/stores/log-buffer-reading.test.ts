import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogPredicate } from '../query/index.ts';
import { LogBuffer } from './log-buffer.ts';
import { LogView } from './log-view.ts';
import { heldIn, linesIn, recordAt } from './testing/records.ts';

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

function filled(capacity: number, seconds: number): LogBuffer {
  const buffer = new LogBuffer(capacity);
  for (const second of range(0, seconds - 1)) buffer.append(recordAt(second));
  return buffer;
}

describe('while older lines are read', () => {
  it('they stay, and what had to go is a marker that says how many', () => {
    const buffer = filled(10, 10);
    buffer.keepWhileRead({ first: 0, last: 3, inView: 1 });
    for (const second of range(10, 14)) buffer.append(recordAt(second));
    const kept = range(0, 3).map((second) => `line ${second}`);
    expect(heldIn(buffer)).toEqual([...kept, '6 evicted', ...range(10, 14).map((second) => `line ${second}`)]);
    expect(buffer.evictedLines).toBe(6);
    buffer.keepWhileRead(undefined);
    buffer.append(recordAt(15));
    expect(heldIn(buffer)[0]).toBe('line 1');
  });

  it('what had to go from above it is counted apart from that, and no longer once it came back', () => {
    const buffer = filled(20, 23);
    expect(buffer.evictedAbove).toBe(3);
    buffer.keepWhileRead({ first: 3, last: 6, inView: 6 });
    for (const second of range(23, 30)) buffer.append(recordAt(second));
    const missing = (): number => buffer.evictedMarkers().reduce((sum, { count }) => sum + count, buffer.evictedAbove);
    expect(buffer.evictedAbove).toBe(3);
    expect(missing()).toBe(buffer.evictedLines);
    const [marker] = buffer.evictedMarkers();
    if (marker === undefined) throw new Error('nothing was evicted');
    buffer.capacity = 40;
    expect(buffer.restore(marker, [recordAt(7), recordAt(8)])).toBe(2);
    expect(buffer.evictedAbove).toBe(3);
    expect(missing()).toBe(buffer.evictedLines - 2);
    buffer.prepend([recordAt(1), recordAt(2)]);
    expect(buffer.evictedAbove).toBe(1);
    buffer.prepend([recordAt(-1), recordAt(0)]);
    expect(buffer.evictedAbove).toBe(0);
    // What a place stands for that is itself given up is missing above then.
    buffer.keepWhileRead(undefined);
    buffer.capacity = 5;
    expect(buffer.evictedMarkers()).toEqual([]);
    expect(buffer.evictedAbove).toBe(26 + 1);
    buffer.clear();
    expect(buffer.evictedAbove).toBe(0);
  });

  it('are one place that grows, however near to it the reader comes', () => {
    const buffer = filled(20, 20);
    buffer.keepWhileRead({ first: 0, last: 3, inView: 1 });
    for (const second of range(20, 23)) buffer.append(recordAt(second));
    buffer.keepWhileRead({ first: 0, last: 7, inView: 3 });
    for (const second of range(24, 27)) buffer.append(recordAt(second));
    expect(heldIn(buffer).slice(3, 6)).toEqual(['line 3', '9 evicted', 'line 13']);
    expect(buffer.evictedMarkers()).toHaveLength(1);
  });

  it('are one place also where what is read ends before what is in view, as numbers that move may have it', () => {
    const buffer = filled(20, 20);
    buffer.keepWhileRead({ first: 0, last: 3, inView: 8 });
    for (const second of range(20, 25)) buffer.append(recordAt(second));
    expect(heldIn(buffer)).toHaveLength(20);
    const held = heldIn(buffer).filter((row) => row.startsWith('line '));
    expect(held.length + buffer.evictedLines).toBe(26);
    expect(buffer.evictedMarkers()).toHaveLength(1);
  });

  it('evicts the oldest ones where what is read is not the oldest', () => {
    const buffer = filled(10, 10);
    buffer.keepWhileRead({ first: 4, last: 6, inView: 6 });
    for (const second of range(10, 15)) buffer.append(recordAt(second));
    expect(heldIn(buffer).slice(0, 4)).toEqual(['line 4', 'line 5', 'line 6', '3 evicted']);
  });

  it('they stay where numbers without lines lie between them and what is kept with them', () => {
    const buffer = filled(20, 20);
    buffer.keepWhileRead({ first: 0, last: 4, inView: 2 });
    for (const second of range(20, 60)) buffer.append(recordAt(second));
    const [marker] = buffer.evictedMarkers();
    // The reader has come a little further: what is kept reaches to the other side of where lines went.
    buffer.keepWhileRead({ first: 0, last: (marker?.end ?? 0) + 3, inView: 3 });
    for (const second of range(61, 80)) buffer.append(recordAt(second));
    expect(heldIn(buffer).slice(0, 4)).toEqual(range(0, 3).map((second) => `line ${second}`));
  });

  it('older lines get numbers that lead nowhere else, even after others were put between', () => {
    const buffer = filled(5_000, 3_000);
    buffer.rearrange([{ kind: 'new_line', record: recordAt(-1) }, ...buffer.entries()]);
    buffer.prepend(range(-900, -2).map((second) => recordAt(second)));
    for (const line of linesIn(buffer)) expect(buffer.currentSeq(line.seq)).toBe(line.seq);
  });

  it('is not evicted for lines that are put between others', () => {
    const buffer = filled(20, 20);
    buffer.keepWhileRead({ first: 0, last: 4, inView: 2 });
    const [first, ...others] = buffer.entries();
    if (first === undefined) throw new Error('nothing is held');
    buffer.rearrange([first, { kind: 'new_line', record: recordAt(0.5, { message: 'between' }) }, ...others]);
    expect(heldIn(buffer).slice(0, 6)).toEqual(['line 0', 'between', 'line 1', 'line 2', 'line 3', 'line 4']);
  });

  it('keeps no more than half of what fits: the newest lines have their place too', () => {
    const buffer = filled(10, 10);
    buffer.keepWhileRead({ first: 0, last: 9, inView: 9 });
    buffer.append(recordAt(10));
    expect(heldIn(buffer)[0]).toBe('line 1');
  });

  it('takes evicted lines back into their places, from the old end on', () => {
    const buffer = filled(20, 20);
    buffer.keepWhileRead({ first: 0, last: 3, inView: 3 });
    for (const second of range(20, 29)) buffer.append(recordAt(second));
    const [marker] = buffer.evictedMarkers();
    if (marker === undefined) throw new Error('nothing was evicted');
    expect(marker.count).toBe(11);
    expect(
      buffer.restore(
        marker,
        range(3, 6).map((second) => recordAt(second)),
      ),
    ).toBe(3);
    expect(heldIn(buffer).slice(3, 8)).toEqual(['line 3', 'line 4', 'line 5', 'line 6', '11 evicted']);
    expect(buffer.lineById('log-5')?.message).toBe('line 5');
  });

  it('closes the place where all of them came back', () => {
    const buffer = filled(20, 20);
    buffer.keepWhileRead({ first: 0, last: 3, inView: 3 });
    for (const second of range(20, 22)) buffer.append(recordAt(second));
    const [marker] = buffer.evictedMarkers();
    if (marker === undefined) throw new Error('nothing was evicted');
    buffer.capacity = 40;
    expect(
      buffer.restore(
        marker,
        range(3, 8).map((second) => recordAt(second)),
      ),
    ).toBe(4);
    expect(heldIn(buffer)).toEqual(range(0, 22).map((second) => `line ${second}`));
    expect(buffer.restore(marker, [recordAt(50)])).toBe(0);
  });

  it('takes older lines in before all others, each id once', () => {
    const buffer = filled(100, 5);
    const older = [recordAt(-3), recordAt(-2), recordAt(-2), recordAt(0)];
    expect(buffer.prepend(older).count).toBe(2);
    expect(heldIn(buffer).slice(0, 3)).toEqual(['line -3', 'line -2', 'line 0']);
    expect(buffer.prepend([recordAt(-9)]).count).toBe(1);
    expect(buffer.oldestLine()?.message).toBe('line -9');
    expect(buffer.lineById('log--3')?.message).toBe('line -3');
  });
});

const step = fc.oneof(
  fc.record({ kind: fc.constant('append' as const), count: fc.nat(30) }),
  fc.record({ kind: fc.constant('prepend' as const), count: fc.nat(10) }),
  fc.constant({ kind: 'gap' as const }),
  fc.record({ kind: fc.constant('read' as const), at: fc.nat(40), span: fc.nat(12) }),
  fc.constant({ kind: 'follow' as const }),
  fc.record({ kind: fc.constant('restore' as const), count: fc.nat(12) }),
  fc.record({ kind: fc.constant('capacity' as const), capacity: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ kind: fc.constant('filter' as const), divisor: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant('rearrange' as const), span: fc.integer({ min: 0, max: 3_000 }) }),
  fc.record({ kind: fc.constant('fold' as const), isOn: fc.boolean() }),
  fc.record({ kind: fc.constant('same' as const), count: fc.nat(8) }),
);

/** A line goes whose number the marker takes: it was folded into another row. */
const GOES_WHERE_IT_WAS_FOLDED = [
  { kind: 'same', count: 11 },
  { kind: 'read', at: 7, span: 2 },
  { kind: 'capacity', capacity: 4 },
  { kind: 'fold', isOn: true },
  { kind: 'same', count: 1 },
] as const;

it('accounts for every line, and shows what a filter over all of them would show, whatever comes, goes and is read', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const buffer = new LogBuffer(30);
      let divisor = 1;
      const passes: LogPredicate = ({ id }) => Number(id.slice(4)) % divisor === 0;
      const view = new LogView(buffer, passes);
      let next = 0;
      let oldest = 0;
      let came = 0;
      for (const one of steps) {
        switch (one.kind) {
          case 'append':
            for (let count = 0; count < one.count; count += 1) buffer.append(recordAt((next += 1)));
            came += one.count;
            break;
          case 'prepend': {
            const older = range(1, one.count).map((count) => recordAt(oldest - one.count + count - 1));
            oldest -= one.count;
            const { count, rearranged } = buffer.prepend(older);
            came += count;
            if (rearranged === undefined) view.look(() => false);
            else expect(view.follow(rearranged)).toBe(true);
            break;
          }
          case 'gap':
            buffer.appendGap({ from: 0, to: 1, reason: '', lost: undefined, lostBy: 'server' });
            break;
          case 'read': {
            const first = buffer.firstSeq + one.at;
            buffer.keepWhileRead({ first, last: first + one.span, inView: first + Math.floor(one.span / 2) });
            break;
          }
          case 'follow':
            buffer.keepWhileRead(undefined);
            break;
          case 'restore': {
            const [marker] = buffer.evictedMarkers();
            const before = marker === undefined ? undefined : buffer.previousHeld(marker.seq - 1);
            const line = before === undefined ? undefined : buffer.at(before);
            if (marker === undefined || line?.kind !== 'line') break;
            const second = Number(line.id.slice(4));
            const back = range(second + 1, second + Math.min(one.count, marker.count)).map((at) => recordAt(at));
            came += buffer.restore(marker, back);
            view.lookAgain(marker.seq, marker.end);
            break;
          }
          case 'capacity':
            buffer.capacity = one.capacity;
            break;
          case 'filter':
            divisor = one.divisor;
            view.begin(buffer.firstSeq + 7, passes);
            view.look(() => false);
            break;
          case 'fold':
            view.begin(buffer.endSeq, passes, one.isOn);
            view.look(() => false);
            break;
          case 'same':
            for (let count = 0; count < one.count; count += 1) {
              buffer.append(recordAt((next += 1), { message: 'again' }));
            }
            came += one.count;
            break;
          case 'rearrange': {
            const from = buffer.nextHeld(buffer.firstSeq + 5);
            const to = buffer.runEnd(from + one.span);
            const followed = view.follow(buffer.rearrange(buffer.entries(from, to), from, to));
            expect(followed).toBe(true);
            break;
          }
        }
        view.catchUp();
        const lines = linesIn(buffer);
        expect(lines.length).toBe(buffer.lineCount);
        expect(buffer.evictedLines + buffer.lineCount).toBe(came);
        expect(buffer.entries().length).toBeLessThanOrEqual(Math.max(buffer.capacity, 1));
        for (const line of lines)
          expect(buffer.lineById(line.id)).toMatchObject({ seq: line.seq, message: line.message });
        const wanted = buffer
          .entries()
          .filter((entry) => entry.kind !== 'line' || passes({ ...entry, metadata: {} }))
          .map(({ seq }) => seq);
        const said = (seq: number | undefined): string => {
          const entry = seq === undefined ? undefined : buffer.at(seq);
          return entry?.kind === 'line' ? entry.message : `marker ${seq}`;
        };
        const rows = view.foldsRepeats
          ? wanted.filter((seq, index) => index === 0 || said(seq) !== said(wanted[index - 1]))
          : wanted;
        expect(Array.from({ length: view.length }, (_, index) => view.seqAt(index))).toEqual(rows);
        const counts = Array.from({ length: view.length }, (_, index) => view.countAt(index));
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(wanted.length);
        for (const seq of wanted) expect(rows[view.indexOf(seq)]).toBe(rows.findLast((row) => row <= seq));
        expect(view.lineCount).toBe(wanted.filter((seq) => buffer.markerAt(seq) === undefined).length);
        expect(view.unlooked).toBe(0);
      }
    }),
    { numRuns: 300, examples: [[[...GOES_WHERE_IT_WAS_FOLDED]]] },
  );
});
