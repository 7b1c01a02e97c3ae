import { describe, expect, it, vi } from 'vitest';
import { OneSocket, type SocketListener } from './one-socket.ts';
import { FakePlatform, FakeSocket } from './testing/fake-platform.ts';

function setUp() {
  const platform = new FakePlatform();
  const heard: unknown[][] = [];
  const listener: SocketListener = {
    opened: (...told) => heard.push(['opened', ...told]),
    frame: (...told) => heard.push(['frame', ...told]),
    closed: (...told) => heard.push(['closed', ...told]),
  };
  return { platform, heard, listener, one: new OneSocket(platform.WebSocket, listener) };
}

describe('one socket', () => {
  it('tells what it hears with the generation that it was opened for', () => {
    const { platform, heard, one } = setUp();
    one.open(3, 'ws://a.example/');
    platform.socket.opens();
    platform.socket.onmessage?.({ data: 'text' });
    platform.socket.closed(4401, 'why');
    expect(heard).toEqual([
      ['opened', 3],
      ['frame', 3, 'text'],
      ['closed', 3, 4401, 'why'],
    ]);
  });

  it('lets go of the one before, and hears nothing more of it', () => {
    const { platform, heard, one } = setUp();
    one.open(1, 'ws://a.example/');
    const [old] = platform.sockets;
    one.open(2, 'ws://b.example/');
    expect(old?.closes).toEqual([1000]);
    old?.opens();
    old?.onmessage?.({ data: 'late' });
    old?.closed(1006);
    expect(heard).toEqual([]);
    // `ws` reports a socket that was closed while it was connecting as an error: somebody must hear it.
    expect(old?.onerror).toBeTypeOf('function');
  });

  it('sends and closes for the present generation only', () => {
    const { platform, one } = setUp();
    one.open(1, 'ws://a.example/');
    one.open(2, 'ws://a.example/');
    one.send(1, 'too late');
    one.close(1000, 1);
    one.send(2, 'now');
    expect(platform.socket.sent).toEqual(['now']);
    expect(platform.socket.closes).toEqual([]);
    one.close(4408, 2);
    expect(platform.socket.closes).toEqual([4408]);
    one.send(2, 'gone');
    expect(platform.socket.sent).toEqual(['now']);
  });

  it('closes with a code that browsers allow', () => {
    const { platform, one } = setUp();
    one.open(1, 'ws://a.example/');
    one.close(1013);
    expect(platform.socket.closes).toEqual([1000]);
  });

  it('takes a class that throws for a socket that could not be had, without its words', () => {
    const { heard, listener } = setUp();
    const secret = 'ws://a.example/?token=canary';
    class Refusing extends FakeSocket {
      constructor(address: string) {
        super(address);
        throw new SyntaxError(`Bad address ${address}`);
      }
    }
    new OneSocket(Refusing, listener).open(7, secret);
    expect(heard).toEqual([['closed', 7, 1006, '']]);
  });

  it('survives a socket that throws when it is sent on or closed', () => {
    const { platform, one } = setUp();
    one.open(1, 'ws://a.example/');
    platform.socket.send = () => {
      throw new Error('InvalidStateError');
    };
    const close = vi.spyOn(platform.socket, 'close').mockImplementation(() => {
      throw new Error('InvalidStateError');
    });
    one.send(1, 'x');
    one.close(1000);
    expect(close).toHaveBeenCalledOnce();
  });
});
