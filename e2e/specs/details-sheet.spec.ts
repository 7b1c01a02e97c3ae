import type { Locator } from '@playwright/test';
import type { Dashboard } from '../dashboard.ts';
import { expect, test } from '../fixtures.ts';
import { ruleTriggered } from '../stub/envelopes.ts';
import type { StubServer } from '../stub/stub-server.ts';

const METADATA = { order: 'ord 8839', attempt: 5, trace: { traceId: '4bf9', spanId: '00f0' } };

test.describe('on a phone the details are a sheet over the lines', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } });

  async function boxOf(locator: Locator): Promise<{ top: number; bottom: number; height: number }> {
    const box = await locator.boundingBox();
    if (box === null) throw new Error('It has no place.');
    return { top: box.y, bottom: box.y + box.height, height: box.height };
  }

  async function show({ stub, signedInPage }: { stub: StubServer; signedInPage: Dashboard }): Promise<void> {
    await stub.nextConnection('logs');
    stub.emitMany(50, { metadata: METADATA });
    await expect(signedInPage.line('Line 50')).toBeInViewport();
  }

  async function openLine40({ stub, signedInPage }: { stub: StubServer; signedInPage: Dashboard }): Promise<void> {
    await show({ stub, signedInPage });
    await signedInPage.line('Line 40').tap();
    await expect(signedInPage.details).toContainText('Line 40');
  }

  test('which moves none of them, takes the focus and gives it back', async ({ stub, signedInPage }) => {
    const { page, details, log } = signedInPage;
    await show({ stub, signedInPage });
    const before = [await boxOf(signedInPage.line('Line 40')), await boxOf(log)];
    await signedInPage.line('Line 40').tap();
    await expect(details).toContainText('Line 40');
    await expect(details).toBeFocused();
    expect([await boxOf(signedInPage.line('Line 40')), await boxOf(log)]).toEqual(before);
    const [sheet, lines] = [await boxOf(details), await boxOf(log)];
    expect(sheet.bottom).toBe(lines.bottom);
    expect(sheet.height / lines.height).toBeCloseTo(0.7, 2);
    expect((await boxOf(signedInPage.jumpToLatest)).bottom).toBeLessThan(sheet.top);
    expect(await signedInPage.sidewaysOverflow()).toBe(0);

    stub.notify(ruleTriggered({ ruleName: 'Payment failures' }));
    await expect(signedInPage.toasts).toHaveCount(1);
    await expect.poll(async () => (await boxOf(signedInPage.toasts)).bottom).toBeLessThan(sheet.top);

    await page.keyboard.press('Escape');
    await expect(details).toBeHidden();
    await expect(log).toBeFocused();
    expect([await boxOf(signedInPage.line('Line 40')), await boxOf(log)]).toEqual(before);
  });

  test('with lines above it that open in it, too', async ({ stub, signedInPage }) => {
    await openLine40({ stub, signedInPage });
    const first = await firstInView(signedInPage);
    await signedInPage.log.locator(`[data-log-id="${first}"]`).tap();
    const opened = signedInPage.log.locator('[aria-current=true]');
    await expect(opened).toHaveAttribute('data-log-id', first);
    await signedInPage.details.getByRole('button', { name: 'Next line' }).tap();
    await expect(opened).not.toHaveAttribute('data-log-id', first);
    await signedInPage.details.getByRole('button', { name: 'Close log details' }).tap();
    await expect(signedInPage.details).toBeHidden();
  });

  test('under which no line lies that is stepped to, the last one included', async ({ stub, signedInPage }) => {
    await openLine40({ stub, signedInPage });
    const { details, log } = signedInPage;
    const opened = log.locator('[aria-current=true]');
    const next = details.getByRole('button', { name: 'Next line' });
    for (let number = 41; number <= 50; number += 1) {
      await next.tap();
      await expect(opened).toContainText(`Line ${number}`);
      await expect.poll(async () => (await boxOf(opened)).bottom).toBeLessThanOrEqual((await boxOf(details)).top);
      expect((await boxOf(opened)).top).toBeGreaterThanOrEqual((await boxOf(log)).top);
    }
    // What was read under the sheet's edge is where it was when the sheet goes.
    const before = await boxOf(signedInPage.line('Line 50'));
    await details.getByRole('button', { name: 'Close log details' }).tap();
    await expect(details).toBeHidden();
    expect(await boxOf(signedInPage.line('Line 50'))).toEqual(before);
    await signedInPage.jumpToLatest.tap();
    await expect
      .poll(async () => (await boxOf(signedInPage.line('Line 50'))).bottom)
      .toBeCloseTo((await boxOf(log)).bottom, 0);
  });

  for (const number of [44, 47, 50]) {
    test(`under which no line lies that is tapped: line ${number} of 50`, async ({ stub, signedInPage }) => {
      await show({ stub, signedInPage });
      const { details, log } = signedInPage;
      const line = signedInPage.line(`Line ${number}`);
      await line.tap();
      await expect(details).toContainText(`Line ${number}`);
      await expect.poll(async () => (await boxOf(line)).bottom).toBeLessThanOrEqual((await boxOf(details)).top);
      // No further than that.
      expect((await boxOf(line)).bottom).toBeGreaterThan((await boxOf(details)).top - 1);
      const before = await boxOf(line);
      stub.emitMany(5);
      await expect.poll(() => signedInPage.ledgerCount('received')).toBe(55);
      expect(await boxOf(line)).toEqual(before);
      await details.getByRole('button', { name: 'Close log details' }).tap();
      await expect(details).toBeHidden();
      expect(await boxOf(line)).toEqual(before);
      expect(before.top).toBeGreaterThan((await boxOf(log)).top);
    });
  }

  test('and is pulled away by a finger, far enough', async ({ stub, signedInPage }) => {
    await openLine40({ stub, signedInPage });
    const { page, details } = signedInPage;
    const devtools = await page.context().newCDPSession(page);
    const { top } = await boxOf(details);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number }[]) =>
      devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
    const pull = async (by: number): Promise<void> => {
      await touch('touchStart', { x: 195, y: top + 10 });
      // Slowly, by the clock of the events: a fling is no pull.
      for (let y = 0; y <= by; y += 4) {
        await touch('touchMove', { x: 195, y: top + 10 + y });
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
      }
    };
    await pull(20);
    await expect.poll(async () => (await boxOf(details)).top).toBeGreaterThan(top + 10);
    await touch('touchEnd');
    await expect.poll(async () => (await boxOf(details)).top).toBe(top);
    await pull(140);
    await touch('touchEnd');
    await expect(details).toBeHidden();
  });
});

/** The id of the first line that is wholly in view. */
async function firstInView({ log }: Dashboard): Promise<string> {
  return log.evaluate((list) => {
    const { top } = list.getBoundingClientRect();
    const rows = [...list.querySelectorAll('[data-log-id]')]
      .map((row) => ({ id: row.getAttribute('data-log-id') ?? '', top: row.getBoundingClientRect().top }))
      .filter((row) => row.top >= top)
      .sort((one, other) => one.top - other.top);
    return rows[0]?.id ?? '';
  });
}
