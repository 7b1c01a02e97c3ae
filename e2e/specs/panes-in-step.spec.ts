import type { Dashboard } from '../dashboard.ts';
import { expect, test } from '../fixtures.ts';

test.describe('scrolled in step', () => {
  const MINUTE_MS = 60_000;
  const START = Date.UTC(2026, 0, 1, 12);

  /** The times of the lines that are nearest to the middle of a list. */
  function timeInTheMiddle(pane: Dashboard): Promise<number> {
    return pane.log.evaluate((log) => {
      const box = log.getBoundingClientRect();
      const middle = box.top + box.height / 2;
      const distanceOf = (line: Element): number => {
        const { top, height } = line.getBoundingClientRect();
        return Math.abs(top + height / 2 - middle);
      };
      const [nearest] = [...log.querySelectorAll('[data-log-id]')].sort((a, b) => distanceOf(a) - distanceOf(b));
      return Number(/minute (\d+)/.exec(nearest?.textContent ?? '')?.[1]);
    });
  }

  test('both show the same time, and what leads is not moved', async ({ stub, dashboard }) => {
    const { page } = dashboard;
    for (let minute = 0; minute < 600; minute += 1) {
      const timestamp = new Date(START + minute * MINUTE_MS).toISOString();
      stub.keep(1, { timestamp, level: 'INFO', message: `minute ${minute}` });
      if (minute % 3 === 0) stub.keep(1, { timestamp, level: 'ERROR', message: `minute ${minute}, an error` });
    }
    await dashboard.open('?pane=query%3Dlevel%3AERROR');
    const [first, second] = [dashboard.pane(1), dashboard.pane(2)];
    await expect(first.line('minute 599')).toBeInViewport();
    await expect(second.line('minute 597')).toBeInViewport();
    await page.getByRole('button', { name: 'Scroll in step' }).click();
    await expect(page.getByRole('button', { name: 'Scroll in step' })).toHaveAttribute('aria-pressed', 'true');

    await first.scrollUp(6_000);
    await expect(first.jumpToLatest).toBeVisible();
    await expect(second.jumpToLatest).toBeVisible();
    const isInStep = async (): Promise<boolean> =>
      Math.abs((await timeInTheMiddle(first)) - (await timeInTheMiddle(second))) <= 3;
    await expect.poll(isInStep).toBe(true);

    // Lines that come meanwhile move neither.
    const tops = (): Promise<number[]> =>
      Promise.all([first, second].map((pane) => pane.log.evaluate((log) => log.scrollTop)));
    const before = await tops();
    const timeBefore = await timeInTheMiddle(first);
    stub.emitMany(50, { level: 'ERROR', message: 'later' });
    await expect.poll(() => second.ledgerCount('shown')).toBe(250);
    expect(await tops()).toEqual(before);

    // Now the other one leads.
    await second.scrollUp(400);
    await expect.poll(async () => (await timeInTheMiddle(second)) < timeBefore - 30).toBe(true);
    await expect.poll(isInStep).toBe(true);
    const led = await second.log.evaluate((log) => log.scrollTop);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    expect(await second.log.evaluate((log) => log.scrollTop)).toBe(led);

    await second.jumpToLatest.click();
    await expect(first.jumpToLatest).toBeHidden();
    await expect(first.line('later').last()).toBeInViewport();
  });
});
