import type { Locator, Page } from '@playwright/test';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';

async function openPalette(page: Page): Promise<Locator> {
  await expect(page.getByRole('button', { name: 'Commands' })).toBeAttached();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Commands' });
  await expect(palette.getByRole('combobox', { name: 'Find a command' })).toBeFocused();
  await expect(palette.getByRole('option').first()).toBeVisible();
  return palette;
}

/** Finds a command by what is typed, and does it. */
async function run(page: Page, text: string): Promise<void> {
  const palette = await openPalette(page);
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await expect(palette).toBeHidden();
}

test.describe('the palette', () => {
  test('opens by its key from the lines, a field and its button, and closes the same way', async ({ signedInPage }) => {
    const { page } = signedInPage;
    await signedInPage.log.focus();
    const palette = await openPalette(page);
    await page.keyboard.press('Control+k');
    await expect(palette).toBeHidden();
    await expect(signedInPage.log).toBeFocused();
    await signedInPage.query.focus();
    await openPalette(page);
    await page.keyboard.press('Escape');
    await expect(palette).toBeHidden();
    await expect(signedInPage.query).toBeFocused();
    await page.getByRole('button', { name: 'Commands' }).click();
    await expect(palette).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Commands' })).toBeFocused();
  });

  test('finds by letters in their order, says what it found, and when it found nothing', async ({ signedInPage }) => {
    const { page } = signedInPage;
    const palette = await openPalette(page);
    await page.keyboard.type('pstr');
    await expect(palette.getByRole('option').first()).toContainText('Pause stream');
    await page.keyboard.type('qqqq');
    await expect(palette.getByRole('option')).toHaveCount(0);
    await expect(palette.getByRole('status')).toHaveText('Nothing is called so. Try another word.');
  });

  test('bookmarks and pins the line that the keys are on, or those that are selected', async ({
    stub,
    signedInPage,
  }) => {
    const { page, log } = signedInPage;
    await stub.nextConnection('logs');
    stub.emitMany(5);
    await expect(signedInPage.line('Line 5')).toBeVisible();
    const palette = await openPalette(page);
    await page.keyboard.type('bookmark the line');
    await expect(palette.getByRole('option', { name: /^Bookmark the line/ })).toContainText('Move to a line first');
    await page.keyboard.press('Escape');
    await log.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await expect(log.locator('[data-active]')).toContainText('Line 4');
    await run(page, 'bookmark the line');
    await expect(page.getByRole('button', { name: 'Bookmarks, 1' })).toBeVisible();
    await run(page, 'pin the line');
    await expect(page.getByRole('region', { name: 'Pinned line' })).toContainText('Line 4');
    await expect(signedInPage.details).toBeHidden();

    await log.focus();
    await page.keyboard.press('ArrowUp');
    await expect(log.locator('[data-active]')).toContainText('Line 3');
    await run(page, 'pin the line');
    await expect(page.getByRole('region', { name: 'Pinned line' })).toContainText('Line 3');
    await log.focus();
    await page.keyboard.press('Shift+ArrowUp');
    await page.keyboard.press('Shift+ArrowUp');
    await run(page, 'bookmark the selected');
    await expect(page.getByRole('button', { name: 'Bookmarks, 4' })).toBeVisible();
  });

  test('does what is chosen, and offers it first the next time', async ({ signedInPage }) => {
    const { page } = signedInPage;
    await run(page, 'pause');
    await expect(signedInPage.resume).toBeVisible();
    await run(page, 'wrap');
    await expect(page.getByRole('button', { name: 'Wrap on' })).toBeVisible();
    await expect(page.getByRole('status', { name: 'Done' })).toHaveText('Long lines are wrapped.');
    const palette = await openPalette(page);
    await expect(palette.getByRole('option').nth(0)).toContainText('Cut long lines');
    await expect(palette.getByRole('option').nth(1)).toContainText('Resume stream');
    await palette.getByRole('option', { name: 'Resume stream' }).click();
    await expect(signedInPage.pause).toBeVisible();
  });

  test('says why a command cannot be used now', async ({ signedInPage, stub }) => {
    await stub.nextConnection('logs');
    await expect(signedInPage.connection).toHaveAttribute('data-state', 'live');
    const palette = await openPalette(signedInPage.page);
    await signedInPage.page.keyboard.type('retry now');
    const retry = palette.getByRole('option', { name: 'Retry now' });
    await expect(retry).toHaveAttribute('aria-disabled', 'true');
    await expect(retry).toContainText('It is connected');
    await signedInPage.page.keyboard.press('Enter');
    await expect(palette).toBeVisible();
  });

  test('opens dialogs, which give the focus back to where it was', async ({ signedInPage }) => {
    const { page } = signedInPage;
    for (const [text, name] of [
      ['settings', 'Settings'],
      ['share this', 'Share this stream'],
      ['connection det', 'Connection details'],
      ['notifications', 'Notifications'],
      ['bookmarks…', 'Bookmarks'],
      ['keyboard', 'Keyboard shortcuts'],
    ] as const) {
      await signedInPage.log.focus();
      await run(page, text);
      await expect(page.getByRole('dialog', { name, exact: true })).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await expect(signedInPage.log, `after ${name}`).toBeFocused();
    }
  });

  test('filters by level and source, shows all again, copies the link and signs out', async ({
    signedInPage,
    stub,
    context,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const { page } = signedInPage;
    await stub.nextConnection('logs');
    stub.emit({ message: 'paid', source: 'payments' });
    await expect(signedInPage.line('paid')).toBeVisible();
    await run(page, 'only error');
    await expect(signedInPage.level('Error')).toHaveAttribute('aria-pressed', 'true');
    await run(page, 'source payments');
    await expect(signedInPage.sources).toHaveAttribute('placeholder', 'payments');
    await run(page, 'show all');
    await expect(signedInPage.level('Error')).toHaveAttribute('aria-pressed', 'false');
    await expect(signedInPage.sources).not.toHaveAttribute('placeholder', 'payments');
    await run(page, 'copy link');
    await expect(page.getByRole('status', { name: 'Done' })).toHaveText('Link copied: it holds no token.');
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain(stub.url);
    await run(page, 'sign out');
    await expect(signedInPage.signIn).toBeVisible();
  });

  test('is reached on a phone by the menu of the account', async ({ signedInPage }) => {
    const { page } = signedInPage;
    await page.setViewportSize({ width: 390, height: 800 });
    await page.getByRole('button', { name: /^Tenant/ }).click();
    await page.getByRole('menuitem', { name: 'Commands' }).click();
    const palette = page.getByRole('dialog', { name: 'Commands' });
    await palette.getByRole('option', { name: 'Drop marker' }).click();
    await expect(palette).toBeHidden();
    await expect(page.getByRole('status', { name: 'Done' })).toHaveText('Marker dropped behind the newest line.');
    expect(await signedInPage.sidewaysOverflow()).toBeLessThanOrEqual(0);
  });

  test.describe('that does not load', () => {
    test.use({ toleratedConsoleErrors: NETWORK_NOISE });

    test('is said to be missing, and the page goes on', async ({ dashboard }) => {
      const { page } = dashboard;
      await page.route('**/assets/palette-dialog-*.js', (route) => route.abort());
      await dashboard.open();
      await page.getByRole('button', { name: 'Commands' }).click();
      await expect(page.getByRole('alert').filter({ hasText: 'could not be loaded' })).toBeVisible();
      await page.unroute('**/assets/palette-dialog-*.js');
      await page.getByRole('button', { name: 'Try again' }).click();
      await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
    });
  });
});
