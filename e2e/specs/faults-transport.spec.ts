import { CLOSE_CODES } from '../../src/protocol/index.ts';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';
import { diagnosticsOf } from '../page-diagnostics.ts';

// Connections are broken on purpose here: see docs/faults.md for the list that the numbers point into.
test.use({ toleratedConsoleErrors: NETWORK_NOISE });

test('1: a server that accepts and closes is tried ever more seldom, until a stream has held for 30 s, and no line is there twice', async ({
  stub,
  dashboard,
}) => {
  const { page } = dashboard;
  const { clock } = page;
  let sockets = 0;
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).pathname === '/v1/logs/stream') sockets += 1;
  });
  await clock.install();
  await dashboard.open();
  let connection = await stub.nextConnection('logs');
  // By the page's clock, which stands still but for these steps.
  await clock.pauseAt(new Date(await page.evaluate(() => Date.now() + 1_000)));
  /** Lets the stream be up and bring a line, then closes it; answers after how long it was tried again, in milliseconds. */
  const flap = async (heldForMs: number): Promise<number> => {
    stub.emit();
    await expect.poll(async () => (await diagnosticsOf(page)).logs.state).toBe('live');
    await clock.runFor(heldForMs);
    connection.close(CLOSE_CODES.normal, 'flap');
    await expect.poll(async () => (await diagnosticsOf(page)).logs.state).toBe('reconnecting');
    const { retryAt = '' } = (await diagnosticsOf(page)).logs;
    const delayMs = Date.parse(retryAt) - (await page.evaluate(() => Date.now()));
    const before = sockets;
    await clock.runFor(delayMs - 1);
    expect(sockets).toBe(before);
    await clock.runFor(1);
    connection = await stub.nextConnection('logs');
    return delayMs;
  };
  for (let failures = 0; failures < 20; failures += 1) {
    const delayMs = await flap(0);
    const baseMs = Math.min(30_000, 1_000 * 1.5 ** failures);
    expect(delayMs).toBeGreaterThanOrEqual(Math.floor(0.8 * baseMs));
    expect(delayMs).toBeLessThanOrEqual(Math.min(30_000, Math.ceil(1.2 * baseMs)));
  }
  expect(await flap(29_000)).toBeGreaterThanOrEqual(24_000);
  expect(await flap(30_000)).toBeLessThanOrEqual(1_200);
  await expect.poll(() => sockets).toBe(23);
  await clock.resume();
  expect(await dashboard.allIds()).toEqual(stub.ledger.ids);
  await expect(dashboard.gaps).toHaveCount(0);
});

test('2: what was missed while the connection was cut is all there, once and in order, and no gap was found', async ({
  stub,
  faultProxy,
  proxiedDashboard: dashboard,
}) => {
  await dashboard.open();
  await stub.nextConnection('logs');
  stub.emitMany(20);
  await expect(dashboard.line('Line 20')).toBeVisible();
  faultProxy.cut();
  stub.emitMany(500);
  await stub.nextConnection('logs');
  await expect(dashboard.connection).toContainText('no gap found');
  stub.emitMany(5);
  await expect(dashboard.line('Line 525')).toBeVisible();
  await expect(dashboard.ledger).toContainText(/525\s*shown/);
  expect(await dashboard.allIds()).toEqual(stub.ledger.ids);
  await expect(dashboard.gaps).toHaveCount(0);
});

test('3: a longer break than anything reaches back over is a gap with both times, which can be filled later', async ({
  stub,
  faultProxy,
  proxiedDashboard: dashboard,
}) => {
  await dashboard.open('?tz=utc');
  await stub.nextConnection('logs');
  const before = stub.emitMany(3);
  await expect(dashboard.line('Line 3')).toBeVisible();
  stub.historyReach = 2;
  stub.rest.isAbsent = true;
  faultProxy.cut();
  const missed = stub.emitMany(30);
  await stub.nextConnection('logs');
  // From the last line before it to the first one behind it, which is the oldest that the server still has.
  const [from, to] = [before.at(-1), missed.at(-2)].map((line) => line?.timestamp.slice(11, 23));
  await expect(dashboard.gaps).toHaveAccessibleName(new RegExp(`^Gap ${from} – ${to} `));
  await expect(dashboard.lines).toHaveCount(5);
  stub.rest.isAbsent = false;
  await dashboard.fillGap.click();
  await expect(dashboard.gaps).toHaveCount(0);
  await expect(dashboard.ledger).toContainText(/33\s*shown/);
  expect(await dashboard.allIds()).toEqual(stub.ledger.ids);
});

