import type { Dashboard } from './dashboard.ts';
import { expect } from './fixtures.ts';

/** Nothing of a dialog is out of the window, and the page is no wider for it. */
export async function expectWithin(dashboard: Dashboard, name: string): Promise<void> {
  const box = await dashboard.page.getByRole('dialog', { name }).boundingBox();
  const { width, height } = dashboard.page.viewportSize() ?? { width: 0, height: 0 };
  expect(box).not.toBeNull();
  if (box === null) return;
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.y).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(width);
  expect(box.y + box.height).toBeLessThanOrEqual(height);
  expect(await dashboard.sidewaysOverflow()).toBeLessThanOrEqual(0);
}
