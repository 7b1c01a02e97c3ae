import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { animationsEnd } from '../animations.ts';
import { expectWithin } from '../dialog-bounds.ts';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';
import { ruleTriggered, systemNotification } from '../stub/envelopes.ts';

const WIDTHS = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 800 } };

async function violationsOf(page: Page, builder: AxeBuilder): Promise<string[]> {
  await animationsEnd(page);
  const { violations } = await builder.analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}): ${target.join(' ')}\n${failureSummary ?? ''}`),
  );
}

const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Holds the page against every rule in one colour scheme, and against those of colour in the other: else they do not differ. */
async function expectNoViolation(page: Page): Promise<void> {
  // Each run takes seconds, and some tests have several.
  test.slow();
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await violationsOf(page, new AxeBuilder({ page }).withTags(STANDARD)), 'in light').toEqual([]);
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

    test('a quiet stream and one that is paused have no violation', async ({ stub, dashboard }) => {
      await dashboard.open();
      await stub.nextConnection('logs');
      await expect(dashboard.page.getByRole('heading', { name: 'No lines yet' })).toBeVisible();
      await expectNoViolation(dashboard.page);
      await dashboard.pause.click();
      await expect(dashboard.page.getByRole('heading', { name: 'Paused before the first line' })).toBeVisible();
      await expectNoViolation(dashboard.page);
    });

    test('a query that nothing matches is said, and has no violation', async ({ dashboard }) => {
      await dashboard.open('?query=level:FATAL');
      await expect(dashboard.page.getByRole('heading', { name: 'No line matches' })).toBeVisible();
      await expect(dashboard.page.getByRole('region', { name: 'Lines' })).toContainText('level:FATAL');
      await expectNoViolation(dashboard.page);
    });

    for (const [key, name] of [
      ['?', 'Keyboard shortcuts'],
      ['Control+k', 'Commands'],
      [',', 'Settings'],
    ] as const) {
      test(`the dialog "${name}" has no violation`, async ({ stub, dashboard }) => {
        const { page } = dashboard;
        stub.keep(20);
        await dashboard.open('?history=true');
        await expect(dashboard.line('Line 20')).toBeVisible();
        await page.keyboard.press(key);
        const dialog = page.getByRole('dialog', { name });
        await expect(dialog).toBeVisible();
        if (name === 'Commands') await expect(dialog.getByRole('option').first()).toBeVisible();
        await expectWithin(dashboard, name);
        await expectNoViolation(page);
      });
    }

    test('bookmarks and markers have no violation', async ({ stub, dashboard }) => {
      const { page } = dashboard;
      stub.keep(20);
      await dashboard.open('?history=true');
      await expect(dashboard.line('Line 20')).toBeVisible();
      await page.keyboard.press('k');
      await page.keyboard.press('b');
      await page.keyboard.press('m');
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('option').first()).toBeVisible();
      await page.keyboard.type('bookmarks…');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('dialog', { name: 'Bookmarks' })).toBeVisible();
      await expectNoViolation(page);
    });

    for (const view of ['Fields', 'JSON']) {
      test(`selected lines, a pinned line and details as ${view} have no violation`, async ({ stub, dashboard }) => {
        const { page } = dashboard;
        stub.keep(20, { metadata: { request: { id: 'r-1' }, user: 'ada' } });
        await dashboard.open('?history=true&columns=user');
        await expect(dashboard.line('Line 20')).toBeVisible();
        await page.keyboard.press('k');
        await page.keyboard.press('p');
        await page.keyboard.press('Shift+ArrowUp');
        await page.keyboard.press('Shift+ArrowUp');
        await expect(page.getByRole('group', { name: 'Selected lines' })).toBeVisible();
        await page.keyboard.press('Enter');
        await dashboard.details.getByRole('tab', { name: view }).click();
        await expectNoViolation(page);
      });
    }

    test.describe('in trouble', () => {
      test.use({ toleratedConsoleErrors: NETWORK_NOISE });

      test('a gap and a lost connection have no violation', async ({ stub, dashboard }) => {
        await dashboard.open();
        const connection = await stub.nextConnection('logs');
        stub.emitMany(3, { message: 'before' });
        await expect(dashboard.line('before').last()).toBeVisible();
        connection.drop();
        stub.emitMany(30, { message: 'missed' });
        stub.forget();
        const next = await stub.nextConnection('logs');
        stub.emitMany(1, { message: 'after' });
        await expect(dashboard.gaps).toHaveCount(1);
        stub.refuse(503);
        next.drop();
        await expect(dashboard.connection).not.toHaveAttribute('data-state', 'live');
        await expectNoViolation(dashboard.page);
      });

      test('a page that never got through says what to do', async ({ stub, dashboard }) => {
        stub.refuse(503);
        await dashboard.open();
        await expect(dashboard.page.getByRole('heading', { name: 'Not connected' })).toBeVisible();
        await expect(dashboard.page.getByRole('button', { name: 'Try again now' })).toBeVisible();
        await expectNoViolation(dashboard.page);
      });

      test('the way in over a refused stream has no violation', async ({ stub, dashboard }) => {
        await dashboard.page.goto(`${stub.url}/#token=wrong`);
        await expect(dashboard.signIn.getByLabel('Token')).toBeFocused();
        await expectNoViolation(dashboard.page);
      });
    });

    test('an opened line of any level can be read, and so can its details', async ({ stub, dashboard }) => {
      test.slow();
      const { page } = dashboard;
      const levels = ['TRACE', 'WARN', 'ERROR'];
      for (const level of levels) stub.keep(1, { level, message: `of ${level}`, metadata: { reason: 'told' } });
      await dashboard.open('?history=true');
      for (const level of levels) {
        await dashboard.line(`of ${level}`).click({ position: { x: 5, y: 5 } });
        await expect(dashboard.details.locator('pre')).toHaveText(`of ${level}`);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          const builder = new AxeBuilder({ page }).withRules('color-contrast');
          expect(await violationsOf(page, builder), `${level} in ${colorScheme}`).toEqual([]);
        }
      }
    });

    test('with more contrast all text has that of the strictest level', async ({ stub, dashboard }) => {
      test.slow();
      const { page } = dashboard;
      for (const level of ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']) stub.keep(2, { level });
      await dashboard.open('?history=true');
      await expect(dashboard.lines).toHaveCount(12);
      await dashboard.lines.first().click({ position: { x: 5, y: 5 } });
      await expect(dashboard.details).toBeVisible();
      // What follows the first line has come.
      await expect(page.getByRole('status', { name: 'New lines' })).toBeAttached();
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, contrast: 'more' });
        const builder = new AxeBuilder({ page }).withRules(['color-contrast', 'color-contrast-enhanced']);
        expect(await violationsOf(page, builder), colorScheme).toEqual([]);
      }
    });

    test('the system’s own colours tell levels, the active line and pressed buttons apart', async ({
      stub,
      dashboard,
    }) => {
      const { page } = dashboard;
      for (const level of ['INFO', 'WARN', 'ERROR']) stub.keep(1, { level, message: `of ${level}` });
      await page.emulateMedia({ forcedColors: 'active' });
      await dashboard.open('?history=true&filter={"level":["INFO","WARN","ERROR"]}');
      await expect(dashboard.line('of ERROR')).toBeVisible();
      await page.keyboard.press('g');
      const styleOf = (message: string, name: string): Promise<string> =>
        dashboard.line(message).evaluate((row, name) => getComputedStyle(row).getPropertyValue(name), name);
      await expect.poll(() => styleOf('of INFO', 'outline-style')).toBe('solid');
      const edges = [];
      for (const level of ['INFO', 'WARN', 'ERROR']) {
        edges.push(
          `${await styleOf(`of ${level}`, 'border-left-color')} ${await styleOf(`of ${level}`, 'border-left-width')}`,
        );
      }
      expect(new Set(edges).size).toBe(3);
      const background = (name: string): Promise<string> =>
        dashboard.level(name).evaluate((button) => getComputedStyle(button).backgroundColor);
      expect(await background('Error')).not.toBe(await background('Debug'));
      // Contrast is the system's own here.
      const builder = new AxeBuilder({ page }).withTags(STANDARD).disableRules(['color-contrast']);
      expect(await violationsOf(page, builder)).toEqual([]);
    });
  });
}
