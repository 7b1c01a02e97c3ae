import type { Page } from '@playwright/test';
import { countSockets, passUntil, why } from '../connection-attempts.ts';
import type { Dashboard } from '../dashboard.ts';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';
import { errorMessage } from '../stub/envelopes.ts';

// A server that says no, in all its ways: see docs/faults.md for the list that the numbers point into.
// Time is the page's own: it is wound on instead of waited for.
test.use({ toleratedConsoleErrors: NETWORK_NOISE });

const HOUR_MS = 3_600_000;

for (const stalled of ['logs', 'notifications'] as const) {
  test(`5: an upgrade for ${stalled} that is never answered is given up after 10 s, and the other stream connects meanwhile`, async ({
    stub,
    dashboard,
  }) => {
    const { page } = dashboard;
    const sockets = countSockets(page);
    await page.clock.install();
    stub.stallUpgrade({ stream: stalled, times: 1 });
    await dashboard.open();
    const other = stalled === 'logs' ? 'notifications' : 'logs';
    if (stalled === 'notifications') await stub.nextConnection(other);
    await expect.poll(() => sockets(stalled)).toBe(1);
    await page.clock.fastForward(9_000);
    expect(sockets(stalled)).toBe(1);
    await page.clock.fastForward(1_000);
    // Browsers open one socket to a host at a time: the one that was asked for second waits behind the first.
    if (stalled === 'logs') await stub.nextConnection(other);
    await passUntil(page, () => sockets(stalled), 2);
    await stub.nextConnection(stalled);
    await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
    expect(sockets(stalled)).toBe(2);
    await dashboard.openConnectionDetails();
    const happened = dashboard.connectionDetails.getByRole('listitem').filter({ hasText: stalled });
    await expect(happened.filter({ hasText: 'did not answer the connection within 10 s' })).toBeVisible();
  });
}

test('16: a filter that the server refuses gives way to the one before, which holds and is shown, with the reason beside it and no loop', async ({
  stub,
  dashboard,
}) => {
  stub.automatic = false;
  await dashboard.page.clock.install();
  await dashboard.open('?filter={"level":["WARN"]}');
  const connection = await stub.nextConnection('logs');
  connection.streamStart({ filter: { level: ['WARN'] } });
  connection.sendLog({ level: 'WARN', message: 'kept in view' });
  await expect(dashboard.line('kept in view')).toBeVisible();
  await dashboard.level('Error').click();
  const { filter } = (await connection.nextCommand('update_filter')).data;
  connection.send(errorMessage('invalid_filter', 'Errors are not indexed here.', { filter: { ...filter } }));
  const band = dashboard.page.getByRole('region', { name: 'Query and filters' });
  await expect(band.getByRole('alert')).toContainText('Errors are not indexed here.');
  await expect(dashboard.level('Warn')).toHaveAttribute('aria-pressed', 'true');
  await expect(dashboard.level('Error')).toHaveAttribute('aria-pressed', 'false');
  await expect
    .poll(() => new URL(dashboard.page.url()).searchParams.get('filter'))
    .toBe(JSON.stringify({ level: ['WARN'] }));
  connection.sendLog({ level: 'WARN', message: 'still warnings' });
  connection.sendLog({ level: 'ERROR', message: 'still no errors' });
  await expect(dashboard.line('still warnings')).toBeVisible();
  await expect(dashboard.line('kept in view')).toBeVisible();
  await expect(dashboard.line('still no errors')).toHaveCount(0);
  await dashboard.page.clock.fastForward(60_000);
  connection.heartbeat();
  await connection.nextAck();
  expect(connection.unexpectedFrames, 'a loop of filters').toEqual([]);
  connection.drop();
  await expect(dashboard.connection).toHaveAttribute('data-state', 'reconnecting');
  await dashboard.page.clock.fastForward(2_000);
  const next = await stub.nextConnection('logs');
  expect(next.parameters.get('filter')).toBe(JSON.stringify({ level: ['WARN'] }));
  await expect(band.getByRole('alert')).toBeVisible();
  expect(next.unexpectedFrames).toEqual([]);
});

test.describe('17: credentials that are refused', () => {
  test('with 401 at the upgrade are found out over REST, and asked for once', async ({ stub, dashboard }) => {
    const { page } = dashboard;
    const sockets = countSockets(page);
    const calls: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/v1/')) calls.push(request.url());
    });
    const attempts = () => [sockets('logs'), sockets('notifications'), calls.length];
    await page.clock.install();
    stub.refuse(401);
    await page.goto(`${stub.url}/#token=expired`);
    // Whichever stream finds it out, neither tries the token any more.
    await expect
      .poll(async () => {
        await page.clock.fastForward(500);
        return dashboard.connection.getAttribute('data-state');
      })
      .toBe('unauthorized');
    await expect(dashboard.signIn).toHaveCount(1);
    await expect(dashboard.signIn.getByRole('alert')).toContainText('did not accept the credentials');
    const before = attempts();
    expect(Math.max(sockets('logs'), sockets('notifications'))).toBe(2);
    await page.clock.fastForward(HOUR_MS);
    await page.clock.fastForward(24 * HOUR_MS);
    stub.acceptUpgrades();
    await dashboard.signIn.getByLabel('Token').fill(stub.token);
    expect(attempts()).toEqual(before);
    await dashboard.signIn.getByRole('button', { name: 'Sign in' }).click();
    await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
  });

  test('with 4401 on both streams are asked for once, and nothing that was typed is lost', async ({
    stub,
    dashboard,
  }) => {
    const sockets = countSockets(dashboard.page);
    await dashboard.page.clock.install();
    await dashboard.open();
    const logs = await stub.nextConnection('logs');
    const notifications = await stub.nextConnection('notifications');
    stub.emit({ message: 'before' });
    await expect(dashboard.line('before')).toBeVisible();
    logs.send(errorMessage('unauthorized', 'The token has expired.'));
    logs.close(4401, 'unauthorized');
    await expect(dashboard.signIn.getByRole('alert')).toContainText('The token has expired.');
    await dashboard.signIn.getByLabel('Token').fill(stub.token);
    notifications.close(4401, 'unauthorized');
    await notifications.closed();
    await dashboard.page.clock.fastForward(24 * HOUR_MS);
    await expect(dashboard.signIn).toHaveCount(1);
    await expect(dashboard.signIn.getByRole('alert')).toContainText('The token has expired.');
    await expect(dashboard.signIn.getByLabel('Token')).toHaveValue(stub.token);
    expect([sockets('logs'), sockets('notifications')]).toEqual([1, 1]);
    await expect(dashboard.line('before')).toBeVisible();
    await dashboard.signIn.getByRole('button', { name: 'Sign in' }).click();
    await stub.nextConnection('logs');
    await stub.nextConnection('notifications');
    await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
    await expect(dashboard.signIn).toBeHidden();
  });
});

