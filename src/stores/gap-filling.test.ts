import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../protocol/index.ts';
import { putIntoGap, type GapOutcome } from './gap-filling.ts';
import { LogBuffer } from './log-buffer.ts';
import { gapsIn, heldIn, instantAt, linesIn, recordAt } from './testing/records.ts';

const GAP = {
  from: instantAt(10),
  to: instantAt(20),
  reason: 'interrupted',
  lost: undefined,
  lostBy: 'server',
} as const;

/** Lines of some seconds with a gap from the tenth to the twentieth second between them. */
function withGap(before: readonly LogRecord[], after: readonly LogRecord[], lost?: number) {
  const buffer = new LogBuffer(1_000);
  for (const record of before) buffer.append(record);
  const gapId = buffer.appendGap({ ...GAP, lost });
  for (const record of after) buffer.append(record);
  const fill = (fetched: readonly LogRecord[], isComplete = true): GapOutcome | undefined =>
    putIntoGap(buffer, gapId, fetched, isComplete);
  return { buffer, gapId, fill };
}

const at = (...seconds: readonly number[]): LogRecord[] => seconds.map((second) => recordAt(second));
const heldBetween = () => withGap(at(8, 9, 10), at(20, 21, 22));

describe('a gap', () => {
  it('closes where what was fetched is complete and reaches a held line on both sides', () => {
    const { buffer, fill } = heldBetween();
    const outcome = fill(at(9, 10, 12, 15, 20, 21));
    expect(heldIn(buffer)).toEqual([8, 9, 10, 12, 15, 20, 21, 22].map((second) => `line ${second}`));
    expect(outcome).toMatchObject({ before: undefined, after: undefined });
    expect(outcome?.inserted.map(({ id }) => id)).toEqual(['log-12', 'log-15']);
  });

  it('closes where nothing was missing', () => {
    const { buffer, fill } = heldBetween();
    expect(fill(at(10, 20))).toMatchObject({ inserted: [], before: undefined, after: undefined });
    expect(gapsIn(buffer)).toEqual([]);
  });

  it('stands as it was where the server has nothing', () => {
    const { buffer, gapId, fill } = heldBetween();
    expect(fill([])).toMatchObject({ inserted: [], before: gapId, after: gapId });
    expect(gapsIn(buffer)).toMatchObject([{ gapId, from: GAP.from, to: GAP.to }]);
  });

  it('stays before what was fetched where that does not reach back, up to the first line', () => {
    const { buffer, gapId, fill } = heldBetween();
    expect(fill(at(15, 16, 20))).toMatchObject({ before: gapId, after: undefined });
    expect(heldIn(buffer)).toEqual([
      'line 8',
      'line 9',
      'line 10',
      'gap',
      'line 15',
      'line 16',
      'line 20',
      'line 21',
      'line 22',
    ]);
    expect(gapsIn(buffer)).toMatchObject([{ gapId, from: GAP.from, to: instantAt(15) }]);
  });

  it('moves behind what was fetched where there was more than that', () => {
    const { buffer, gapId, fill } = heldBetween();
    expect(fill(at(10, 11, 12), false)).toMatchObject({ before: undefined, after: gapId });
    expect(heldIn(buffer).slice(2, 7)).toEqual(['line 10', 'line 11', 'line 12', 'gap', 'line 20']);
    expect(gapsIn(buffer)).toMatchObject([{ gapId, from: instantAt(12), to: GAP.to }]);
  });

  it('stays where what was fetched is not complete, even if it reaches a held line on both sides', () => {
    const { buffer, gapId, fill } = heldBetween();
    expect(fill(at(10, 12, 20), false)).toMatchObject({ before: undefined, after: gapId });
    expect(gapsIn(buffer)).toHaveLength(1);
  });

  it('becomes two where what was fetched reaches neither side', () => {
    const { buffer, gapId, fill } = heldBetween();
    const outcome = fill(at(14, 15));
    expect(heldIn(buffer).slice(2, 7)).toEqual(['line 10', 'gap', 'line 14', 'line 15', 'gap']);
    expect(outcome?.before).toBe(gapId);
    expect(outcome?.after).not.toBe(gapId);
    expect(gapsIn(buffer).map((gap) => [gap.gapId, gap.from, gap.to])).toEqual([
      [outcome?.before, GAP.from, instantAt(14)],
      [outcome?.after, instantAt(15), GAP.to],
    ]);
  });

  it('needs no line behind it where nothing has followed yet', () => {
    const { buffer, fill } = withGap(at(9, 10), []);
    expect(fill(at(10, 12))).toMatchObject({ before: undefined, after: undefined });
    expect(heldIn(buffer)).toEqual(['line 9', 'line 10', 'line 12']);
  });

  it('counts down what is known to be missing, to nothing when it closes', () => {
    const open = withGap(at(10), at(20), 5);
    expect(open.fill(at(10, 11, 12), false)?.found).toBe(2);
    expect(gapsIn(open.buffer)).toMatchObject([{ lost: 3 }]);
    expect(open.fill(at(12, 13, 20))?.found).toBe(3);
    expect(gapsIn(open.buffer)).toEqual([]);
  });

  it('that is no longer held takes nothing', () => {
    const buffer = new LogBuffer(10);
    expect(putIntoGap(buffer, 1, at(1), true)).toBeUndefined();
  });
});

