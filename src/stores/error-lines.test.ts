import { describe, expect, it } from 'vitest';
import { findError } from './error-lines.ts';
import { createLogStore, type LogStore } from './log-store.ts';
import type { Slicing } from './log-store-state.ts';
import { recordAt } from './testing/records.ts';

/** Every reading of the clock finds the slice over. */
function hurried(): Slicing & { readonly slices: number } {
  let time = 0;
  let slices = 0;
  return {
    now: () => (time += 100),
    soon: (run) => {
      slices += 1;
      queueMicrotask(run);
    },
    get slices() {
      return slices;
    },
  };
}

function storeWith(levels: readonly string[]): LogStore {
  const store = createLogStore();
  store.apply(levels.map((level, index) => ({ kind: 'log', record: recordAt(index, { level }), isRepeat: false })));
  return store;
}

const LEVELS = ['INFO', 'ERROR', 'WARN', 'critical', 'INFO', 'err', 'DEBUG'];

describe('the next error', () => {
  it.each([
    ['after', 1, 1, { seq: 3, hasWrapped: false }],
    ['after, passing over the place itself', 3, 1, { seq: 5, hasWrapped: false }],
    ['after the last one, at the top', 5, 1, { seq: 1, hasWrapped: true }],
    ['before', 5, -1, { seq: 3, hasWrapped: false }],
    ['before all lines, at the end', -1, -1, { seq: 5, hasWrapped: true }],
    ['behind all lines, before', Infinity, -1, { seq: 5, hasWrapped: false }],
  ] as const)('is found %s', async (_, from, step, found) => {
    const store = storeWith(LEVELS);
    expect(
      await findError(
        () => store.getState(),
        from,
        step,
        hurried(),
        () => false,
      ),
    ).toEqual(found);
  });

  it('is the place itself where there is no other, and none where none is shown', async () => {
    const store = storeWith(['INFO', 'FATAL', 'INFO']);
    expect(
      await findError(
        () => store.getState(),
        1,
        1,
        hurried(),
        () => false,
      ),
    ).toEqual({ seq: 1, hasWrapped: true });
    store.show(({ level }) => level === 'INFO');
    expect(
      await findError(
        () => store.getState(),
        1,
        1,
        hurried(),
        () => false,
      ),
    ).toBeUndefined();
  });

  it('is looked for in slices, while lines come and go, until nobody wants it', async () => {
    const store = storeWith(Array.from({ length: 3_000 }, () => 'INFO'));
    const slicing = hurried();
    const finding = findError(
      () => store.getState(),
      -1,
      1,
      slicing,
      () => false,
    );
    store.setCapacity(2_000);
    store.apply([{ kind: 'log', record: recordAt(9_000, { level: 'ERROR' }), isRepeat: false }]);
    expect(await finding).toEqual({ seq: 3_000, hasWrapped: false });
    expect(slicing.slices).toBeGreaterThan(3);
    expect(
      await findError(
        () => store.getState(),
        3_000,
        1,
        slicing,
        () => true,
      ),
    ).toBeUndefined();
  });
});
