import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../protocol/index.ts';
import { createLogStore, type LogStore } from './log-store.ts';
import type { Asked } from './stream-coverage.ts';
import { gapsIn, heldIn, instantAt, recordAt } from './testing/records.ts';

const ALL: Asked = { query: '', filter: {} };
const ERRORS: Asked = { query: '', filter: { level: ['ERROR'] } };

function take(store: LogStore, ...records: readonly LogRecord[]): void {
  store.apply(records.map((record) => ({ kind: 'log', record, isRepeat: false })));
}

/** A store that was asked for errors, and got those of every tenth second. */
function withErrors(...seconds: readonly number[]): LogStore {
  const store = createLogStore();
  store.show((log) => log.level === 'ERROR', ERRORS);
  store.apply([{ kind: 'stream_replaced' }]);
  take(store, ...seconds.map((second) => error(second)));
  return store;
}

function error(second: number): LogRecord {
  return recordAt(second, { level: 'ERROR' });
}

function held(store: LogStore): string[] {
  return heldIn(store.getState().buffer);
}

/** Whether every line that came has its place in the ledger. */
function addsUp(store: LogStore): boolean {
  const { received, repeated, evicted, dropped, shown, heldBack, unlooked } = store.getState().ledger;
  return received === repeated + evicted + dropped + shown + heldBack + unlooked;
}

describe('a stream that goes on with another query', () => {
  it('keeps what is held, and puts what the server has already into its places', () => {
    const store = withErrors(10, 20, 30);
    store.letGo();
    store.show(() => true, ALL);
    store.apply([{ kind: 'stream_continued', limit: 100 }]);
    take(store, recordAt(9), error(10), recordAt(11), error(20), recordAt(29), error(30), recordAt(31));
    expect(held(store)).toEqual(['line 9', 'line 10', 'line 11', 'line 20', 'line 29', 'line 30', 'line 31']);
    const { ledger, isFollowing, levels } = store.getState();
    expect(ledger).toMatchObject({ received: 10, repeated: 3, shown: 7 });
    expect([addsUp(store), isFollowing, levels.count('INFO')]).toEqual([true, false, 4]);
  });

  it('takes no more lines for late than it was said, those among them that bear a wrong time included', () => {
    const store = withErrors(10, 20);
    store.show(() => true, ALL);
    store.apply([{ kind: 'stream_continued', limit: 3 }]);
    take(store, recordAt(15), recordAt(99), recordAt(16), recordAt(17));
    expect(held(store)).toEqual(['line 10', 'line 15', 'line 16', 'line 20', 'line 99', 'line 17']);
  });

  it('takes a line without an id once, although it comes again', () => {
    const store = createLogStore();
    const nameless = recordAt(10, { id: '' });
    take(store, nameless, recordAt(20));
    store.show(() => true, { query: 'line', filter: {} });
    store.apply([{ kind: 'stream_continued', limit: 100 }]);
    take(store, nameless, recordAt(20), recordAt(21));
    expect(held(store)).toEqual(['line 10', 'line 20', 'line 21']);
    expect(store.getState().ledger).toMatchObject({ received: 5, repeated: 2, shown: 3 });
  });
});

