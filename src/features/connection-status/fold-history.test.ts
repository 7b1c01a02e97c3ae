import { describe, expect, it } from 'vitest';
import { createConnectionStore, type ConnectionState } from '../../stores/index.ts';
import { foldHistory } from './fold-history.ts';

const reason = { kind: 'not_opened', code: 1006 } as const;
const waiting: ConnectionState = { kind: 'reconnecting', attempt: 1, retryAt: 0, reason };
const connecting: ConnectionState = { kind: 'connecting', attempt: 1 };
const live: ConnectionState = { kind: 'live', since: 0, lastFrameAt: 0, livenessVerified: true, isCatchingUp: false };

/** What happened as rows, oldest first: the state, how often, from and until when. */
function rowsOf(store: ReturnType<typeof createConnectionStore>, now: number): string[] {
  return foldHistory(store.getState().history, now)
    .map(({ entry, count, until }) => {
      const name = entry.kind === 'state' ? entry.state.kind : entry.report.verdict;
      return `${entry.stream} ${name} ×${count} ${entry.at}–${until}`;
    })
    .toReversed();
}

describe('what happened', () => {
  it('tells attempts that failed for the same reason as one row, with how many and how long', () => {
    const store = createConnectionStore();
    store.changeState('logs', live, undefined, 1);
    store.changeState('logs', waiting, 'Lost.', 2);
    for (let at = 3; at <= 10; at += 2) {
      store.changeState('logs', connecting, undefined, at);
      store.changeState('logs', waiting, 'Not there.', at + 1);
      if (at === 5) store.changeState('notifications', live, undefined, 6);
    }
    store.changeState('logs', connecting, undefined, 11);
    expect(rowsOf(store, 20)).toEqual([
      'logs live ×1 1–2',
      'logs reconnecting ×1 2–3',
      'logs connecting ×1 3–4',
      'logs reconnecting ×4 4–11',
      'notifications live ×1 6–20',
      'logs connecting ×1 11–20',
    ]);
  });

  it('tells two interruptions as two', () => {
    const store = createConnectionStore();
    for (const at of [1, 11]) {
      store.changeState('logs', live, undefined, at);
      store.changeState('logs', waiting, 'Lost.', at + 1);
      store.changeState('logs', connecting, undefined, at + 2);
    }
    expect(rowsOf(store, 20).filter((row) => row.includes('reconnecting'))).toEqual([
      'logs reconnecting ×1 2–3',
      'logs reconnecting ×1 12–13',
    ]);
  });
});
