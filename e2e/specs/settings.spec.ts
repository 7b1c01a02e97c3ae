import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { animationsEnd } from '../animations.ts';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';
import { openSettings } from '../settings-dialog.ts';

const KEY = 'neurallog.settings';

async function expectNoViolation(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await animationsEnd(page);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(', ')}`)).toEqual([]);
  }
}

test.describe('settings', () => {
  test('are chosen in a dialog, show at once and are remembered', async ({ stub, dashboard }) => {
    const { page } = dashboard;
    stub.keep(1, { message: 'in Berlin', timestamp: '2026-01-01T00:00:00.000Z', id: 'kept' });
    await dashboard.open('?history=true');
    const row = dashboard.line('in Berlin');
    await expect(row).toBeVisible();
    const dialog = await openSettings(page);
    await dialog.getByRole('combobox', { name: 'Time zone' }).fill('europe/berlin');
    await page.keyboard.press('Enter');
    await expect(row).toContainText('01:00:00.000');
    await dialog.getByRole('combobox', { name: 'Font size' }).selectOption('15 px');
    await dialog.getByRole('radio', { name: 'Comfortable' }).check();
    await dialog.getByRole('checkbox', { name: 'Wrap long lines' }).check();
    await expect.poll(async () => (await row.boundingBox())?.height).toBe(31);
    await expect.poll(() => new URL(page.url()).searchParams.get('tz')).toBe('Europe/Berlin');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('button', { name: 'Settings', exact: true })).toBeFocused();

    await dashboard.open('?history=true&again');
    await expect(row).toContainText('01:00:00.000');
    await expect(page.getByRole('button', { name: 'Wrap on' })).toBeVisible();
    expect((await row.boundingBox())?.height).toBe(31);

    const again = await openSettings(page);
    await again.getByRole('button', { name: 'Reset to defaults' }).click();
    await expect.poll(async () => (await row.boundingBox())?.height).toBe(20);
    await expect(again.getByRole('combobox', { name: 'Time zone' })).toHaveValue('local');
    await expect.poll(() => new URL(page.url()).searchParams.has('tz')).toBe(false);
  });

  test('say what is no time zone next to it, and nothing changes', async ({ signedInPage }) => {
    const dialog = await openSettings(signedInPage.page);
    const field = dialog.getByRole('combobox', { name: 'Time zone' });
    await field.fill('Mars/Olympus');
    await signedInPage.page.keyboard.press('Tab');
    await expect(dialog.getByRole('alert')).toContainText('Mars/Olympus');
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect.poll(() => new URL(signedInPage.page.url()).searchParams.has('tz')).toBe(false);
  });

  test('give way to what a link names, for that visit', async ({ stub, dashboard }) => {
    stub.keep(1, { message: 'at midnight', timestamp: '2026-01-01T00:00:00.000Z' });
    await dashboard.page.addInitScript(([key, text]) => localStorage.setItem(key, text), [
      KEY,
      JSON.stringify({ version: 1, timeZone: 'utc', isWrapped: true }),
    ] as const);
    await dashboard.open('?history=true&tz=Asia/Kathmandu');
    await expect(dashboard.line('at midnight')).toContainText('05:45:00.000');
    await expect(dashboard.page.getByRole('button', { name: 'Wrap on' })).toBeVisible();
    await dashboard.open('?history=true');
    await expect(dashboard.line('at midnight')).toContainText('00:00:00.000');
  });

  test('of another tab come over, and corrupted ones do no harm', async ({ dashboard, context, stub }) => {
    await dashboard.page.addInitScript((key) => {
      if (localStorage.getItem(key) === null) localStorage.setItem(key, '{"version":');
    }, KEY);
    await dashboard.open();
    await expect(dashboard.page.getByRole('button', { name: 'Wrap off' })).toBeVisible();
    const other = await context.newPage();
    await other.goto(`${stub.url}/#token=${stub.token}`);
    await other.getByRole('button', { name: 'Wrap off' }).click();
    await expect(dashboard.page.getByRole('button', { name: 'Wrap on' })).toBeVisible();
    await other.close();
  });

  test('show or leave out ANSI colours in rows, details and the lines around, and JSON messages as fields', async ({
    stub,
    dashboard,
  }) => {
    const { page, details } = dashboard;
    stub.keep(1, { message: '{"msg":"order placed","path":"\\u001b[31m/orders\\u001b[0m","items":3}' });
    stub.keep(1, { message: '\r\nboom\r\n    at one' });
    stub.keep(1, { message: '\u001b[91mred\u001b[0m \u001b[38:2::255:100:0morange\u009b0m alert', id: 'coloured' });
    await dashboard.open('?history=true');
    const coloured = page.locator('span[style*="light-dark"]');
    const row = dashboard.line('red orange alert');
    await expect(row.locator(coloured)).toHaveText(['red', 'orange']);
    await row.click();
    await expect(details.locator('pre').locator(coloured)).toHaveText(['red', 'orange']);
    const around = details.getByRole('region', { name: 'Around this line' });
    await expect(around.locator(coloured)).toHaveText(['red', 'orange']);
    await expect(around).toContainText('order placed  path=/orders  items=3');
    await expect(around).toContainText('boom + 2 lines');
    await expect(dashboard.line('order placed')).toContainText('order placed  path=/orders  items=3');

    const dialog = await openSettings(page);
    await dialog.getByRole('checkbox', { name: 'Show ANSI colours' }).uncheck();
    await dialog.getByRole('checkbox', { name: 'Show JSON messages as fields' }).uncheck();
    await page.keyboard.press('Escape');
    await expect(dashboard.line('order placed')).toContainText('{"msg":"order placed","path":');
    await expect(details.locator('pre')).toHaveText('red orange alert');
    await expect(around).toContainText('red orange alert');
    await expect(around).toContainText('{"msg":"order placed","path":');
    await expect(coloured).toHaveCount(0);
    await openSettings(page);
    await dialog.getByRole('checkbox', { name: 'Show ANSI colours' }).check();
    await expect(row.locator(coloured)).toHaveText(['red', 'orange']);
  });

  test.describe('that do not load', () => {
    test.use({ toleratedConsoleErrors: NETWORK_NOISE });

    test('are said to be missing, and load when asked for again', async ({ dashboard, stub }) => {
      const { page } = dashboard;
      await page.route('**/assets/settings-dialog-*.js', (route) => route.abort());
      await dashboard.open();
      await stub.nextConnection('logs');
      const button = page.getByRole('button', { name: 'Settings', exact: true });
      await button.click();
      await expect(page.getByRole('alert').filter({ hasText: 'could not be loaded' })).toBeVisible();
      await expect(dashboard.log).toBeVisible();
      await page.unroute('**/assets/settings-dialog-*.js');
      await page.getByRole('button', { name: 'Try again' }).click();
      await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
      await expect(page.getByRole('alert')).toBeHidden();
    });
  });

  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 800 },
  ]) {
    test(`have no violation and nothing that sticks out at ${viewport.width} px`, async ({ stub, dashboard }) => {
      const { page } = dashboard;
      await page.setViewportSize(viewport);
      stub.keep(3, { message: '{"msg":"a",\n"b":1}', metadata: { user: 'ada', request: { id: 'r-1' } } });
      await dashboard.open('?history=true&columns=user,request.id');
      await expect(dashboard.lines).toHaveCount(3);
      await dashboard.lines.first().getByRole('button', { name: 'Show 1 more line' }).click();
      await expectNoViolation(page);
      const dialog = await openSettings(page);
      await dialog.getByLabel('Field of the metadata').fill('user');
      await dialog.getByRole('button', { name: 'Add column' }).click();
      await expect(dialog.getByRole('alert')).toHaveText('That field has a column already.');
      await expectNoViolation(page);
      expect(await dashboard.sidewaysOverflow()).toBeLessThanOrEqual(0);
      const box = await dialog.boundingBox();
      expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= viewport.width).toBe(true);
    });
  }
});
