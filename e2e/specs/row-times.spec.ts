import type { Locator } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { openSettings } from '../settings-dialog.ts';

test.describe('times', () => {
  test('are told as of day, as ago and as differences, the instant always in the tooltip', async ({
    stub,
    dashboard,
  }) => {
    stub.keep(1, { message: 'the first', timestamp: '2026-01-01T00:00:00.000Z' });
    stub.keep(1, { message: 'the second', timestamp: '2026-01-01T00:00:00.412Z' });
    await dashboard.open('?history=true&tz=utc');
    const row = dashboard.line('the second');
    await expect(row).toContainText('00:00:00.412');
    await dashboard.page.getByRole('button', { name: 'Times absolute' }).click();
    await expect(row).toContainText(/-\d+ d \d\d h/);
    await dashboard.page.getByRole('button', { name: 'Times relative' }).click();
    await expect(row).toContainText('+0.412 s');
    await row.getByText('+0.412 s').hover();
    await expect(row.getByTitle('2026-01-01 00:00:00.412 UTC')).toBeVisible();
    await expect(dashboard.page.getByRole('button', { name: 'Times delta' })).toBeVisible();
  });

  test('are differences to the pinned line, before and behind it, to the millisecond', async ({ stub, dashboard }) => {
    const { page } = dashboard;
    stub.keep(1, { message: 'long before', timestamp: '2026-01-01T00:00:00.000Z' });
    stub.keep(1, { message: 'a moment before', timestamp: '2026-01-01T00:01:07.493Z' });
    stub.keep(1, { message: '{"msg":"the pinned one","n":1}', timestamp: '2026-01-01T00:01:07.500Z' });
    stub.keep(1, { message: 'after it', timestamp: '2026-01-01T00:01:08.912Z' });
    await dashboard.open('?history=true&tz=utc');
    await expect(dashboard.lines).toHaveCount(4);
    await page.getByRole('button', { name: 'Times absolute' }).click();
    await page.getByRole('button', { name: 'Times relative' }).click();
    const time = (message: string): Locator => dashboard.line(message).locator('span').first();
    await expect(time('after it')).toHaveText('+1.412 s');
    await expect(time('a moment before')).toHaveText('+1:07.493');
    await dashboard.log.focus();
    // The newest line first.
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('p');
    const pinned = page.getByRole('region', { name: 'Pinned line' });
    await expect(pinned).toContainText('00:01:07.500');
    await expect(pinned).toContainText('the pinned one  n=1');
    await expect(time('after it')).toHaveText('+1.412 s');
    await expect(time('a moment before')).toHaveText('-0.007 s');
    await expect(time('long before')).toHaveText('-1:07.500');
  });

  test.describe('of the place where the browser is', () => {
    test.use({ timezoneId: 'Asia/Kathmandu' });

    test('are told unless another zone is chosen, which the settings say', async ({ stub, dashboard }) => {
      stub.keep(1, { message: 'at night', timestamp: '2026-01-01T20:00:00.018Z' });
      await dashboard.open('?history=true');
      const row = dashboard.line('at night');
      await expect(row).toContainText('01:45:00.018');
      await expect(dashboard.log.locator('..')).toContainText('Jan 2');
      await row.getByText('01:45:00.018').hover();
      await expect(row.getByTitle(/^2026-01-02 01:45:00\.018 UTC\+5:45/)).toBeVisible();
      const dialog = await openSettings(dashboard.page);
      const zone = dialog.getByRole('combobox', { name: 'Time zone' });
      await expect(zone).toHaveValue('local');
      await zone.fill('utc');
      await dashboard.page.keyboard.press('Enter');
      await expect(row).toContainText('20:00:00.018');
    });
  });

  test('that are ago go on while nothing comes', async ({ stub, dashboard }) => {
    await dashboard.open();
    await stub.nextConnection('logs');
    await dashboard.page.getByRole('button', { name: 'Times absolute' }).click();
    stub.emit({ message: 'just now', timestamp: new Date().toISOString() });
    const time = dashboard.line('just now').locator('span').first();
    await expect(time).toHaveText(/^(now|[-+]0\.\d{3} s)$/);
    await expect(time).toHaveText(/^-[12]\.\d{3} s$/);
  });
});
