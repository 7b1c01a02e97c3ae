import { describe, expect, it } from 'vitest';
import type { LogBatchItem } from './log-batch.ts';
import { createLogStore } from './log-store.ts';
import { selectedRanges } from './line-selection.ts';
import { createSelectionStore } from './selection-store.ts';
import { recordAt } from './testing/records.ts';

function makeStores(capacity?: number) {
  const logs = createLogStore(capacity);
  const selection = createSelectionStore(logs);
  const take = (...seconds: number[]): void =>
    logs.apply(seconds.map((second): LogBatchItem => ({ kind: 'log', record: recordAt(second), isRepeat: false })));
  const select = (from: number, to: number): void => {
    const { view } = logs.getState();
    const [first, last] = [view.rangeAt(from), view.rangeAt(to)];
    if (first === undefined || last === undefined) throw new Error('There are no such rows.');
    selection.anchorAt(first);
    selection.extendTo(last);
  };
  const selected = (): string[] => {
    const { buffer, view } = logs.getState();
    const messages: string[] = [];
    for (const { first, last } of selectedRanges(selection.getState().selection)) {
      for (let seq = view.nextPassing(first); seq !== undefined && seq <= last; seq = view.nextPassing(seq + 1)) {
        const entry = buffer.at(seq);
        if (entry?.kind === 'line') messages.push(entry.message);
      }
    }
    return messages;
  };
  return { logs, selection, take, select, selected, state: () => selection.getState() };
}

describe('selected lines', () => {
  it('stay the same while others come', () => {
    const { take, select, selected, state } = makeStores();
    take(1, 2, 3, 4);
    select(1, 2);
    take(5, 6, 7);
    expect([selected(), state().count]).toEqual([['line 2', 'line 3'], 2]);
  });

  it('are all that is shown, and none that comes later', () => {
    const { selection, take, state } = makeStores();
    take(1, 2, 3);
    selection.selectAll();
    take(4);
    expect(state().count).toBe(3);
  });

  it('are found again when lines were put between', () => {
    const { logs, take, select, selected, state } = makeStores();
    take(1, 3, 10, 11);
    select(2, 3);
    logs.refill([recordAt(2), recordAt(4)]);
    expect([selected(), state().count]).toEqual([['line 10', 'line 11'], 2]);
  });

  it('that had to go are counted', () => {
    const { selection, take, select, selected, state } = makeStores(4);
    take(1, 2, 3, 4);
    select(0, 2);
    take(5, 6);
    expect([selected(), state().count, state().gone]).toEqual([['line 3'], 1, 2]);
    take(7);
    expect([state().count, state().gone, selection.hasLines()]).toEqual([0, 3, true]);
    selection.clearSelection();
    expect(selection.hasLines()).toBe(false);
  });

  it('are counted as far as the filter shows them', () => {
    const { logs, take, select, state } = makeStores();
    take(1, 2, 3, 4);
    select(0, 3);
    logs.show(({ message }) => message === 'line 2');
    expect([state().count, state().gone]).toEqual([1, 0]);
    logs.show(() => true);
    expect(state().count).toBe(4);
  });

  it('are counted without the markers between them, and with the repeats that share a row', () => {
    const { logs, take, selection, state } = makeStores();
    logs.setFoldsRepeats(true);
    take(1);
    logs.apply(
      [2, 3].map((second) => ({ kind: 'log', record: recordAt(second, { message: 'line 1' }), isRepeat: false })),
    );
    logs.dropNote('here', 0);
    take(4);
    expect(logs.getState().view.length).toBe(3);
    selection.selectAll();
    expect(state().count).toBe(4);
  });

  it('are none when the stream is another one', () => {
    const { logs, take, selection, state } = makeStores();
    take(1, 2);
    selection.selectAll();
    logs.apply([{ kind: 'stream_replaced' }]);
    take(3);
    expect([state().count, selectedRanges(state().selection)]).toEqual([0, []]);
  });
});
