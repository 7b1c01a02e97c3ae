import type { Page } from '@playwright/test';
import { Dashboard } from '../dashboard.ts';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';
import { HANGS, longestTask } from '../page-tasks.ts';
import { ruleTriggered } from '../stub/envelopes.ts';
import type { StubServer } from '../stub/stub-server.ts';

// What happens to the page itself, and what a slow line does to it: see docs/faults.md.
test.use({ toleratedConsoleErrors: NETWORK_NOISE });

/** Emits so many lines as fast as they can be written, letting the sockets work in between. */
async function pour(stub: StubServer, count: number): Promise<void> {
  for (let left = count; left > 0; left -= 1_000) {
    stub.emitMany(Math.min(1_000, left));
    await new Promise(setImmediate);
  }
}

/** As a browser does it: a hidden page gets no frames, and those that it asked for come when it is shown. */
function setHidden(page: Page, isHidden: boolean): Promise<void> {
  return page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    Object.defineProperty(document, 'visibilityState', {
      configurable: true,
      get: () => (hidden ? 'hidden' : 'visible'),
    });
    if (hidden) {
      const frame = window.requestAnimationFrame.bind(window);
      const waiting: FrameRequestCallback[] = [];
      window.requestAnimationFrame = (callback) => -waiting.push(callback);
      const release = (): void => {
        if (document.hidden) return;
        document.removeEventListener('visibilitychange', release);
        window.requestAnimationFrame = frame;
        for (const callback of waiting) frame(callback);
      };
      document.addEventListener('visibilitychange', release);
    }
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);
}

test('22: a line too slow for the stream bounds what waits at the server, and what was dropped is told by count', async ({
  stub,
  faultProxy,
  proxiedDashboard: dashboard,
}) => {
  stub.extensions = ['resume.1', 'batch.1'];
  stub.slowReader = { queuedBytes: 256 * 1024, forMs: 50 };
  await dashboard.open();
  const connection = await stub.nextConnection('logs');
  stub.emit();
  await expect(dashboard.line('Line 1')).toBeVisible();
  faultProxy.throttle(50 * 1024);
  let mostQueued = 0;
  await expect
    .poll(async () => {
      await pour(stub, 10_000);
      mostQueued = Math.max(mostQueued, connection.queuedBytes);
      return stub.droppedForSlowReaders;
    })
    .toBeGreaterThan(10_000);
  expect(mostQueued).toBeLessThan(16 * 1024 * 1024);
  faultProxy.calm();
  // The stub says what it dropped as soon as little waits for the page.
  await expect.poll(() => connection.queuedBytes).toBe(0);
  const last = stub.emit({ message: 'the last line' });
  await expect(dashboard.line(last.message)).toBeVisible({ timeout: 20_000 });
  const emitted = stub.ledger.lines.length;
  const lost = await dashboard.ledgerCount('lost');
  expect(lost).toBe(stub.droppedForSlowReaders);
  expect((await dashboard.ledgerCount('received')) + lost).toBe(emitted);
  await expect(dashboard.gaps.last()).toHaveAccessibleName(/too slow/);
});

test('22: a page that cannot take lines in as fast as they come bounds what waits in it, and tells where how many were dropped', async ({
  stub,
  dashboard,
}) => {
  const { clock } = dashboard.page;
  stub.extensions = ['resume.1', 'batch.1'];
  stub.slowReader = { queuedBytes: Infinity, forMs: Infinity };
  await clock.install();
  await dashboard.open();
  const connection = await stub.nextConnection('logs');
  stub.emit();
  await expect(dashboard.line('Line 1')).toBeVisible();
  // What comes is taken in by the page's clock, which stands still.
  await clock.pauseAt(new Date(await dashboard.page.evaluate(() => Date.now() + 1_000)));
  await pour(stub, 200_500);
  // That lines are missing must not be dropped itself. What was dropped is handed on with it, so that there is room again.
  connection.streamGap({ dropped: 7 });
  stub.emit();
  connection.heartbeat();
  await connection.nextAck();
  await clock.runFor(1_000);
  await clock.resume();
  stub.emit({ message: 'the next line' });
  await expect(dashboard.line('the next line')).toBeVisible();
  expect(await dashboard.ledgerCount('received')).toBe(stub.ledger.lines.length);
  expect(await dashboard.ledgerCount('lost')).toBe(500 + 7);
  await expect(dashboard.gaps.first()).toHaveAccessibleName(/this reader was too slow.*7 lines/);
  await expect(dashboard.gaps.last()).toHaveAccessibleName(/faster than this page could take in.*500 lines/);
});

