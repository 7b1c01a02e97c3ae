import type { CDPSession, Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { HANGS, longestTask } from '../page-tasks.ts';
import { openWithLines, queryInAddress, suggestions } from '../query-field.ts';

// Playwright's own recording of the page would be the longest task of all.
test.use({ trace: 'off' });

/** Of the field's own text, where coloured text lies over it. */
const TRANSPARENT = 'rgba(0, 0, 0, 0)';

test.describe('what is composed, as Japanese is', () => {
  /** A key as the browser tells it while characters are composed. */
  async function pressComposing(cdp: CDPSession, key: string, code: number): Promise<void> {
    await cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key, code: key, windowsVirtualKeyCode: code });
    await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code: key, windowsVirtualKeyCode: code });
  }

  function compose(cdp: CDPSession, text: string): Promise<unknown> {
    return cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  }

  test('is neither submitted, completed nor given up before it is done', async ({ stub, dashboard }) => {
    await openWithLines(stub, dashboard);
    const { page, query } = dashboard;
    const cdp = await page.context().newCDPSession(page);
    await query.pressSequentially('source:');
    await expect(suggestions(page).getByRole('option').first()).toBeVisible();
    await compose(cdp, 'え');
    await expect(query).toHaveValue('source:え');
    // What composes has a list of its own.
    await expect(suggestions(page)).toBeHidden();
    // The beginning of a source that is known.
    await compose(cdp, 'w');
    await pressComposing(cdp, 'ArrowDown', 40);
    await pressComposing(cdp, 'Enter', 13);
    await expect(query).toHaveValue('source:w');
    await expect(query).toBeFocused();
    await cdp.send('Input.insertText', { text: 'エラー' });
    // Safari tells of the key that ends a composition after its end, as one that is meant for it.
    await cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', key: 'Enter', text: '\r', windowsVirtualKeyCode: 229 });
    await expect(query).toHaveValue('source:エラー');
    expect(queryInAddress(page)).toBeNull();
    expect(stub.connections.filter(({ stream }) => stream === 'logs')).toHaveLength(1);

    await query.press('Enter');
    await expect.poll(() => queryInAddress(page)).toBe('source:エラー');
    await expect(query).toHaveValue('source:エラー');
  });

  test('is searched by and coloured once it is done', async ({ stub, dashboard }) => {
    await openWithLines(stub, dashboard);
    const { page, query, lines } = dashboard;
    stub.emit({ message: '接続エラー' });
    await expect(dashboard.line('接続エラー')).toBeVisible();
    const cdp = await page.context().newCDPSession(page);
    await query.fill('');
    await compose(cdp, 'えらー');
    // The browser draws it, with a line of its own beneath.
    await expect(query).toHaveValue('えらー');
    await expect(query).not.toHaveCSS('color', TRANSPARENT);
    await cdp.send('Input.insertText', { text: 'エラー' });
    await expect(query).toHaveValue('エラー');
    await expect(query).toHaveCSS('color', TRANSPARENT);
    await query.press('Enter');
    await expect(lines).toHaveCount(1);
  });
});

test.describe('a long query', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  async function paste(page: Page, text: string): Promise<void> {
    await page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await page.keyboard.press('ControlOrMeta+v');
  }

  const terms = (count: number): string => Array.from({ length: count }, (_, at) => `order-${at}`).join(' OR ');

  test('that is pasted is applied as it is, its line breaks as spaces', async ({ stub, dashboard }) => {
    await openWithLines(stub, dashboard);
    const { page, query } = dashboard;
    stub.emit({ message: 'about order-199' });
    await paste(page, terms(200).replace(' OR order-1 ', '\nOR order-1 '));
    await expect(query).toHaveValue(terms(200));
    await query.press('Enter');
    await expect.poll(() => queryInAddress(page)).toBe(terms(200));
    await expect(dashboard.lines).toHaveCount(1);
    await expect(query).toHaveValue(terms(200));
    expect(await dashboard.sidewaysOverflow()).toBe(0);
  });

  test('that is too long is refused, and nothing of it is lost', async ({ stub, dashboard }) => {
    await openWithLines(stub, dashboard);
    const { page, query } = dashboard;
    const text = 'x'.repeat(100_000);
    await paste(page, text);
    await query.press('Enter');
    await expect(page.getByRole('search').getByRole('alert')).toContainText('at most 4096 characters');
    const problem = await page.getByRole('search').getByRole('alert').boundingBox();
    expect(problem?.height, 'pixels that the words take').toBeLessThan(200);
    await expect(query).toHaveValue(text);
    await expect(dashboard.lines).toHaveCount(5);
    expect(queryInAddress(page)).toBeNull();
  });
});

test.describe('while lines pour in', () => {
  test('each key is answered, in its order', async ({ stub, dashboard }) => {
    test.slow();
    await openWithLines(stub, dashboard);
    const { page, query } = dashboard;
    const text = 'level:ERROR AND NOT healthz AND status:>=500';
    // Two thousand a second.
    const pouring = setInterval(() => stub.emitMany(100, { level: 'INFO', source: 'web', message: 'one of many' }), 50);
    const longest = await longestTask(page, async () => {
      await query.pressSequentially(text, { delay: 30 });
      await expect(query).toHaveValue(text);
    });
    clearInterval(pouring);
    const poured = await dashboard.ledgerCount('received');
    expect(poured, 'lines that came meanwhile').toBeGreaterThan(1_000);
    expect(longest, 'the longest task').toBeLessThan(HANGS);
    await query.press('Enter');
    await expect.poll(() => queryInAddress(page)).toBe(text);
  });
});
