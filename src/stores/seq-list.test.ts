import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SeqList } from './seq-list.ts';

const step = fc.oneof(
  fc.record({ kind: fc.constant('push' as const), by: fc.integer({ min: 1, max: 5 }), count: fc.nat(3_000) }),
  fc.record({ kind: fc.constant('unshift' as const), by: fc.integer({ min: 1, max: 5 }), count: fc.nat(3_000) }),
  fc.record({
    kind: fc.constant('replace' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    span: fc.nat(2_000),
    keep: fc.boolean(),
  }),
  fc.constant({ kind: 'clear' as const }),
);

it('holds what an array would hold, whatever comes and goes at its ends and in its middle', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const list = new SeqList();
      let model: number[] = [];
      for (const one of steps) {
        switch (one.kind) {
          case 'push':
            for (let count = 0; count < one.count; count += 1) {
              const seq = (model.at(-1) ?? 0) + one.by;
              list.push(seq);
              model.push(seq);
            }
            break;
          case 'unshift':
            for (let count = 0; count < one.count; count += 1) {
              const seq = (model[0] ?? 0) - one.by;
              list.unshift(seq);
              model.unshift(seq);
            }
            break;
          case 'replace': {
            const from = model[Math.floor(one.at * model.length)] ?? 0;
            const to = from + one.span;
            const inside = model.filter((seq) => seq >= from && seq < to);
            const put = one.keep
              ? inside.filter((_, index) => index % 2 === 0)
              : Array.from({ length: one.span }, (_, index) => from + index);
            list.replace(from, to, put);
            model = [...model.filter((seq) => seq < from), ...put, ...model.filter((seq) => seq >= to)];
            break;
          }
          case 'clear':
            list.clear();
            model = [];
            break;
        }
      }
      expect(list.length).toBe(model.length);
      expect(Array.from({ length: list.length }, (_, index) => list.at(index))).toEqual(model);
      expect([list.at(-1), list.at(model.length)]).toEqual([undefined, undefined]);
      for (const [index, seq] of model.entries()) if (index % 97 === 0) expect(list.indexFrom(seq)).toBe(index);
    }),
    { numRuns: 40 },
  );
});

it('takes more at once in its middle than it has held so far', () => {
  const list = new SeqList();
  for (let seq = 0; seq < 1_000; seq += 1) list.push(seq * 10_000);
  list.replace(
    1,
    2,
    Array.from({ length: 3_000 }, (_, index) => index + 1),
  );
  expect([list.length, list.at(0), list.at(1), list.at(3_000), list.at(3_001)]).toEqual([4_000, 0, 1, 3_000, 10_000]);
});
