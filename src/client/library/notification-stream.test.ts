import { afterEach, describe, expect, it, vi } from 'vitest';
import { openNotificationStream } from './notification-stream.ts';
import { FakePlatform } from './testing/fake-platform.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('a notification stream', () => {
  it('hands on each notification once, to listeners and loops', async () => {
    vi.useFakeTimers();
    const platform = new FakePlatform();
    const stream = openNotificationStream({
      endpoint: 'http://localhost:4280',
      apiKey: 'key-123456',
      WebSocket: platform.WebSocket,
      fetch: platform.fetch,
    });
    const heard = vi.fn<(entry: object) => void>();
    stream.on('notification', heard);
    const reading = stream.entries().next();
    await vi.advanceTimersByTimeAsync(0);
    expect(platform.socket.address).toBe('ws://localhost:4280/v1/notifications?apiKey=key-123456');
    platform.socket.opens();
    const data = { title: 'Disk', message: 'is full', severity: 'high' };
    platform.socket.says('system_notification', data);
    platform.socket.says('system_notification', data);
    const entry = { kind: 'notification', via: 'socket', message: { type: 'system_notification', data } };
    expect(heard).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ kind: 'notification' }));
    expect(await reading).toMatchObject({ done: false, value: entry });
    stream.close();
  });
});
