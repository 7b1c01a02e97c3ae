import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { animationsEnd } from '../animations.ts';
import type { Dashboard } from '../dashboard.ts';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';
import type { StubServer } from '../stub/stub-server.ts';

async function show(stub: StubServer, dashboard: Dashboard, count: number): Promise<void> {
  await stub.nextConnection('logs');
  stub.emitMany(count);
  await expect(dashboard.line(`Line ${count}`)).toBeInViewport();
}

/** Tells the page that it can no longer be seen, or can be again: browsers let no test hide one. */
function setHidden(page: Page, isHidden: boolean): Promise<void> {
  return page.evaluate((isHidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);
}

async function expectNoViolation(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await animationsEnd(page);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
      colorScheme,
    ).toEqual([]);
  }
}

test.describe('bookmarks', () => {
  test('are set by a key, listed, stepped through and opened', async ({ stub, signedInPage }) => {
    await show(stub, signedInPage, 3000);
    const { page } = signedInPage;
    await signedInPage.log.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('b');
    await page.keyboard.press('Home');
    await page.keyboard.press('b');
    await expect(page.getByRole('button', { name: 'Bookmarks, 2' })).toBeVisible();
    await page.keyboard.press(']');
    await expect(signedInPage.line('Line 3000')).toBeInViewport();
    await expect(signedInPage.details).toContainText('Line 3000');
    await signedInPage.log.focus();
    await page.keyboard.press('[');
    await expect(signedInPage.line('Line 1')).not.toHaveCount(0);
    await expect(signedInPage.details.getByText('Line 1', { exact: true }).first()).toBeVisible();
    await expect(signedInPage.details.getByRole('button', { name: 'Bookmark' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );

    await page.getByRole('button', { name: 'Bookmarks, 2' }).click();
    const dialog = page.getByRole('dialog', { name: 'Bookmarks' });
    await expect(dialog.getByRole('listitem')).toHaveCount(2);
    await dialog.getByRole('button', { name: 'Remove bookmark of Line 1' }).click();
    await dialog
      .getByRole('button', { name: /Line 3000$/ })
      .first()
      .click();
    await expect(dialog).toBeHidden();
    await expect(signedInPage.line('Line 3000')).toBeInViewport();
    await expect(signedInPage.details).toContainText('Line 3000');
  });

  test('are readable when neither the list nor the server has the line any longer', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    stub.emit({ message: 'short-lived', metadata: { order: 8839 } });
    const { page } = signedInPage;
    await signedInPage.line('short-lived').click();
    await signedInPage.details.getByRole('button', { name: 'Bookmark' }).click();
    await signedInPage.details.getByRole('button', { name: 'Close log details' }).click();
    stub.rest.logs = [];
    await signedInPage.query.fill('nothing-like-it');
    await signedInPage.query.press('Enter');
    await expect(signedInPage.lines).toHaveCount(0);
    await page.getByRole('button', { name: 'Bookmarks, 1' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /short-lived$/ })
      .first()
      .click();
    await expect(signedInPage.details).toContainText('8839');
  });
});

test('a pinned line stays in view, and times count from it', async ({ stub, signedInPage }) => {
  const start = Date.parse('2026-11-28T10:00:00.000Z');
  await stub.nextConnection('logs');
  for (let second = 0; second < 200; second += 1) {
    stub.emit({ message: `second ${second}.`, timestamp: new Date(start + second * 1_000).toISOString() });
  }
  await expect(signedInPage.line('second 199.')).toBeInViewport();
  const { page } = signedInPage;
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('dialog').getByRole('radio', { name: /delta/i }).click();
  await page.keyboard.press('Escape');
  await signedInPage.log.focus();
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('ArrowUp');
  const before = await signedInPage.line('second 195.').boundingBox();
  await page.keyboard.press('p');
  const pinned = page.getByRole('region', { name: 'Pinned line' });
  await expect(pinned).toContainText(/INFO \S+ second 197\./);
  await expect(signedInPage.line('second 199.')).toContainText('+2');
  expect((await signedInPage.line('second 195.').boundingBox())?.y).toBe(before?.y);
  await page.keyboard.press('Home');
  await expect(pinned).toBeVisible();
  await pinned.getByRole('button', { name: 'Unpin' }).click();
  await expect(pinned).toBeHidden();
});

test('a dropped marker is a row with a name, passes every filter, and is no line', async ({ stub, signedInPage }) => {
  await show(stub, signedInPage, 5);
  const { page } = signedInPage;
  await signedInPage.log.focus();
  await page.keyboard.press('m');
  const marker = signedInPage.log.getByRole('separator', { name: /^Marker/ });
  await expect(marker).toHaveCount(1);
  stub.emit({ message: 'after it', level: 'ERROR' });
  await expect(signedInPage.line('after it')).toBeVisible();
  expect(await signedInPage.ledgerCount('shown')).toBe(6);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.keyboard.type('here I deployed');
  await page.keyboard.press('Enter');
  await expect(marker).toHaveAccessibleName(/^Marker .*here I deployed$/);
  await expect(signedInPage.log).toBeFocused();
  await signedInPage.level('ERROR').click();
  await expect(signedInPage.lines).toHaveCount(1);
  await expect(marker).toBeVisible();
  const tops = await Promise.all([marker.boundingBox(), signedInPage.line('after it').boundingBox()]);
  expect(tops[0]?.y).toBeLessThan(tops[1]?.y ?? 0);
  expect(await signedInPage.ledgerCount('shown')).toBe(1);
  await signedInPage.log.getByRole('button', { name: /^Remove marker/ }).click();
  await expect(marker).toHaveCount(0);
  await expect(signedInPage.lines).toHaveCount(1);
});

test('keys that are pressed before what answers them is there are answered one after the other', async ({
  stub,
  dashboard,
}) => {
  const { page } = dashboard;
  let send = (): void => undefined;
  const isWanted = new Promise<void>((resolve) => (send = resolve));
  await page.route(/list-keys/, async (route) => {
    await isWanted;
    await route.continue();
  });
  await dashboard.open();
  await show(stub, dashboard, 5);
  await dashboard.log.focus();
  for (const key of ['m', 'ArrowUp', 'ArrowUp', 'p']) await page.keyboard.press(key);
  send();
  // The marker stands behind the newest line: it is the first row from below.
  await expect(page.getByRole('region', { name: 'Pinned line' })).toContainText('Line 5');
});

test.describe('on a phone', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } });

  test('a marker is dropped before there is any bookmark', async ({ stub, signedInPage }) => {
    await show(stub, signedInPage, 5);
    const { page } = signedInPage;
    await page.getByRole('button', { name: 'Bookmarks', exact: true }).tap();
    await page.getByRole('dialog', { name: 'Bookmarks' }).getByRole('button', { name: 'Drop marker' }).tap();
    await page.getByRole('dialog', { name: 'Bookmarks' }).getByRole('button', { name: 'Close', exact: true }).tap();
    await expect(signedInPage.log.getByRole('separator', { name: /^Marker/ })).toBeInViewport();
    expect(await signedInPage.sidewaysOverflow()).toBe(0);
  });
});

