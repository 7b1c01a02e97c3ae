import type { Page } from '@playwright/test';
import type { Dashboard } from '../dashboard.ts';
import { expect, test } from '../fixtures.ts';
import type { StubServer } from '../stub/stub-server.ts';

declare global {
  interface Window {
    /** What the summary has said, in order. */
    summaries?: string[];
  }
}

/** Opens a stream whose clock is the test's, and notes everything that the summary says. */
async function openWithClock(stub: StubServer, dashboard: Dashboard): Promise<Page> {
  const { page } = dashboard;
  await page.clock.install();
  await dashboard.open();
  await stub.nextConnection('logs');
  stub.emitMany(1);
  await expect(dashboard.line('Line 1')).toBeVisible();
  const summary = page.getByRole('status', { name: 'New lines' });
  await expect(summary).toBeAttached();
  await summary.evaluate((element) => {
    const said: string[] = (window.summaries = []);
    new MutationObserver(() => {
      if (element.textContent !== '') said.push(element.textContent);
    }).observe(element, { childList: true, characterData: true, subtree: true });
  });
  return page;
}

function said(page: Page): Promise<string[]> {
  return page.evaluate(() => window.summaries ?? []);
}

/** Sends a second's worth of lines, waits until the page has them, and lets that second pass. */
async function aSecondOf(stub: StubServer, dashboard: Dashboard, lines: number): Promise<void> {
  const before = await dashboard.ledgerCount('received');
  stub.emitMany(lines - 1);
  stub.emitMany(1, { level: 'ERROR' });
  await expect.poll(() => dashboard.ledgerCount('received')).toBe(before + lines);
  await dashboard.page.clock.runFor(1_000);
}

test('at 1,000 lines a second at most one summary is said in five seconds', async ({ stub, dashboard }) => {
  const page = await openWithClock(stub, dashboard);
  const before = (await said(page)).length;
  const from = await page.evaluate(() => Date.now());
  for (let second = 0; second < 10; second += 1) await aSecondOf(stub, dashboard, 1_000);
  const passed = (await page.evaluate(() => Date.now())) - from;
  const words = (await said(page)).slice(before);
  expect(words.length).toBeGreaterThanOrEqual(1);
  expect(words.length).toBeLessThanOrEqual(Math.ceil(passed / 5_000));
  for (const one of words) expect(one).toMatch(/^[\d,]+ new lines, \d+ errors? in the last 5 seconds$/);
});

test('nothing is said while the stream is paused, and as little as was chosen', async ({ stub, dashboard }) => {
  const page = await openWithClock(stub, dashboard);
  await dashboard.pause.click();
  await expect(dashboard.connection).toHaveAttribute('data-state', 'paused');
  // What was on its way when it was paused is heard of now, if at all.
  await page.clock.runFor(5_000);
  const before = (await said(page)).length;
  stub.emitMany(100, { level: 'ERROR' });
  await page.clock.runFor(20_000);
  expect((await said(page)).slice(before)).toEqual([]);

  await page.keyboard.press(',');
  await page.getByRole('dialog', { name: 'Settings' }).getByRole('radio', { name: 'Errors only' }).check();
  await page.keyboard.press('Escape');
  await dashboard.resume.click();
  await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
  await page.clock.runFor(10_000);
  const resumed = (await said(page)).length;
  stub.emitMany(50);
  await expect.poll(() => dashboard.ledgerCount('received')).toBeGreaterThan(50);
  await page.clock.runFor(10_000);
  expect((await said(page)).slice(resumed)).toEqual([]);
  stub.emitMany(2, { level: 'ERROR', message: 'failed' });
  await expect(dashboard.line('failed').last()).toBeVisible();
  await page.clock.runFor(10_000);
  expect((await said(page)).slice(resumed).join()).toMatch(/^2 errors in the last 5 seconds$/);
});

test('going to another pane is no news of its lines', async ({ stub, dashboard }) => {
  const { page } = dashboard;
  await page.clock.install();
  stub.keep(200, { level: 'INFO' });
  await dashboard.open('?query=level:ERROR&pane=history%3Dtrue');
  const [first, second] = [dashboard.pane(1), dashboard.pane(2)];
  await expect(second.lines.first()).toBeVisible();
  const summary = page.getByRole('status', { name: 'New lines' });
  await first.log.focus();
  await expect(summary).toBeAttached();
  await page.clock.runFor(10_000);
  await second.log.focus();
  await expect(page.getByRole('separator', { name: 'Width of pane 1' })).toBeAttached();
  await page.clock.runFor(5_000);
  await expect(summary).toHaveText('');
  stub.emit({ level: 'INFO', message: 'this one is' });
  await expect(second.line('this one is')).toBeVisible();
  await page.clock.runFor(5_000);
  await expect(summary).toHaveText('1 new line in the last 5 seconds');
});