test('22: lines go on being taken in for ten minutes in a hidden page, and it is up to date when it is shown', async ({
  stub,
  dashboard,
}) => {
  const { page } = dashboard;
  await page.clock.install();
  await dashboard.open();
  const connection = await stub.nextConnection('logs');
  stub.emit();
  await expect(dashboard.line('Line 1')).toBeVisible();
  await setHidden(page, true);
  for (let minute = 0; minute < 10; minute += 1) {
    await pour(stub, 500);
    connection.heartbeat();
    await connection.nextAck();
    await page.clock.fastForward(60_000);
  }
  await expect.poll(() => dashboard.ledgerCount('received')).toBe(5_001);
  const longest = await longestTask(page, async () => {
    await setHidden(page, false);
    await expect(dashboard.line('Line 5001')).toBeInViewport();
  });
  expect(longest, 'freezes when it is shown').toBeLessThan(HANGS);
  await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
  expect(await dashboard.ledgerCount('shown')).toBe(5_001);
  expect(stub.connections.filter(({ stream }) => stream === 'logs')).toHaveLength(1);
});

test('23: without a network nothing is tried and it says so; with it again what was missed is there', async ({
  page,
  stub,
  context,
}) => {
  const dashboard = new Dashboard(page, { url: `http://stub.test:${stub.port}`, token: stub.token });
  let sockets = 0;
  page.on('websocket', () => {
    sockets += 1;
  });
  await page.clock.install();
  await dashboard.open();
  await stub.nextConnection('logs');
  await stub.nextConnection('notifications');
  stub.emitMany(3);
  await expect(dashboard.line('Line 3')).toBeVisible();
  await context.setOffline(true);
  await expect(dashboard.connection).toHaveAttribute('data-state', 'offline');
  await expect(dashboard.connection).toContainText('Offline');
  await expect(page).toHaveTitle(/^Offline/);
  const before = stub.connections.length;
  const asked = sockets;
  await page.clock.fastForward(60_000);
  await expect(dashboard.connection).toHaveAttribute('data-state', 'offline');
  expect(sockets).toBe(asked);
  stub.emitMany(3);
  await context.setOffline(false);
  await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
  await expect(dashboard.line('Line 6')).toBeVisible();
  expect(await dashboard.allIds()).toEqual(stub.ledger.ids);
  await expect(dashboard.gaps).toHaveCount(0);
  // One socket for each stream, and no more.
  expect(stub.connections.length - before).toBe(2);
});

test('23: a server on this machine is there without a network, too', async ({ stub, dashboard }) => {
  await dashboard.open();
  await stub.nextConnection('logs');
  stub.emit();
  await expect(dashboard.line('Line 1')).toBeVisible();
  await dashboard.page.evaluate(() => window.dispatchEvent(new Event('offline')));
  stub.emit();
  await expect(dashboard.line('Line 2')).toBeVisible();
  await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
  expect(stub.connections.filter(({ stream }) => stream === 'logs')).toHaveLength(1);
});

test('23: after an hour asleep there is one reconnect, and nothing is missing that the server still has', async ({
  stub,
  faultProxy,
  proxiedDashboard: dashboard,
}) => {
  const { page } = dashboard;
  await page.clock.install();
  await dashboard.open();
  const connection = await stub.nextConnection('logs');
  connection.heartbeat();
  await connection.nextAck();
  stub.emitMany(3);
  await expect(dashboard.line('Line 3')).toBeVisible();
  // Asleep: nothing of the old connection ever arrives any more, not even its end.
  faultProxy.freeze();
  stub.emitMany(2_000);
  await page.clock.fastForward(3_600_000);
  faultProxy.calm();
  await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
  await expect(dashboard.line('Line 2003')).toBeInViewport();
  expect(await dashboard.ledgerCount('shown')).toBe(2_003);
  await expect(dashboard.gaps).toHaveCount(0);
  expect(stub.connections.filter(({ stream }) => stream === 'logs')).toHaveLength(2);
});

