// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createConnectionStore, createLogStore } from '../stores/index.ts';
import { takeDiagnostics } from './diagnostics.ts';
import { offerMonitoring, type ConnectionDetail } from './monitoring.ts';

const NOW = Date.UTC(2026, 10, 23, 12);

function makePage() {
  const stores = { connectionStore: createConnectionStore(), logStore: createLogStore() };
  const states: ConnectionDetail[] = [];
  const ledgers: number[] = [];
  const listening = new AbortController();
  const { signal } = listening;
  window.addEventListener('neurallog:connection', (event) => states.push(event.detail), { signal });
  window.addEventListener('neurallog:ledger', (event) => ledgers.push(event.detail.received), { signal });
  offerMonitoring({
    target: window,
    ...stores,
    now: () => Date.now(),
  });
  window.neurallog = {
    diagnostics: () =>
      Promise.resolve(
        takeDiagnostics(stores, { version: '1.2.3', isVisible: true, isOnline: true, browser: 'Mozilla/5.0' }, NOW),
      ),
  };
  return { ...stores, states, ledgers, listening };
}

let page: ReturnType<typeof makePage>;
beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  page = makePage();
});
afterEach(() => {
  page.listening.abort();
  vi.useRealTimers();
});

describe('whoever watches the page', () => {
  it('hears each change of a state, of either stream, once', () => {
    const { connectionStore } = page;
    connectionStore.changeState('logs', { kind: 'connecting', attempt: 0 }, undefined, NOW);
    connectionStore.changeState('logs', { kind: 'connecting', attempt: 1 }, undefined, NOW);
    connectionStore.setState({ linesPerSecond: 5 });
    connectionStore.changeState('notifications', { kind: 'offline', since: NOW }, 'words', NOW);
    const reason = { kind: 'closed', code: 1011, text: 'canary' } as const;
    connectionStore.changeState('logs', { kind: 'reconnecting', attempt: 1, retryAt: NOW + 1, reason }, 'canary', NOW);
    expect(page.states).toEqual([
      { stream: 'logs', at: NOW, before: 'idle', state: 'connecting', attempt: 0 },
      { stream: 'notifications', at: NOW, before: 'idle', state: 'offline' },
      {
        stream: 'logs',
        at: NOW,
        before: 'connecting',
        state: 'reconnecting',
        attempt: 1,
        retryAt: '2026-11-23T12:00:00.001Z',
        reason: 'closed 1011',
      },
    ]);
  });

  it('hears of the ledger at once, then at most once a second, and always of its last state', () => {
    const { logStore, ledgers } = page;
    for (let count = 1; count <= 25; count += 1) {
      logStore.apply([{ kind: 'dropped', count: 1 }]);
      vi.advanceTimersByTime(100);
    }
    expect(ledgers).toEqual([1, 10, 20]);
    vi.advanceTimersByTime(10_000);
    expect(ledgers).toEqual([1, 10, 20, 25]);
    logStore.apply([{ kind: 'dropped', count: 1 }]);
    expect(ledgers.at(-1)).toBe(26);
  });

  it('hears nothing where the ledger did not change', () => {
    page.logStore.letGo();
    page.logStore.follow();
    vi.advanceTimersByTime(5_000);
    expect(page.ledgers).toEqual([]);
  });

  it('hears nothing of the ledger of a pane that was closed meanwhile', () => {
    const logStore = createLogStore();
    let place = 1;
    offerMonitoring({
      target: window,
      connectionStore: createConnectionStore(),
      logStore,
      pane: () => place,
      now: () => Date.now(),
    });
    logStore.apply([{ kind: 'dropped', count: 7 }]);
    logStore.clear();
    place = 0;
    vi.advanceTimersByTime(5_000);
    expect(page.ledgers).toEqual([7]);
  });

  it('can ask for the diagnostics', async () => {
    expect(await window.neurallog?.diagnostics()).toMatchObject({ version: 1, logs: { state: 'idle' } });
  });
});
