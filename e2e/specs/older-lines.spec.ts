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
  // And back: by the button on the first row of a run, and to the left on any row of it.
  await log.getByRole('button', { name: 'Fold these 14' }).click();
  await expect(log.getByRole('button', { name: 'Show all 14 of these lines' })).toBeVisible();
  await expect(dashboard.lines).toHaveCount(5);
  await expect(log).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowLeft');
  await expect(log.getByRole('button', { name: 'Show all 3 of these lines' })).toBeVisible();
  await expect(dashboard.lines).toHaveCount(3);
  await page.keyboard.press('ArrowRight');
  await expect(dashboard.lines).toHaveCount(5);
  await log.getByRole('button', { name: 'Show all 14 of these lines' }).click();
  await expect(dashboard.lines).toHaveCount(18);
  expect(await dashboard.allIds()).toEqual(stub.ledger.ids);
});

test('a run of repeats that folds again moves nothing that is above it', async ({ stub, dashboard }) => {
  const { page, log } = dashboard;
  stub.keep(100);
  stub.keep(60, { message: 'said again' });
  stub.keep(100);
  await dashboard.open('?history=true&limit=500');
  await expect(dashboard.line('Line 260')).toBeInViewport();
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Fold repeated lines' }).click();
  await page.keyboard.press('Escape');
  await log.focus();
  // Down to where they begin, and what is before them is in view.
  for (const key of ['Home', 'PageDown', 'PageDown']) await page.keyboard.press(key);
  await log.getByRole('button', { name: 'Show all 60 of these lines' }).click();
  const button = log.getByRole('button', { name: 'Fold these 60' });
  const rowTop = (): Promise<number> =>
    dashboard
      .line('said again')
      .first()
      .evaluate((line) => line.getBoundingClientRect().top);
  await expect(button).toBeInViewport();
  const before = await rowTop();
  await button.click();
  await expect(dashboard.line('said again')).toHaveCount(1);
  expect(await rowTop()).toBe(before);
  // From a row of it above which its first one is out of view: that one is led to.
  await log.getByRole('button', { name: 'Show all 60 of these lines' }).click();
  await dashboard.line('said again').nth(3).click();
  await expect(dashboard.details).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dashboard.details).toBeHidden();
  for (let press = 0; press < 40; press += 1) await page.keyboard.press('ArrowDown');
  await expect(button).not.toBeInViewport();
  await page.keyboard.press('ArrowLeft');
  await expect(dashboard.line('said again')).toHaveCount(1);
  await expect(dashboard.line('said again')).toBeInViewport();
});