test('23: a socket that closed while the page was frozen, so that nobody was told, is replaced on waking', async ({
  stub,
  dashboard,
}) => {
  const { page } = dashboard;
  // Frozen pages miss what happens to their sockets.
  await page.addInitScript(`
    window.isFrozen = false;
    const { get, set } = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onclose');
    Object.defineProperty(WebSocket.prototype, 'onclose', {
      get,
      set(listener) { set.call(this, listener && ((event) => { if (!window.isFrozen) listener.call(this, event); })); },
    });`);
  const asked = page.waitForEvent('websocket', (socket) => new URL(socket.url()).pathname === '/v1/logs/stream');
  await dashboard.open();
  const connection = await stub.nextConnection('logs');
  stub.emitMany(3);
  await expect(dashboard.line('Line 3')).toBeVisible();
  await page.evaluate('window.isFrozen = true');
  const closed = (await asked).waitForEvent('close');
  connection.drop();
  await closed;
  stub.emitMany(3);
  await page.evaluate("window.isFrozen = false; document.dispatchEvent(new Event('resume'))");
  await stub.nextConnection('logs');
  await expect(dashboard.line('Line 6')).toBeVisible();
  expect(await dashboard.allIds()).toEqual(stub.ledger.ids);
  await expect(dashboard.gaps).toHaveCount(0);
});

test('23: back and forward lead to the same stream, signed in as before', async ({ stub, dashboard }) => {
  await dashboard.open('?query=level:ERROR');
  stub.emit({ level: 'ERROR', message: 'before leaving' });
  await expect(dashboard.line('before leaving')).toBeVisible();
  await dashboard.page.goto('about:blank');
  stub.emit({ level: 'ERROR', message: 'while away' });
  await dashboard.page.goBack();
  await expect(dashboard.line('while away')).toBeVisible();
  await expect(dashboard.query).toHaveValue('level:ERROR');
  await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
});

test('23: two tabs watch their own streams, and share what was read', async ({ stub, dashboard, context }) => {
  await dashboard.open('?query=level:ERROR');
  const other = new Dashboard(await context.newPage(), stub);
  await other.open();
  await stub.nextConnection('notifications');
  await stub.nextConnection('notifications');
  await stub.nextConnection('logs');
  await stub.nextConnection('logs');
  stub.emit({ level: 'ERROR', message: 'an error' });
  stub.emit({ level: 'INFO', message: 'an info' });
  await expect(other.lines).toHaveCount(2);
  await expect(dashboard.lines).toHaveCount(1);
  stub.notify(ruleTriggered({ ruleName: 'Shared alert' }));
  await expect(dashboard.bell).toHaveAccessibleName(/1 unread/);
  await expect(other.bell).toHaveAccessibleName(/1 unread/);
  await other.bell.click();
  await expect(other.tray.getByRole('listitem')).toHaveCount(1);
  await other.page.keyboard.press('Escape');
  await expect(other.bell).not.toHaveAccessibleName(/unread/);
  await expect(dashboard.bell).not.toHaveAccessibleName(/unread/);
});

for (const [what, script] of [
  [
    'forbidden',
    `for (const name of ['sessionStorage', 'localStorage']) {
      Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } });
    }
    window.BroadcastChannel = class { constructor() { throw new DOMException('denied', 'SecurityError'); } };`,
  ],
  ['full', `Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };`],
  [
    'corrupt',
    `const get = Storage.prototype.getItem;
    Storage.prototype.getItem = function (key) { const held = get.call(this, key); return held === null ? null : '{"' + held; };`,
  ],
] as const) {
  test(`23: the page works with storage that is ${what}`, async ({ stub, dashboard }) => {
    await dashboard.page.addInitScript(script);
    await dashboard.open();
    stub.emit({ message: 'all the same' });
    await expect(dashboard.line('all the same')).toBeVisible();
    await dashboard.bell.click();
    await expect(dashboard.tray).toBeVisible();
    // What was kept, if anything was, is of no use when the page comes again.
    await dashboard.page.reload();
    await expect(dashboard.signIn).toBeVisible();
  });
}
