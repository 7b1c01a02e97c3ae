import { AxeBuilder } from '@axe-core/playwright';
import { animationsEnd } from '../animations.ts';
import { Find, showNeedles } from '../find-bar.ts';
import { expect, test } from '../fixtures.ts';

for (const width of [1440, 390]) {
  test(`the open bar has no violation at ${width} pixels`, async ({ stub, signedInPage }) => {
    const { page } = signedInPage;
    await page.setViewportSize({ width, height: 800 });
    await showNeedles(stub, signedInPage, 30);
    const find = new Find(page);
    await find.open();
    await page.keyboard.type('needle');
    await page.keyboard.press('Control+Enter');
    await page.keyboard.type('(');
    await page.getByRole('button', { name: 'Regular expression' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await expect(find.highlights.getByRole('listitem')).toHaveCount(1);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await animationsEnd(page);
      const { violations } = await new AxeBuilder({ page }).include('header').include('[data-find]').analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
        colorScheme,
      ).toEqual([]);
    }
  });
}