describe('where a query or filter before left lines out', () => {
  it('is marked once it is known what the server still has', () => {
    const store = withErrors(10, 20, 30);
    store.show(() => true, ALL);
    expect(gapsIn(store.getState().buffer)).toEqual([]);
    store.refill([recordAt(25), recordAt(29), error(30)], { from: instantAt(25), to: Infinity });
    expect(held(store)).toEqual(['line 10', 'line 20', 'gap', 'line 25', 'line 29', 'line 30']);
    expect(gapsIn(store.getState().buffer)).toMatchObject([
      { from: instantAt(10), to: instantAt(25), lostBy: 'filter', lost: undefined },
    ]);
    expect(store.getState().ledger).toMatchObject({ gaps: 1, shown: 5 });
  });

  it('is everything up to the change where the server has nothing to give', () => {
    const store = withErrors(10, 20);
    store.show(() => true, ALL);
    take(store, error(21));
    store.refill([]);
    take(store, recordAt(22));
    expect(held(store)).toEqual(['line 10', 'line 20', 'line 21', 'gap', 'line 22']);
  });

  it('is not yet known of what comes while it is fetched, and lines that come behind it are put in between', () => {
    const store = withErrors(10);
    store.show(() => true, ALL);
    store.refill([error(10), recordAt(11), recordAt(15)], { from: -Infinity, to: instantAt(15) });
    expect(held(store)).toEqual(['line 10', 'line 11', 'line 15']);
    take(store, error(12), recordAt(15), recordAt(16));
    expect(held(store)).toEqual(['line 10', 'line 11', 'line 12', 'line 15', 'line 16']);
    store.refill([recordAt(18)], { from: instantAt(18), to: Infinity });
    expect(held(store).slice(-3)).toEqual(['line 16', 'gap', 'line 18']);
  });

  it('is nowhere once the server gave all that it has', () => {
    const store = withErrors(10, 20);
    store.show(() => true, ALL);
    store.refill([recordAt(5), error(10), recordAt(15), error(20)], { from: -Infinity, to: Infinity });
    expect(held(store)).toEqual(['line 5', 'line 10', 'line 15', 'line 20']);
    expect([store.getState().ledger.gaps, addsUp(store)]).toEqual([0, true]);
  });

  it('is marked no longer for what was asked for with less, and again for what was not', () => {
    const store = withErrors(10, 20);
    store.show(() => true, ALL);
    store.refill([]);
    expect(store.getState().ledger.gaps).toBe(1);
    store.show((log) => log.level === 'ERROR', ERRORS);
    store.refill([]);
    expect([held(store), store.getState().ledger.gaps]).toEqual([['line 10', 'line 20'], 0]);
    store.show(() => true, ALL);
    store.refill([]);
    expect([held(store), store.getState().ledger.gaps]).toEqual([['line 10', 'line 20', 'gap'], 1]);
  });

  it('gets smaller with each page that is fetched of it, and is the same row until it goes', () => {
    const store = withErrors(10, 20, 30);
    store.show(() => true, ALL);
    store.refill([]);
    const [before] = gapsIn(store.getState().buffer);
    store.refill([error(10), recordAt(15)], { from: instantAt(10), to: instantAt(15) });
    expect(held(store)).toEqual(['line 10', 'line 15', 'line 20', 'line 30', 'gap']);
    expect(gapsIn(store.getState().buffer)).toMatchObject([{ gapId: before?.gapId, from: instantAt(15) }]);
    store.refill([recordAt(15), recordAt(25)], { from: instantAt(15), to: before?.to ?? Number.NaN });
    expect(held(store)).toEqual(['line 10', 'line 15', 'line 20', 'line 25', 'line 30']);
    expect([store.getState().view.length, store.getState().ledger.gaps]).toEqual([5, 0]);
  });

  it('is also where the new stream began later than what is held ends', () => {
    const store = createLogStore();
    take(store, recordAt(10));
    store.show(() => true, ALL);
    store.apply([{ kind: 'stream_continued', limit: 2 }]);
    take(store, recordAt(15), recordAt(16));
    store.refill([]);
    expect(held(store)).toEqual(['line 10', 'gap', 'line 15', 'line 16']);
  });

  it('is found although the oldest line tells no time', () => {
    const store = createLogStore();
    store.show((log) => log.level === 'ERROR', ERRORS);
    store.apply([{ kind: 'stream_replaced' }]);
    take(store, recordAt(5, { level: 'ERROR', timestamp: 'whenever' }), error(10), error(20));
    store.show(() => true, ALL);
    store.refill([recordAt(15), error(20)], { from: instantAt(15), to: Infinity });
    expect(held(store)).toEqual(['line 5', 'line 10', 'gap', 'line 15', 'line 20']);
  });

  it('is nothing of what is held, after less was asked for in between', () => {
    const store = createLogStore();
    take(store, recordAt(1), error(2), recordAt(3));
    store.show((log) => log.level === 'ERROR', ERRORS);
    store.refill([error(2)], { from: -Infinity, to: Infinity });
    take(store, error(4));
    store.show(() => true, ALL);
    store.refill([recordAt(3), error(4)], { from: instantAt(3), to: Infinity });
    expect([held(store), store.getState().ledger.gaps]).toEqual([['line 1', 'line 2', 'line 3', 'line 4'], 0]);
  });

  it('is what came while it was taken for granted that the server knew', () => {
    const store = withErrors(10);
    store.show(() => true, ALL);
    store.refill([error(10)], { from: -Infinity, to: Infinity });
    take(store, error(12));
    store.doubt();
    store.refill([recordAt(14)], { from: instantAt(14), to: Infinity });
    expect(held(store)).toEqual(['line 10', 'line 12', 'gap', 'line 14']);
  });

  it('is not where the lines are that were fetched for the one in force, older ones included', () => {
    const store = withErrors(10, 20);
    store.show(() => true, ALL);
    store.refill([recordAt(15), error(20)], { from: instantAt(15), to: Infinity });
    expect(held(store)).toEqual(['line 10', 'gap', 'line 15', 'line 20']);
    store.prepend([recordAt(1), recordAt(2)], { kind: 'open' });
    expect(held(store)).toEqual(['line 1', 'line 2', 'line 10', 'gap', 'line 15', 'line 20']);
    expect(gapsIn(store.getState().buffer)).toMatchObject([{ from: instantAt(10), to: instantAt(15) }]);
  });
});

