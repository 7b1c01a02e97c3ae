import { describe, expect, it } from 'vitest';
import { createLogStore, type LogStore } from '../../stores/index.ts';
import { describeBars, describeVolume, spokenBars } from './describe-volume.ts';
import { endOf } from './time-axis.ts';
import { nearestBar } from './volume-picture.ts';
import { VolumeScope, type ScopeClock } from './volume-scope.ts';

const NOON = Date.UTC(2026, 0, 1, 12);
const NOW = NOON + 3_600_000;

/** A clock that goes on when it is told to, and a page that is hidden when it is told so. */
function handClock() {
  let now = 0;
  let isHidden = false;
  const waiting = new Map<() => void, number>();
  const watching = new Set<() => void>();
  const clock: ScopeClock = {
    now: () => now,
    after(delayMs, callback) {
      waiting.set(callback, now + delayMs);
      return () => waiting.delete(callback);
    },
    isHidden: () => isHidden,
    onVisibility(callback) {
      watching.add(callback);
      return () => watching.delete(callback);
    },
  };
  const pass = (milliseconds: number): void => {
    const end = now + milliseconds;
    for (;;) {
      const [next] = [...waiting].filter(([, at]) => at <= end).sort(([, a], [, b]) => a - b);
      if (next === undefined) break;
      waiting.delete(next[0]);
      now = next[1];
      next[0]();
    }
    now = end;
  };
  const hide = (hidden: boolean): void => {
    isHidden = hidden;
    for (const callback of watching) callback();
  };
  return { clock, pass, hide, waiting };
}

function add(store: LogStore, seconds: readonly number[], level = 'INFO'): void {
  store.apply(
    seconds.map((second) => ({
      kind: 'log',
      isRepeat: false,
      record: {
        id: '',
        timestamp: new Date(NOON + second * 1_000).toISOString(),
        level,
        message: 'm',
        source: 's',
        metadata: {},
      },
    })),
  );
}

function watched() {
  const store = createLogStore();
  const hand = handClock();
  const scope = new VolumeScope(store, hand.clock);
  let pictures = 0;
  scope.subscribe(() => (pictures += 1));
  const stop = scope.watch();
  hand.pass(1_000);
  return { store, scope, stop, pictures: () => pictures, ...hand };
}

const words = (scope: VolumeScope): string => describeVolume(scope.picture(), 0, 'No lines yet', 'utc', NOW);

describe('the picture of the volume', () => {
  it('is made five times a second at most, and not at all where nothing comes', () => {
    const { store, scope, pass, pictures, stop, waiting } = watched();
    const before = pictures();
    for (let time = 0; time < 1_000; time += 10) {
      add(store, [time / 1_000]);
      pass(10);
    }
    expect(pictures() - before).toBe(6);
    pass(60_000);
    expect(pictures() - before).toBe(6);
    expect(scope.picture().lines).toBe(100);
    add(store, [1]);
    stop();
    expect(waiting.size).toBe(0);
  });

  it('waits while the page is hidden, and is there at once when it is seen', () => {
    const { store, scope, pass, hide, pictures } = watched();
    hide(true);
    const before = pictures();
    add(store, [1, 2, 3]);
    pass(60_000);
    expect(pictures()).toBe(before);
    hide(false);
    pass(0);
    expect(scope.picture().lines).toBe(3);
  });

  it('says that there is nothing, that nothing matches, and what there is', () => {
    const { store, scope, pass } = watched();
    expect(words(scope)).toBe('No lines yet.');
    add(store, [0, 0, 600]);
    add(store, [300, 300, 300], 'ERROR');
    pass(1_000);
    expect(words(scope)).toBe('6 lines between 12:00:00 and 12:10:05, 3 errors; most at 12:05:00: 3 in 5 s.');
    store.show(({ level }) => level === 'ERROR');
    pass(1_000);
    expect(words(scope)).toBe(
      '3 lines between 12:00:00 and 12:10:05, 3 errors; most at 12:05:00: 3 in 5 s. 3 lines are held back by the query and the filter.',
    );
    store.show(() => false);
    pass(1_000);
    expect(words(scope)).toBe('No line matches: 6 held back.');
  });

  it('counts by a narrower unit where a stretch is short, and everything in one bar is one bar', () => {
    const { store, scope, pass } = watched();
    scope.show({});
    add(store, [0, 0.02, 0.03]);
    pass(1_000);
    expect(scope.picture()).toMatchObject({ highest: 1, lines: 3, axis: { stepMs: 10, count: 100 } });
    const one = watched();
    add(one.store, [7]);
    one.pass(1_000);
    expect(one.scope.picture().bars.filter((bar) => bar !== undefined)).toHaveLength(1);
  });

  it('keeps the very axis where it is the same, so that nobody draws it anew', () => {
    const { store, scope, pass } = watched();
    add(store, [0]);
    pass(1_000);
    const { axis } = scope.picture();
    add(store, [0]);
    pass(1_000);
    expect(scope.picture().axis).toBe(axis);
    expect(scope.picture().lines).toBe(2);
  });

  it('shows what is missing where that is all there is', () => {
    const { store, scope, pass } = watched();
    store.apply([{ kind: 'gap', from: NOON, to: NOON + 13_000, reason: 'lost', lost: undefined }]);
    pass(1_000);
    expect(endOf(scope.picture().axis ?? { fromMs: 0, stepMs: 0, count: 0 })).toBeGreaterThan(NOON + 13_000);
    expect(words(scope)).toBe('No lines yet. Gap, lines may be missing: 12:00:00 – 12:00:13.');
  });

  it('tells of some bars by level, with what is missing in them and what fired', () => {
    const { store, scope, pass } = watched();
    add(store, [0, 600]);
    add(store, [1], 'ERROR');
    add(store, [1], 'strange');
    store.apply([{ kind: 'gap', from: NOON + 2_000, to: NOON + 3_000, reason: 'lost', lost: undefined }]);
    pass(1_000);
    const bars = describeBars(scope.picture(), { from: NOON, to: NOON + 5_000 }, ['Too many'], 'utc', NOW);
    expect(spokenBars(bars)).toBe(
      '12:00:00 – 12:00:05: 3 lines, 1 error, 1 info, 1 other. Alert: Too many. Gap: lines may be missing',
    );
    const empty = describeBars(scope.picture(), { from: NOON + 60_000, to: NOON + 65_000 }, [], 'utc', NOW);
    expect(spokenBars(empty)).toBe('12:01:00 – 12:01:05: no lines');
  });

  it('leads to the nearest bar that has lines', () => {
    const { store, scope, pass } = watched();
    add(store, [0, 600]);
    pass(1_000);
    expect(nearestBar(scope.picture(), 3)).toBe(0);
    expect(nearestBar(scope.picture(), 100)).toBe(120);
    const seq = scope.firstLine({ from: NOON + 600_000, to: NOON + 605_000 });
    expect(store.getState().buffer.at(seq ?? -1)).toMatchObject({ time: NOON + 600_000 });
  });
});