describe('a fetched line', () => {
  it('that bears a time of before or after the gap goes among the lines that are held there', () => {
    const { buffer, fill } = heldBetween();
    const late = recordAt(9.5, { message: 'late' });
    const later = recordAt(9.6, { message: 'later' });
    const ahead = recordAt(20.5, { message: 'ahead' });
    fill([late, later, ...at(10, 15, 20), ahead]);
    expect(heldIn(buffer)).toEqual([
      'line 8',
      'line 9',
      'late',
      'later',
      'line 10',
      'line 15',
      'line 20',
      'ahead',
      'line 21',
      'line 22',
    ]);
  });

  it('is not led astray by a held one with a time of the far future', () => {
    const future = recordAt(1_000_000, { message: 'future' });
    const { buffer, fill } = withGap([...at(8), future, ...at(10)], at(20));
    fill(at(10, 15, 20));
    expect(heldIn(buffer)).toEqual(['line 8', 'future', 'line 10', 'line 15', 'line 20']);
  });

  it('without an id is known by what it says, as often as it is held', () => {
    const nameless = (second: number): LogRecord => recordAt(second, { id: '' });
    const { buffer, fill } = withGap([nameless(10)], [nameless(20)]);
    expect(fill([nameless(10), nameless(15), nameless(15), nameless(20)])).toMatchObject({ before: undefined });
    expect(heldIn(buffer)).toEqual(['line 10', 'line 15', 'line 15', 'line 20']);
  });

  it('that came twice is taken once', () => {
    const { buffer, fill } = heldBetween();
    fill([...at(10, 15, 15), recordAt(15, { message: 'other' }), ...at(20)]);
    expect(heldIn(buffer).filter((line) => line === 'line 15' || line === 'other')).toEqual(['line 15']);
  });
});

describe('whoever remembers a row', () => {
  it('finds every entry again under its new number, however often lines were put between', () => {
    const seconds = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 12 });
    fc.assert(
      fc.property(
        seconds,
        seconds,
        fc.array(fc.tuple(seconds, fc.boolean()), { maxLength: 4 }),
        (first, then, fills) => {
          const buffer = new LogBuffer(1_000);
          const fresh = (list: readonly number[]): LogRecord[] =>
            list.map((second) => recordAt(second, { id: `held-${buffer.endSeq}-${second}` }));
          for (const record of fresh(first)) buffer.append(record);
          const gapId = buffer.appendGap(GAP);
          for (const record of fresh(then)) buffer.append(record);
          const remembered = linesIn(buffer);
          for (const [index, [list, isComplete]] of fills.entries()) {
            putIntoGap(
              buffer,
              gapId,
              list.map((second) => recordAt(second, { id: `new-${index}-${second}` })),
              isComplete,
            );
          }
          for (const line of remembered) {
            const now = buffer.at(buffer.currentSeq(line.seq));
            expect(now).toMatchObject({ kind: 'line', id: line.id, message: line.message });
          }
          // A number that was given since stands for itself.
          for (const { seq } of linesIn(buffer)) expect(buffer.currentSeq(seq)).toBe(seq);
          const ids = linesIn(buffer).map(({ id }) => id);
          expect(ids.filter((id) => id.startsWith('held'))).toEqual(remembered.map(({ id }) => id));
          expect(new Set(ids).size).toBe(ids.length);
        },
      ),
    );
  });

  it('finds what stands in the place of a gap that has closed', () => {
    const { buffer, fill } = heldBetween();
    const gapSeq = gapsIn(buffer)[0]?.seq ?? -1;
    fill(at(10, 15, 20));
    const now = buffer.at(buffer.currentSeq(gapSeq));
    expect(now).toMatchObject({ message: 'line 15' });
  });
});
