import type { Page } from '@playwright/test';
import type { Dashboard } from '../dashboard.ts';
import { expect, test } from '../fixtures.ts';
import type { StubServer } from '../stub/stub-server.ts';

async function show(stub: StubServer, dashboard: Dashboard): Promise<void> {
  await stub.nextConnection('logs');
  stub.emitMany(5, { level: 'INFO', source: 'billing' });
  stub.emit({
    message: 'Order refused',
    level: 'ERROR',
    source: 'checkout',
    metadata: { http: { status: 502 }, order: 'a-1' },
  });
  stub.emitMany(5, { level: 'INFO', source: 'billing' });
  await expect(dashboard.line('Order refused')).toBeInViewport();
}

/** Moves the pointer on a text of a row until what follows the pointer is there: that is loaded in idle time. */
async function pointAt(dashboard: Dashboard, text: string): Promise<void> {
  const row = dashboard.line('Order refused');
  await expect(async () => {
    await row.hover({ position: { x: 5, y: 5 } });
    await row.getByText(text, { exact: true }).hover();
    const button = dashboard.log.getByRole('button', { name: new RegExp(`^Filter in \\S+ ${text}$`) });
    await expect(button).toHaveCount(1, { timeout: 1_000 });
  }).toPass();
}

function spoken(page: Page, text: string): Promise<void> {
  return expect(page.locator('[aria-live=polite]', { hasText: text })).toHaveCount(1);
}

test('the value under the pointer is filtered in or out by one click', async ({ stub, signedInPage }) => {
  await show(stub, signedInPage);
  const { page, log, query, lines } = signedInPage;
  await pointAt(signedInPage, 'ERROR');
  await log
    .getByRole('group', { name: 'Actions for level' })
    .getByRole('button', { name: 'Filter in level ERROR' })
    .click();
  await expect(query).toHaveValue('level:ERROR');
  await spoken(page, 'Filtered in level ERROR.');
  await expect(lines).toHaveCount(1);
  await query.hover();

  await pointAt(signedInPage, 'checkout');
  await log.getByRole('button', { name: 'Filter out source checkout' }).click();
  await expect(query).toHaveValue('level:ERROR AND NOT source:checkout');
  await expect(lines).toHaveCount(0);
  // No press of them opened the line, and Back takes one after the other back.
  await expect(signedInPage.details).toBeHidden();
  await page.goBack();
  await expect(query).toHaveValue('level:ERROR');
});

test('the value of a column is filtered in, and what is no value of its own has no buttons', async ({
  stub,
  dashboard,
}) => {
  await dashboard.open('?columns=http.status,order');
  await show(stub, dashboard);
  const { log, query } = dashboard;
  await pointAt(dashboard, '502');
  await dashboard.line('Order refused').getByText('Order refused').hover();
  await expect(log.getByRole('button', { name: /^Filter in/ })).toHaveCount(0);
  await pointAt(dashboard, '502');
  await log.getByRole('button', { name: 'Filter in http.status 502' }).click();
  await expect(query).toHaveValue('http.status:502');
});

test('the buttons go with their row, and leave with the pointer', async ({ stub, signedInPage }) => {
  await show(stub, signedInPage);
  stub.emitMany(60, { level: 'INFO', source: 'billing' });
  const target = stub.emit({ message: 'Order refused', level: 'ERROR', source: 'checkout', id: 'second' });
  const { log, query } = signedInPage;
  const row = log.locator(`[data-log-id="${target.id}"]`);
  const button = log.getByRole('button', { name: 'Filter in source checkout' });
  await expect(async () => {
    await row.getByText('checkout', { exact: true }).hover();
    await expect(button).toHaveCount(1, { timeout: 1_000 });
  }).toPass();
  const topOf = async (part: typeof row): Promise<number> => (await part.boundingBox())?.y ?? 0;
  const before = await topOf(row);
  const offset = (await topOf(button)) - before;
  stub.emitMany(10);
  await expect.poll(() => topOf(row)).toBeLessThan(before);
  expect((await topOf(button)) - (await topOf(row))).toBe(offset);
  await query.hover();
  await expect(button).toHaveCount(0);
});

test('the keys open a menu of all values of the line that was moved to', async ({ stub, signedInPage }) => {
  await show(stub, signedInPage);
  const { page, log, query } = signedInPage;
  await log.focus();
  await page.keyboard.press('f');
  await spoken(page, 'the values are those of one line');
  for (let press = 0; press < 6; press += 1) await page.keyboard.press('ArrowUp');
  await spoken(page, 'Order refused');
  await page.keyboard.press('f');
  const menu = page.getByRole('menu', { name: 'Values of the line' });
  await expect(menu.getByRole('menuitem')).toHaveText([
    'level ERROR',
    '',
    'source checkout',
    '',
    'http.status 502',
    '',
    'order a-1',
    '',
  ]);
  // Esc leaves the menu, with the line still moved to.
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  await expect(log).toBeFocused();
  await page.keyboard.press('f');
  const wanted = menu.getByRole('menuitem', { name: 'Filter out source checkout' });
  await expect(async () => {
    await page.keyboard.press('ArrowDown');
    await expect(wanted).toBeFocused({ timeout: 100 });
  }).toPass();
  await page.keyboard.press('Enter');
  await expect(query).toHaveValue('NOT source:checkout');
  await expect(log).toBeFocused();
  await spoken(page, 'Filtered out source checkout.');
  await expect(signedInPage.line('Order refused')).toHaveCount(0);
});

test('the button at the end of the row opens the same menu', async ({ stub, signedInPage }) => {
  await show(stub, signedInPage);
  const { page, log, query } = signedInPage;
  await pointAt(signedInPage, 'checkout');
  await log.getByRole('button', { name: 'Filter by a value' }).click();
  await page.getByRole('menuitem', { name: 'Filter in http.status 502' }).click();
  await expect(query).toHaveValue('http.status:502');
  await expect(log).toBeFocused();
});

test.describe('with a finger', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 800 } });

  test('the values of a line are reached by a tap on it', async ({ stub, signedInPage }) => {
    await show(stub, signedInPage);
    const { page, details, query } = signedInPage;
    await signedInPage.line('Order refused').tap();
    await details.getByRole('button', { name: 'Actions for source' }).tap();
    await page.getByRole('menuitem', { name: 'Filter in' }).tap();
    await expect(query).toHaveValue('source:checkout');
  });
});