test.describe('17: what the credentials do not allow', () => {
  const FORBIDDEN = 'This tenant is closed to you.';

  async function expectFinal({ page, connection, signIn }: Dashboard, attempts: () => number): Promise<void> {
    await expect(connection).toHaveAttribute('data-state', 'unauthorized');
    await expect(connection).toContainText(/Not allowed/);
    await expect(connection).toContainText(FORBIDDEN);
    // Signing in again would not help, so that it is not asked for.
    await expect(signIn).toBeHidden();
    const before = attempts();
    await page.clock.fastForward(HOUR_MS);
    await page.clock.fastForward(24 * HOUR_MS);
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await page.clock.fastForward(HOUR_MS);
    expect(attempts()).toBe(before);
  }

  test('with 403 at the upgrade is found out over REST, and final', async ({ stub, dashboard }) => {
    const sockets = countSockets(dashboard.page);
    await dashboard.page.clock.install();
    stub.refuse(403);
    stub.rest.fail(403, { error: { code: 'forbidden', message: FORBIDDEN } });
    await dashboard.open();
    await passUntil(dashboard.page, () => sockets('logs'), 2);
    await expectFinal(dashboard, () => sockets('logs'));
  });

  test('with 4403 after the upgrade is final', async ({ stub, dashboard }) => {
    const sockets = countSockets(dashboard.page);
    await dashboard.page.clock.install();
    await dashboard.open();
    const connection = await stub.nextConnection('logs');
    connection.send(errorMessage('forbidden', FORBIDDEN));
    connection.close(4403, 'forbidden');
    await expectFinal(dashboard, () => sockets('logs'));
  });
});

test.describe('17: a server that asks to wait', () => {
  /** Winds the clock on to some time before a wait is over, then beyond it. */
  async function expectWait(page: Page, waitMs: number, attempts: () => number): Promise<void> {
    const before = attempts();
    // The page's clock goes on by itself too, as long as the machine takes for all this.
    await page.clock.fastForward(0.85 * waitMs);
    expect(attempts(), `attempts within ${waitMs} ms`).toBe(before);
    // Not all clients return in one instant: up to a fifth is added.
    await page.clock.fastForward(0.4 * waitMs);
    await expect.poll(attempts).toBe(before + 1);
  }

  test('with 429 at the upgrade is left alone as long as REST says', async ({ stub, dashboard }) => {
    const { page } = dashboard;
    const sockets = countSockets(page);
    await page.clock.install();
    stub.refuse(429);
    stub.rest.fail(429, { error: { code: 'rate_limited', message: 'Slow down.' } }, { 'retry-after': '120' });
    await dashboard.open();
    await passUntil(page, () => sockets('logs'), 2);
    await expect(dashboard.connection).toContainText(/Reconnecting in 1\d\d s/);
    await expect(dashboard.connection).toHaveAttribute('data-state', 'reconnecting');
    await expect(why(dashboard)).toHaveAttribute('title', /asks for fewer requests/);
    await expect(dashboard.signIn).toBeHidden();
    stub.acceptUpgrades();
    stub.rest.recover();
    await expectWait(page, 120_000, () => sockets('logs'));
    await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
  });

  test('with 4429 after the upgrade is left alone as long as it says, and for 30 s where it does not say', async ({
    stub,
    dashboard,
  }) => {
    const { page } = dashboard;
    const sockets = countSockets(page);
    await page.clock.install();
    await dashboard.open();
    const first = await stub.nextConnection('logs');
    first.send(errorMessage('rate_limited', 'Too much of you.', { retryAfter: 90 }));
    first.close(4429, 'rate_limited');
    await expect(dashboard.connection).toContainText(/Reconnecting in (9|10)\d s/);
    await expect(why(dashboard)).toHaveAttribute('title', /Too much of you\./);
    await expectWait(page, 90_000, () => sockets('logs'));
    (await stub.nextConnection('logs')).close(4429);
    await expect(dashboard.connection).toHaveAttribute('data-state', 'reconnecting');
    await expect(why(dashboard)).toHaveAttribute('title', /asks to wait before connecting again/);
    await expectWait(page, 30_000, () => sockets('logs'));
    await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
    await expect(dashboard.signIn).toBeHidden();
  });
});
