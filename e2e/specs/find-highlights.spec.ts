import { Find, showNeedles } from '../find-bar.ts';
import { expect, test } from '../fixtures.ts';

test.describe('highlights', () => {
  test('stay in their colours while lines stream and the filter changes, step and are removed', async ({
    stub,
    signedInPage,
  }) => {
    await showNeedles(stub, signedInPage, 100);
    const { page } = signedInPage;
    const find = new Find(page);
    await find.open();
    await page.keyboard.type('needle');
    await expect(find.matches).toHaveText(/ of 10$/);
    await page.getByRole('button', { name: 'Keep highlight' }).click();
    await expect(find.field).toHaveValue('');
    await page.keyboard.type('hay');
    await page.keyboard.press('Control+Enter');
    await expect(find.highlights.getByRole('listitem')).toHaveCount(2);
    await page.keyboard.press('Escape');
    await expect(find.field).toBeHidden();
    const needle = find.highlights.getByRole('button', { name: /^Highlight needle, \d+ of 10$/ });
    await expect(needle).toBeVisible();
    expect(new Set(await find.marked('find-0'))).toEqual(new Set(['Needle']));
    expect(new Set(await find.marked('find-1'))).toEqual(new Set(['hay']));

    stub.emit({ message: 'a last needle' });
    await expect(find.highlights.getByRole('button', { name: /^Highlight needle, \d+ of 11$/ })).toBeVisible();
    await expect.poll(() => find.marked('find-0')).toContain('needle');
    await signedInPage.query.fill('last');
    await signedInPage.query.press('Enter');
    await expect(find.highlights.getByRole('button', { name: 'Highlight needle, 1 of 1' })).toBeVisible();
    await expect.poll(() => find.marked('find-0')).toEqual(['needle']);
    await find.highlights.getByRole('button', { name: 'Highlight needle, 1 of 1' }).click();
    await expect.poll(() => find.marked('find-current')).toEqual(['needle']);

    await find.highlights.getByRole('button', { name: 'Remove highlight needle' }).click();
    await expect(find.highlights.getByRole('listitem')).toHaveCount(1);
    await expect.poll(() => find.marked('find-0')).toEqual([]);
    await find.highlights.getByRole('button', { name: 'Remove highlight hay' }).click();
    await expect(find.highlights).toBeHidden();
  });

  test('are at most eight, and are forgotten with the session', async ({ stub, signedInPage }) => {
    await showNeedles(stub, signedInPage, 20);
    const { page } = signedInPage;
    const find = new Find(page);
    await find.open();
    for (let number = 1; number <= 8; number += 1) {
      await page.keyboard.type(`Line ${number}`);
      await page.keyboard.press('Control+Enter');
      await expect(find.highlights.getByRole('listitem')).toHaveCount(number);
    }
    await page.keyboard.type('secret');
    await expect(page.getByRole('button', { name: 'Keep highlight' })).toHaveAttribute('aria-disabled', 'true');
    await page.keyboard.press('Control+Enter');
    await expect(find.highlights.getByRole('listitem')).toHaveCount(8);
    await expect(find.field).toHaveValue('secret');
    expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))).not.toContain('secret');
    expect(page.url()).not.toContain('secret');
    await page.reload();
    await expect(find.highlights).toBeHidden();
  });
});
