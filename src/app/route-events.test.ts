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
  const router = new EventRouter({
    ...stores,
    onBegan: () => undefined,
    onStreamStart: () => undefined,
    onFilterRejected: (event) => rejections.push(event),
  });
  return { ...stores, router, rejections };
}

function on(stream: StreamName, ...events: readonly ConnectionEvent[]): StreamEvent[] {
  return events.map((event) => ({ stream, event, receivedAt: NOW }));
}

function line(second: number, isRepeat = false): ConnectionEvent {
  const record: LogRecord = {
    id: `log-${second}`,
    timestamp: new Date(NOW + second * 1_000).toISOString(),
    level: 'INFO',
    message: `line ${second}`,
    source: 'api',
    metadata: {},
  };
  return { kind: 'log', record, defects: [], via: 'socket', isRepeat };
}

const began: ConnectionEvent = { kind: 'began', via: 'socket' };
const start: ConnectionEvent = { kind: 'stream_start', data: { query: '', filter: {}, follow: true } };

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
    app.router.route(on('logs', began, ...Array.from({ length: 100 }, (_, second) => line(second))), 0);
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

  it('shows the lines of another stream instead of those before, as soon as it begins', () => {
    app.router.route(on('logs', began, line(1)), 0);
    app.router.route(on('logs', line(2), began, line(3)), 0);
    expect(rowsOf(app.logStore)).toEqual(['line 3']);
  });

  it('goes on where the server tells of the stream again, as on another socket', () => {
    app.router.route(on('logs', began, start, line(1)), 0);
    app.router.route(on('logs', start, line(1, true), line(2)), 0);
    expect(rowsOf(app.logStore)).toEqual(['line 1', 'line 2']);
    expect(app.logStore.getState().ledger).toMatchObject({ received: 3, repeated: 1 });
  });

  it('has a row for a gap, in its place among the lines', () => {
    const gap = { kind: 'gap', from: NOW + 1_000, to: NOW + 9_000, reason: 'interrupted', lost: 7 } as const;
    app.router.route(on('logs', began, line(1), gap, line(9)), 0);
    expect(rowsOf(app.logStore)).toEqual(['line 1', 'gap', 'line 9']);
    expect(app.logStore.getState().ledger).toMatchObject({ gaps: 1, lost: 7 });
  });

  it('remembers what became of an interruption', () => {
    const report = { verdict: 'confirmed', since: NOW - 9_000, until: NOW, recovered: 3 } as const;
    app.router.route(on('logs', { kind: 'continuity', ...report }), 0);
    expect(app.connectionStore.getState().logs.lastReport).toEqual({ ...report, at: NOW });
  });

  it('has started, and may be empty, when the server has told of it', () => {
    app.router.route(on('logs', began, start), 0);
    expect(app.logStore.getState()).toMatchObject({ hasStarted: true, ledger: { received: 0 } });
  });

  it('counts what the batcher dropped and what could not be read', () => {
    const problem = { kind: 'not_json', detail: 'a frame of 3 characters is not JSON' } as const;
    app.router.route(on('logs', began, line(1), { kind: 'malformed', problem }), 7);
    expect(app.logStore.getState().ledger).toMatchObject({ received: 8, dropped: 7, malformed: 1, shown: 1 });
    expect(app.connectionStore.getState().problems).toMatchObject([
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
});

describe('what the server complains of', () => {
  const complaint = (code: string, message = 'no'): ConnectionEvent => ({
    kind: 'server_error',
    error: { code, message },
  });

  it('is kept for the details, and marked as new', () => {
    app.router.route(on('logs', began, complaint('too_slow', 'read on')), 0);
    expect(app.connectionStore.getState()).toMatchObject({
      problems: [{ at: NOW, stream: 'logs', kind: 'server_error', code: 'too_slow', detail: 'read on' }],
      unseenProblems: 1,
    });
    expect(app.streamStore.getState().problems).toEqual([]);
  });

  it('stands by the query or the filter where it is about them', () => {
    app.streamStore.setState({ request: { ...app.streamStore.getState().request, query: 'level:X' } });
    app.router.route(on('logs', complaint('invalid_query', 'no such level'), complaint('invalid_filter')), 0);
    expect(app.streamStore.getState().problems).toMatchObject([
      { cause: 'query', message: expect.stringContaining('no such level'), text: 'level:X' },
      { cause: 'filter' },
    ]);
  });

  it('stands by the query where the stream ends for it, and its own words are not lost', () => {
    const ended = { kind: 'ended', reason: 'invalid_query' } as const;
    app.router.route(on('logs', ended), 0);
    expect(app.streamStore.getState().problems).toMatchObject([{ cause: 'query' }]);
    app.router.route(on('logs', complaint('invalid_query', 'its own words'), ended), 0);
    expect(app.streamStore.getState().problems[0]?.message).toContain('its own words');
  });

  it('about the filter is over when another stream begins', () => {
    app.streamStore.setProblems('filter', [{ cause: 'filter', message: 'refused' }]);
    app.router.route(on('logs', start), 0);
    expect(app.streamStore.getState().problems).toHaveLength(1);
    app.router.route(on('logs', began), 0);
    expect(app.streamStore.getState().problems).toEqual([]);
  });
});

describe('the notification stream', () => {
  it('reaches the tray with one change of the store', () => {
    const message = (id: string) =>
      ({
        kind: 'notification',
        via: 'socket',
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
    const gap = { kind: 'gap', from: 0, to: 1, reason: '', lost: undefined } as const;
    app.router.route(on('logs', began, line(1)), 0);
    app.router.route(on('notifications', began, start, gap, line(2), { kind: 'ended', reason: 'x' }), 0);
    app.router.route(on('logs', line(3)), 0);
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