test.describe('who was away', () => {
  test.use({ toleratedConsoleErrors: NETWORK_NOISE });

  test('is told what came, and finds where it begins', async ({ stub, dashboard }) => {
    const { page } = dashboard;
    await page.clock.install();
    await dashboard.open();
    await show(stub, dashboard, 100);
    const away = dashboard.log.getByRole('separator', { name: /^Away/ });
    const notice = page.getByRole('status', { name: 'While you were away' });

    await setHidden(page, true);
    await page.clock.fastForward(4_000);
    stub.emitMany(10);
    await page.clock.runFor(2_000);
    await expect(dashboard.line('Line 110')).toHaveCount(1);
    await setHidden(page, false);
    await expect(dashboard.line('Line 110')).toBeInViewport();
    await expect(away).toHaveCount(0);

    await setHidden(page, true);
    stub.emitMany(3, { level: 'ERROR' });
    stub.emitMany(97);
    await page.clock.runFor(240_000);
    await expect(dashboard.line('Line 210')).toHaveCount(1);
    await setHidden(page, false);
    await expect(notice).toContainText(/You were away for 4 min.* · 100 lines came, 3 errors/);
    await expect(dashboard.jumpToLatest).toBeHidden();
    await expect(dashboard.line('Line 210')).toBeInViewport();
    await notice.getByRole('button', { name: 'Show what came' }).click();
    await expect(away).toBeInViewport();
    await expect(away).toHaveAccessibleName(/100 lines came, 3 errors/);
    const tops = await Promise.all(
      [dashboard.line('Line 110'), away, dashboard.line('Line 111')].map(
        async (row) => (await row.boundingBox())?.y ?? 0,
      ),
    );
    expect(tops).toEqual(tops.toSorted((one, other) => one - other));
    expect(await dashboard.ledgerCount('shown')).toBe(210);
  });

  test('is told of the lines that are fetched on return, too, where the connection was lost meanwhile', async ({
    stub,
    dashboard,
  }) => {
    const { page } = dashboard;
    await page.clock.install();
    await dashboard.open();
    const connection = await stub.nextConnection('logs');
    stub.emitMany(5);
    await expect(dashboard.line('Line 5')).toBeInViewport();
    await setHidden(page, true);
    stub.refuse('reset', { stream: 'logs' });
    stub.rest.fail(503);
    connection.drop();
    await expect(dashboard.connection).not.toHaveAttribute('data-state', 'live');
    stub.emitMany(20, { level: 'ERROR' });
    await page.clock.fastForward(60_000);
    await setHidden(page, false);
    stub.rest.recover();
    stub.acceptUpgrades();
    await page.clock.fastForward(60_000);
    const notice = page.getByRole('status', { name: 'While you were away' });
    await expect(notice).toContainText(/You were away for 1 min.* · 20 lines came, 20 errors/);
    const away = dashboard.log.getByRole('separator', { name: /^Away/ });
    await expect(away).toHaveAccessibleName(/20 lines came, 20 errors/);
    expect(await dashboard.ledgerCount('shown')).toBe(25);
  });
});

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 390, height: 800 },
]) {
  test.describe(`at a width of ${viewport.width}`, () => {
    test.use({ viewport });

    test('marks, selection and their dialog have no violation', async ({ stub, signedInPage }) => {
      await show(stub, signedInPage, 100);
      const { page } = signedInPage;
      await signedInPage.log.focus();
      await page.keyboard.press('m');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('b');
      await page.keyboard.press('p');
      await page.keyboard.press('Shift+ArrowUp');
      await page.keyboard.press('Shift+ArrowUp');
      await expect(page.getByRole('group', { name: 'Selected lines' })).toContainText('3 lines selected');
      await expect(page.getByRole('region', { name: 'Pinned line' })).toContainText('Line 100');
      await expectNoViolation(page);
      expect(await signedInPage.sidewaysOverflow()).toBe(0);
      await page.getByRole('button', { name: 'Bookmarks, 1' }).click();
      await expect(page.getByRole('dialog', { name: 'Bookmarks' }).getByRole('listitem')).toHaveCount(2);
      await expectNoViolation(page);
    });
  });
}
