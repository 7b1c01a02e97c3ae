import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

const KEY = 'neurallog.settings';
const PAPER = { light: 'rgb(255, 255, 255)', dark: 'rgb(14, 17, 22)' } as const;

function paper(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}

test('the theme is chosen over the system’s, shows at once and is remembered', async ({ signedInPage }) => {
  const { page } = signedInPage;
  await page.emulateMedia({ colorScheme: 'light' });
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('radio', { name: 'Dark' }).check();
  await expect.poll(() => paper(page)).toBe(PAPER.dark);
  await page.reload();
  await expect(signedInPage.log).toBeVisible();
  expect(await paper(page)).toBe(PAPER.dark);
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await dialog.getByRole('radio', { name: 'System' }).check();
  await expect.poll(() => paper(page)).toBe(PAPER.light);
});

for (const theme of ['light', 'dark'] as const) {
  test(`a chosen ${theme} theme is there before anything is drawn`, async ({ dashboard, page }) => {
    await page.emulateMedia({ colorScheme: theme === 'light' ? 'dark' : 'light' });
    await page.addInitScript(([key, theme]) => localStorage.setItem(key, JSON.stringify({ version: 1, theme })), [
      KEY,
      theme,
    ] as const);
    // Without the page's own script only what comes before it can have done this.
    await page.route('**/assets/*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
    await dashboard.open();
    expect(await paper(page)).toBe(PAPER[theme]);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe(theme);
  });
}

test('settings that cannot be read leave the theme to the system', async ({ dashboard, page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.addInitScript((key) => localStorage.setItem(key, '{"theme":'), KEY);
  await dashboard.open();
  await expect(dashboard.log).toBeVisible();
  expect(await paper(page)).toBe(PAPER.dark);
});
