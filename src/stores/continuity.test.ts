import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../protocol/index.ts';
import { createLogStore, type LogStore } from './log-store.ts';
import { heldIn, instantAt, recordAt } from './testing/records.ts';

/** A store that holds some seconds' lines and whose connection has just come back. */
function resumedWith(seconds: readonly number[]): LogStore {
  const store = createLogStore();
  receive(store, ...seconds.map((second) => recordAt(second)));
  store.apply([{ kind: 'stream_resumed', interruptedAt: instantAt(50), resumedAt: instantAt(60) }]);
  return store;
}

function receive(store: LogStore, ...records: readonly LogRecord[]): void {
  store.apply(records.map((record) => ({ kind: 'log', record })));
}

function gapsIn(store: LogStore): { from: number; to: number }[] {
  const { buffer } = store.getState();
  const gaps: { from: number; to: number }[] = [];
  for (let seq = buffer.firstSeq; seq < buffer.endSeq; seq += 1) {
    const entry = buffer.at(seq);
    if (entry?.kind === 'gap') gaps.push({ from: entry.from, to: entry.to });
  }
  return gaps;
}

describe('after an interruption', () => {
  it('there is no gap where what comes reaches back to a line that is held', () => {
    const store = resumedWith([1, 2, 3]);
    receive(store, ...[2, 3, 4, 5].map((second) => recordAt(second)));
    expect(heldIn(store.getState().buffer)).toEqual(['line 1', 'line 2', 'line 3', 'line 4', 'line 5']);
    expect(store.getState().ledger).toMatchObject({ received: 7, repeated: 2, undecided: 0 });
  });

  it('there is a gap with both its times where it does not', () => {
    const store = resumedWith([1, 2, 3]);
    receive(store, recordAt(9), recordAt(10));
    expect(heldIn(store.getState().buffer)).toEqual(['line 1', 'line 2', 'line 3', 'gap', 'line 9', 'line 10']);
    expect(gapsIn(store)).toEqual([{ from: instantAt(3), to: instantAt(9) }]);
  });

  it('there is one gap for one interruption', () => {
    const store = resumedWith([1]);
    receive(store, recordAt(9));
    receive(store, recordAt(10), recordAt(11));
    expect(gapsIn(store)).toHaveLength(1);
  });

  it('lines older than the first one held wait, and are let go of when a held one follows', () => {
    const store = resumedWith([5, 6]);
    receive(store, recordAt(3), recordAt(4));
    expect(store.getState().ledger).toMatchObject({ undecided: 2, shown: 2 });
    receive(store, recordAt(5), recordAt(6), recordAt(7));
    expect(heldIn(store.getState().buffer)).toEqual(['line 5', 'line 6', 'line 7']);
    expect(store.getState().ledger).toMatchObject({ received: 7, repeated: 4, undecided: 0 });
  });

  it('no line is withheld for longer than some seconds, whatever time the newest one held bears', () => {
    const store = createLogStore();
    receive(store, recordAt(1), recordAt(1_000_000));
    store.apply([{ kind: 'stream_resumed', interruptedAt: instantAt(50), resumedAt: instantAt(60) }]);
    receive(store, recordAt(61), recordAt(62));
    store.settle(instantAt(61));
    expect(store.getState().ledger.undecided).toBe(2);
    store.settle(instantAt(62));
    expect(heldIn(store.getState().buffer)).toEqual(['line 1', 'line 1000000', 'gap', 'line 61', 'line 62']);
    expect(gapsIn(store)).toEqual([{ from: instantAt(50), to: instantAt(61) }]);
    expect(store.getState().ledger).toMatchObject({ received: 4, shown: 4, undecided: 0 });
  });

  it('lines that wait are shown behind the gap when no held one follows', () => {
    const store = resumedWith([5, 6]);
    receive(store, recordAt(6, { id: 'late', message: 'late' }));
    expect(heldIn(store.getState().buffer)).toEqual(['line 5', 'line 6']);
    receive(store, recordAt(9));
    expect(heldIn(store.getState().buffer)).toEqual(['line 5', 'line 6', 'gap', 'late', 'line 9']);
    expect(store.getState().ledger).toMatchObject({ received: 4, undecided: 0, shown: 4 });
  });

  it('a server without ids leaves a gap, because nothing can be recognised', () => {
    const store = resumedWith([1]);
    receive(store, recordAt(9, { id: '' }));
    expect(gapsIn(store)).toHaveLength(1);
  });

  it('the times of the connection stand in where a line has no readable one', () => {
    const store = createLogStore();
    receive(store, recordAt(1, { timestamp: 'whenever' }));
    store.apply([{ kind: 'stream_resumed', interruptedAt: instantAt(50), resumedAt: instantAt(60) }]);
    receive(store, recordAt(2, { timestamp: '' }));
    expect(gapsIn(store)).toEqual([{ from: instantAt(50), to: instantAt(60) }]);
  });

  it('nothing is marked where no line was held', () => {
    const store = resumedWith([]);
    receive(store, recordAt(9));
    expect(heldIn(store.getState().buffer)).toEqual(['line 9']);
  });

  it('a second interruption before anything came makes no second gap', () => {
    const store = resumedWith([1]);
    store.apply([{ kind: 'stream_resumed', interruptedAt: instantAt(70), resumedAt: instantAt(80) }]);
    receive(store, recordAt(90));
    expect(gapsIn(store)).toEqual([{ from: instantAt(1), to: instantAt(90) }]);
  });

  it('another stream forgets the interruption and what waits', () => {
    const store = resumedWith([5]);
    receive(store, recordAt(3));
    store.apply([{ kind: 'stream_replaced' }]);
    receive(store, recordAt(9));
    expect(heldIn(store.getState().buffer)).toEqual(['line 9']);
    expect(store.getState().ledger).toMatchObject({ received: 1, undecided: 0 });
  });

  it('what waits is bounded, and the gap that ends the wait does not end before it begins', () => {
    const store = resumedWith([20]);
    const older = Array.from({ length: 10_001 }, (_, index) => recordAt(10, { id: `old-${index}` }));
    receive(store, ...older);
    expect(store.getState().ledger).toMatchObject({ undecided: 0, shown: 10_002 });
    expect(gapsIn(store)).toEqual([{ from: instantAt(20), to: instantAt(60) }]);
  });
});
