import { beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionEvent } from '../client/index.ts';
import type { LogRecord, StreamName } from '../protocol/index.ts';
import {
  createConnectionStore,
  createLogStore,
  createNotificationStore,
  createStreamStore,
  type LogStore,
} from '../stores/index.ts';
import { EventRouter, type StreamEvent } from './route-events.ts';

const NOW = Date.UTC(2026, 10, 23, 10);

function makeRouter() {
  const rejections: ConnectionEvent[] = [];
  const stores = {
    logStore: createLogStore(),
    notificationStore: createNotificationStore(),
    connectionStore: createConnectionStore(),
    streamStore: createStreamStore(),
  };
  const router = new EventRouter({ ...stores, onFilterRejected: (event) => rejections.push(event) });
  return { ...stores, router, rejections };
}

function on(stream: StreamName, ...events: readonly ConnectionEvent[]): StreamEvent[] {
  return events.map((event) => ({ stream, event, receivedAt: NOW }));
}

function line(generation: number, second: number, id = `log-${second}`): ConnectionEvent {
  const record: LogRecord = {
    id,
    timestamp: new Date(NOW + second * 1_000).toISOString(),
    level: 'INFO',
    message: `line ${second}`,
    source: 'api',
    metadata: {},
  };
  return { kind: 'log', generation, record, defects: [] };
}

function start(generation: number, interruptedAt?: number): ConnectionEvent {
  const resumed = interruptedAt !== undefined;
  return { kind: 'stream_start', generation, data: { query: '', filter: {}, follow: true }, resumed, interruptedAt };
}

function rowsOf(store: LogStore): string[] {
  const { view } = store.getState();
  return Array.from({ length: view.length }, (_, index) => {
    const entry = view.entryAt(index);
    return entry?.kind === 'line' ? entry.message : 'gap';
  });
}

let app: ReturnType<typeof makeRouter>;
beforeEach(() => {
  app = makeRouter();
});

