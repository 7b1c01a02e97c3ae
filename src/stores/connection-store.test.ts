import { describe, expect, it } from 'vitest';
import { createConnectionStore } from './connection-store.ts';

describe('the connection store', () => {
  it('keeps the newest problems, bounded, and counts those that nobody has looked at', () => {
    const store = createConnectionStore();
    for (let at = 1; at <= 150; at += 1) store.reportProblem({ at, stream: 'logs', kind: 'not_json', detail: '' });
    store.markProblemsSeen();
    store.reportServerError('notifications', { code: 'too_slow', message: 'read on', details: { limit: 5 } }, 151);
    const { problems, unseenProblems } = store.getState();
    expect([problems.length, problems.at(-1)?.at, unseenProblems]).toEqual([100, 52, 1]);
    expect(problems[0]).toEqual({
      number: 151,
      at: 151,
      stream: 'notifications',
      kind: 'server_error',
      code: 'too_slow',
      detail: 'read on',
      more: '{"limit":5}',
    });
  });

  it('cuts what a server says at length', () => {
    const store = createConnectionStore();
    const long = 'x'.repeat(100_000);
    store.reportServerError('logs', { code: long, message: long, details: { long } }, 1);
    const { code, detail, more } = store.getState().problems[0] ?? {};
    expect([code?.length, detail?.length, more?.length]).toEqual([100, 2_000, 2_000]);
  });

  it('keeps the changes of a state with their reasons, bounded, and not every renewal of the same one', () => {
    const store = createConnectionStore();
    store.changeState('logs', { kind: 'connecting', attempt: 0 }, undefined, 1);
    store.changeState('logs', { kind: 'connecting', attempt: 1 }, 'the second', 2);
    store.changeState('notifications', { kind: 'connecting', attempt: 0 }, undefined, 3);
    expect(store.getState().logs).toMatchObject({
      state: { kind: 'connecting', attempt: 1 },
      since: 1,
      why: 'the second',
    });
    expect(store.getState().history).toMatchObject([
      { kind: 'state', at: 3, stream: 'notifications' },
      { kind: 'state', at: 1, stream: 'logs', why: undefined },
    ]);
    for (let at = 4; at < 300; at += 1) {
      store.changeState('logs', at % 2 === 0 ? { kind: 'idle' } : { kind: 'connecting', attempt: 0 }, undefined, at);
    }
    expect(store.getState().history).toHaveLength(100);
    expect(store.getState().history[0]?.at).toBe(299);
    expect(store.getState().logs.since).toBe(299);
  });

  it('knows since when a stream that was up is lost, through all attempts, and how often it was', () => {
    const store = createConnectionStore();
    const reason = { kind: 'closed', code: 1006, text: '' } as const;
    const waiting = { kind: 'reconnecting', attempt: 1, retryAt: 0, reason } as const;
    const connecting = { kind: 'connecting', attempt: 1 } as const;
    const live = { kind: 'live', since: 0, lastFrameAt: 0, livenessVerified: true, isCatchingUp: false } as const;
    const lossAfter = (state: typeof waiting | typeof connecting | typeof live, now: number): unknown[] => {
      store.changeState('logs', state, undefined, now);
      const { lostAt, interruptions } = store.getState().logs;
      return [lostAt, interruptions];
    };
    expect(lossAfter(connecting, 1)).toEqual([undefined, 0]);
    expect(lossAfter(waiting, 2)).toEqual([undefined, 0]);
    expect(lossAfter(live, 3)).toEqual([undefined, 0]);
    // A person asked for another stream.
    expect(lossAfter(connecting, 4)).toEqual([undefined, 0]);
    expect(lossAfter(live, 5)).toEqual([undefined, 0]);
    expect(lossAfter(waiting, 6)).toEqual([6, 1]);
    expect(lossAfter(connecting, 7)).toEqual([6, 1]);
    expect(lossAfter(waiting, 8)).toEqual([6, 1]);
    expect(lossAfter(live, 9)).toEqual([undefined, 1]);
  });

  it('remembers that the gap of the last interruption was filled', () => {
    const store = createConnectionStore();
    const report = { since: 1_000, until: 13_000, recovered: 0 };
    store.noteGapsFilled('logs');
    store.noteReport('logs', { ...report, verdict: 'gap' }, 13_001);
    store.noteGapsFilled('logs');
    expect(store.getState().logs.lastReport).toMatchObject({ verdict: 'gap', isFilled: true });
    store.noteReport('logs', { ...report, verdict: 'gap' }, 20_000);
    expect(store.getState().logs.lastReport?.isFilled).toBeUndefined();
  });

  it('remembers what became of an interruption, for its stream and among what happened', () => {
    const store = createConnectionStore();
    const report = { verdict: 'no_gap_found', since: 1_000, until: 13_000, recovered: 240 } as const;
    store.noteReport('logs', report, 13_001);
    expect(store.getState().logs.lastReport).toEqual({ ...report, at: 13_001 });
    expect(store.getState().notifications.lastReport).toBeUndefined();
    expect(store.getState().history).toMatchObject([{ kind: 'report', stream: 'logs', at: 13_001, report }]);
  });
});
