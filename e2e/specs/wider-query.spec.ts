import type { Locator } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

test.describe('a wider query', () => {
  test('keeps what is held, says where lines may be missing, and gets them by keyboard alone', async ({
    dashboard,
    stub,
  }) => {
    const { page, lines, gaps } = dashboard;
    for (let number = 1; number <= 2_400; number += 1) {
      const level = number % 200 === 0 ? 'ERROR' : 'INFO';
      stub.keep(1, { level, message: `No. ${number} ${level}` });
    }
    await dashboard.open('?query=level:ERROR');
    await expect(lines).toHaveCount(12);
    await dashboard.query.fill('');
    await dashboard.query.press('Enter');
    await expect(dashboard.line('No. 2399 INFO')).toBeVisible();
    await expect(dashboard.ledger).toContainText(/1\s*gap/);
    // Of the errors those are held still that come before what the server sent.
    await dashboard.log.focus();
    await page.keyboard.press('Home');
    await expect(dashboard.line('No. 200 ERROR')).toBeVisible();
    await expect(gaps).toHaveCount(1);
    await expect(gaps).toHaveAttribute('aria-label', /an earlier query or filter left lines out/);
    expect(await rowsAround(dashboard.log)).toEqual(['No. 1400 ERROR', 'gap', 'No. 1401 INFO']);

    for (let row = 0; row < 7; row += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(gaps).toHaveCount(0);
    await expect(dashboard.ledger).toContainText(/2,400\s*shown/);
    await expect(dashboard.ledger).not.toContainText(/\bgap/);
  });

  test('shows no gap where the server sends all that it has, nor for a narrower one', async ({ dashboard, stub }) => {
    stub.keep(40, { level: 'INFO', message: 'quiet' });
    stub.keep(2, { level: 'ERROR', message: 'loud' });
    await dashboard.open('?query=level:ERROR');
    await expect(dashboard.lines).toHaveCount(2);
    await dashboard.query.fill('');
    await dashboard.query.press('Enter');
    await expect.poll(() => dashboard.ledgerCount('shown')).toBe(42);
    await dashboard.level('Error').click();
    await expect(dashboard.lines).toHaveCount(2);
    await dashboard.level('Error').click();
    await expect.poll(() => dashboard.ledgerCount('shown')).toBe(42);
    await expect(dashboard.gaps).toHaveCount(0);
    await expect(dashboard.ledger).not.toContainText(/\bgap/);
  });

  test('moves nothing of what is read', async ({ dashboard, stub }) => {
    for (let number = 1; number <= 900; number += 1) {
      stub.keep(1, { level: number % 3 === 0 ? 'ERROR' : 'INFO', message: `No. ${number}` });
    }
    await dashboard.open('?query=level:ERROR');
    await expect(dashboard.line('No. 900')).toBeVisible();
    await dashboard.scrollUp(1_500);
    await expect(dashboard.jumpToLatest).toBeVisible();
    // The line that was moved to is the one that is read.
    await dashboard.lines.nth(20).click();
    await expect(dashboard.details).toBeVisible();
    const id = (await dashboard.log.locator('[aria-current="true"]').getAttribute('data-log-id')) ?? '';
    const place = async (): Promise<number> =>
      (await dashboard.log.locator(`[data-log-id="${id}"]`).boundingBox())?.y ?? Number.NaN;
    const before = await place();
    await dashboard.query.fill('');
    await dashboard.query.press('Enter');
    await expect.poll(() => dashboard.ledgerCount('shown')).toBe(900);
    expect(Math.abs((await place()) - before)).toBeLessThanOrEqual(1);
  });
});

/** What stands before and behind the gap, and the gap. */
function rowsAround(log: Locator): Promise<string[]> {
  return log.evaluate((list) => {
    const rows = [...list.querySelectorAll('[data-log-id], [role=separator][aria-label^="Gap"]')];
    rows.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
    const said = rows.map((row) => /No\. \d+ \w+/.exec(row.textContent ?? '')?.[0] ?? 'gap');
    const at = said.indexOf('gap');
    return said.slice(at - 1, at + 2);
  });
}
