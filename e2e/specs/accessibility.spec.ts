import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { ruleTriggered, systemNotification } from '../stub/envelopes.ts';

const WIDTHS = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 800 } };

async function violationsOf(page: Page, builder: AxeBuilder): Promise<string[]> {
  // What fades in has less contrast on its way.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
  const { violations } = await builder.analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}): ${target.join(' ')}\n${failureSummary ?? ''}`),
  );
}

/** Holds the page against every rule in one colour scheme, and against those of colour in the other: else they do not differ. */
async function expectNoViolation(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await violationsOf(page, new AxeBuilder({ page })), 'in light').toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await violationsOf(page, new AxeBuilder({ page }).withRules('color-contrast')), 'in dark').toEqual([]);
}

for (const [device, viewport] of Object.entries(WIDTHS)) {
  test.describe(device, () => {
    test.use({ viewport });

    test('the sign-in form has no violation', async ({ stub, dashboard }) => {
      await dashboard.page.goto(stub.url);
      await expect(dashboard.signIn).toBeVisible();
      await expectNoViolation(dashboard.page);
    });

    test('the stream with lines, details and toasts has no violation', async ({ stub, dashboard }) => {
      for (const level of ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']) stub.keep(3, { level });
      await dashboard.open('?history=true');
      await stub.nextConnection('notifications');
      await expect(dashboard.lines).toHaveCount(18);
      await expectNoViolation(dashboard.page);

      stub.emit({ level: 'ERROR', message: 'opened \u001b[32mgreen\u001b[0m', metadata: { a: { b: [1, 2] } } });
      await dashboard.line('opened').click({ position: { x: 5, y: 5 } });
      await expect(dashboard.details).toBeVisible();
      stub.notify(ruleTriggered());
      stub.notify(systemNotification());
      await expect(dashboard.toasts).toHaveCount(2);
      await expectNoViolation(dashboard.page);
    });

    test('the open dialogs have no violation', async ({ stub, dashboard }) => {
      await dashboard.open();
      await stub.nextConnection('notifications');
      stub.notify(systemNotification({ actionUrl: 'https://status.example/' }));
      await expect(dashboard.toasts).toHaveCount(1);
      await dashboard.bell.click();
      await expect(dashboard.tray).toBeVisible();
      await expectNoViolation(dashboard.page);
      await dashboard.page.keyboard.press('Escape');
      for (const [button, dialog] of [
        ['Share', 'Share this stream'],
        ['Connection details', 'Connection details'],
      ] as const) {
        await dashboard.page.getByRole('button', { name: button, exact: true }).click();
        await expect(dashboard.page.getByRole('dialog', { name: dialog })).toBeVisible();
        await expectNoViolation(dashboard.page);
        await dashboard.page.keyboard.press('Escape');
        await expect(dashboard.page.getByRole('dialog', { name: dialog })).toBeHidden();
      }
    });

    test('nothing sticks out of the page sideways', async ({ stub, dashboard }) => {
      stub.keep(50, { message: 'word '.repeat(200), source: 'a-service-with-quite-a-long-name' });
      await dashboard.open('?history=true');
      await expect(dashboard.lines.first()).toBeVisible();
      expect(await dashboard.sidewaysOverflow()).toBeLessThanOrEqual(0);
    });
  });
}
