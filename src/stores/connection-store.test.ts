import { describe, expect, it } from 'vitest';
import { createConnectionStore } from './connection-store.ts';

describe('the connection store', () => {
  it('keeps the newest problems, bounded', () => {
    const store = createConnectionStore();
    for (let at = 1; at <= 150; at += 1) store.report({ at, stream: 'logs', kind: 'not_json', detail: '' });
    store.serverError('notifications', { code: 'too_slow', message: 'read on' }, 151);
    const { problems } = store.getState();
    expect([problems.length, problems.at(-1)?.at]).toEqual([100, 52]);
    expect(problems[0]).toEqual({
      at: 151,
      stream: 'notifications',
      kind: 'server_error',
      detail: 'too_slow: read on',
    });
  });

  it('keeps the changes of a state, bounded, and not every renewal of the same one', () => {
    const store = createConnectionStore();
    store.changeState('logs', { kind: 'connecting', attempt: 0 }, 1);
    store.changeState('logs', { kind: 'connecting', attempt: 1 }, 2);
    store.changeState('notifications', { kind: 'connecting', attempt: 0 }, 3);
    expect(store.getState().logs).toEqual({ kind: 'connecting', attempt: 1 });
    expect(store.getState().history.map(({ at, stream }) => [at, stream])).toEqual([
      [3, 'notifications'],
      [1, 'logs'],
    ]);
    for (let at = 4; at < 300; at += 1) {
      store.changeState('logs', at % 2 === 0 ? { kind: 'idle' } : { kind: 'connecting', attempt: 0 }, at);
    }
    expect(store.getState().history).toHaveLength(100);
    expect(store.getState().history[0]?.at).toBe(299);
  });
});
