import { describe, expect, it } from 'vitest';
import type { ConnectionState, ConnectionStats, StreamStatus } from '../../stores/index.ts';
import { describeReport, describeStatus } from './describe-state.ts';

const NOW = Date.UTC(2026, 10, 23, 12, 3, 20);
const STATS: ConnectionStats = {
  frames: 0,
  bytes: 0,
  logs: 0,
  mendedLogs: 0,
  notifications: 0,
  waiting: 0,
  gaps: 0,
  fetches: 0,
  failedFetches: 0,
  serverErrors: 0,
  malformed: { too_large: 0, not_text: 0, not_json: 0, not_envelope: 0, unknown_type: 0, invalid_data: 0 },
  malformedTotal: 0,
  heartbeats: 0,
  unansweredHeartbeats: 0,
  reconnects: 0,
  stalls: 0,
  lastHeartbeatAt: undefined,
  heartbeatIntervalMs: undefined,
  roundTripMs: undefined,
  lastLogAt: undefined,
  clockSkewMs: undefined,
  transport: 'socket',
  extensions: [],
};

function statusOf(state: ConnectionState, more: Partial<StreamStatus> = {}): StreamStatus {
  const traffic = { messagesPerSecond: 0, bytesPerSecond: 0 };
  return {
    state,
    since: NOW,
    why: undefined,
    stats: STATS,
    traffic,
    lostAt: undefined,
    interruptions: 0,
    lastReport: undefined,
    ...more,
  };
}

function live(more: Partial<Extract<ConnectionState, { kind: 'live' }>> = {}): ConnectionState {
  return { kind: 'live', since: NOW - 200_000, lastFrameAt: NOW, livenessVerified: true, isCatchingUp: false, ...more };
}

const wordsOf = (status: StreamStatus): string => describeStatus(status, NOW, 'utc').words;
const lastLogAgo = (seconds: number): Partial<StreamStatus> => ({
  stats: { ...STATS, lastLogAt: NOW - seconds * 1_000 },
});

describe('a live stream', () => {
  it('is live while lines come, and for half a minute after the last', () => {
    expect(wordsOf(statusOf(live(), lastLogAgo(1)))).toBe('Live');
    expect(wordsOf(statusOf(live(), lastLogAgo(29)))).toBe('Live');
    expect(wordsOf(statusOf(live({ since: NOW - 29_000 })))).toBe('Live');
  });

  it('that brings nothing says for how long, since its last line or since it is up', () => {
    expect(wordsOf(statusOf(live(), lastLogAgo(40)))).toBe('Connected, no lines for 40 s');
    expect(wordsOf(statusOf(live()))).toBe('Connected, no lines for 3 min 20 s');
    expect(wordsOf(statusOf(live({ since: NOW - 31_000 }), lastLogAgo(500)))).toBe('Connected, no lines for 31 s');
    expect(describeStatus(statusOf(live(), lastLogAgo(40)), NOW, 'utc')).toMatchObject({
      short: 'Quiet 40 s',
      isQuiet: true,
    });
  });

  it('whose silence would not be noticed says so', () => {
    const status = statusOf(live({ livenessVerified: false }), lastLogAgo(40));
    expect(wordsOf(status)).toBe('Connected, no lines for 40 s, heartbeat unverified');
  });

  it('that fetches what was missed is catching up', () => {
    expect(wordsOf(statusOf(live({ isCatchingUp: true })))).toBe('Live, catching up…');
  });

  it('says for ten seconds what became of an interruption', () => {
    const report = { verdict: 'no_gap_found', since: NOW - 13_000, until: NOW - 1_000, recovered: 240 } as const;
    const status = (at: number) => statusOf(live(), { ...lastLogAgo(1), lastReport: { ...report, at } });
    expect(wordsOf(status(NOW - 9_900))).toBe('Back after 12 s: 240 lines fetched, no gap found');
    expect(wordsOf(status(NOW - 10_000))).toBe('Live');
    expect(describeStatus(status(NOW), NOW, 'utc').short).toBe('Back, no gap');
  });

  it('keeps in the tooltip what became of the last interruption', () => {
    const report = {
      verdict: 'gap',
      since: NOW - 93_000,
      until: NOW - 81_000,
      recovered: 0,
      at: NOW - 80_000,
    } as const;
    const titleOf = (lastReport: StreamStatus['lastReport']): string =>
      describeStatus(statusOf(live(), { ...lastLogAgo(1), lastReport }), NOW, 'utc').title;
    expect(titleOf(report)).toBe('Live. 12:02:00 Back after 12 s: a gap was marked');
    expect(titleOf({ ...report, at: NOW })).toBe('Back after 12 s: a gap is marked');
  });

  it('does not go on saying that a gap is marked once it is filled', () => {
    const report = { verdict: 'gap', since: NOW - 13_000, until: NOW - 1_000, recovered: 0, at: NOW } as const;
    const status = statusOf(live(), { ...lastLogAgo(1), lastReport: { ...report, isFilled: true } });
    expect(describeStatus(status, NOW, 'utc')).toMatchObject({
      words: 'Live',
      title: 'Live. 12:03:20 Back after 12 s: a gap was marked, and filled since',
    });
  });
});

