import { describe, expect, it } from 'vitest';
import type { LogPredicate } from '../query/index.ts';
import { createLogStore } from './log-store.ts';
import { fill, gap, log } from './testing/batches.ts';
import { gapsIn, heldIn, instantAt, recordAt } from './testing/records.ts';

const errors: LogPredicate = (log) => log.level === 'ERROR';
const everything: LogPredicate = () => true;

describe('what came again', () => {
  it('is counted and never shown, even where the line that it repeats is no longer held', () => {
    const store = createLogStore(2);
    store.apply([1, 2, 3].map((second) => log(recordAt(second))));
    store.apply([log(recordAt(1), true), log(recordAt(3), true), log(recordAt(3, { message: 'other' }), true)]);
    expect(heldIn(store.getState().buffer)).toEqual(['line 2', 'line 3']);
    expect(store.getState().ledger).toMatchObject({ received: 6, repeated: 3, conflicts: 1, evicted: 1 });
  });

  it('is found out here where the connection does not know the line, because it was fetched', () => {
    const store = createLogStore();
    store.apply([log(recordAt(5))]);
    store.refill([recordAt(1)]);
    store.apply([log(recordAt(1))]);
    expect(heldIn(store.getState().buffer)).toEqual(['line 1', 'line 5']);
    expect(store.getState().ledger).toMatchObject({ received: 3, repeated: 1 });
  });
});

describe('a gap', () => {
  it('is a row of its own between the lines, counted with what the server left out', () => {
    const store = createLogStore();
    store.apply([log(recordAt(1)), gap(1, 9, 431), log(recordAt(9)), gap(9, 12), log(recordAt(12))]);
    expect(heldIn(store.getState().buffer)).toEqual(['line 1', 'gap', 'line 9', 'gap', 'line 12']);
    expect(gapsIn(store.getState().buffer)[0]).toMatchObject({
      from: instantAt(1),
      to: instantAt(9),
      lost: 431,
      filling: { kind: 'open' },
    });
    expect(store.getState().ledger).toMatchObject({ received: 3, shown: 3, gaps: 2, lost: 431 });
  });

  it('stays counted when its row is evicted, and is forgotten with its stream', () => {
    const store = createLogStore(2);
    store.apply([log(recordAt(1)), gap(1, 2, 7), ...[2, 3, 4].map((second) => log(recordAt(second)))]);
    expect(store.getState().ledger).toMatchObject({ gaps: 1, lost: 7, evicted: 2 });
    store.apply([{ kind: 'stream_replaced' }]);
    expect(store.getState().ledger).toMatchObject({ gaps: 0, lost: 0 });
  });

  it('says what is being done about it, and what came of that', () => {
    const store = createLogStore();
    store.apply([log(recordAt(1)), gap(1, 9), log(recordAt(9))]);
    const { gapId } = gapsIn(store.getState().buffer)[0] ?? { gapId: -1 };
    const { version } = store.getState();
    store.setGapFilling([gapId], { kind: 'filling', fetched: 12 });
    expect(gapsIn(store.getState().buffer)[0]?.filling).toEqual({ kind: 'filling', fetched: 12 });
    expect(store.getState().version).toBe(version + 1);
    store.setGapFilling([gapId], { kind: 'unfilled', message: 'no' }, 'Nothing was found.');
    expect(store.getState().gapNews).toEqual({ number: 1, text: 'Nothing was found.' });
    store.dismissGapNews();
    expect(store.getState().gapNews).toBeUndefined();
    store.setGapFilling([999], { kind: 'open' });
    expect(store.getState().version).toBe(version + 2);
  });

  it('marks the place of lines that the page had to drop, as soon as one follows them', () => {
    const store = createLogStore();
    store.apply([log(recordAt(1)), { kind: 'dropped', count: 7 }]);
    expect(heldIn(store.getState().buffer)).toEqual(['line 1']);
    store.apply([log(recordAt(1), true), log(recordAt(5)), log(recordAt(6))]);
    expect(heldIn(store.getState().buffer)).toEqual(['line 1', 'gap', 'line 5', 'line 6']);
    expect(gapsIn(store.getState().buffer)).toMatchObject([
      { from: instantAt(1), to: instantAt(5), lost: 7, lostBy: 'page' },
    ]);
    expect(store.getState().ledger).toMatchObject({ received: 11, dropped: 7, gaps: 1, lost: 0 });
  });

  it('that was filled takes its lines off what was dropped or lost, and counts them as received', () => {
    const store = createLogStore();
    store.apply([log(recordAt(1)), { kind: 'dropped', count: 3 }, log(recordAt(5)), gap(5, 9, 3), log(recordAt(9))]);
    const [dropped, lost] = gapsIn(store.getState().buffer);
    fill(
      store,
      dropped?.gapId ?? -1,
      [1, 2, 3, 4, 5].map((second) => recordAt(second)),
      true,
    );
    expect(store.getState().ledger).toMatchObject({ received: 6, dropped: 0, gaps: 1, lost: 3 });
    fill(
      store,
      lost?.gapId ?? -1,
      [5, 6, 7].map((second) => recordAt(second)),
      false,
    );
    expect(store.getState().ledger).toMatchObject({ received: 8, gaps: 1, lost: 1, shown: 8 });
    expect(store.getState().levels.count('INFO')).toBe(8);
  });

  it('that was filled leaves the count of what is new to the reader alone', () => {
    const store = createLogStore();
    store.apply([log(recordAt(1)), gap(1, 9), log(recordAt(9))]);
    store.letGo();
    fill(store, gapsIn(store.getState().buffer)[0]?.gapId ?? -1, [recordAt(1), recordAt(5), recordAt(9)], true);
    expect(store.getState()).toMatchObject({ newSinceLetGo: 0, isFollowing: false });
    expect(heldIn(store.getState().buffer)).toEqual(['line 1', 'line 5', 'line 9']);
  });
});

