import type { JsonObject, JsonValue } from '../../src/protocol/index.ts';
import type { Locator } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { ruleTriggered, systemNotification } from '../stub/envelopes.ts';

const SECOND = { timestamp: '2026-11-23T12:00:00.000Z' };

function nested(width: number, depth: number): JsonObject {
  const child = (): JsonValue => (depth === 1 ? 'leaf' : nested(width, depth - 1));
  return Object.fromEntries(Array.from({ length: width }, (_, index) => [`key${index}`, child()]));
}

async function boxOf(locator: Locator): Promise<{ top: number; bottom: number; left: number; right: number }> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error(`${locator.toString()} is not on the screen.`);
  return { top: box.y, bottom: box.y + box.height, left: box.x, right: box.x + box.width };
}

test.describe('the lines around a line', () => {
  for (const place of ['held', 'kept by the server'] as const) {
    test(`are its neighbours although a hundred bear one time, where they are ${place}`, async ({
      stub,
      dashboard,
    }) => {
      const lines = stub.keep(100, SECOND);
      const search = place === 'held' ? '?history=true&limit=500' : '?history=false';
      const id = lines[49]?.id ?? '';
      await dashboard.open(`${search}&log=${id}`);
      const around = dashboard.details.getByRole('region', { name: 'Around this line' }).getByRole('listitem');
      await expect(around).toHaveCount(11);
      const shown = await around.allTextContents();
      expect(shown.map((text) => /Line \d+/.exec(text)?.[0])).toEqual(
        Array.from({ length: 11 }, (_, index) => `Line ${45 + index}`),
      );
    });
  }

  test('are asked for once, however many lines somebody steps through', async ({ stub, dashboard }) => {
    const { clock, keyboard } = dashboard.page;
    await clock.install();
    await dashboard.open();
    stub.emitMany(60);
    await expect(dashboard.line('Line 60')).toBeVisible();
    await dashboard.line('Line 60').click();
    await expect(dashboard.details).toContainText('Line 60');
    await expect(dashboard.details.getByRole('listitem').first()).toBeVisible();
    const before = stub.rest.requests.length;
    // Somebody who is faster than any machine: no time passes between the keys.
    await clock.pauseAt(new Date(await dashboard.page.evaluate(() => Date.now() + 1_000)));
    for (let step = 0; step < 50; step += 1) await keyboard.press('ArrowUp');
    await clock.runFor(2_000);
    await expect(dashboard.details.locator('pre')).toHaveText('Line 10');
    await clock.resume();
    await expect(dashboard.details.getByRole('listitem').filter({ hasText: 'Line 7' }).first()).toBeVisible();
    expect(stub.rest.requests.length - before).toBeLessThanOrEqual(6);
  });
});

