import { AxeBuilder } from '@axe-core/playwright';
import { animationsEnd } from '../animations.ts';
import { field, METADATA } from '../detail-fields.ts';
import { expect, test } from '../fixtures.ts';

for (const [device, viewport] of Object.entries({
  desk: { width: 1440, height: 900 },
  phone: { width: 390, height: 800 },
})) {
  test.describe(`on a ${device}`, () => {
    test.use({ viewport, hasTouch: device === 'phone', isMobile: device === 'phone' });

    for (const colorScheme of ['light', 'dark'] as const) {
      test(`nothing of it breaks a rule of accessibility, in ${colorScheme}`, async ({ stub, signedInPage }) => {
        // The whole page is looked at many times.
        test.slow();
        const { page, details } = signedInPage;
        const stack = `Error: no\n    at ${'a place with a long name '.repeat(8)}`;
        stub.emit({ message: '{"a":[1]}', level: 'WARN', metadata: METADATA });
        stub.emit({ message: stack, level: 'WARN', metadata: { ...METADATA, stack } });
        await signedInPage.lines.first().click({ position: { x: 5, y: 5 } });
        await expect(field(signedInPage, 'order')).toBeVisible();
        const expectNone = async (what: string): Promise<void> => {
          await animationsEnd(page);
          const { violations } = await new AxeBuilder({ page })
            // The menu's guards pass the focus on at once, and what floats stands in no landmark.
            .exclude('[data-base-ui-focus-guard]')
            .disableRules('region')
            .analyze();
          const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
          expect(found, what).toEqual([]);
        };
        await page.emulateMedia({ colorScheme });
        await expectNone('fields');
        await details.getByRole('button', { name: 'Next line' }).click();
        await field(signedInPage, /^stack/).click();
        await expect(field(signedInPage, /at a place/)).toBeVisible();
        await expectNone('a stack');
        await details.getByRole('button', { name: 'Previous line' }).click();
        await details.getByRole('searchbox', { name: 'Search fields' }).fill('r');
        await expect(details.getByText(/fields match/)).toBeVisible();
        await expectNone('what was searched for');
        await details.getByRole('button', { name: 'Actions for order' }).click();
        await expect(page.getByRole('menu')).toBeVisible();
        await expectNone('the menu of a field');
        await page.keyboard.press('Escape');
        await details.getByRole('tab', { name: 'JSON' }).click();
        await expectNone('JSON');
        expect(await signedInPage.sidewaysOverflow()).toBe(0);
      });
    }

    test('its close button leads back to the lines', async ({ stub, signedInPage }) => {
      stub.emitMany(3);
      await signedInPage.line('Line 2').click();
      const close = signedInPage.details.getByRole('button', { name: 'Close log details' });
      const box = await close.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(device === 'phone' ? 44 : 24);
      await close.click();
      await expect(signedInPage.details).toBeHidden();
    });
  });
}

test('on a touch screen everything that is pressed has 44 pixels', async ({ browser, stub }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  await page.goto(`${stub.url}/#token=${stub.token}`);
  stub.emitMany(3, { metadata: METADATA });
  await page.getByRole('log').getByText('Line 2').click();
  const details = page.getByRole('complementary', { name: 'Log details' });
  await expect(details.getByRole('treeitem').first()).toBeVisible();
  const pressed = details.getByRole('button').or(details.getByRole('tab')).or(details.getByRole('treeitem'));
  const heights = await pressed.evaluateAll((elements) =>
    elements.map((element) => [
      element.getAttribute('aria-label') ?? element.textContent,
      element.getBoundingClientRect().height,
    ]),
  );
  expect(heights.length).toBeGreaterThan(20);
  expect(heights.filter(([, height]) => Number(height) < 44)).toEqual([]);
  await context.close();
});