describe('the log stream', () => {
  it('makes one change of the store of a whole batch', () => {
    let changes = 0;
    app.logStore.subscribe(() => (changes += 1));
    app.router.route(on('logs', start(1), ...Array.from({ length: 100 }, (_, second) => line(1, second))), 0);
    expect(changes).toBe(1);
    expect(app.logStore.getState().ledger).toMatchObject({ received: 100, shown: 100 });
  });

  it('makes no change where nothing is for a store', () => {
    let changes = 0;
    for (const store of [app.logStore, app.notificationStore, app.connectionStore])
      store.subscribe(() => (changes += 1));
    app.router.route([], 0);
    expect(changes).toBe(0);
  });

  it('shows the lines of another stream instead of those before', () => {
    app.router.route(on('logs', start(1), line(1, 1)), 0);
    app.router.route(on('logs', start(2), line(2, 2)), 0);
    expect(rowsOf(app.logStore)).toEqual(['line 2']);
  });

  it('goes on after an interruption without a gap where the lines reach back', () => {
    app.router.route(on('logs', start(1), line(1, 1), line(1, 2)), 0);
    app.router.route(on('logs', start(2, NOW), line(2, 2), line(2, 3)), 0);
    expect(rowsOf(app.logStore)).toEqual(['line 1', 'line 2', 'line 3']);
  });

  it('marks a gap after an interruption where they do not', () => {
    app.router.route(on('logs', start(1), line(1, 1)), 0);
    app.router.route(on('logs', start(2, NOW), line(2, 9)), 0);
    expect(rowsOf(app.logStore)).toEqual(['line 1', 'gap', 'line 9']);
  });

  it('keeps the lines when a server tells of the same stream again, as after update_filter', () => {
    app.router.route(on('logs', start(1), line(1, 1), start(1), line(1, 2)), 0);
    expect(rowsOf(app.logStore)).toEqual(['line 1', 'line 2']);
  });

  it('begins with the first line of a server that sends no stream_start', () => {
    app.router.route(on('logs', line(1, 1), line(1, 2)), 0);
    expect(app.logStore.getState().hasStarted).toBe(true);
    app.router.route(on('logs', line(1, 3)), 0);
    expect(rowsOf(app.logStore)).toEqual(['line 1', 'line 2', 'line 3']);
    app.router.expectNewStream();
    app.router.route(on('logs', line(2, 4)), 0);
    expect(rowsOf(app.logStore)).toEqual(['line 4']);
  });

  it('goes on after an interruption where the server sends no stream_start, with a gap unless it reaches back', () => {
    app.router.route(on('logs', line(1, 1), line(1, 2)), 0);
    app.router.route(on('logs', line(2, 2), line(2, 3)), 0);
    expect(rowsOf(app.logStore)).toEqual(['line 1', 'line 2', 'line 3']);
    app.router.route(on('logs', line(3, 9)), 0);
    expect(rowsOf(app.logStore)).toEqual(['line 1', 'line 2', 'line 3', 'gap', 'line 9']);
  });

  it('keeps the lines that came before a late stream_start', () => {
    app.router.route(on('logs', line(1, 1)), 0);
    app.router.route(on('logs', start(1), line(1, 2)), 0);
    expect(rowsOf(app.logStore)).toEqual(['line 1', 'line 2']);
  });

  it('counts what the batcher dropped and what could not be read', () => {
    const problem = { kind: 'not_json', detail: 'a frame of 3 characters is not JSON' } as const;
    app.router.route(on('logs', start(1), line(1, 1), { kind: 'malformed', problem }), 7);
    expect(app.logStore.getState().ledger).toMatchObject({ received: 8, dropped: 7, malformed: 1, shown: 1 });
    expect(app.connectionStore.getState().problems).toEqual([
      { at: NOW, stream: 'logs', kind: 'not_json', detail: problem.detail },
    ]);
  });

  it('counts what was dropped even when nothing else came', () => {
    app.router.route([], 3);
    expect(app.logStore.getState().ledger).toMatchObject({ received: 3, dropped: 3 });
  });

  it('has started, and may be empty, when it ends before a line came', () => {
    app.router.route(on('logs', { kind: 'ended', reason: 'complete' }), 0);
    expect(app.logStore.getState().hasStarted).toBe(true);
  });

  it('takes the complaint about the filter back when another stream begins', () => {
    app.streamStore.setProblems('filter', [{ cause: 'filter', message: 'refused' }]);
    app.router.route(on('logs', start(1)), 0);
    expect(app.streamStore.getState().problems).toEqual([]);
  });

  it('hands a rejected filter on', () => {
    const event = {
      kind: 'filter_rejected',
      rejected: { level: 'X' },
      inForce: {},
      error: { code: 'invalid_filter', message: 'no' },
    } as const;
    app.router.route(on('logs', event), 0);
    expect(app.rejections).toEqual([event]);
  });

  it('keeps what the server said for the details', () => {
    app.router.route(
      on('logs', start(1), { kind: 'server_error', error: { code: 'too_slow', message: 'read on' } }),
      0,
    );
    expect(app.connectionStore.getState()).toMatchObject({
      problems: [{ at: NOW, stream: 'logs', kind: 'server_error', detail: 'too_slow: read on' }],
    });
  });
});

describe('the notification stream', () => {
  it('reaches the tray with one change of the store', () => {
    const message = (id: string) =>
      ({
        kind: 'notification',
        message: {
          type: 'rule_triggered',
          id,
          timestamp: '',
          data: { ruleId: id, ruleName: '', triggeredAt: '', severity: 'high' },
        },
      }) as const;
    app.router.route(on('notifications', message('a'), message('b')), 0);
    expect(app.notificationStore.getState()).toMatchObject({ unreadCount: 2 });
    expect(app.notificationStore.getState().entries[0]).toMatchObject({ receivedAt: NOW });
  });

  it('has no say in the log stream, whatever a server sends on it', () => {
    app.router.route(on('logs', start(5), line(5, 1)), 0);
    app.router.route(on('notifications', start(1), line(1, 2), { kind: 'ended', reason: 'x' }), 0);
    app.router.route(on('logs', line(5, 3)), 0);
    expect(rowsOf(app.logStore)).toEqual(['line 1', 'line 3']);
    expect(app.connectionStore.getState().problems).toMatchObject([{ stream: 'notifications', kind: 'unknown_type' }]);
  });

  it('does not start the log stream by ending, nor count its frames in the ledger', () => {
    const problem = { kind: 'not_json', detail: 'x' } as const;
    app.router.route(on('notifications', { kind: 'malformed', problem }, { kind: 'ended', reason: 'x' }), 0);
    expect(app.logStore.getState()).toMatchObject({ hasStarted: false, ledger: { malformed: 0 } });
    expect(app.connectionStore.getState().problems).toHaveLength(1);
  });
});
