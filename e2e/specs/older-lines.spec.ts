import { expect, NETWORK_NOISE, test } from '../fixtures.ts';

test.use({ toleratedConsoleErrors: NETWORK_NOISE });

test.describe('older lines', () => {
  test('load at the top, once each and in order, down to the start of what the server has', async ({
    stub,
    dashboard,
  }) => {
    stub.keep(1_300);
    await dashboard.open('?history=true&limit=300');
    await expect(dashboard.line('Line 1300')).toBeInViewport();
    await dashboard.log.focus();
    await dashboard.page.keyboard.press('Home');
    // A page of five hundred, of which the oldest line held was one.
    await expect.poll(() => dashboard.ledgerCount('shown')).toBe(799);
    // What was at the top when they came is still there.
    await expect(dashboard.line('Line 1001')).toBeInViewport();
    await dashboard.page.keyboard.press('Home');
    await expect.poll(() => dashboard.ledgerCount('shown')).toBe(1_298);
    await dashboard.page.keyboard.press('Home');
    await expect.poll(() => dashboard.ledgerCount('shown')).toBe(1_300);
    await dashboard.page.keyboard.press('Home');
    await expect(dashboard.log.getByText('Start of what the server has')).toBeVisible();
    expect(await dashboard.allIds()).toEqual(stub.ledger.ids);
    const asked = stub.rest.requests.length;
    await dashboard.page.keyboard.press('Home');
    await dashboard.scrollUp(500);
    await expect(dashboard.log.getByText('Start of what the server has')).toBeVisible();
    expect(stub.rest.requests.length).toBe(asked);
  });

  test('load by the wheel before the first line is reached, and move nothing', async ({ stub, dashboard }) => {
    stub.keep(900);
    await dashboard.open('?history=true&limit=200');
    await expect(dashboard.line('Line 900')).toBeInViewport();
    for (let turns = 0; turns < 10 && (await dashboard.ledgerCount('shown')) === 200; turns += 1) {
      const before = await dashboard.log.evaluate((log) => log.scrollTop);
      await dashboard.scrollUp(400);
      await expect.poll(() => dashboard.log.evaluate((log) => log.scrollTop)).not.toBe(before);
    }
    await expect.poll(() => dashboard.ledgerCount('shown')).toBeGreaterThan(200);
    // The wheel may have turned once more meanwhile, by twenty lines.
    const first = await dashboard.log.evaluate((log) => {
      const { top } = log.getBoundingClientRect();
      const lines = [...log.querySelectorAll('[data-log-id]')];
      return lines.find((line) => line.getBoundingClientRect().top >= top)?.getAttribute('data-log-id') ?? '';
    });
    expect(Number(first.replace('line-', ''))).toBeGreaterThan(670);
  });

  test('that cannot be had say why, and can be asked for again', async ({ stub, dashboard }) => {
    stub.keep(300);
    await dashboard.open('?history=true&limit=100');
    await expect(dashboard.line('Line 300')).toBeInViewport();
    stub.rest.fail(404, 'nothing here');
    await dashboard.log.focus();
    await dashboard.page.keyboard.press('Home');
    await expect(dashboard.log.getByText('This server keeps no lines that could be loaded.')).toBeVisible();
    stub.rest.recover();
    await dashboard.log.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => dashboard.ledgerCount('shown')).toBe(300);
  });
});

test('repeats fold into one row with their count, unfold to what came, and fold as they come', async ({
  stub,
  dashboard,
}) => {
  const { page, log } = dashboard;
  await dashboard.open();
  await stub.nextConnection('logs');
  stub.emit({ message: 'before' });
  stub.emitMany(14, { message: 'GET /healthz 200' });
  stub.emit({ message: 'after' });
  await expect(dashboard.lines).toHaveCount(16);
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Fold repeated lines' }).click();
  await page.keyboard.press('Escape');
  await expect(dashboard.lines).toHaveCount(3);
  await expect(dashboard.ledger).toContainText(/16\s*shown/);
  stub.emitMany(2, { message: 'after' });
  await expect(log.getByRole('button', { name: 'Show all 3 of these lines' })).toBeVisible();
  await log.getByRole('button', { name: 'Show all 14 of these lines' }).click();
  await expect(dashboard.lines).toHaveCount(16);
  await expect(log).toBeFocused();
  // The keyboard alone does it too: to the last row, and to the right.
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowRight');
  await expect(dashboard.lines).toHaveCount(18);
  expect(await dashboard.allIds()).toEqual(stub.ledger.ids);
});
