import { expect, test } from '../fixtures.ts';

test.describe('what a row shows', () => {
  test('is bounded in height, and says what it leaves out', async ({ stub, dashboard }) => {
    await dashboard.open('?wrap=true');
    await stub.nextConnection('logs');
    stub.emit({ message: `tall\n${'x\n'.repeat(3_000)}end`, id: 'tall' });
    const row = dashboard.log.locator('[data-log-id=tall]');
    await expect(row).toContainText('+ 3,001 lines');
    expect((await row.boundingBox())?.height).toBe(20);
    await row.getByRole('button', { name: 'Show 3,001 more lines' }).click();
    await expect(row).toContainText('2,802 more lines: open the line to read on');
    expect((await row.boundingBox())?.height).toBeLessThan(4_100);
  });

  test('folds the stacks in JSON messages and metadata, which unfold below it in place and are found there', async ({
    stub,
    dashboard,
  }) => {
    const { page } = dashboard;
    await dashboard.open();
    await stub.nextConnection('logs');
    const stack = 'Error: boom\n    at read (a.js:1)\n    at needle (b.js:2)';
    stub.emit({ message: JSON.stringify({ msg: 'as JSON', err: { name: 'Error', stack } }), id: 'json' });
    stub.emit({ message: 'with metadata', metadata: { error: { stack } }, id: 'metadata' });
    stub.emit({ message: 'below it', id: 'below' });
    for (const id of ['json', 'metadata']) {
      const row = dashboard.log.locator(`[data-log-id=${id}]`);
      await expect(row).toContainText('+ 2 lines');
      await expect(row).toContainText('Error: boom');
      await expect(row).not.toContainText('at read');
      expect((await row.boundingBox())?.height).toBe(20);
      await row.getByRole('button', { name: 'Show 2 more lines' }).click();
      await expect(row).toContainText(/Error: boom[^]*\n {4}at read \(a\.js:1\)\n {4}at needle \(b\.js:2\)$/);
      await expect.poll(async () => (await row.boundingBox())?.height).toBe(60);
      const [own, next] = [await row.boundingBox(), await dashboard.line('below it').boundingBox()];
      expect((own?.y ?? 0) + (own?.height ?? 0)).toBeLessThanOrEqual(next?.y ?? 0);
      await row.getByRole('button', { name: 'Fold' }).click();
      await expect.poll(async () => (await row.boundingBox())?.height).toBe(20);
    }
    const matches = page.getByRole('status', { name: 'Matches' });
    await page.keyboard.press('/');
    await page.getByRole('searchbox', { name: 'Find in stream' }).fill('NEEDLE');
    await expect(matches).toHaveText(/ of 2$/);
    for (const place of ['2 of 2', '1 of 2']) {
      await page.keyboard.press('Enter');
      await expect(matches).toHaveText(place);
    }
    for (const id of ['json', 'metadata']) {
      await expect(dashboard.log.locator(`[data-log-id=${id}]`)).toContainText('at needle');
    }
    const marked = await page.evaluate(() => [...(CSS.highlights.get('find')?.keys() ?? [])].length);
    expect(marked).toBe(2);
  });

  test('on a phone too: nothing is cut without saying so', async ({ stub, dashboard }) => {
    await dashboard.page.setViewportSize({ width: 390, height: 800 });
    await dashboard.open();
    await stub.nextConnection('logs');
    stub.emit({ message: 'word '.repeat(600), id: 'long' });
    const row = dashboard.log.locator('[data-log-id=long]');
    await expect(row).toContainText('more characters');
    const isCut = await row.evaluate((element) =>
      [element, ...element.querySelectorAll('*')].some(
        (part) => part.scrollHeight > part.clientHeight + 4 && part.clientHeight > 0,
      ),
    );
    expect(isCut).toBe(false);
  });

  test('on a phone a stack is broken between words, and a frame goes on to the end of its line', async ({
    stub,
    dashboard,
  }) => {
    await dashboard.page.setViewportSize({ width: 390, height: 800 });
    await dashboard.open();
    await stub.nextConnection('logs');
    const prose = 'Something went wrong in a place that nobody thought of before, and is told at length';
    const frame = 'com.example.payments.internal.handlers.ChargeHandlerImplementation.process(ChargeHandler.java:120)';
    stub.emit({ message: `${prose}\n\tat ${frame}\nCaused by: ${prose}`, id: 'stack' });
    const row = dashboard.log.locator('[data-log-id=stack]');
    await row.getByRole('button', { name: 'Show 2 more lines' }).click();
    await expect(row).toContainText('Caused by');
    const words = await row.locator('[data-text=message]').evaluate((message) => {
      const found: { word: string; tops: number[] }[] = [];
      const texts = document.createTreeWalker(message, NodeFilter.SHOW_TEXT);
      while (texts.nextNode() !== null) {
        for (const match of (texts.currentNode.nodeValue ?? '').matchAll(/\S+/g)) {
          const range = document.createRange();
          range.setStart(texts.currentNode, match.index);
          range.setEnd(texts.currentNode, match.index + match[0].length);
          found.push({ word: match[0], tops: [...range.getClientRects()].map(({ top }) => Math.round(top)) });
        }
      }
      return found;
    });
    expect(words.filter(({ tops }) => new Set(tops).size > 1).map(({ word }) => word)).toEqual([frame]);
    const at = words.findIndex(({ word }) => word === frame);
    expect(words[at]?.tops[0]).toBe(words[at - 1]?.tops[0]);
  });

  test('never lets a long level reach into the source', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    stub.emit({ level: 'EXTRAORDINARILY', source: 'the-source', message: 'odd level' });
    const row = signedInPage.line('odd level');
    const level = row.getByText('EXTRAORDINARILY');
    await level.hover();
    await expect(level).toHaveAttribute('title', /^EXTRAORDINARILY/);
    const [levelBox, sourceBox] = [await level.boundingBox(), await row.getByText('the-source').boundingBox()];
    expect((levelBox?.x ?? 0) + (levelBox?.width ?? 0)).toBeLessThanOrEqual(sourceBox?.x ?? 0);
    expect(await level.evaluate((element) => getComputedStyle(element).overflow)).toBe('clip');
  });

  test('says the day where it is not today, without moving anything', async ({ stub, dashboard }) => {
    const year = new Date().getUTCFullYear() - 1;
    stub.keep(1, { message: 'old line', timestamp: `${year}-03-04T10:00:00.000Z` });
    stub.keep(1, { message: 'line of today' });
    await dashboard.open('?tz=utc&history=true');
    const viewer = dashboard.page.getByRole('region', { name: 'Lines' });
    await expect(viewer.getByText(`Mar 4, ${year}`)).toBeVisible();
    const [first, second] = [
      await dashboard.line('old line').boundingBox(),
      await dashboard.line('line of today').boundingBox(),
    ];
    expect(second?.height).toBe(first?.height);
    await expect(dashboard.line('line of today')).toContainText(/[A-Z][a-z]{2} \d{1,2}$/);
  });
});
