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