test('4: a half-open connection is told to be stalled and replaced, and its late end changes nothing', async ({
  stub,
  faultProxy,
  proxiedDashboard: dashboard,
}) => {
  const { page } = dashboard;
  await page.clock.install();
  await dashboard.open();
  const first = await stub.nextConnection('logs');
  first.heartbeat();
  await first.nextAck();
  stub.emitMany(3);
  await expect(dashboard.line('Line 3')).toBeVisible();
  faultProxy.freeze();
  stub.emitMany(3);
  await page.clock.fastForward(91_000);
  await expect(dashboard.connection).toHaveAttribute('data-state', 'stalled');
  await expect(dashboard.connection).toContainText('Stalled');
  faultProxy.thaw();
  await stub.nextConnection('logs');
  await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
  await first.closed();
  stub.emitMany(1);
  await expect(dashboard.line('Line 7')).toBeVisible();
  expect(await dashboard.allIds()).toEqual(stub.ledger.ids);
  await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
  expect(stub.connections.filter(({ stream }) => stream === 'logs')).toHaveLength(2);
});

test('6: a server that sends no heartbeats keeps its quiet stream, whose liveness is told to be unverified', async ({
  stub,
  dashboard,
}) => {
  await dashboard.page.clock.install();
  await dashboard.open();
  await stub.nextConnection('logs');
  stub.emit();
  await expect(dashboard.line('Line 1')).toBeVisible();
  await dashboard.page.clock.fastForward(600_000);
  await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
  await expect(dashboard.connection).toContainText(/no lines for/i);
  await expect(dashboard.connection).toContainText(/unverified/i);
  expect(stub.connections.filter(({ stream }) => stream === 'logs')).toHaveLength(1);
});

for (const how of [200, 400, 'reset'] as const) {
  test(`20: sockets that a proxy blocks (${how}) lead to polling, and back to the socket without hole or repeat`, async ({
    stub,
    faultProxy,
    proxiedDashboard: dashboard,
  }) => {
    const { clock } = dashboard.page;
    await clock.install();
    await dashboard.open();
    await stub.nextConnection('logs');
    stub.emitMany(5);
    await expect(dashboard.line('Line 5')).toBeVisible();
    faultProxy.blockUpgrades(how);
    faultProxy.cut();
    stub.emitMany(10);
    const stateSoon = async (): Promise<string | null> => {
      await clock.fastForward(2_000);
      return dashboard.connection.getAttribute('data-state');
    };
    await expect.poll(stateSoon).toBe('polling');
    await expect(dashboard.connection).toContainText('Polling');
    await expect(dashboard.line('Line 15')).toBeVisible();
    stub.emitMany(10);
    await clock.fastForward(10_000);
    await expect(dashboard.line('Line 25')).toBeVisible();
    const refused = faultProxy.refusedUpgrades;
    await expect.poll(async () => (await stateSoon()) === 'polling' && faultProxy.refusedUpgrades > refused).toBe(true);
    // What comes after the last answer to a poll comes neither by another one nor as history.
    stub.rest.fail(503, undefined, {}, { paths: /^\/v1\/logs$/ });
    stub.historyReach = 0;
    stub.emitMany(5);
    // REST recovers as the socket reaches the server, so before the page can ask for what it missed.
    const back = stub.nextConnection('logs', 20_000).then(() => stub.rest.recover());
    faultProxy.allowUpgrades();
    const sockets = (): number => stub.connections.filter(({ stream }) => stream === 'logs').length;
    await expect
      .poll(async () => {
        if (sockets() < 2) await clock.fastForward(2_000);
        return sockets();
      })
      .toBe(2);
    await back;
    await expect.poll(stateSoon).toBe('live');
    stub.emitMany(5);
    await expect(dashboard.line('Line 35')).toBeVisible();
    await expect(dashboard.connection).toContainText('no gap found');
    expect(await dashboard.allIds()).toEqual(stub.ledger.ids);
    await expect(dashboard.gaps).toHaveCount(0);
  });
}