test.describe('metadata', () => {
  for (const [width, depth] of [
    [200, 2],
    [45, 3],
  ] as const) {
    test(`of ${width} keys in each of ${depth} levels opens at once, and unfolds piece by piece`, async ({
      stub,
      signedInPage,
    }) => {
      stub.emit({ message: 'a heavy one', metadata: nested(width, depth) });
      await signedInPage.line('a heavy one').click();
      const tree = signedInPage.details.getByRole('region', { name: 'Metadata' });
      await expect(tree).toContainText(`${width} fields`);
      expect(await tree.getByRole('treeitem').count()).toBeLessThanOrEqual(500);
      await tree.getByText('key1 {').click();
      await expect(
        tree
          .getByText('key0', { exact: true })
          .or(tree.getByText(/^key0 \{/))
          .first(),
      ).toBeVisible();
      expect(await tree.getByRole('treeitem').count()).toBeLessThanOrEqual(320);
    });
  }

  test('shows the rest of a long branch when asked', async ({ stub, signedInPage }) => {
    stub.emit({ message: 'a long one', metadata: nested(250, 1) });
    await signedInPage.line('a long one').click();
    const tree = signedInPage.details.getByRole('region', { name: 'Metadata' });
    await tree.getByRole('treeitem', { name: 'Show 100 more of 150' }).click();
    await tree.getByRole('treeitem', { name: 'Show 50 more of 50' }).click();
    await expect(tree.getByText('key249')).toBeVisible();
    await expect(tree.getByRole('treeitem')).toHaveCount(250);
  });
});

test.describe('toasts', () => {
  test.describe('on a phone', () => {
    test.use({ viewport: { width: 390, height: 800 }, hasTouch: true });

    test('leave "Jump to latest" and the ledger free, and show the most urgent one', async ({ stub, signedInPage }) => {
      await stub.nextConnection('notifications');
      stub.emitMany(100);
      await expect(signedInPage.line('Line 100')).toBeVisible();
      await signedInPage.scrollUp(600);
      await expect(signedInPage.jumpToLatest).toBeVisible();
      stub.notify(ruleTriggered({ ruleName: 'On fire', severity: 'high' }));
      const alert = signedInPage.toasts.filter({ hasText: 'On fire' });
      await expect(alert).toBeVisible();
      stub.notify(systemNotification({ title: 'Good to know', severity: 'info' }));
      await expect(signedInPage.bell).toHaveAccessibleName('Notifications, 2 unread');
      await expect(alert).toBeVisible();
      await expect(signedInPage.toasts.filter({ visible: true })).toHaveCount(1);
      const [toast, pill, ledger] = await Promise.all(
        [alert, signedInPage.jumpToLatest, signedInPage.ledger].map(boxOf),
      );
      expect(toast?.bottom).toBeLessThanOrEqual(pill?.top ?? 0);
      expect(pill?.bottom).toBeLessThanOrEqual(ledger?.top ?? 0);
      await signedInPage.jumpToLatest.click();
      await expect(signedInPage.jumpToLatest).toBeHidden();
    });
  });

  test.describe('in a low window', () => {
    test.use({ viewport: { width: 1440, height: 400 } });

    test('are shown whole or not at all, and never over the ledger', async ({ stub, signedInPage }) => {
      await stub.nextConnection('notifications');
      for (let rule = 0; rule < 3; rule += 1) {
        stub.notify(ruleTriggered({ ruleId: `r${rule}`, ruleName: `Rule ${rule}`, message: 'word '.repeat(60) }));
      }
      await expect(signedInPage.toasts.first()).toBeVisible();
      const region = await boxOf(signedInPage.page.getByRole('region', { name: 'Alerts' }));
      const ledger = await boxOf(signedInPage.ledger);
      expect(region.bottom).toBeLessThanOrEqual(ledger.top);
      for (const toast of await signedInPage.toasts.all()) {
        const box = await boxOf(toast);
        const isShown = box.left < region.right;
        if (isShown) expect(box.bottom).toBeLessThanOrEqual(ledger.top);
      }
    });
  });
});

test.describe('the bar on a narrow phone', () => {
  for (const width of [390, 320]) {
    test.describe(`of ${width} pixels`, () => {
      test.use({ viewport: { width, height: 700 }, toleratedConsoleErrors: /WebSocket|Failed to load/ });

      test('has room for the words of the connection', async ({ stub, signedInPage }) => {
        const connection = await stub.nextConnection('logs');
        await expect(signedInPage.connection).toHaveText('Live');
        const hidden = (): Promise<number> =>
          signedInPage.connection.locator('[title]').evaluate((words) => words.scrollWidth - words.clientWidth);
        expect(await hidden()).toBeLessThanOrEqual(0);
        stub.refuse(503, { stream: 'logs' });
        connection.close(1011, 'gone');
        await expect(signedInPage.connection).toHaveText(/Reconnecting/);
        if (width > 320) expect(await hidden()).toBeLessThanOrEqual(0);
        await expect(signedInPage.connection.locator('[title]')).toHaveAttribute('title', /Reconnecting/);
        expect(await signedInPage.sidewaysOverflow()).toBe(0);
      });
    });
  }
});

test.describe('the tray while it is read', () => {
  test('holds still, and shows what came when asked', async ({ stub, signedInPage }) => {
    await stub.nextConnection('notifications');
    stub.notify(ruleTriggered({ ruleId: 'a', ruleName: 'First' }));
    stub.notify(ruleTriggered({ ruleId: 'b', ruleName: 'Second' }));
    await expect(signedInPage.bell).toHaveAccessibleName('Notifications, 2 unread');
    await signedInPage.bell.click();
    const entries = signedInPage.tray.getByRole('listitem');
    await expect(entries).toHaveCount(2);
    stub.notify(ruleTriggered({ ruleId: 'c', ruleName: 'Third' }));
    const showNew = signedInPage.tray.getByRole('button', { name: '1 new' });
    await expect(showNew).toBeVisible();
    await expect(entries.nth(0)).toContainText('Second');
    await showNew.click();
    await expect(entries.nth(0)).toContainText('Third');
    await expect(entries).toHaveCount(3);
    await expect(showNew).toBeHidden();
  });

  test('what came meanwhile and was not looked at stays unread', async ({ stub, signedInPage }) => {
    await stub.nextConnection('notifications');
    stub.notify(ruleTriggered({ ruleId: 'a', ruleName: 'First' }));
    await expect(signedInPage.bell).toHaveAccessibleName('Notifications, 1 unread');
    await signedInPage.bell.click();
    await expect(signedInPage.tray.getByRole('listitem')).toHaveCount(1);
    stub.notify(ruleTriggered({ ruleId: 'b', ruleName: 'Second' }));
    await expect(signedInPage.tray.getByRole('button', { name: '1 new' })).toBeVisible();
    await signedInPage.page.keyboard.press('Escape');
    await expect(signedInPage.tray).toBeHidden();
    await expect(signedInPage.bell).toHaveAccessibleName('Notifications, 1 unread');
  });
});

test.describe('the query band', () => {
  test('a refused query is shown with its own text, and Esc takes the complaint away', async ({ signedInPage }) => {
    await signedInPage.query.fill('level:(ERROR');
    await signedInPage.query.press('Enter');
    const problem = signedInPage.page.getByRole('search').getByRole('alert');
    await expect(problem).toBeVisible();
    const excerpt = await problem.locator('code').textContent();
    await signedInPage.query.fill('something else');
    await expect(problem.locator('code')).toHaveText(excerpt ?? '');
    await signedInPage.query.press('Escape');
    await expect(problem).toBeHidden();
    await expect(signedInPage.query).toHaveValue('something else');
    await signedInPage.query.press('Escape');
    await expect(signedInPage.query).toHaveValue('');
  });

  test('a complaint about a link can be closed', async ({ dashboard }) => {
    await dashboard.open('?limit=many');
    const problem = dashboard.page.getByRole('alert').filter({ hasText: 'limit' });
    await problem.getByRole('button', { name: 'Close this message' }).click();
    await expect(problem).toBeHidden();
  });

  test('a level without a toggle is a chip that can be taken out', async ({ stub, dashboard }) => {
    stub.keep(1, { level: 'AUDIT', message: 'audited' });
    stub.keep(1, { level: 'INFO', message: 'informed' });
    await dashboard.open('?filter={"level":"AUDIT"}&history=true&limit=10');
    await expect(dashboard.line('audited')).toBeVisible();
    await expect(dashboard.line('informed')).toBeHidden();
    await dashboard.page.getByRole('button', { name: 'Remove filter level = AUDIT' }).click();
    await expect(dashboard.line('informed')).toBeVisible();
    await expect.poll(() => new URL(dashboard.page.url()).searchParams.get('filter') ?? '{}').toBe('{}');
  });

  test('a source that has not been seen can be chosen by its name, and Backspace takes it out', async ({
    stub,
    signedInPage,
  }) => {
    stub.emit({ source: 'web', message: 'from the web' });
    await expect(signedInPage.line('from the web')).toBeVisible();
    await signedInPage.sources.fill('payments');
    await signedInPage.page.getByRole('option', { name: 'Only source “payments”' }).click();
    await expect(signedInPage.line('from the web')).toBeHidden();
    await expect.poll(() => new URL(signedInPage.page.url()).searchParams.get('filter')).toContain('payments');
    await expect(signedInPage.sources).toHaveValue('');
    await signedInPage.sources.press('Backspace');
    await expect(signedInPage.line('from the web')).toBeVisible();
    await expect(signedInPage.sources).toHaveAttribute('placeholder', /source/);
  });

  test('between a phone and a desk the query has a row of its own', async ({ signedInPage }) => {
    await signedInPage.page.setViewportSize({ width: 768, height: 900 });
    const [query, levels] = await Promise.all([boxOf(signedInPage.query), boxOf(signedInPage.levels)]);
    expect(levels.top).toBeGreaterThanOrEqual(query.bottom);
    expect(query.right - query.left).toBeGreaterThan(700);
    await signedInPage.query.fill('level:(ERROR');
    await signedInPage.query.press('Enter');
    await expect(signedInPage.page.getByRole('search').getByRole('alert')).toBeVisible();
    await signedInPage.level('Error').click();
    await expect(signedInPage.level('Error')).toHaveAttribute('aria-pressed', 'true');
  });
});
