import { describe, expect, it } from 'vitest';
import type { LogBatchItem } from './log-batch.ts';
import { createLogStore } from './log-store.ts';
import { heldIn, instantAt, recordAt } from './testing/records.ts';

function makeStore(capacity?: number) {
  const store = createLogStore(capacity);
  const take = (...seconds: number[]): void =>
    store.apply(seconds.map((second): LogBatchItem => ({ kind: 'log', record: recordAt(second), isRepeat: false })));
  const shown = (): string[] => {
    const { view } = store.getState();
    return Array.from({ length: view.length }, (_, index) => {
      const entry = view.entryAt(index);
      return entry?.kind === 'line' ? entry.message : (entry?.kind ?? 'nothing');
    });
  };
  return { store, take, shown, held: () => heldIn(store.getState().buffer), ledger: () => store.getState().ledger };
}

describe('a marker that the reader drops', () => {
  it('stands behind the newest line and is none itself', () => {
    const { store, take, held, ledger } = makeStore();
    take(1);
    store.dropNote('deployed', instantAt(1));
    take(2);
    expect(held()).toEqual(['line 1', 'note deployed', 'line 2']);
    expect(ledger()).toMatchObject({ received: 2, shown: 2, heldBack: 0, gaps: 0 });
  });

  it('passes every filter', () => {
    const { store, take, shown, ledger } = makeStore();
    take(1);
    store.dropNote('deployed', instantAt(1));
    take(2);
    store.show(() => false);
    expect(shown()).toEqual(['note']);
    expect(ledger()).toMatchObject({ shown: 0, heldBack: 2 });
  });

  it('keeps its place and its name when lines are put between', () => {
    const { store, take, held } = makeStore();
    take(1, 5);
    const { noteId } = store.dropNote('', instantAt(5));
    take(9);
    store.refill([recordAt(3), recordAt(7)]);
    store.renameNote(noteId, 'deployed');
    expect(held()).toEqual(['line 1', 'line 3', 'line 5', 'note deployed', 'line 7', 'line 9']);
  });

  it('can be taken out again', () => {
    const { store, take, held, shown, ledger } = makeStore();
    const { noteId } = store.dropNote('first of all', instantAt(1));
    take(1);
    store.removeNote(noteId);
    store.removeNote(noteId);
    expect([held(), shown()]).toEqual([['line 1'], ['line 1']]);
    expect(ledger()).toMatchObject({ shown: 1, heldBack: 0, unlooked: 0 });
  });

  it('goes with the lines around it', () => {
    const { store, take, held, ledger } = makeStore(4);
    take(1);
    store.dropNote('deployed', instantAt(1));
    take(2, 3, 4, 5);
    expect(held()).toEqual(['line 2', 'line 3', 'line 4', 'line 5']);
    expect(ledger()).toMatchObject({ evicted: 1, shown: 4 });
  });

  it('goes with those that are evicted behind what is read, which are asked for by times of lines', () => {
    const { store, take, held, shown } = makeStore(6);
    take(1, 2);
    store.dropNote('by a clock that is wrong', instantAt(9_999));
    take(3, 4, 5);
    store.keepWhileRead({ first: 0, last: 1, inView: 1 });
    take(6, 7);
    expect(held().slice(0, 3)).toEqual(['line 1', 'line 2', '2 evicted']);
    expect(shown().slice(0, 3)).toEqual(['line 1', 'line 2', 'evicted']);
    const [marker] = store.getState().buffer.evictedMarkers();
    expect(marker).toMatchObject({ from: instantAt(3), to: instantAt(4) });
  });
});

