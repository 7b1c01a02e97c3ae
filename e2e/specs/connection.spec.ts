import { expect, NETWORK_NOISE, test } from '../fixtures.ts';
import { errorMessage } from '../stub/envelopes.ts';

test.use({ toleratedConsoleErrors: NETWORK_NOISE });

test.describe('heartbeats', () => {
  test('are answered with the same id and the own time, on both streams', async ({ stub, signedInPage }) => {
    await expect(signedInPage.connection).toHaveAttribute('data-state', 'live');
    for (const stream of ['logs', 'notifications'] as const) {
      const connection = await stub.nextConnection(stream);
      const id = connection.heartbeat('hb-Ünïcode "123"');
      const ack = await connection.nextAck();
      expect(ack.id).toBe(id);
      expect(Math.abs(Date.parse(ack.timestamp) - Date.now())).toBeLessThan(60_000);
    }
  });

  test('without an id or with a number for one are not answered, and break nothing', async ({ stub, signedInPage }) => {
    const connection = await stub.nextConnection('logs');
    connection.sendRaw('{"type":"heartbeat","timestamp":"2026-01-01T00:00:00.000Z"}');
    connection.sendRaw('{"type":"heartbeat","id":7,"timestamp":"2026-01-01T00:00:00.000Z"}');
    connection.heartbeat('the good one');
    expect((await connection.nextAck()).id).toBe('the good one');
    expect(connection.unexpectedFrames).toEqual([]);
    await expect(signedInPage.connection).toHaveAttribute('data-state', 'live');
  });
});

test.describe('states', () => {
  test('an upgrade that is never answered is given up after 10 s, and holds the other stream up no longer', async ({
    stub,
    dashboard,
  }) => {
    stub.stallUpgrade({ stream: 'logs', times: 1 });
    await dashboard.open();
    await expect(dashboard.connection).toHaveAttribute('data-state', 'connecting');
    // Chromium opens one socket to a host at a time: the second waits for the first.
    await stub.nextConnection('notifications', 15_000);
    await stub.nextConnection('logs');
    await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
  });

  test('a dropped stream is said to reconnect, and comes back', async ({ stub, signedInPage }) => {
    const connection = await stub.nextConnection('logs');
    await expect(signedInPage.connection).toHaveAttribute('data-state', 'live');
    stub.refuse(503, { stream: 'logs' });
    connection.drop();
    await expect(signedInPage.connection).toHaveAttribute('data-state', 'reconnecting');
    await expect(signedInPage.page).toHaveTitle('Reconnecting · NeuralLog Live');
    stub.acceptUpgrades();
    await stub.nextConnection('logs');
    await expect(signedInPage.connection).toHaveAttribute('data-state', 'live');
    await expect(signedInPage.page).toHaveTitle('NeuralLog Live');
    stub.emit({ message: 'after the break' });
    await expect(signedInPage.line('after the break')).toBeVisible();
  });

  test('4401 ends the attempts, and asks to sign in', async ({ stub, signedInPage }) => {
    const connection = await stub.nextConnection('logs');
    await expect(signedInPage.connection).toHaveAttribute('data-state', 'live');
    connection.send(errorMessage('unauthorized', 'The token has expired.'));
    connection.close(4401, 'unauthorized');
    await expect(signedInPage.signIn).toBeVisible();
    await expect(signedInPage.signIn.getByRole('alert')).toBeVisible();
    expect(stub.connections.filter(({ stream }) => stream === 'logs')).toHaveLength(1);
  });

  test('a refused upgrade with credentials that no longer hold asks to sign in too', async ({ stub, dashboard }) => {
    stub.refuse(401);
    await dashboard.page.goto(`${stub.url}/#token=expired`);
    await expect(dashboard.signIn).toBeVisible();
    expect(stub.rest.requests.some(({ headers }) => headers.authorization === 'Bearer expired')).toBe(true);
  });

  test('stream_end with a reason that ends it is shown as ended', async ({ stub, dashboard }) => {
    stub.keep(2);
    await dashboard.open('?follow=false&history=true');
    await expect(dashboard.lines).toHaveCount(2);
    await expect(dashboard.connection).toHaveAttribute('data-state', 'ended');
    expect(stub.connections.filter(({ stream }) => stream === 'logs')).toHaveLength(1);
  });

  test('the details tell both streams and what went wrong, without quoting it', async ({ stub, signedInPage }) => {
    const connection = await stub.nextConnection('logs');
    connection.sendRaw('{"secret":"canary-7f3a", broken');
    connection.sendRaw('[]');
    connection.sendRaw('');
    connection.sendRaw(Buffer.from([1, 2, 3]));
    connection.send({ type: 'never_heard_of', id: 'x', data: {}, timestamp: '' });
    connection.sendLog({ message: 'the next good one' });
    await expect(signedInPage.line('the next good one')).toBeVisible();
    await signedInPage.page.getByRole('button', { name: 'Connection details' }).click();
    const details = signedInPage.page.getByRole('dialog', { name: 'Connection details' });
    await expect(details).toContainText('Notifications');
    await expect(details).toContainText('not JSON');
    await expect(details).not.toContainText('canary-7f3a');
  });
});

