import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { weighFirstLoad } from '../../scripts/check-weight.mjs';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';
import { systemNotification } from '../stub/envelopes.ts';

declare global {
  interface Window {
    /** When the first line was in the page, and in a frame of its own. */
    firstLineAt?: number;
    /** How the first line with colours stood there, frame by frame. */
    looksOfFirstLine?: ('awaited' | 'plain' | 'coloured')[];
  }
}

const BUILT = fileURLToPath(new URL('../../dist', import.meta.url));

/** The page's own files that were asked for, before a time if one is given. */
function loadedFiles(page: Page, before = Infinity): Promise<string[]> {
  return page.evaluate((before) => {
    const entries = performance.getEntriesByType('resource').filter(({ startTime }) => startTime < before);
    const files = entries.map(({ name }) => new URL(name).pathname.slice(1));
    return files.filter((file) => file.startsWith('assets/') || ['config.json', 'theme.js'].includes(file));
  }, before);
}

/** Waits until everything that the page loads in idle time is there. */
async function everythingLoaded(page: Page): Promise<void> {
  const scripts = (await readdir(`${BUILT}/assets`)).filter((file) => file.endsWith('.js'));
  await expect
    .poll(async () => (await loadedFiles(page)).filter((file) => file.endsWith('.js')).length)
    .toBe(scripts.length);
  // Asked for is not there yet: a script counts once it has an end, and the last one is looked at last.
  await page.waitForFunction(() => performance.getEntriesByType('resource').every((entry) => entry.duration > 0));
}

function problem(page: Page): Locator {
  return page.getByRole('alert').filter({ hasText: 'could not be loaded' });
}

test.describe('before the first line', () => {
  test('nothing is loaded that it does without, and the configuration is asked for once', async ({
    page,
    stub,
    dashboard,
  }) => {
    await page.addInitScript(() => {
      const look = (): void => {
        if (document.querySelector('[data-log-id]') === null) requestAnimationFrame(look);
        else window.firstLineAt = performance.now();
      };
      requestAnimationFrame(look);
    });
    stub.emitMany(30);
    await dashboard.open('?history=true');
    await expect(dashboard.line('Line 30')).toBeVisible();
    const firstLineAt = await page.evaluate(() => window.firstLineAt);
    const expected = weighFirstLoad(BUILT).map(({ file }) => file);
    expect((await loadedFiles(page, firstLineAt)).sort()).toEqual(
      [...expected.filter((file) => file !== 'index.html'), 'config.json'].sort(),
    );
    await everythingLoaded(page);
    expect((await loadedFiles(page)).filter((file) => file === 'config.json')).toHaveLength(1);
  });

  test('a stream without lines has its parts loaded all the same', async ({ signedInPage }) => {
    await everythingLoaded(signedInPage.page);
  });
});

