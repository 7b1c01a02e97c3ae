import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashText, IdIndex } from './id-index.ts';

describe('IdIndex', () => {
  it('finds what a map would find, whatever is added and removed, and however hashes collide', () => {
    const step = fc.record({ isAdded: fc.boolean(), id: fc.integer({ min: 0, max: 60 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), fc.integer({ min: -(2 ** 33), max: 2 ** 33 }), (steps, first) => {
        const hashes = new Map<number, number>();
        const index = new IdIndex({ hashOf: (seq) => hashes.get(seq) ?? 0, firstSeq: () => first });
        const model = new Map<number, number>();
        let seq = first;
        // Hashes that differ in few places, at the end of the table too.
        const hashOf = (id: number): number => (4_090 + (id % 7)) >>> 0;
        for (const { isAdded, id } of steps) {
          const known = model.get(id);
          if (isAdded && known === undefined) {
            hashes.set(seq, hashOf(id));
            index.add(hashOf(id), seq);
            model.set(id, seq);
            seq += 1;
          } else if (!isAdded && known !== undefined) {
            index.remove(hashOf(id), known);
            model.delete(id);
          }
          expect(index.size).toBe(model.size);
        }
        for (let id = 0; id <= 60; id += 1) {
          const wanted = model.get(id);
          expect(index.find(hashOf(id), (found) => found === wanted)).toBe(wanted);
        }
      }),
    );
  });

  it('grows', () => {
    const ids = Array.from({ length: 20_000 }, (_, number) => `log-${number}`);
    const index = new IdIndex({ hashOf: (seq) => hashText(ids[seq] ?? ''), firstSeq: () => 0 });
    for (const [seq, id] of ids.entries()) index.add(hashText(id), seq);
    for (const [seq, id] of ids.entries()) expect(index.find(hashText(id), (found) => ids[found] === id)).toBe(seq);
    expect(index.find(hashText('other'), (found) => ids[found] === 'other')).toBeUndefined();
  });
});
