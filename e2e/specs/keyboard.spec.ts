import { expect, test } from '../fixtures.ts';
import type { Dashboard } from '../dashboard.ts';

/** Each line on a row of its own, the newest one in view, the focus nowhere. */
async function openWithLines(dashboard: Dashboard, stub: { keep(count: number, more?: object): unknown }, count = 200) {
  stub.keep(count, { source: 'shop' });
  await dashboard.open('?history=true');
  await expect(dashboard.line(`Line ${count}`)).toBeInViewport();
}

/** The line that the keys are on, as a screen reader is told. */
function spoken(dashboard: Dashboard) {
  return dashboard.page.getByRole('region', { name: 'Lines' }).locator('[aria-live=polite]').first();
}

test.describe('the keys of the page, with the focus nowhere', () => {
  test('move among the lines, page and follow again', async ({ dashboard, stub }) => {
    await openWithLines(dashboard, stub);
    const { keyboard } = dashboard.page;
    await keyboard.press('k');
    await expect(dashboard.log).toBeFocused();
    await keyboard.press('k');
    await keyboard.press('j');
    await keyboard.press('ArrowUp');
    await expect(spoken(dashboard)).toContainText('Line 199');
    await keyboard.press('g');
    await expect(dashboard.line('Line 1').first()).toBeInViewport();
    await expect(dashboard.jumpToLatest).toBeVisible();
    const top = (): Promise<number> => dashboard.log.evaluate(({ scrollTop }) => scrollTop);
    const [before, height] = [await top(), await dashboard.log.evaluate(({ clientHeight }) => clientHeight)];
    await keyboard.press('Control+d');
    await expect.poll(async () => (await top()) - before).toBeGreaterThan(height / 3);
    expect((await top()) - before).toBeLessThan((height * 2) / 3);
    await keyboard.press('Control+u');
    await expect.poll(top).toBe(before);
    await keyboard.press('G');
    await expect(dashboard.jumpToLatest).toBeHidden();
    await expect(dashboard.line('Line 200')).toBeInViewport();
  });

  test('open, close, bookmark and copy the line that was moved to', async ({ dashboard, stub, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await openWithLines(dashboard, stub);
    const { page } = dashboard;
    const { keyboard } = page;
    await keyboard.press('k');
    await keyboard.press('Enter');
    await expect(dashboard.details).toContainText('Line 200');
    await keyboard.press('k');
    await expect(dashboard.details).toContainText('Line 199');
    await keyboard.press('b');
    await expect(page.getByRole('button', { name: 'Bookmarks, 1' })).toBeVisible();
    await keyboard.press('y');
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('Line 199');
    await keyboard.press('Shift+ArrowUp');
    await expect(page.getByRole('group', { name: 'Selected lines' })).toContainText('2 lines selected');
    await keyboard.press('Escape');
    await expect(page.getByRole('group', { name: 'Selected lines' })).toBeHidden();
    await expect(dashboard.details).toBeVisible();
    await keyboard.press('Escape');
    await expect(dashboard.details).toBeHidden();
  });

  test('pause, wrap, change the times and toggle levels', async ({ dashboard, stub }) => {
    await openWithLines(dashboard, stub);
    const { page } = dashboard;
    await page.keyboard.press('Space');
    await expect(dashboard.resume).toBeVisible();
    await page.keyboard.press('Space');
    await expect(dashboard.pause).toBeVisible();
    await page.keyboard.press('w');
    await expect(page.getByRole('button', { name: 'Wrap on' })).toBeVisible();
    await expect(page.getByRole('status', { name: 'Done' })).toHaveText('Long lines are wrapped.');
    await page.keyboard.press('t');
    await expect(page.getByRole('button', { name: 'Times relative' })).toBeVisible();
    await page.keyboard.press('5');
    await expect(dashboard.level('Error')).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('5');
    await expect(dashboard.level('Error')).toHaveAttribute('aria-pressed', 'false');
  });

  test('lead to the query and the sources, and Esc back to the lines', async ({ dashboard, stub }) => {
    await openWithLines(dashboard, stub);
    const { keyboard } = dashboard.page;
    await keyboard.press('q');
    await expect(dashboard.query).toBeFocused();
    await keyboard.type('wait');
    await expect(dashboard.query).toHaveValue('wait');
    await keyboard.press('Escape');
    await expect(dashboard.query).toHaveValue('');
    await keyboard.press('Escape');
    await expect(dashboard.log).toBeFocused();
    await keyboard.press('s');
    await expect(dashboard.sources).toBeFocused();
    await keyboard.press('Escape');
    await expect(dashboard.log).toBeFocused();
  });

  test('leave Esc in a field with an applied query as it is', async ({ dashboard, stub }) => {
    stub.keep(3);
    await dashboard.open('?history=true&query=Line');
    await expect(dashboard.lines).toHaveCount(3);
    // The keys are loaded.
    await expect(dashboard.pause).toHaveAttribute('aria-keyshortcuts', 'Space');
    await dashboard.query.focus();
    await dashboard.page.keyboard.press('Escape');
    await expect(dashboard.log).toBeFocused();
    await expect(dashboard.query).toHaveValue('Line');
  });
});

test.describe('the keys of the page belong to what has the focus', () => {
  test('on a button, in a menu and in a dialog', async ({ dashboard, stub }) => {
    await openWithLines(dashboard, stub);
    const { page } = dashboard;
    await page.getByRole('button', { name: /^Wrap/ }).focus();
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: 'Wrap on' })).toBeVisible();
    await expect(dashboard.pause).toBeVisible();
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Share this stream' });
    await dialog.getByRole('textbox', { name: 'Link' }).focus();
    for (const key of ['w', 'Space', 'k', 'b', '?', ',']) await page.keyboard.press(key);
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog')).toHaveCount(1);
    await expect(page.getByRole('button', { name: 'Wrap on', includeHidden: true })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(dashboard.pause).toBeVisible();
    await page.getByRole('button', { name: /^Tenant/ }).press('Enter');
    await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
    await page.keyboard.press('w');
    await expect(page.getByRole('button', { name: 'Wrap on', includeHidden: true })).toBeVisible();
  });

  test('in the details the arrows scroll, and j and k still step through the lines', async ({ dashboard, stub }) => {
    await openWithLines(dashboard, stub);
    const { page } = dashboard;
    await dashboard.line('Line 199').click();
    await dashboard.details.getByRole('button', { name: 'Copy as JSON' }).focus();
    await page.keyboard.press('ArrowUp');
    await expect(dashboard.details.locator('pre').first()).toHaveText('Line 199');
    await page.keyboard.press('k');
    await expect(dashboard.details.locator('pre').first()).toHaveText('Line 198');
    await page.keyboard.press('Alt+ArrowDown');
    await expect(dashboard.details.locator('pre').first()).toHaveText('Line 199');
    await expect(dashboard.log).not.toBeFocused();
  });
});