describe('the verdict on an interruption', () => {
  it.each([
    ['confirmed', 240, 'Back after 12 s: 240 lines fetched, complete, confirmed by the server'],
    ['confirmed', 0, 'Back after 12 s: nothing was missed, confirmed by the server'],
    ['no_gap_found', 1, 'Back after 12 s: 1 line fetched, no gap found'],
    ['no_gap_found', 0, 'Back after 12 s: no gap found'],
    ['gap', 1_240, 'Back after 12 s: 1,240 lines fetched, a gap is marked'],
    ['gap', 0, 'Back after 12 s: a gap is marked'],
  ] as const)('"%s" with %d lines reads "%s"', (verdict, recovered, words) => {
    expect(describeReport({ verdict, since: NOW - 12_000, until: NOW, recovered }, 'lines', 'now')).toBe(words);
  });

  it('on notifications marks nothing in the list', () => {
    const report = { verdict: 'gap', since: NOW - 200, until: NOW, recovered: 2 } as const;
    expect(describeReport(report, 'notifications', 'then')).toBe(
      'Back after 1 s: 2 notifications fetched, some may be missing',
    );
  });
});

describe('a stream that is not live', () => {
  const reason = { kind: 'closed', code: 1006, text: '' } as const;

  it('counts down to the next attempt, with the reason behind it', () => {
    const why = 'The connection was lost.';
    const state = { kind: 'reconnecting', attempt: 2, retryAt: NOW + 2_100, reason } as const;
    expect(describeStatus(statusOf(state, { why }), NOW, 'utc')).toEqual({
      words: 'Reconnecting in 3 s',
      short: 'Reconnecting',
      spoken: 'Reconnecting',
      title: 'Reconnecting in 3 s. The connection was lost.',
      isQuiet: false,
    });
    expect(wordsOf(statusOf({ ...state, retryAt: NOW }))).toBe('Reconnecting…');
  });

  it('says since when it is lost, where that is long ago', () => {
    const state = { kind: 'reconnecting', attempt: 4, retryAt: NOW + 22_000, reason } as const;
    expect(wordsOf(statusOf(state, { lostAt: NOW - 9_000 }))).toBe('Reconnecting in 22 s');
    expect(describeStatus(statusOf(state, { lostAt: NOW - 61_000 }), NOW, 'utc')).toMatchObject({
      words: 'Lost 1 min ago, next try in 22 s',
      short: 'Reconnecting',
      spoken: 'Reconnecting',
    });
    expect(wordsOf(statusOf({ ...state, retryAt: NOW }, { lostAt: NOW - 61_000 }))).toBe(
      'Lost 1 min ago, reconnecting…',
    );
    expect(
      describeStatus(statusOf({ kind: 'connecting', attempt: 4 }, { lostAt: NOW - 61_000 }), NOW, 'utc'),
    ).toMatchObject({ words: 'Lost 1 min ago, connecting…', short: 'Connecting…', spoken: 'Connecting…' });
  });

  it('says that it polls, why, and when a socket is tried again', () => {
    const state = { kind: 'polling', since: NOW, reason, problem: undefined, retryAt: NOW + 8_000 } as const;
    expect(wordsOf(statusOf(state))).toBe('Polling: no socket can be opened, next try in 8 s');
    expect(wordsOf(statusOf({ ...state, retryAt: undefined }))).toBe(
      'Polling: no socket can be opened, trying one now',
    );
    const failing = statusOf(
      { ...state, problem: 'The server had an error.' },
      { why: 'Lost. The server had an error.' },
    );
    expect(wordsOf(failing)).toBe('Polling: the last request failed, next try in 8 s');
    expect(describeStatus(failing, NOW, 'utc')).toMatchObject({
      short: 'Polling',
      title: expect.stringContaining('The server had an error.'),
      spoken: 'Polling: the last request failed',
    });
  });

  it.each([
    [{ kind: 'idle' }, 'Connecting…'],
    [{ kind: 'connecting', attempt: 4 }, 'Connecting…'],
    [{ kind: 'paused', since: NOW }, 'Paused'],
    [{ kind: 'stalled', silentSince: NOW - 40_000 }, 'Stalled, nothing heard for 40 s'],
    [{ kind: 'offline', since: NOW }, 'Offline since 12:03'],
    [{ kind: 'unauthorized', code: 'unauthorized', message: 'x' }, 'Credentials refused'],
    [{ kind: 'unauthorized', code: 'forbidden', message: 'Not yours.' }, 'Not allowed: Not yours.'],
    [{ kind: 'ended', reason: 'complete', message: 'All was sent.' }, 'Ended: All was sent.'],
  ] as const)('%o reads "%s"', (state, words) => {
    expect(wordsOf(statusOf(state))).toBe(words);
  });

  it('does not say its reason twice', () => {
    const status = statusOf({ kind: 'ended', reason: 'complete', message: 'All was sent.' }, { why: 'All was sent.' });
    expect(describeStatus(status, NOW, 'utc').title).toBe('Ended: All was sent.');
  });
});
