import { describe, expect, it } from 'vitest';
import type { ConnectionState } from '../client/index.ts';
import { pageIcon, pageTitle } from './page-title.ts';
import { worstState } from './worst-state.ts';

const LIVE: ConnectionState = { kind: 'live', since: 0, lastFrameAt: 0, livenessVerified: true, isCatchingUp: false };
const LOST: ConnectionState = {
  kind: 'reconnecting',
  attempt: 1,
  retryAt: 0,
  reason: { kind: 'closed', code: 1006, text: '' },
};

describe('the tab', () => {
  it('says nothing more than the name while all is well', () => {
    expect([pageTitle(LIVE, 0), pageIcon(LIVE)]).toEqual(['NeuralLog Live', 'favicon.svg']);
  });

  it('counts what is unread', () => {
    expect(pageTitle(LIVE, 3)).toBe('(3) NeuralLog Live');
    expect(pageTitle(LIVE, 250)).toBe('(99+) NeuralLog Live');
  });

  it.each<[ConnectionState, string, string]>([
    [LOST, 'Reconnecting · NeuralLog Live', 'favicon-trouble.svg'],
    [{ kind: 'paused', since: 0 }, 'Paused · NeuralLog Live', 'favicon-paused.svg'],
    [{ kind: 'stalled', silentSince: 0 }, 'Stalled · NeuralLog Live', 'favicon-trouble.svg'],
    [{ kind: 'offline', since: 0 }, 'Offline · NeuralLog Live', 'favicon-trouble.svg'],
    [{ kind: 'unauthorized', code: 'unauthorized', message: '' }, 'Sign in · NeuralLog Live', 'favicon-trouble.svg'],
    [{ kind: 'ended', reason: 'complete', message: '' }, 'Ended · NeuralLog Live', 'favicon-paused.svg'],
  ])('says what is not live: %j', (state, title, icon) => {
    expect([pageTitle(state, 0), pageIcon(state)]).toEqual([title, icon]);
  });

  it('speaks of the stream that needs a look first, where there are several', () => {
    expect(worstState([LIVE, LOST, { kind: 'paused', since: 0 }])).toBe(LOST);
    expect(worstState([{ kind: 'connecting', attempt: 0 }, LIVE])).toMatchObject({ kind: 'connecting' });
    expect(worstState([LIVE])).toBe(LIVE);
  });
});
