import { countSockets, passUntil, why } from '../connection-attempts.ts';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';

// A server that ends a stream: see docs/faults.md for the list that the numbers point into.
// Time is the page's own: it is wound on instead of waited for.
test.use({ toleratedConsoleErrors: NETWORK_NOISE });

const HOUR_MS = 3_600_000;

test('19: a stream_end is an end or leads to a reconnect by its reason, which is shown', async ({
  stub,
  dashboard,
}) => {
  const { page } = dashboard;
  const sockets = countSockets(page);
  await page.clock.install();
  await dashboard.open();
  for (const [index, reason] of ['server_shutdown', 'restart', 'sunspots', 'constructor'].entries()) {
    const connection = await stub.nextConnection('logs');
    await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
    connection.streamEnd(reason);
    await expect(dashboard.connection).toHaveAttribute('data-state', 'reconnecting');
    await expect(why(dashboard)).toHaveAttribute('title', new RegExp(`The server ended the stream \\(${reason}\\)`));
    await connection.closed();
    await passUntil(page, () => sockets('logs'), index + 2);
  }
  const last = await stub.nextConnection('logs');
  stub.emit({ message: 'before the end' });
  await expect(dashboard.line('before the end')).toBeVisible();
  last.streamEnd('client_disconnect');
  await expect(dashboard.connection).toHaveAttribute('data-state', 'ended');
  await expect(dashboard.connection).toContainText('because this client asked it to');
  const before = sockets('logs');
  await page.clock.fastForward(HOUR_MS);
  await page.clock.fastForward(24 * HOUR_MS);
  expect(sockets('logs')).toBe(before);
  await expect(dashboard.line('before the end')).toBeVisible();
});

for (const { reason, words } of [
  { reason: 'complete', words: 'everything that was asked for has been sent' },
  { reason: 'sunspots', words: 'The server ended the stream (sunspots)' },
]) {
  test(`19: a stream that does not follow is over with "${reason}", and says so`, async ({ stub, dashboard }) => {
    stub.automatic = false;
    const sockets = countSockets(dashboard.page);
    await dashboard.page.clock.install();
    await dashboard.open('?follow=false&history=true');
    const connection = await stub.nextConnection('logs');
    connection.streamStart({ follow: false });
    connection.sendLogs(2);
    connection.streamEnd(reason);
    await expect(dashboard.lines).toHaveCount(2);
    await expect(dashboard.connection).toHaveAttribute('data-state', 'ended');
    await expect(dashboard.connection).toContainText(words);
    await dashboard.page.clock.fastForward(HOUR_MS);
    expect(sockets('logs')).toBe(1);
  });
}
