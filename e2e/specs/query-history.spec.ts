import { expect, test } from '../fixtures.ts';
import { openWithLines, queryInAddress, recentQueries } from '../query-field.ts';

test.describe('recent queries', () => {
  test('are offered in the empty field, applied at once, and cleared', async ({ stub, dashboard }) => {
    await openWithLines(stub, dashboard);
    const { page, query } = dashboard;
    for (const text of ['timed', 'level:ERROR', 'timed']) {
      await query.fill(text);
      await query.press('Enter');
      await expect.poll(() => queryInAddress(page)).toBe(text);
    }
    await query.fill('');
    await expect(recentQueries(page).getByRole('option')).toHaveText(['timed', 'level:ERROR']);
    await query.press('ArrowDown');
    await query.press('ArrowDown');
    await query.press('Enter');
    await expect.poll(() => queryInAddress(page)).toBe('level:ERROR');
    await expect(query).toHaveValue('level:ERROR');

    await page.reload();
    await query.focus();
    await expect(query).toHaveAttribute('aria-autocomplete', 'list');
    await query.fill('');
    await expect(recentQueries(page).getByRole('option')).toHaveText(['level:ERROR', 'timed']);
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: 'Clear history' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(recentQueries(page)).toBeHidden();
    await expect(query).toBeFocused();
    expect(await page.evaluate(() => localStorage.getItem('neurallog.queries'))).toBeNull();
  });

  test('come back by the arrows, and what was typed with them', async ({ stub, dashboard }) => {
    await openWithLines(stub, dashboard);
    const { page, query } = dashboard;
    for (const text of ['first', 'second']) {
      await query.fill(text);
      await query.press('Enter');
      await expect.poll(() => queryInAddress(page)).toBe(text);
    }
    await query.fill('third');
    await query.press('Escape');
    await query.fill('third');
    await query.press('ArrowUp');
    await expect(query).toHaveValue('second');
    await query.press('ArrowUp');
    await expect(query).toHaveValue('first');
    await query.press('ArrowDown');
    await query.press('ArrowDown');
    await expect(query).toHaveValue('third');
  });

  test('are those of the tenant, and what was kept before goes to the one that is there', async ({
    stub,
    dashboard,
  }) => {
    const { page, query } = dashboard;
    await page.addInitScript(() => {
      if (sessionStorage.getItem('is-prepared') !== null) return;
      sessionStorage.setItem('is-prepared', 'yes');
      localStorage.setItem('neurallog.queries', '{"version":1,"queries":["kept-before"]}');
    });
    await openWithLines(stub, dashboard);
    await query.fill('of-the-first');
    await query.press('Enter');
    await expect.poll(() => queryInAddress(page)).toBe('of-the-first');
    await query.fill('');
    await expect(recentQueries(page).getByRole('option')).toHaveText(['of-the-first', 'kept-before']);

    await dashboard.open('?tenant=beta');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Replace' }).click();
    await dashboard.log.waitFor();
    await query.fill('of-the-second');
    await query.press('Enter');
    await expect.poll(() => queryInAddress(page)).toBe('of-the-second');
    await query.fill('');
    await expect(recentQueries(page).getByRole('option')).toHaveText(['of-the-second']);
  });

  test('hold nothing that a link brought, and survive what others wrote in their place', async ({
    stub,
    dashboard,
  }) => {
    await dashboard.page.addInitScript(() =>
      localStorage.setItem('neurallog.queries', '{"version":1,"queries":[7,"kept"'),
    );
    await openWithLines(stub, dashboard, '?query=from-a-link&history=true');
    const { page, query } = dashboard;
    await query.press('Enter');
    await query.fill('');
    await query.press('ArrowDown');
    await expect(page.getByRole('listbox')).toBeHidden();
    expect(await page.evaluate(() => localStorage.getItem('neurallog.queries'))).not.toContain('from-a-link');
  });
});