describe('while nobody sees the page', () => {
  const NOW = instantAt(1_000);

  it('the first line that comes is marked, and what came is counted on return', () => {
    const { store, take, held } = makeStore();
    take(1);
    store.setAway(true, NOW);
    take(2);
    store.apply([{ kind: 'log', record: recordAt(3, { level: 'fatal' }), isRepeat: false }]);
    take(2);
    expect(held()).toEqual(['line 1', 'away 0', 'line 2', 'line 3']);
    store.setAway(false, NOW + 60_000);
    expect(held()).toEqual(['line 1', 'away 2', 'line 2', 'line 3']);
    expect(store.getState().awayNews).toMatchObject({ lines: 2, errors: 1, durationMs: 60_000 });
    take(4);
    expect(store.getState().buffer.aways()).toMatchObject([{ from: NOW, to: NOW + 60_000, lines: 2 }]);
  });

  it('nothing is marked where nothing came, or where it was but a moment', () => {
    const { store, take, held, shown } = makeStore();
    store.setAway(true, NOW);
    store.setAway(false, NOW + 60_000);
    expect(held()).toEqual([]);
    store.setAway(true, NOW);
    take(1);
    store.setAway(false, NOW + 9_000);
    expect([held(), shown()]).toEqual([['line 1'], ['line 1']]);
    expect(store.getState().awayNews).toBeUndefined();
  });

  it('only the newest absence is marked', () => {
    const { store, take, held, shown } = makeStore();
    for (const [second, start] of [
      [1, NOW],
      [2, NOW + 100_000],
    ] as const) {
      store.setAway(true, start);
      take(second);
      store.setAway(false, start + 20_000);
    }
    expect(held()).toEqual(['line 1', 'away 1', 'line 2']);
    expect(shown()).toEqual(['line 1', 'away', 'line 2']);
  });

  it('a stream that is replaced is marked anew', () => {
    const { store, take, held } = makeStore();
    store.setAway(true, NOW);
    take(1);
    store.apply([{ kind: 'stream_replaced' }]);
    take(2);
    store.setAway(false, NOW + 60_000);
    expect(held()).toEqual(['away 1', 'line 2']);
  });
});

describe('lines of an absence that are fetched after the return', () => {
  const LEFT = instantAt(100);
  const BACK = instantAt(160);
  const madeGood: LogBatchItem = { kind: 'made_good' };
  const log = (second: number, more = {}): LogBatchItem => ({
    kind: 'log',
    record: recordAt(second, more),
    isRepeat: false,
  });

  it('count with those that came meanwhile, and what is newer does not', () => {
    const { store, take, held } = makeStore();
    take(99);
    store.setAway(true, LEFT);
    take(101);
    store.setAway(false, BACK, BACK);
    expect(store.getState().awayNews).toMatchObject({ lines: 1, durationMs: 60_000 });
    store.apply([log(150, { level: 'ERROR' }), log(161), log(159), madeGood, log(158)]);
    expect(store.getState().awayNews).toMatchObject({ lines: 3, errors: 1, durationMs: 60_000 });
    expect(store.getState().buffer.aways()).toMatchObject([{ from: LEFT, to: BACK, lines: 3, errors: 1 }]);
    expect(held().slice(0, 3)).toEqual(['line 99', 'away 3', 'line 101']);
  });

  it('are marked where nothing had come, batch by batch, in place of an earlier absence', () => {
    const { store, take, shown } = makeStore();
    store.setAway(true, instantAt(10));
    take(11);
    store.setAway(false, instantAt(30));
    store.setAway(true, LEFT);
    store.setAway(false, BACK, BACK);
    expect(store.getState().awayNews).toMatchObject({ durationMs: 20_000 });
    store.apply([log(110)]);
    expect(store.getState().awayNews).toMatchObject({ lines: 1, durationMs: 60_000 });
    store.apply([log(120), madeGood]);
    expect(store.getState().awayNews).toMatchObject({ lines: 2, durationMs: 60_000 });
    expect(shown()).toEqual(['line 11', 'away', 'line 110', 'line 120']);
  });

  it('are not said again once that was put away, and are told by the clock of the server', () => {
    const { store, take, held } = makeStore();
    store.setAway(true, LEFT);
    take(101);
    store.setAway(false, BACK, BACK + 5_000);
    store.dismissAwayNews();
    store.apply([log(164), log(166), madeGood]);
    expect(store.getState().awayNews).toBeUndefined();
    expect(held()).toEqual(['away 2', 'line 101', 'line 164', 'line 166']);
  });

  it('count no longer once the page was left again, or where it was but a moment', () => {
    const { store, take, held } = makeStore();
    store.setAway(true, LEFT);
    take(101);
    store.setAway(false, BACK, BACK);
    store.setAway(true, BACK + 1_000);
    store.apply([log(150), madeGood]);
    store.setAway(false, BACK + 5_000, BACK + 5_000);
    store.apply([log(151), madeGood]);
    expect(held()).toEqual(['away 1', 'line 101', 'line 150', 'line 151']);
  });
});
