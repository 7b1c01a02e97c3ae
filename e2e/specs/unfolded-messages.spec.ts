import type { Locator } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

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