test.describe('the colours of a terminal', () => {
  const RED = '\u001b[31mred\u001b[0m alert';

  test.describe('that are not given out', () => {
    test.use({ toleratedConsoleErrors: NETWORK_NOISE });

    test('leave the text, and come with the next line that has some', async ({ page, stub, dashboard }) => {
      stub.refusedFiles = /coloured-text/;
      stub.emit({ message: RED });
      await dashboard.open('?history=true');
      await expect(dashboard.line('red alert')).toBeVisible();
      await expect(page.getByText('red', { exact: true })).toHaveCount(0);
      stub.refusedFiles = undefined;
      stub.emit({ message: `${RED} again` });
      await expect(page.getByText('red', { exact: true })).toHaveCount(2);
    });
  });

  test('are loaded with the first line that has some, which is never seen without them', async ({
    page,
    stub,
    dashboard,
  }) => {
    // What the first line looked like in every frame until it had its colour.
    await page.addInitScript(() => {
      const look = (): void => {
        const row = document.querySelector('[data-log-id]');
        const texts = document.createTreeWalker(row ?? document.head, NodeFilter.SHOW_TEXT);
        while (texts.nextNode() !== null) {
          const { nodeValue, parentElement } = texts.currentNode;
          if (parentElement === null || nodeValue?.startsWith('red') !== true) continue;
          const isSeen = getComputedStyle(parentElement).visibility === 'visible';
          const look = nodeValue === 'red' ? 'coloured' : 'plain';
          (window.looksOfFirstLine ??= []).push(isSeen ? look : 'awaited');
        }
        if (window.looksOfFirstLine?.at(-1) !== 'coloured') requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    stub.emit({ message: RED });
    await dashboard.open('?history=true');
    await expect(page.getByText('red', { exact: true })).toBeVisible();
    await page.waitForFunction(() => window.looksOfFirstLine?.at(-1) === 'coloured');
    expect(await page.evaluate(() => window.looksOfFirstLine)).not.toContain('plain');
  });
});

test.describe('once the first lines are there', () => {
  test.use({ toleratedConsoleErrors: NETWORK_NOISE });

  test('everything works without the server', async ({ page, stub, faultProxy, proxiedDashboard: dashboard }) => {
    stub.emitMany(30);
    await dashboard.open('?history=true');
    await expect(dashboard.line('Line 30')).toBeVisible();
    await everythingLoaded(page);
    await faultProxy.stop();
    await expect(dashboard.connection).toHaveAttribute('data-state', 'reconnecting');

    await page.getByRole('button', { name: 'Share' }).click();
    await expect(page.getByRole('textbox', { name: 'Link' })).toBeVisible();
    await page.keyboard.press('Escape');
    await dashboard.openConnectionDetails();
    await page.keyboard.press('Escape');
    await dashboard.bell.click();
    await expect(dashboard.tray).toBeVisible();
    await page.keyboard.press('Escape');
    await dashboard.sources.click();
    await expect(page.getByRole('option')).not.toHaveCount(0);
    await page.keyboard.press('Escape');
    await dashboard.line('Line 30').click();
    await expect(dashboard.details).toContainText('Line 30');
    await expect(dashboard.details).not.toContainText('could not be opened');
    await dashboard.query.fill('/Line 2\\d/');
    await dashboard.query.press('Enter');
    await expect(dashboard.lines).toHaveCount(10);
    await page.getByRole('button', { name: 'Tenant default' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(dashboard.signIn).toBeVisible();
  });
});

test.describe('a part that the server does not give out', () => {
  test.use({ toleratedConsoleErrors: NETWORK_NOISE });

  for (const [what, files] of [
    ['script', /share-dialog.*\.js$/],
    ['style sheet', /share-dialog.*\.css$/],
  ] as const) {
    test(`is said to be missing, and opens when tried again: its ${what}`, async ({ page, stub, signedInPage }) => {
      stub.refusedFiles = files;
      const share = page.getByRole('button', { name: 'Share' });
      await share.click();
      await expect(problem(page)).toBeVisible();
      await expect(share).toHaveAttribute('aria-expanded', 'false');
      await problem(page).getByRole('button', { name: 'Try again' }).click();
      await expect(problem(page)).toBeVisible();

      stub.refusedFiles = undefined;
      await problem(page).getByRole('button', { name: 'Try again' }).click();
      const link = page.getByRole('textbox', { name: 'Link' });
      await expect(link).toBeVisible();
      await expect(link).toHaveCSS('text-overflow', 'ellipsis');
      await expect(problem(page)).toBeHidden();
      await page.keyboard.press('Escape');
      await expect(share).toBeFocused();
      // Lines go on, whatever is missing.
      stub.emit({ message: 'still live' });
      await expect(signedInPage.line('still live')).toBeVisible();
    });
  }

  test('can be left, and is asked for again the next time', async ({ page, stub, signedInPage }) => {
    stub.refusedFiles = /tray-popup/;
    await signedInPage.bell.click();
    await problem(page).getByRole('button', { name: 'Leave it' }).click();
    await expect(problem(page)).toBeHidden();
    stub.refusedFiles = undefined;
    await signedInPage.bell.click();
    await expect(signedInPage.tray).toBeVisible();
    await signedInPage.bell.click();
    await expect(signedInPage.tray).toBeHidden();
  });

  test('of the sources loses nothing that was typed, nor the focus', async ({ page, stub, dashboard }) => {
    stub.refusedFiles = /source-combobox/;
    stub.emit({ source: 'api-service', message: 'from the api' });
    stub.emit({ source: 'web-service', message: 'from the web' });
    await dashboard.open('?history=true');
    await expect(dashboard.lines).toHaveCount(2);
    await dashboard.sources.fill('api');
    await expect(problem(page)).toBeVisible();
    stub.refusedFiles = undefined;
    await dashboard.sources.press('ArrowDown');
    await expect(page.getByRole('option', { name: /api-service/ })).toBeVisible();
    await expect(dashboard.sources).toHaveValue('api');
    await expect(dashboard.sources).toBeFocused();
    await dashboard.sources.press('ArrowDown');
    await dashboard.sources.press('Enter');
    await expect(dashboard.line('from the web')).toBeHidden();
    await expect(problem(page)).toBeHidden();
  });

  test('of opening a line is said in its place, and tried again', async ({ stub, dashboard }) => {
    stub.refusedFiles = /line-loaders/;
    stub.emit({ message: 'a line' });
    await dashboard.open('?history=true');
    await dashboard.line('a line').click();
    await expect(dashboard.details).toContainText('The line could not be opened');
    stub.refusedFiles = undefined;
    await dashboard.details.getByRole('button', { name: 'Try again' }).click();
    await expect(dashboard.details).toContainText('a line');
    await expect(dashboard.details).not.toContainText('could not be opened');
  });

  test('of the query is said beside it, and Enter tries again', async ({ page, stub, dashboard }) => {
    stub.refusedFiles = /\/query-/;
    stub.emitMany(12);
    await dashboard.open('?history=true');
    await expect(dashboard.line('Line 12')).toBeVisible();
    await dashboard.query.fill('"Line 12"');
    await dashboard.query.press('Enter');
    await expect(problem(page)).toBeVisible();
    stub.refusedFiles = undefined;
    await dashboard.query.press('Enter');
    await expect(dashboard.lines).toHaveCount(1);
    await expect(problem(page)).toBeHidden();
  });

  test('of a line, of the toasts and of the way in has its words too', async ({ page, stub, dashboard }) => {
    stub.refusedFiles = /line-details|toasts|sign-in/;
    await page.goto(stub.url);
    await expect(problem(page)).toBeVisible();
    stub.refusedFiles = /line-details|toasts/;
    await problem(page).getByRole('button', { name: 'Try again' }).click();
    await dashboard.signIn.getByLabel('Token').fill(stub.token);
    await dashboard.signIn.getByRole('button', { name: 'Sign in' }).click();
    await stub.nextConnection('notifications');
    stub.emit({ message: 'a line' });
    await dashboard.line('a line').click();
    await problem(page).getByRole('button', { name: 'Leave it' }).click();
    await expect(dashboard.details).toBeHidden();
    stub.notify(systemNotification({ title: 'Maintenance', severity: 'high' }));
    await expect(problem(page)).toBeVisible();
    stub.refusedFiles = undefined;
    await problem(page).getByRole('button', { name: 'Try again' }).click();
    await expect(dashboard.toasts).toContainText('Maintenance');
  });
});

test.describe('by keyboard', () => {
  test('what opens from a button gives the focus back to it', async ({ page, stub, signedInPage }) => {
    stub.emitMany(3);
    await expect(signedInPage.line('Line 3')).toBeVisible();
    const tenant = page.getByRole('button', { name: 'Tenant default' });
    for (const key of ['Enter', 'Space', 'ArrowDown']) {
      await tenant.focus();
      await page.keyboard.press(key);
      await expect(page.getByRole('menuitem', { name: 'Commands' })).toBeFocused();
      await expect(tenant).toHaveAttribute('aria-expanded', 'true');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('menu')).toBeHidden();
      await expect(tenant).toBeFocused();
    }
    for (const opener of [
      page.getByRole('button', { name: 'Share' }),
      page.getByRole('button', { name: 'Connection details' }),
      signedInPage.bell,
    ]) {
      await opener.focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog');
      await expect(dialog).toBeVisible();
      await expect(dialog.locator(':focus')).not.toHaveCount(0);
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
      await expect(opener).toBeFocused();
    }
  });
});
