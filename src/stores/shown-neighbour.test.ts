import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../protocol/index.ts';
import { createLogStore, type LogStore } from './log-store.ts';
import { shownNeighbour } from './shown-neighbour.ts';
import type { OpenedLine } from './stream-store.ts';

function record(number: number, id = `l${number}`): LogRecord {
  const timestamp = new Date(number).toISOString();
  return { id, timestamp, level: 'INFO', message: `Line ${number}`, source: '', metadata: {} };
}

function storeOf(records: readonly LogRecord[]): LogStore {
  const store = createLogStore();
  store.apply(records.map((one) => ({ kind: 'log', record: one, isRepeat: false })));
  return store;
}

function opened(id: string, seq?: number): OpenedLine {
  const nothing = { kind: 'loading' } as const;
  return { id, seq, content: nothing, around: nothing, aroundSourceOnly: false, aroundRadius: 5 };
}

function beside(store: LogStore, line: OpenedLine): (string | undefined)[] {
  return ([-1, 1] as const).map((step) => shownNeighbour(store.getState(), line, step)?.message);
}

describe('the lines beside an opened one', () => {
  it('are those that are shown, and none beyond the ends', () => {
    const store = storeOf([1, 2, 3].map((number) => record(number)));
    expect(beside(store, opened('l2'))).toEqual(['Line 1', 'Line 3']);
    expect(beside(store, opened('l1'))).toEqual([undefined, 'Line 2']);
    expect(beside(store, opened('l3'))).toEqual(['Line 2', undefined]);
    store.show(({ message }) => message !== 'Line 2');
    expect(beside(store, opened('l1'))).toEqual([undefined, 'Line 3']);
    // The opened one itself is hidden: its place is known all the same.
    expect(beside(store, opened('l2'))).toEqual(['Line 1', 'Line 3']);
  });

  it('pass over gaps', () => {
    const store = storeOf([record(1)]);
    store.apply([{ kind: 'gap', from: 1, to: 2, reason: 'test', lost: undefined }]);
    store.apply([{ kind: 'log', record: record(2), isRepeat: false }]);
    expect(beside(store, opened('l1'))).toEqual([undefined, 'Line 2']);
    expect(beside(store, opened('l2'))).toEqual(['Line 1', undefined]);
  });

  it('are known by the place of a line without an id', () => {
    const store = storeOf([1, 2, 3].map((number) => record(number, '')));
    const first = store.getState().buffer.firstSeq;
    expect(beside(store, opened('', first + 1))).toEqual(['Line 1', 'Line 3']);
  });

  it('are unknown for a line that is not held', () => {
    const store = storeOf([record(1)]);
    expect(beside(store, opened('elsewhere'))).toEqual([undefined, undefined]);
    expect(beside(store, opened('elsewhere', store.getState().buffer.firstSeq))).toEqual([undefined, undefined]);
  });
});