describe('the log store', () => {
  it('changes once a batch', () => {
    const store = createLogStore();
    let changes = 0;
    store.subscribe(() => (changes += 1));
    store.apply(Array.from({ length: 1_000 }, (_, second) => log(recordAt(second))));
    expect(changes).toBe(1);
    expect(store.getState().version).toBe(1);
  });

  it('shows another predicate at once from what it holds', () => {
    const store = createLogStore();
    store.apply([log(recordAt(1, { level: 'ERROR' })), log(recordAt(2))]);
    store.show(errors);
    expect(store.getState().ledger).toMatchObject({ shown: 1, heldBack: 1 });
    store.apply([log(recordAt(3))]);
    expect(store.getState().ledger).toMatchObject({ shown: 1, heldBack: 2 });
    store.show(everything);
    expect(store.getState().ledger).toMatchObject({ shown: 3, heldBack: 0 });
  });

  it('counts what joined the view since the reader let go, and forgets it on following again', () => {
    const store = createLogStore();
    store.show(errors);
    store.apply([log(recordAt(1, { level: 'ERROR' }))]);
    expect(store.getState().newSinceLetGo).toBe(0);
    store.letGo();
    store.apply([log(recordAt(2, { level: 'ERROR' })), log(recordAt(3)), log(recordAt(4, { level: 'ERROR' }))]);
    expect(store.getState()).toMatchObject({ isFollowing: false, newSinceLetGo: 2 });
    store.follow();
    expect(store.getState()).toMatchObject({ isFollowing: true, newSinceLetGo: 0 });
  });

  it('follows again when another stream begins', () => {
    const store = createLogStore();
    store.letGo();
    store.apply([{ kind: 'stream_replaced' }, log(recordAt(1))]);
    expect(store.getState()).toMatchObject({ isFollowing: true, newSinceLetGo: 0, hasStarted: true });
  });

  it('counts levels by their meaning and keeps the names of sources over streams, until it is cleared', () => {
    const store = createLogStore();
    const batch = ['warn', 'WARNING', 'AUDIT'].map((level, second) =>
      log(recordAt(second, { level, source: `s${second}` })),
    );
    store.apply(batch);
    const { levels, sources } = store.getState();
    expect([levels.count('WARN'), levels.count('warn'), levels.count('AUDIT')]).toEqual([2, 0, 1]);
    store.apply([{ kind: 'stream_replaced' }]);
    expect([sources.values(), sources.count('s1'), levels.count('WARN')]).toEqual([['s0', 's1', 's2'], 0, 0]);
    store.clear();
    expect(sources.values()).toEqual([]);
  });

  it('takes a line that was fetched twice once', () => {
    const store = createLogStore();
    store.apply([log(recordAt(5))]);
    store.refill([recordAt(1), recordAt(1, { message: 'other' }), recordAt(5), recordAt(7, { id: '' })]);
    expect(heldIn(store.getState().buffer)).toEqual(['line 1', 'line 5']);
    expect(store.getState().ledger).toMatchObject({ received: 2, repeated: 0, shown: 2 });
    expect(store.getState().levels.count('INFO')).toBe(2);
  });
});
