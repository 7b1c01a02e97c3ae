import type { Page } from '@playwright/test';
import type { Dashboard } from './dashboard.ts';
import { expect } from './fixtures.ts';

/** Waits until the list has been drawn twice more. */
export function frames(page: Page): Promise<void> {
  return page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
}

/** The first line that is whole in view, and where it is. */
export async function firstWhole(dashboard: Dashboard): Promise<{ readonly id: string; readonly top: number }> {
  return dashboard.log.evaluate((log) => {
    const { top } = log.getBoundingClientRect();
    for (const line of log.querySelectorAll('[data-log-id]')) {
      const place = line.getBoundingClientRect();
      if (place.top >= top && place.height > 0) return { id: line.getAttribute('data-log-id') ?? '', top: place.top };
    }
    throw new Error('No line is in view.');
  });
}

/** Where a line is in the page, in pixels from its top. */
export async function topOf(dashboard: Dashboard, id: string): Promise<number> {
  return dashboard.log.locator(`[data-log-id="${id}"]`).evaluate((line) => line.getBoundingClientRect().top);
}

/** Expects a line to be where it was, in each of the next frames. */
export async function expectStill(dashboard: Dashboard, { id, top }: { id: string; top: number }): Promise<void> {
  for (let look = 0; look < 10; look += 1) {
    await frames(dashboard.page);
    expect(Math.abs((await topOf(dashboard, id)) - top), `moved of ${id}`).toBeLessThanOrEqual(1);
  }
}
