import type { Dashboard } from '../dashboard.ts';
import { expect, test } from '../fixtures.ts';
import type { StubServer } from '../stub/stub-server.ts';

/** A screenful and more, the newest line in view and the focus on the list. */
async function followLines(stub: StubServer, dashboard: Dashboard): Promise<void> {
  await stub.nextConnection('logs');
  stub.emitMany(200);
  await expect(dashboard.line('Line 200')).toBeInViewport();
  await dashboard.log.focus();
}

/** The line that the keys are on, as a screen reader is told. */
function spoken(dashboard: Dashboard) {
  return dashboard.page.getByRole('region', { name: 'Lines' }).locator('[aria-live=polite]').first();
}

/** Where a line is in the page. */
async function topOf(dashboard: Dashboard, message: string): Promise<number> {
  return dashboard.line(message).evaluate((line) => line.getBoundingClientRect().top);
}

test.describe('the first key upward lets go', () => {
  for (const key of ['ArrowUp', 'k']) {
    test(`so that the row it leads to stays where it is (${key})`, async ({ stub, signedInPage }) => {
      const { page } = signedInPage;
      await followLines(stub, signedInPage);
      const before = await topOf(signedInPage, 'Line 200');
      await page.keyboard.press(key);
      await expect(spoken(signedInPage)).toContainText('Line 200');
      stub.emitMany(60);
      await expect.poll(() => signedInPage.ledgerCount('received')).toBe(260);
      await expect(signedInPage.jumpToLatest).toContainText('60');
      expect(await topOf(signedInPage, 'Line 200')).toBe(before);
      await page.keyboard.press(key);
      await expect(spoken(signedInPage)).toContainText('Line 199');
      expect(await topOf(signedInPage, 'Line 200')).toBe(before);
    });
  }
});
