import type { Locator } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { openSettings } from '../settings-dialog.ts';

test.describe('columns', () => {
  test('are added, moved, resized and removed by keyboard, and come with the link', async ({ stub, dashboard }) => {
    const { page } = dashboard;
    stub.keep(2, { message: 'with fields', metadata: { user: 'ada', request: { id: 'r-17' } } });
    await dashboard.open('?history=true');
    await expect(dashboard.lines).toHaveCount(2);
    const dialog = await openSettings(page);
    const field = dialog.getByLabel('Field of the metadata');
    for (const path of ['request.id', 'user']) {
      await field.fill(path);
      await page.keyboard.press('Enter');
      await expect(dialog.getByRole('list', { name: 'Columns' })).toContainText(path);
    }
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    const header = page.getByRole('group', { name: 'Columns' });
    const names = header.getByRole('button', { name: /^Column / });
    await expect(names).toHaveText(['request.id', 'user']);
    await expect(dashboard.lines.first()).toContainText('r-17 ada with fields');
    await expect.poll(() => new URL(page.url()).searchParams.get('columns')).toBe('request.id,user');

    await names.last().focus();
    await page.keyboard.press('Alt+ArrowLeft');
    await expect(names).toHaveText(['user', 'request.id']);
    await expect(names.first()).toBeFocused();
    await expect(header.getByRole('status')).toHaveText('user is column 1 of 2.');
    await expect(dashboard.lines.first()).toContainText('ada r-17 with fields');

    const width = header.getByRole('separator', { name: 'Width of column user' });
    await expect(width).toHaveAttribute('aria-valuenow', '16');
    await width.focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Shift+ArrowLeft');
    await expect(width).toHaveAttribute('aria-valuenow', '7');
    await expect.poll(() => new URL(page.url()).searchParams.get('columns')).toBe('user:7,request.id');
    const cell = dashboard.lines.first().getByTitle('ada');
    const left = (locator: Locator): Promise<number> =>
      locator.evaluate((element) => element.getBoundingClientRect().left);
    expect(Math.abs((await left(cell)) - (await left(names.first())))).toBeLessThan(1.5);

    await names.first().focus();
    await page.keyboard.press('Delete');
    await expect(names).toHaveText(['request.id']);
    await header.getByRole('button', { name: 'Remove column request.id' }).focus();
    await page.keyboard.press('Enter');
    await expect(header).toBeHidden();
  });

  test('are moved and resized with the pointer', async ({ stub, dashboard }) => {
    const { page } = dashboard;
    stub.keep(2, { message: 'with fields', metadata: { user: 'ada', request: { id: 'r-17' } } });
    await dashboard.open('?history=true&columns=request.id,user');
    await expect(dashboard.lines).toHaveCount(2);
    const header = page.getByRole('group', { name: 'Columns' });
    const names = header.getByRole('button', { name: /^Column / });
    await names.first().dragTo(names.last());
    await expect(names).toHaveText(['user', 'request.id']);
    const separator = header.getByRole('separator', { name: 'Width of column user' });
    const box = await separator.boundingBox();
    if (box === null) throw new Error('The edge has no place.');
    await page.mouse.move(box.x + 4, box.y + 8);
    await page.mouse.down();
    await page.mouse.move(box.x + 104, box.y + 8, { steps: 5 });
    await page.mouse.up();
    await expect.poll(async () => Number(await separator.getAttribute('aria-valuenow'))).toBeGreaterThan(26);
    const wide = await dashboard.lines.first().getByTitle('ada').boundingBox();
    expect(wide?.width).toBeGreaterThan(180);
  });

  test('leave the message its room, however many and wide they are', async ({ stub, dashboard }) => {
    stub.keep(1, { message: 'the message '.repeat(20), metadata: { a: 'x'.repeat(100) } });
    for (const wrap of [false, true]) {
      const columns = Array.from('abcdefghijkl', (path) => `${path}:80`).join(',');
      await dashboard.open(`?history=true&wrap=${wrap}&columns=${columns}`);
      const row = dashboard.lines.first();
      const log = await dashboard.log.boundingBox();
      const message = await row.getByText('the message').boundingBox();
      expect((message?.x ?? 9_999) - (log?.x ?? 0)).toBeLessThan((log?.width ?? 0) * 0.75);
      expect(await dashboard.sidewaysOverflow()).toBeLessThanOrEqual(0);
    }
  });
});
