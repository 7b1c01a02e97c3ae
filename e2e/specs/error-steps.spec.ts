import { Find, showNeedles } from '../find-bar.ts';
import { expect, test } from '../fixtures.ts';

test.describe('errors', () => {
  test('are gone through by e and E without a field, around the ends too', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    stub.emitMany(100);
    stub.emit({ level: 'ERROR', message: 'first failure' });
    stub.emitMany(100);
    stub.emit({ level: 'FATAL', message: 'second failure' });
    stub.emitMany(100, { message: 'calm' });
    await expect(signedInPage.line('calm').first()).toBeVisible();
    const { page, log } = signedInPage;
    await log.focus();
    await page.keyboard.press('E');
    await expect(signedInPage.line('second failure')).toBeInViewport();
    await expect(signedInPage.log.locator('[data-active]')).toContainText('second failure');
    await page.keyboard.press('E');
    await expect(signedInPage.log.locator('[data-active]')).toContainText('first failure');
    await page.keyboard.press('e');
    await expect(signedInPage.log.locator('[data-active]')).toContainText('second failure');
    await page.keyboard.press('e');
    await expect(page.getByText('Wrapped to the top.').first()).toBeVisible();
    await expect(signedInPage.log.locator('[data-active]')).toContainText('first failure');
    await expect(new Find(page).field).toBeHidden();
    await expect(log).toBeFocused();
  });

  test('are said to be none where there are none', async ({ stub, signedInPage }) => {
    await showNeedles(stub, signedInPage, 3);
    await signedInPage.page.keyboard.press('e');
    await expect(signedInPage.page.getByText('No line of level ERROR or worse is shown.').first()).toBeVisible();
  });
});