test('20: alerts come while sockets are blocked, too', async ({ stub, faultProxy, proxiedDashboard: dashboard }) => {
  const { clock } = dashboard.page;
  await clock.install();
  faultProxy.blockUpgrades(400);
  await dashboard.open();
  await expect
    .poll(async () => {
      await clock.fastForward(2_000);
      return dashboard.connection.getAttribute('data-state');
    })
    .toBe('polling');
  stub.notify({
    type: 'rule_triggered',
    id: 'n-1',
    timestamp: new Date().toISOString(),
    data: { ruleId: 'r', ruleName: 'Polled alert', triggeredAt: '', severity: 'high' },
  });
  await expect
    .poll(async () => {
      await clock.fastForward(10_000);
      return dashboard.bell.getAttribute('aria-label');
    })
    .toContain('1 unread');
});

test('21: polling waits as it is told, never asks twice at once, and says what goes wrong', async ({
  stub,
  faultProxy,
  proxiedDashboard: dashboard,
}) => {
  const { clock } = dashboard.page;
  await clock.install();
  faultProxy.blockUpgrades(200);
  stub.keep(3);
  await dashboard.open();
  const state = (): Promise<string | null> => dashboard.connection.getAttribute('data-state');
  await expect
    .poll(async () => {
      await clock.fastForward(2_000);
      return state();
    })
    .toBe('polling');
  await expect(dashboard.lines).toHaveCount(3);
  const paths = /^\/v1\/logs$/;
  const polls = (): number => stub.rest.requests.filter(({ path }) => paths.test(path)).length;
  // By the page's clock, which stands still but for these steps.
  await clock.pauseAt(new Date(await dashboard.page.evaluate(() => Date.now() + 1_000)));
  for (const retryAfter of ['20', (now: number) => new Date(now + 21_000).toUTCString()]) {
    const header = typeof retryAfter === 'string' ? retryAfter : retryAfter(Date.now());
    stub.rest.fail(
      429,
      { error: { code: 'rate_limited', message: 'Slow down.' } },
      { 'retry-after': header },
      { paths },
    );
    const before = polls();
    await expect
      .poll(async () => {
        await clock.runFor(1_000);
        return polls();
      })
      .toBe(before + 1);
    await expect(dashboard.connection.getByTitle(/Slow down/)).toBeVisible();
    stub.rest.recover();
    await clock.runFor(18_000);
    expect(polls()).toBe(before + 1);
    stub.emit();
    await expect
      .poll(async () => {
        await clock.runFor(1_000);
        return dashboard.lines.count();
      })
      .toBe(stub.ledger.lines.length);
  }
  for (const { status, body, why } of [
    { status: 500, body: undefined, why: /an error of its own/ },
    { status: 200, body: 'this is not JSON', why: /not in the way that this API does/ },
  ]) {
    stub.rest.fail(status, body, {}, { paths });
    await expect
      .poll(async () => {
        await clock.runFor(1_000);
        return dashboard.connection.getByTitle(why).count();
      })
      .toBe(1);
    stub.rest.recover();
    stub.emit();
    await expect
      .poll(async () => {
        await clock.runFor(1_000);
        return dashboard.lines.count();
      })
      .toBe(stub.ledger.lines.length);
  }
  stub.rest.delayMs = 300;
  stub.emit();
  await expect
    .poll(async () => {
      await clock.runFor(2_000);
      return dashboard.lines.count();
    })
    .toBe(stub.ledger.lines.length);
  expect(await state()).toBe('polling');
  expect(stub.rest.mostInFlightOn('/v1/logs')).toBe(1);
});