test('rows come and go, and the line that the keys are on stays the same', async ({ dashboard, stub }) => {
  await openWithLines(dashboard, stub);
  await dashboard.page.keyboard.press('k');
  await dashboard.page.keyboard.press('k');
  await expect(spoken(dashboard)).toContainText('Line 199');
  await dashboard.page.keyboard.press('g');
  await expect(spoken(dashboard)).toContainText('Line 1');
  stub.emitMany(300);
  await expect(dashboard.jumpToLatest).toContainText('300 new');
  await expect(dashboard.log).toBeFocused();
  await dashboard.page.keyboard.press('j');
  await expect(spoken(dashboard)).toContainText(/Line 2$/);
  // So far that none of the rows is what it was.
  await dashboard.log.evaluate((log) => log.scrollTo({ top: log.scrollHeight / 2 }));
  await expect(dashboard.line(/Line 3$/)).toBeHidden();
  await expect(dashboard.log).toBeFocused();
  await dashboard.page.keyboard.press('j');
  await expect(spoken(dashboard)).toContainText(/Line 3$/);
  await expect(dashboard.line(/Line 3$/)).toBeInViewport();
});

test.describe('keys that are a character alone', () => {
  test('can be switched off, and are off in later visits', async ({ dashboard, stub }) => {
    await openWithLines(dashboard, stub);
    const { page } = dashboard;
    await page.keyboard.press(',');
    const settings = page.getByRole('dialog', { name: 'Settings' });
    await settings.getByRole('checkbox', { name: 'Single-key shortcuts' }).uncheck();
    await page.keyboard.press('Escape');
    await expect(settings).toBeHidden();
    await dashboard.open('?history=true&again');
    await expect(dashboard.line('Line 200')).toBeInViewport();
    for (const key of ['w', 'Space', 'b', '?', '5']) await page.keyboard.press(key);
    await page.keyboard.press('ArrowUp');
    await expect(spoken(dashboard)).toContainText('Line 200');
    await expect(page.getByRole('button', { name: 'Wrap off' })).toBeVisible();
    await expect(dashboard.pause).toBeVisible();
    await expect(page.getByRole('button', { name: 'Bookmarks', exact: true })).toBeVisible();
    await expect(dashboard.level('Error')).toHaveAttribute('aria-pressed', 'false');
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
  });
});

test.describe('the sheet of shortcuts', () => {
  test('opens by its key, is searched, and gives the focus back', async ({ dashboard, stub }) => {
    await openWithLines(dashboard, stub);
    const { page } = dashboard;
    await dashboard.log.focus();
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(sheet.getByRole('searchbox', { name: 'Search shortcuts' })).toBeFocused();
    await expect(sheet).toContainText('Pause the stream, or resume it');
    await page.keyboard.type('bookm');
    await expect(sheet.getByRole('term')).toHaveCount(3);
    await page.keyboard.type('zzz');
    await expect(sheet.getByRole('status')).toContainText('No shortcut is called “bookmzzz”');
    await page.keyboard.press('Escape');
    await expect(sheet.getByRole('region', { name: 'Stream' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(sheet).toBeHidden();
    await expect(dashboard.log).toBeFocused();
  });

  test('opens from the menu of the account and from the settings', async ({ dashboard, stub }) => {
    await openWithLines(dashboard, stub);
    const { page } = dashboard;
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await page.getByRole('button', { name: /^Tenant/ }).click();
    await page.getByRole('menuitem', { name: 'Keyboard shortcuts' }).click();
    await expect(sheet).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(sheet).toBeHidden();
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.getByRole('button', { name: 'All keyboard shortcuts' }).click();
    await expect(sheet).toBeVisible();
    await expect(page.getByRole('dialog', { name: 'Settings' })).toBeHidden();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Settings', exact: true })).toBeFocused();
  });
});

test('tooltips tell the key of what has one', async ({ dashboard, stub }) => {
  await openWithLines(dashboard, stub);
  await expect(dashboard.pause).toHaveAttribute('aria-keyshortcuts', 'Space');
  await expect(dashboard.pause).toHaveAttribute('title', 'Pause stream (Space)');
  await expect(dashboard.level('Warn')).toHaveAttribute('aria-keyshortcuts', '4');
  await expect(dashboard.page.getByRole('button', { name: /^Wrap/ })).toHaveAttribute('aria-keyshortcuts', 'W');
});
