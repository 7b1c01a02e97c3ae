import { describe, expect, it } from 'vitest';
import { Connection } from '../client/index.ts';
import { createConnectionStore, createLogStore } from '../stores/index.ts';
import { takeDiagnostics } from './diagnostics.ts';
import { describeStateCodes } from './state-codes.ts';

const NOW = Date.UTC(2026, 10, 23, 12, 3, 20);
const PAGE = { version: '1.2.3', isVisible: true, isOnline: true, browser: 'Mozilla/5.0' };
/** Stands wherever somebody else's words could. */
const CANARY = 'Canary-7f3a secret';

function makeStores() {
  const connection = new Connection({
    extensions: [],
    now: () => NOW,
    random: () => 0.5,
    createId: () => 'cmd',
    output: () => undefined,
  });
  const stores = { connectionStore: createConnectionStore(), logStore: createLogStore() };
  const stats = { ...connection.stats, waiting: 5, lastHeartbeatAt: NOW - 4_000, roundTripMs: 12 };
  const traffic = { messagesPerSecond: 12.345, bytesPerSecond: 4_000.04 };
  return { ...stores, stats, traffic };
}

describe('diagnostics', () => {
  it('hold the ledger with what waits, both streams, what happened and what went wrong', () => {
    const { stats, traffic, ...stores } = makeStores();
    const { connectionStore, logStore } = stores;
    connectionStore.changeState('logs', { kind: 'connecting', attempt: 0 }, undefined, NOW - 60_000);
    const state = { kind: 'live', since: NOW, lastFrameAt: NOW, livenessVerified: true, isCatchingUp: false } as const;
    connectionStore.changeState('logs', state, undefined, NOW - 50_000);
    connectionStore.measure('logs', state, stats, traffic);
    connectionStore.noteReport('logs', { verdict: 'gap', since: NOW - 9_000, until: NOW - 1_000, recovered: 3 }, NOW);
    connectionStore.reportServerError('logs', { code: 'too_slow', message: CANARY }, NOW);
    logStore.apply([{ kind: 'dropped', count: 2 }]);
    const taken = takeDiagnostics(stores, PAGE, NOW);
    expect(taken).toMatchObject({
      version: 1,
      takenAt: '2026-11-23T12:03:20.000Z',
      page: PAGE,
      logs: {
        state: 'live',
        isLivenessVerified: true,
        since: '2026-11-23T12:02:30.000Z',
        lastHeartbeatAt: '2026-11-23T12:03:16.000Z',
        roundTripMs: 12,
        messagesPerSecond: 12.3,
        bytesPerSecond: 4_000,
        lastInterruption: { verdict: 'gap', recovered: 3 },
        counts: { messages: 0, waiting: 5, interruptions: 0 },
      },
      notifications: { state: 'idle', since: undefined, transport: 'none', counts: {} },
      ledger: { received: 2, dropped: 2, waiting: 5, gaps: 0 },
      history: [
        { stream: 'logs', verdict: 'gap', at: '2026-11-23T12:03:20.000Z' },
        { stream: 'logs', state: 'live' },
        { stream: 'logs', state: 'connecting', attempt: 0 },
      ],
      problems: [{ at: '2026-11-23T12:03:20.000Z', stream: 'logs', kind: 'server_error', code: 'too_slow' }],
    });
    expect(JSON.parse(JSON.stringify(taken))).toMatchObject({ version: 1 });
  });

  it('hold nothing that anybody wrote: only codes are taken over, whatever stands in their place', () => {
    const { stats: _stats, traffic: _traffic, ...stores } = makeStores();
    const { connectionStore, logStore } = stores;
    const reasons = [
      { kind: 'closed', code: 1011, text: CANARY },
      { kind: 'no_credential', message: CANARY },
      { kind: 'stream_end', reason: CANARY },
      { kind: 'server_error', code: CANARY, message: CANARY },
    ] as const;
    for (const [index, reason] of reasons.entries()) {
      connectionStore.changeState('logs', { kind: 'reconnecting', attempt: 1, retryAt: NOW, reason }, CANARY, index);
      const polling = { kind: 'polling', since: NOW, reason, problem: CANARY, retryAt: NOW } as const;
      connectionStore.changeState('logs', polling, CANARY, index);
    }
    connectionStore.changeState('logs', { kind: 'ended', reason: CANARY, message: CANARY }, CANARY, 9);
    connectionStore.changeState(
      'notifications',
      { kind: 'unauthorized', code: 'forbidden', message: CANARY },
      CANARY,
      9,
    );
    connectionStore.reportServerError('logs', { code: CANARY, message: CANARY, details: { [CANARY]: CANARY } }, 9);
    connectionStore.reportProblem({ at: 9, stream: 'logs', kind: 'not_json', detail: CANARY });
    const record = {
      id: CANARY,
      timestamp: CANARY,
      level: CANARY,
      message: CANARY,
      source: CANARY,
      metadata: { [CANARY]: CANARY },
    };
    logStore.apply([
      { kind: 'log', record, isRepeat: false },
      { kind: 'gap', from: 1, to: 2, reason: CANARY, lost: 1 },
    ]);
    const text = JSON.stringify(takeDiagnostics(stores, PAGE, NOW));
    expect(text).toContain('stream_end other');
    expect(text.toLowerCase()).not.toContain('canary');
  });

  it.each([
    [{ kind: 'closed', code: 1006, text: '' }, 'closed 1006'],
    [{ kind: 'not_opened', code: 1006 }, 'not_opened 1006'],
    [{ kind: 'connect_timeout', afterMs: 10_000 }, 'connect_timeout'],
    [{ kind: 'stream_end', reason: 'server_shutdown' }, 'stream_end server_shutdown'],
    [{ kind: 'server_error', code: 'rate_limited', message: '' }, 'server_error rate_limited'],
  ] as const)('say %o as "%s"', (reason, text) => {
    expect(describeStateCodes({ kind: 'reconnecting', attempt: 1, retryAt: NOW, reason })).toEqual({
      state: 'reconnecting',
      attempt: 1,
      retryAt: '2026-11-23T12:03:20.000Z',
      reason: text,
    });
  });
});
