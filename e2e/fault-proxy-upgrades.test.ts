import { once } from 'node:events';
import { Agent, createServer, request, type IncomingMessage, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { FaultProxy } from './fault-proxy.ts';
import { listenOnFreePort } from './local-port.ts';

let server: Server;
let serverPort = 0;
let webSockets: WebSocketServer;
let proxy: FaultProxy;
let seenByServer: string[];
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const clients: (WebSocket | Socket)[] = [];

beforeEach(async () => {
  seenByServer = [];
  server = createServer((request, response) => {
    seenByServer.push(`${request.method} ${request.url}`);
    request.resume();
    response.end(`answer to ${request.url}`);
  });
  webSockets = new WebSocketServer({ server });
  webSockets.on('connection', (socket, { url }) => {
    seenByServer.push(`upgrade ${url}`);
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => socket.send(data.toString()));
  });
  serverPort = await listenOnFreePort(server);
  proxy = await FaultProxy.start(serverPort);
});

afterEach(async () => {
  for (const client of clients.splice(0)) {
    if (client instanceof WebSocket) client.terminate();
    else client.destroy();
  }
  await proxy.stop();
  agent.destroy();
  webSockets.close();
  server.close();
});

async function fetchText(path: string, body?: string, port = proxy.port): Promise<string> {
  const method = body === undefined ? 'GET' : 'POST';
  const asked = request({ port, host: '127.0.0.1', path, method, agent }).end(body);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    asked.once('response', resolve);
    asked.once('error', reject);
  });
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
  return text;
}

function dial(): { socket: WebSocket; outcome: Promise<unknown> } {
  const socket = new WebSocket(`ws://127.0.0.1:${proxy.port}/stream`);
  clients.push(socket);
  const outcome = new Promise((resolve) => {
    socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    socket.on('open', () => resolve('open'));
  });
  return { socket, outcome };
}

/** Answers after several round trips that avoid the proxy: by then what was sent to it has arrived there. */
async function arrivedAtProxy(): Promise<void> {
  for (let times = 0; times < 10; times += 1) await fetchText('/', undefined, serverPort);
}

async function echoes(socket: WebSocket, text: string): Promise<void> {
  socket.send(text);
  const [data]: unknown[] = await once(socket, 'message');
  expect(String(data)).toBe(text);
}

const UPGRADE = 'GET /raw HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n';

describe('blockUpgrades', () => {
  it.each([200, 400] as const)('answers upgrades with %i, and passes ordinary HTTP', async (status) => {
    proxy.blockUpgrades(status);
    expect(await dial().outcome).toBe(status);
    expect(await fetchText('/v1/logs')).toBe('answer to /v1/logs');
    expect(await fetchText('/v1/logs', 'GET /looks-like-one HTTP/1.1\r\nUpgrade: nothing\r\n\r\n')).toContain('answer');
    expect(await dial().outcome).toBe(status);
    expect(seenByServer).toEqual(['GET /v1/logs', 'POST /v1/logs']);
    expect(proxy.refusedUpgrades).toBe(2);
    await expect.poll(() => proxy.connections).toBe(1);
  });

  it('resets upgrades', async () => {
    proxy.blockUpgrades('reset');
    expect(await dial().outcome).toBe('ECONNRESET');
    expect(await fetchText('/')).toBe('answer to /');
  });

  it('leaves upgrades without an answer, and passes them on once they are allowed', async () => {
    proxy.blockUpgrades('hang');
    const { socket, outcome } = dial();
    // Ordinary requests overtake it, again and again.
    for (let times = 0; times < 5; times += 1) await fetchText('/');
    expect(socket.readyState).toBe(socket.CONNECTING);
    proxy.allowUpgrades();
    expect(await outcome).toBe('open');
    await echoes(socket, 'late but well');
  });

  it('never passes on a hanging upgrade whose client has gone', async () => {
    proxy.blockUpgrades('hang');
    const { socket, outcome } = dial();
    await expect.poll(() => proxy.connections).toBe(1);
    await fetchText('/');
    socket.terminate();
    await outcome;
    await expect.poll(() => proxy.connections).toBe(1);
    proxy.allowUpgrades();
    await fetchText('/');
    expect(seenByServer).toEqual(['GET /', 'GET /']);
  });

  it('leaves sockets alone that are open, and refuses hanging ones when told to', async () => {
    const open = dial();
    expect(await open.outcome).toBe('open');
    proxy.blockUpgrades('hang');
    const hanging = dial();
    await echoes(open.socket, 'still here');
    proxy.blockUpgrades(400);
    expect(await hanging.outcome).toBe(400);
    await echoes(open.socket, 'and here');
  });

  it('sees an upgrade that comes in pieces, and one that follows another request on its connection', async () => {
    proxy.blockUpgrades(400);
    const socket = connect(proxy.port, '127.0.0.1').setNoDelay(true);
    clients.push(socket);
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.write('GET /first HTTP/1.1\r\nHost: x\r\n\r\n');
    await expect.poll(() => text).toContain('answer to /first');
    for (const piece of ['G', 'ET', UPGRADE.slice(3), '\r\n']) {
      socket.write(piece);
      // What is on its way arrives before the answer to what is asked later.
      await fetchText('/');
    }
    await expect.poll(() => text).toContain('Served by the proxy');
    expect(proxy.refusedUpgrades).toBe(1);
  });

  it('holds back no request that it has to see more of, once the rest is there', async () => {
    proxy.blockUpgrades('reset');
    const socket = connect(proxy.port, '127.0.0.1').setNoDelay(true);
    clients.push(socket);
    socket.write('GET /slow HTTP/1.1\r\nHo');
    await fetchText('/');
    expect(seenByServer).toEqual(['GET /']);
    socket.write('st: x\r\n\r\n');
    await once(socket, 'data');
    expect(seenByServer).toEqual(['GET /', 'GET /slow']);
  });
});

describe('mixtures', () => {
  it('answers for the server only once the line is thawed', async () => {
    proxy.blockUpgrades(200);
    proxy.freeze();
    const { socket, outcome } = dial();
    await expect.poll(() => proxy.connections).toBe(1);
    expect(socket.readyState).toBe(socket.CONNECTING);
    expect(proxy.refusedUpgrades).toBe(0);
    proxy.thaw();
    expect(await outcome).toBe(200);
  });

  it('takes a long delay back for what waits already', async () => {
    const { socket, outcome } = dial();
    await outcome;
    proxy.delay(60_000);
    const echoed = echoes(socket, 'hurry');
    await arrivedAtProxy();
    proxy.delay(0);
    await echoed;
  });

  it('takes a tight throttle back in the middle of a message', async () => {
    const { socket, outcome } = dial();
    await outcome;
    proxy.throttle(1);
    const echoed = echoes(socket, 'x'.repeat(10_000));
    await arrivedAtProxy();
    proxy.throttle(Infinity);
    await echoed;
  });

  it('is a fair line again after calm(), whatever was done before', async () => {
    proxy.delay(60_000);
    proxy.throttle(1);
    proxy.blockUpgrades('hang');
    proxy.freeze();
    const { socket, outcome } = dial();
    await expect.poll(() => proxy.connections).toBe(1);
    proxy.calm();
    expect(await outcome).toBe('open');
    await echoes(socket, 'fair');
    const closed = once(socket, 'close');
    proxy.cut();
    await closed;
    proxy.calm();
    expect(await dial().outcome).toBe('open');
  });
});