describe('work in slices', () => {
  function sliced() {
    const waiting: (() => void)[] = [];
    let now = 0;
    // Each question for the time takes so long that one step fills a slice.
    const store = createLogStore(50_000, { now: () => (now += 10), soon: (run) => void waiting.push(run) });
    const runAll = (): void => {
      for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) run();
    };
    return { store, runAll };
  }

  it('claims nothing for a query that was left before its lines were in their places', () => {
    const { store, runAll } = sliced();
    store.show((log) => log.level === 'ERROR', ERRORS);
    store.apply([{ kind: 'stream_replaced' }]);
    take(store, ...Array.from({ length: 3_000 }, (_, second) => error(second)));
    runAll();
    store.show(() => true, ALL);
    store.refill([error(2_999)], { from: instantAt(2_999), to: Infinity });
    // Left again while that waits: what follows is of errors only.
    store.show((log) => log.level === 'ERROR', ERRORS);
    take(store, error(4_000), error(5_000));
    store.refill([]);
    runAll();
    store.show(() => true, ALL);
    store.refill([recordAt(6_000)], { from: instantAt(6_000), to: Infinity });
    runAll();
    const [gap] = gapsIn(store.getState().buffer).slice(-1);
    expect(gap).toMatchObject({ to: instantAt(6_000) });
    expect(gap?.from).toBeLessThan(instantAt(3_001));
  });

  it('takes a line without an id once that two answers bring while both wait', () => {
    const { store, runAll } = sliced();
    take(store, ...Array.from({ length: 3_000 }, (_, second) => recordAt(second)));
    runAll();
    store.show(() => true, { query: 'line', filter: {} });
    const page = [recordAt(10.5, { id: '', message: 'x' }), recordAt(11.5, { id: '', message: 'y' })];
    store.refill(page, undefined);
    store.refill(page, undefined);
    runAll();
    expect(held(store).filter((line) => line === 'x' || line === 'y')).toEqual(['x', 'y']);
    expect(addsUp(store)).toBe(true);
  });

  it('keeps the numbers of lines near to one another, however often older ones come and others between', () => {
    const store = createLogStore();
    take(store, ...Array.from({ length: 200 }, (_, second) => recordAt(10_000 + second)));
    for (let round = 1; round <= 20; round += 1) {
      for (let step = 0; step < 10; step += 1) store.refill([recordAt(10_000 + round + step / 16)], undefined);
      store.prepend([recordAt(10_000 - round)], { kind: 'open' });
    }
    const { buffer } = store.getState();
    expect(buffer.lineCount).toBe(400);
    expect(buffer.endSeq - buffer.firstSeq).toBeLessThan(1_000_000);
    expect(buffer.lineById('log-10100')?.message).toBe('line 10100');
  });
});
