import { describe, expect, it } from 'vitest';
import { openLogStream } from './log-stream.ts';
import { openNotificationStream } from './notification-stream.ts';
import { FakePlatform } from './testing/fake-platform.ts';

const platform = new FakePlatform();
const good = { endpoint: 'http://localhost:4280', WebSocket: platform.WebSocket, fetch: platform.fetch };

describe('an option that is none', () => {
  it.each([
    ['quer', 'Did you mean "query"?'],
    ['apikey', 'Did you mean "apiKey"?'],
    ['websocket', 'Did you mean "WebSocket"?'],
    ['onMessage', 'There are: endpoint, tenant,'],
  ])('is refused with the name that was most likely meant: %s', (name, hint) => {
    const message = expect.stringContaining(`"${name}" is not an option of this stream. ${hint}`);
    expect(() => openLogStream({ ...good, [name]: 'x' })).toThrow(
      expect.objectContaining({ name: 'StreamError', code: 'invalid_option', message }),
    );
    expect(platform.sockets).toHaveLength(0);
  });

  it('is refused on the other stream, where the option belongs to logs', () => {
    const forLogs = { ...good, query: 'level:ERROR' };
    expect(() => openNotificationStream(forLogs)).toThrow('"query" is not an option of this stream.');
  });

  it('was not given where it is `undefined`', () => {
    const options = { ...good, quer: undefined };
    const stream = openLogStream(options);
    stream.close();
    expect(stream.state.kind).toBe('idle');
  });
});
