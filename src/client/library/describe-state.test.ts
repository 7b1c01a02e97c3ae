import { describe, expect, it } from 'vitest';
import type { ConnectionState } from '../connection-state.ts';
import { describeState } from './describe-state.ts';

const reason = { kind: 'closed', code: 1006, text: '' } as const;
const live = { kind: 'live', since: 0, lastFrameAt: 0, livenessVerified: true, isCatchingUp: false } as const;
const polling = { kind: 'polling', since: 0, reason, problem: undefined, retryAt: undefined } as const;

describe('a state in words', () => {
  it.each<[string, ConnectionState]>([
    ['The stream is not open.', { kind: 'idle' }],
    ['Connecting.', { kind: 'connecting', attempt: 0 }],
    ['Connecting again, retry 3.', { kind: 'connecting', attempt: 3 }],
    ['Connected.', live],
    ['Connected. What was missed is still being fetched.', { ...live, isCatchingUp: true }],
    ['Paused: the server holds its logs back.', { kind: 'paused', since: 0 }],
    ['The connection has fallen silent. It is being replaced.', { kind: 'stalled', silentSince: 0 }],
    ['The connection was lost. It will be tried again.', { kind: 'reconnecting', attempt: 1, retryAt: 5, reason }],
    ['No connection can be kept open, so the server is asked for what is new again and again.', polling],
    ['Asking the server for what is new failed: It is busy.', { ...polling, problem: 'It is busy.' }],
    ['There is no network. The stream goes on when it is back.', { kind: 'offline', since: 0 }],
    ['Not you.', { kind: 'unauthorized', code: 'forbidden', message: 'Not you.' }],
    ['All was sent.', { kind: 'ended', reason: 'complete', message: 'All was sent.' }],
  ])('is: %s', (words, state) => {
    expect(describeState(state)).toBe(words);
  });
});
