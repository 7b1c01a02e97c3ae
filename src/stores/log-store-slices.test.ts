import { describe, expect, it } from 'vitest';
import { createLogStore, type LogStore } from './log-store.ts';
import type { Slicing } from './log-store-state.ts';
import { recordAt } from './testing/records.ts';

/** Time that passes as lines are looked at: half a millisecond at each question. */
function slowSlicing(): Slicing & { readonly waiting: (() => void)[] } {
  let now = 0;
  const waiting: (() => void)[] = [];
  return {
    waiting,
    now: () => (now += 0.5),
    soon: (run) => waiting.push(run),
  };
}

function filled(count: number): { store: LogStore; slicing: ReturnType<typeof slowSlicing> } {
  const slicing = slowSlicing();
  const store = createLogStore(count, slicing);
  const records = Array.from({ length: count }, (_, second) =>
    recordAt(second, { level: second % 2 === 0 ? 'INFO' : 'ERROR' }),
  );
  store.apply(records.map((record) => ({ kind: 'log', record, isRepeat: false })));
  return { store, slicing };
}

const isError = ({ level }: { readonly level: string }): boolean => level === 'ERROR';
const message = (store: LogStore, index: number): string | undefined => {
  const entry = store.getState().view.entryAt(index);
  return entry?.kind === 'line' ? entry.message : undefined;
};

describe('another filter over many lines', () => {
  it('shows the newest ones at once, and all of them in the end, with sums that agree in between', () => {
    const { store, slicing } = filled(40_000);
    store.show(isError);
    expect(message(store, store.getState().view.length - 1)).toBe('line 39999');
    let slices = 0;
    for (let next = slicing.waiting.shift(); next !== undefined; next = slicing.waiting.shift()) {
      const { shown, heldBack, unlooked } = store.getState().ledger;
      expect(shown + heldBack + unlooked).toBe(40_000);
      next();
      slices += 1;
    }
    expect(slices).toBeGreaterThan(2);
    expect(store.getState().ledger).toMatchObject({ shown: 20_000, heldBack: 20_000, unlooked: 0 });
  });

  it('begins where older lines are read', () => {
    const { store } = filled(40_000);
    store.letGo();
    store.keepWhileRead({ first: 10_001, last: 10_040, inView: 10_040 });
    store.show(isError);
    expect(store.getState().view.indexOf(10_001)).toBeGreaterThanOrEqual(0);
    expect(store.getState().view.indexOf(39_999)).toBe(-1);
  });

  it('is given up for the next one', () => {
    const { store, slicing } = filled(40_000);
    store.show(isError);
    store.show(() => true);
    for (let next = slicing.waiting.shift(); next !== undefined; next = slicing.waiting.shift()) next();
    expect(store.getState().ledger).toMatchObject({ shown: 40_000, heldBack: 0, unlooked: 0 });
  });

  it('takes in what comes meanwhile', () => {
    const { store, slicing } = filled(40_000);
    store.show(isError);
    store.apply([{ kind: 'log', record: recordAt(40_001, { level: 'ERROR' }), isRepeat: false }]);
    expect(message(store, store.getState().view.length - 1)).toBe('line 40001');
    for (let next = slicing.waiting.shift(); next !== undefined; next = slicing.waiting.shift()) next();
    expect(store.getState().ledger).toMatchObject({ shown: 20_001, evicted: 1, unlooked: 0 });
  });
});

describe('lines beyond what is held', () => {
  it('come before the first one, count as received, and say whether there are more', () => {
    const store = createLogStore(100);
    store.apply([{ kind: 'log', record: recordAt(5), isRepeat: false }]);
    store.setOlder({ kind: 'loading' });
    expect(store.prepend([recordAt(3), recordAt(4), recordAt(5)], { kind: 'start' })).toBe(2);
    expect([0, 1, 2].map((index) => message(store, index))).toEqual(['line 3', 'line 4', 'line 5']);
    expect(store.getState()).toMatchObject({ older: { kind: 'start' }, ledger: { received: 3, shown: 3 } });
  });

  it('may exist again once the first one had to go', () => {
    const store = createLogStore(2);
    for (const second of [1, 2]) store.apply([{ kind: 'log', record: recordAt(second), isRepeat: false }]);
    store.setOlder({ kind: 'start' });
    store.apply([{ kind: 'log', record: recordAt(3), isRepeat: false }]);
    expect(store.getState().older).toEqual({ kind: 'open' });
  });

  it('do not exist because others had to go from behind the first one', () => {
    const store = createLogStore(20);
    for (let second = 0; second < 20; second += 1) {
      store.apply([{ kind: 'log', record: recordAt(second), isRepeat: false }]);
    }
    store.setOlder({ kind: 'start' });
    store.keepWhileRead({ first: 0, last: 3, inView: 3 });
    for (const second of [20, 21, 22]) store.apply([{ kind: 'log', record: recordAt(second), isRepeat: false }]);
    expect(store.getState()).toMatchObject({ older: { kind: 'start' }, ledger: { evicted: 4 } });
    expect(message(store, 0)).toBe('line 0');
  });

  it('go when fewer are to be kept', () => {
    const { store } = filled(50);
    store.setCapacity(20);
    expect(store.getState().ledger).toMatchObject({ shown: 20, evicted: 30 });
    expect(message(store, 0)).toBe('line 30');
  });
});
