// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Connection, type ConnectionEffect } from '../client/index.ts';
import { DEFAULT_STREAM_REQUEST } from '../protocol/index.ts';
import { watchPage } from './page-watch.ts';

const NOW = Date.UTC(2026, 10, 23, 12);

/** A real connection on a page whose sockets, clock and visibility a test moves. */
function makePage() {
  const effects: ConnectionEffect[] = [];
  const connection = new Connection({
    extensions: [],
    now: () => Date.now(),
    random: () => 0.5,
    createId: () => 'cmd',
    output: (effect) => {
      effects.push(effect);
    },
  });
  const sockets = (): number => effects.filter(({ kind }) => kind === 'connect').length;
  const generation = (): number => effects.findLast((effect) => effect.kind === 'connect')?.generation ?? 0;
  const batcher = { visibilityChanged: vi.fn() };
  const onSeen = vi.fn<(isSeen: boolean) => void>();
  let isLocal = false;
  let isClosed = false;
  watchPage({
    drivers: () => [
      {
        connection,
        wake() {
          if (isClosed) connection.closed(generation(), 1006, '');
          connection.visible(true);
        },
      },
    ],
    onLook: () => batcher.visibilityChanged(),
    onSeen,
    isServerLocal: () => isLocal,
    onSecond: () => undefined,
    onBackOrForward: () => undefined,
  });
  connection.open(DEFAULT_STREAM_REQUEST);
  const heartbeat = (): void =>
    connection.frame(generation(), JSON.stringify({ type: 'heartbeat', id: 'hb', timestamp: '' }));
  connection.opened(generation());
  heartbeat();
  vi.setSystemTime(NOW + 15_000);
  heartbeat();
  return {
    connection,
    batcher,
    onSeen,
    sockets,
    local: () => (isLocal = true),
    /** The browser closed the socket while nobody could be told. */
    closeUntold: () => (isClosed = true),
  };
}

function show(event: Event, target: EventTarget): void {
  target.dispatchEvent(event);
}

const WAKINGS: readonly (readonly [string, () => void])[] = [
  ['is shown', () => show(new Event('visibilitychange'), document)],
  ['comes out of the back-forward cache', () => show(new PageTransitionEvent('pageshow', { persisted: true }), window)],
  ['is no longer frozen', () => show(new Event('resume'), document)],
  ['has the focus again', () => show(new Event('focus'), window)],
];

let page: ReturnType<typeof makePage>;
beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  page = makePage();
});
afterEach(() => {
  vi.clearAllTimers();
  vi.useRealTimers();
});

describe('a page that was asleep', () => {
  it.each(WAKINGS)('looks at the clock when it %s, and replaces a stream that has been silent', (_, wake) => {
    vi.setSystemTime(NOW + 3_600_000);
    wake();
    expect(page.connection.state.kind).toBe('stalled');
    expect(page.sockets()).toBe(2);
  });

  it('reconnects once, however many signs of waking there are', () => {
    vi.setSystemTime(NOW + 3_600_000);
    for (const [, wake] of [...WAKINGS, ...WAKINGS]) wake();
    expect(page.sockets()).toBe(2);
  });

  it('notices by its own clock where nothing else tells of it', () => {
    vi.advanceTimersByTime(1_000);
    expect(page.sockets()).toBe(1);
    vi.setSystemTime(NOW + 3_600_000);
    vi.advanceTimersByTime(1_000);
    expect(page.connection.state.kind).toBe('stalled');
  });

  it('finds a socket that was closed meanwhile, however short the sleep was', () => {
    page.closeUntold();
    show(new PageTransitionEvent('pageshow', { persisted: true }), window);
    expect(page.connection.state.kind).toBe('reconnecting');
    show(new Event('focus'), window);
    expect(page.sockets()).toBe(1);
  });

  it('does nothing where all is well', () => {
    for (const [, wake] of WAKINGS) wake();
    expect([page.connection.state.kind, page.sockets()]).toEqual(['live', 1]);
    expect(page.batcher.visibilityChanged).toHaveBeenCalled();
  });
});

describe('a browser without a network', () => {
  it('is offline until it has one again', () => {
    show(new Event('offline'), window);
    expect(page.connection.state.kind).toBe('offline');
    show(new Event('online'), window);
    expect(page.connection.state.kind).toBe('connecting');
  });

  it('still reaches a server on the same machine', () => {
    page.local();
    show(new Event('offline'), window);
    expect(page.connection.state.kind).toBe('live');
  });
});

describe('whether the page is seen', () => {
  it('is told once for each change, whatever else wakes the page', () => {
    const isHidden = vi.spyOn(document, 'hidden', 'get');
    for (const hidden of [true, true, false, false]) {
      isHidden.mockReturnValue(hidden);
      show(new Event('visibilitychange'), document);
      show(new Event('focus'), window);
    }
    expect(page.onSeen.mock.calls).toEqual([[false], [true]]);
    isHidden.mockRestore();
  });
});
