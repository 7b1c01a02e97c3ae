import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';

const KEY = 'neurallog.settings';

async function openSettings(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await expect(dialog).toBeVisible();
  return dialog;
}

async function expectNoViolation(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
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

test.describe('messages of several lines', () => {
  const TRACE = `Error: gone\n${Array.from({ length: 20 }, (_, index) => `    at frame${index} (file.js:${index})`).join('\n')}`;

  for (const wrap of ['', '?wrap=true']) {
    test(`unfold in place, and nothing above moves${wrap === '' ? '' : ', also where lines are wrapped'}`, async ({
      stub,
      dashboard,
    }) => {
      await dashboard.open(wrap);
      await stub.nextConnection('logs');
      stub.emitMany(100);
      stub.emit({ message: TRACE, id: 'trace', level: 'ERROR' });
      stub.emitMany(3);
      const row = dashboard.log.locator('[data-log-id=trace]');
      await expect(row).toContainText('+ 20 lines');
      const topOf = (locator: Locator): Promise<number> =>
        locator.evaluate((element) => element.getBoundingClientRect().top);
      const above = dashboard.line('Line 95').first();
      await expect(dashboard.line('Line 103')).toBeInViewport();
      const before = [await topOf(row), await topOf(above)];
      await row.getByRole('button', { name: 'Show 20 more lines' }).click();
      await expect(row).toContainText('at frame19');
      expect([await topOf(row), await topOf(above)]).toEqual(before);
      expect((await row.boundingBox())?.height).toBe(21 * 20);
      await expect(dashboard.details).toBeHidden();
      const fold = row.getByRole('button', { name: 'Fold' });
      await expect(fold).toHaveAttribute('aria-expanded', 'true');
      await fold.click();
      await expect(row).toContainText('+ 20 lines');
      expect([await topOf(row), await topOf(above)]).toEqual(before);
    });
  }

  test('unfold and fold by the arrow keys on the line that was moved to', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    stub.emit({ message: TRACE, id: 'trace' });
    const row = signedInPage.log.locator('[data-log-id=trace]');
    await expect(row).toContainText('+ 20 lines');
    await signedInPage.log.focus();
    await signedInPage.page.keyboard.press('ArrowUp');
    await signedInPage.page.keyboard.press('ArrowRight');
    await expect(row).toContainText('at frame19');
    await signedInPage.page.keyboard.press('ArrowLeft');
    await expect(row).not.toContainText('at frame19');
  });
});
