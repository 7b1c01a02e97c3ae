import { expect, NETWORK_NOISE, test } from '../fixtures.ts';

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
});

test.describe('states', () => {
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
