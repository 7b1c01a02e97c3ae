import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaultProxy } from './fault-proxy.ts';
import { listenOnFreePort } from './local-port.ts';

let server: Server;
let serverPort = 0;
let proxy: FaultProxy;
const sockets: Socket[] = [];

beforeEach(async () => {
  // Answers every chunk with itself; the other end of each connection is kept to look at.
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => socket.write(chunk));
  });
  serverPort = await listenOnFreePort(server);
  proxy = await FaultProxy.start(serverPort);
});

afterEach(async () => {
  await proxy.stop();
  for (const socket of sockets.splice(0)) socket.destroy();
  server.close();
});

async function open(
  through = proxy,
): Promise<{ socket: Socket; received: () => string; has: (length: number) => Promise<void> }> {
  const socket = connect(through.port, '127.0.0.1');
  sockets.push(socket);
  let text = '';
  socket.setEncoding('latin1');
  // A proxy that stops resets what is open: those who expect it ask for the error themselves.
  socket.on('error', () => undefined);
  socket.on('data', (chunk: string) => {
    text += chunk;
  });
  await once(socket, 'connect');
  return {
    socket,
    received: () => text,
    has: (length) => expect.poll(() => text.length, { timeout: 5_000, interval: 5 }).toBeGreaterThanOrEqual(length),
  };
}

function errorOf(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
  });
}

describe('a fair line', () => {
  it('passes bytes both ways, whole and in order', async () => {
    const { socket, received, has } = await open();
    const sent = Array.from({ length: 200_000 }, (_, index) => String.fromCharCode(index % 128)).join('');
    socket.write(sent, 'latin1');
    await has(sent.length);
    expect(received()).toBe(sent);
  });

  it('passes an orderly end on, and counts what is open', async () => {
    const { socket } = await open();
    await expect.poll(() => proxy.connections).toBe(1);
    socket.end('bye');
    await once(socket, 'close');
    await expect.poll(() => proxy.connections).toBe(0);
    expect(proxy.totalConnections).toBe(1);
  });

  it('passes a reset by the server on as a reset', async () => {
    const { socket, has } = await open();
    socket.write('hello');
    await has(5);
    sockets.find((other) => other !== socket)?.resetAndDestroy();
    expect(await errorOf(socket)).toBe('ECONNRESET');
  });
});

describe('freeze and thaw', () => {
  it('holds everything while frozen, the end of the server too, and passes it in order afterwards', async () => {
    const { socket, received, has } = await open();
    socket.write('before');
    await has(6);
    proxy.freeze();
    const other = sockets.find((candidate) => candidate !== socket);
    other?.end('late');
    // A connection made through a frozen proxy opens and stays silent.
    const second = await open();
    second.socket.write('second');
    // Fifty answers by a fair line to the same server: by then a line that is not frozen would have passed these few bytes.
    const fair = await FaultProxy.start(serverPort);
    const third = await open(fair);
    for (let answers = 1; answers <= 50; answers += 1) {
      third.socket.write('x');
      await third.has(answers);
    }
    await fair.stop();
    expect(received()).toBe('before');
    expect(socket.readableEnded).toBe(false);
    expect(second.received()).toBe('');

    proxy.thaw();
    await once(socket, 'end');
    expect(received()).toBe('beforelate');
    await second.has(6);
  });
});

describe('cut', () => {
  it('resets both ends', async () => {
    const { socket, has } = await open();
    socket.write('hello');
    await has(5);
    const other = sockets.find((candidate) => candidate !== socket);
    if (other === undefined) throw new Error('The server has no connection.');
    const both = Promise.all([errorOf(socket), errorOf(other)]);
    proxy.cut();
    expect(await both).toEqual(['ECONNRESET', 'ECONNRESET']);
    await expect.poll(() => proxy.connections).toBe(0);
  });

  it('resets what was frozen, and takes new connections', async () => {
    const { socket } = await open();
    await expect.poll(() => proxy.connections).toBe(1);
    proxy.freeze();
    const error = errorOf(socket);
    proxy.cut();
    expect(await error).toBe('ECONNRESET');
    proxy.thaw();
    const { socket: next, has } = await open();
    next.write('again');
    await has(5);
  });
});

describe('delay and throttle', () => {
  it('delays each direction by so long, and keeps the order', async () => {
    const { socket, received, has } = await open();
    proxy.delay(60);
    const before = performance.now();
    socket.write('a');
    socket.write('b');
    await has(2);
    expect(performance.now() - before).toBeGreaterThanOrEqual(119);
    expect(received()).toBe('ab');
  });

  it('lets no more pass than it should', async () => {
    const { socket, has } = await open();
    proxy.throttle(20_000);
    const before = performance.now();
    socket.write('x'.repeat(10_000));
    await has(10_000);
    const tookMs = performance.now() - before;
    expect(tookMs).toBeGreaterThanOrEqual(450);
    expect(tookMs).toBeLessThan(3_000);
  });
});
