import type { Locator } from '@playwright/test';
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

/** The same, with the keys on the newest line, which is followed all the same. */
async function moveToNewest(stub: StubServer, dashboard: Dashboard): Promise<void> {
  await followLines(stub, dashboard);
  await dashboard.page.keyboard.press('ArrowDown');
  await expect(spoken(dashboard)).toContainText('Line 200');
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

test('a row that was moved to flows away with the stream, and the keys go on from what is seen', async ({
  stub,
  signedInPage,
}) => {
  const { page } = signedInPage;
  await moveToNewest(stub, signedInPage);
  stub.emitMany(300);
  await expect(signedInPage.line('Line 500')).toBeInViewport();
  await expect(signedInPage.jumpToLatest).toBeHidden();
  const before = await topOf(signedInPage, 'Line 500');
  await page.keyboard.press('ArrowUp');
  await expect(spoken(signedInPage)).toContainText('Line 500');
  expect(await topOf(signedInPage, 'Line 500')).toBe(before);
});

/** Moves to a row and lets it flow away, behind it errors that flow away as well. Answers the newest one, which is in view. */
async function letFlowAway(stub: StubServer, dashboard: Dashboard): Promise<Locator> {
  await moveToNewest(stub, dashboard);
  stub.emitMany(100, { level: 'ERROR', message: 'long gone' });
  stub.emitMany(100);
  stub.emit({ level: 'ERROR', message: 'in view' });
  await expect(dashboard.line('in view')).toBeInViewport();
  return dashboard.line('in view');
}

test('a selection does not begin where a row flowed away', async ({ stub, signedInPage }) => {
  const newest = await letFlowAway(stub, signedInPage);
  await signedInPage.page.keyboard.press('Shift+ArrowUp');
  await expect(spoken(signedInPage)).toContainText('2 lines selected');
  await expect(newest).toBeInViewport();
});

test('nor does a step to an error', async ({ stub, signedInPage }) => {
  await letFlowAway(stub, signedInPage);
  await signedInPage.page.keyboard.press('e');
  await expect(signedInPage.log.locator('[data-active]')).toContainText('in view');
});

test('nor do the keys once the list was scrolled', async ({ stub, signedInPage }) => {
  const { page } = signedInPage;
  await moveToNewest(stub, signedInPage);
  stub.emitMany(300);
  await expect(signedInPage.line('Line 500')).toBeInViewport();
  await page.keyboard.press('PageUp');
  await expect(signedInPage.jumpToLatest).toBeVisible();
  await page.keyboard.press('ArrowUp');
  await expect(spoken(signedInPage)).toContainText(/Line 4\d\d/);
});

test.describe('at the end, what asks for more below follows again', () => {
  /** Let go, and then nothing is below any longer: repeats were folded until the list fits its pane. */
  async function fitTheList(stub: StubServer, dashboard: Dashboard): Promise<void> {
    const { page } = dashboard;
    stub.keep(1, { message: 'the first' });
    stub.keep(150, { message: 'said again' });
    stub.keep(1, { message: 'the newest' });
    await dashboard.open('?history=true&limit=200');
    await expect(dashboard.line('the newest')).toBeInViewport();
    await dashboard.scrollUp(300);
    await expect(dashboard.jumpToLatest).toBeVisible();
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Settings' });
    await dialog.getByRole('checkbox', { name: 'Fold repeated lines' }).click();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(dashboard.lines).toHaveCount(3);
    await expect(dashboard.line('the newest')).toBeInViewport();
    await expect(dashboard.jumpToLatest).toBeVisible();
    await dashboard.log.focus();
  }

  test('a wheel downward', async ({ stub, dashboard }) => {
    await fitTheList(stub, dashboard);
    await dashboard.scrollUp(-100);
    await expect(dashboard.jumpToLatest).toBeHidden();
  });

  test.describe('on a screen for fingers', () => {
    test.use({ hasTouch: true });

    test('a finger that pulls the lines up, and not one that pulls them down', async ({ stub, dashboard }) => {
      await fitTheList(stub, dashboard);
      const devtools = await dashboard.page.context().newCDPSession(dashboard.page);
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number): Promise<unknown> =>
        devtools.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x: 400, y }] });
      for (const step of [10, -10]) {
        await touch('touchStart', 400);
        for (let moved = 1; moved <= 6; moved += 1) await touch('touchMove', 400 + moved * step);
        await touch('touchEnd');
        if (step > 0) await expect(dashboard.jumpToLatest).toBeVisible();
      }
      await expect(dashboard.jumpToLatest).toBeHidden();
    });

    test('and not two that zoom', async ({ stub, dashboard }) => {
      await fitTheList(stub, dashboard);
      const devtools = await dashboard.page.context().newCDPSession(dashboard.page);
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ys: readonly number[]): Promise<unknown> =>
        devtools.send('Input.dispatchTouchEvent', { type, touchPoints: ys.map((y, id) => ({ x: 400, y, id })) });
      await touch('touchStart', [400]);
      await touch('touchStart', [400, 420]);
      for (let moved = 10; moved <= 60; moved += 10) await touch('touchMove', [400 - moved, 420 + moved]);
      await touch('touchEnd', []);
      await expect(dashboard.jumpToLatest).toBeVisible();
    });
  });

  for (const key of ['ArrowDown', 'PageDown', 'Control+d', 'End']) {
    test(`a key downward (${key})`, async ({ stub, dashboard }) => {
      await fitTheList(stub, dashboard);
      await dashboard.page.keyboard.press(key);
      await expect(dashboard.jumpToLatest).toBeHidden();
    });
  }

  test('a key downward on the newest row, and not the one that leads to it', async ({ stub, signedInPage }) => {
    const { page } = signedInPage;
    await followLines(stub, signedInPage);
    for (const key of ['ArrowUp', 'ArrowUp', 'ArrowDown']) await page.keyboard.press(key);
    await expect(spoken(signedInPage)).toContainText('Line 200');
    await expect(signedInPage.jumpToLatest).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await expect(signedInPage.jumpToLatest).toBeHidden();
  });

  test('and nothing does where there is more below', async ({ stub, signedInPage }) => {
    const { page } = signedInPage;
    await followLines(stub, signedInPage);
    await page.keyboard.press('ArrowUp');
    await expect(signedInPage.jumpToLatest).toBeVisible();
    // Whoever has let go at the end has lines below as soon as they come.
    stub.emitMany(300);
    await expect(signedInPage.jumpToLatest).toContainText('300');
    await signedInPage.scrollUp(-40);
    await expect.poll(() => topOf(signedInPage, 'Line 210')).toBeGreaterThan(0);
    for (const key of ['ArrowDown', 'PageDown', 'Control+d']) await page.keyboard.press(key);
    await expect(signedInPage.line('Line 240')).toBeInViewport();
    await expect(signedInPage.jumpToLatest).toBeVisible();
  });
});