test.describe('resuming', () => {
  test('what was missed is fetched: every line once, in order, and no gap', async ({ stub, signedInPage }) => {
    const connection = await stub.nextConnection('logs');
    stub.emitMany(5);
    await expect(signedInPage.line('Line 5')).toBeVisible();
    connection.drop();
    stub.emitMany(30);
    await stub.nextConnection('logs');
    await expect(signedInPage.connection).toHaveAttribute('data-state', 'live');
    stub.emitMany(5);
    await expect(signedInPage.line('Line 40')).toBeVisible();
    await expect(signedInPage.ledger).toContainText(/40\s*shown/);
    expect(await signedInPage.allIds()).toEqual(stub.ledger.ids);
    await expect(signedInPage.gaps).toHaveCount(0);
  });

  test('what the server sends twice is shown once', async ({ stub, dashboard }) => {
    stub.automatic = false;
    await dashboard.open('?history=true&limit=100');
    const connection = await stub.nextConnection('logs');
    connection.streamStart();
    const log = connection.sendLog({ message: 'said twice' });
    connection.sendLog({ ...log });
    connection.sendLog({ message: 'the last' });
    await expect(dashboard.line('the last')).toBeVisible();
    await expect(dashboard.line('said twice')).toHaveCount(1);
  });

  test('what cannot be had back is a gap between the lines, with its times', async ({ stub, signedInPage }) => {
    const connection = await stub.nextConnection('logs');
    stub.emitMany(3, { message: 'before the break' });
    await expect(signedInPage.line('before the break')).toHaveCount(3);
    // The server has forgotten all that the page knows.
    stub.rest.logs = [];
    connection.drop();
    await stub.nextConnection('logs');
    stub.emit({ message: 'after the break' });
    await expect(signedInPage.line('after the break')).toBeVisible();
    await expect(signedInPage.gaps).toHaveCount(1);
    await expect(signedInPage.gaps).toHaveAccessibleName(/Gap.*\d\d:\d\d:\d\d.*\d\d:\d\d:\d\d/);
  });

  test('a flapping server is not hammered', async ({ stub, signedInPage }) => {
    const first = await stub.nextConnection('logs');
    const started = Date.now();
    first.drop();
    (await stub.nextConnection('logs')).drop();
    (await stub.nextConnection('logs')).drop();
    await stub.nextConnection('logs');
    // 1 s, 1.5 s and 2.25 s, each at most 20 % shorter.
    expect(Date.now() - started).toBeGreaterThanOrEqual(0.8 * (1_000 + 1_500 + 2_250));
    await expect(signedInPage.connection).toHaveAttribute('data-state', 'live');
  });
});
