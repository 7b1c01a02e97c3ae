import { clipboard } from '../clipboard.ts';
import type { Dashboard } from '../dashboard.ts';
import { expect, test } from '../fixtures.ts';
import { pour } from '../pour-lines.ts';
import type { StubServer } from '../stub/stub-server.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const BAR = 'Selected lines';

async function show(stub: StubServer, dashboard: Dashboard, count = 60): Promise<void> {
  await stub.nextConnection('logs');
  stub.emitMany(count);
  await expect(dashboard.line(`Line ${count}`)).toBeInViewport();
}

/** The messages of the lines that bear the mark of the selection, of those that exist in the page. */
function selectedMessages({ log }: Dashboard): Promise<string[]> {
  return log.evaluate((list) =>
    [...list.querySelectorAll<HTMLElement>('[data-selected] [data-log-id]')]
      .sort((one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top)
      .map((row) => /Line \d+/.exec(row.textContent)?.[0] ?? row.textContent),
  );
}

/** A place on the time of a line. */
async function timeOf(dashboard: Dashboard, message: string): Promise<{ readonly x: number; readonly y: number }> {
  const box = await dashboard.line(message).boundingBox();
  if (box === null) throw new Error(`${message} has no place.`);
  return { x: box.x + 20, y: box.y + box.height / 2 };
}

test.describe('lines are selected', () => {
  test('by Shift and Ctrl with the pointer, from the line that is open', async ({ stub, signedInPage }) => {
    await show(stub, signedInPage);
    const { page } = signedInPage;
    const bar = page.getByRole('group', { name: BAR });
    await signedInPage.line('Line 50').click();
    await expect(signedInPage.details).toContainText('Line 50');
    await expect(bar).toBeHidden();
    await signedInPage.line('Line 54').click({ modifiers: ['Shift'] });
    await expect(bar).toContainText('5 lines selected');
    expect(await selectedMessages(signedInPage)).toEqual(['Line 50', 'Line 51', 'Line 52', 'Line 53', 'Line 54']);
    await signedInPage.line('Line 57').click({ modifiers: ['ControlOrMeta'] });
    await signedInPage.line('Line 52').click({ modifiers: ['ControlOrMeta'] });
    await expect(bar).toContainText('5 lines selected');
    expect(await selectedMessages(signedInPage)).toEqual(['Line 50', 'Line 51', 'Line 53', 'Line 54', 'Line 57']);
    expect(await page.evaluate(() => getSelection()?.isCollapsed)).toBe(true);
    await bar.getByRole('button', { name: 'Clear selection' }).click();
    await expect(bar).toBeHidden();
    await expect(signedInPage.log).toBeFocused();
    await expect(signedInPage.details).toContainText('Line 50');
  });

  test('by a drag along their times, past the edge too, and a click there still opens', async ({
    stub,
    signedInPage,
  }) => {
    await show(stub, signedInPage, 300);
    const { page } = signedInPage;
    const bar = page.getByRole('group', { name: BAR });
    const from = await timeOf(signedInPage, 'Line 290');
    const to = await timeOf(signedInPage, 'Line 286');
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x + 100, to.y, { steps: 4 });
    await expect(bar).toContainText('5 lines selected');
    const top = (await signedInPage.log.boundingBox())?.y ?? 0;
    await page.mouse.move(to.x, top + 4, { steps: 4 });
    // It scrolls on for as long as the pointer stays there.
    await expect.poll(async () => Number(/\d+/.exec((await bar.textContent()) ?? '')?.[0])).toBeGreaterThan(85);
    await page.mouse.up();
    await expect(signedInPage.jumpToLatest).toBeVisible();
    await expect(signedInPage.details).toBeHidden();
    await page.keyboard.press('Escape');
    await expect(bar).toBeHidden();
    await page.mouse.click(from.x, top + 100);
    await expect(signedInPage.details).toContainText(/Line \d+/);
    await expect(bar).toBeHidden();
  });

  test('by keys, which say what is selected', async ({ stub, signedInPage }) => {
    await show(stub, signedInPage);
    const { page } = signedInPage;
    const spoken = (text: string) => expect(page.locator('[aria-live=polite]', { hasText: text })).toHaveCount(1);
    await signedInPage.log.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Shift+ArrowUp');
    await page.keyboard.press('Shift+ArrowUp');
    await spoken('3 lines selected.');
    expect(await selectedMessages(signedInPage)).toEqual(['Line 58', 'Line 59', 'Line 60']);
    await expect(signedInPage.jumpToLatest).toBeVisible();
    await page.keyboard.press('Shift+ArrowDown');
    await spoken('2 lines selected.');
    await page.keyboard.press('Shift+Home');
    await spoken('60 lines selected.');
    await page.keyboard.press('Shift+End');
    await spoken('1 line selected.');
    await page.keyboard.press('Control+a');
    await spoken('60 lines selected.');
    await page.keyboard.press('Escape');
    await spoken('No lines selected.');
    await expect(page.getByRole('group', { name: BAR })).toBeHidden();
  });

  test('and stay so while 1,000 lines a second arrive, out of view and back', async ({ stub, signedInPage }) => {
    await show(stub, signedInPage);
    const { page } = signedInPage;
    const bar = page.getByRole('group', { name: BAR });
    const stop = pour(stub, 1_000);
    await signedInPage.log.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(bar).toContainText('3 lines selected');
    await signedInPage.jumpToLatest.click();
    await expect(signedInPage.line('Line 1')).toHaveCount(0);
    await expect.poll(() => signedInPage.ledgerCount('shown')).toBeGreaterThan(1_500);
    await expect(bar).toContainText('3 lines selected');
    await signedInPage.log.focus();
    await page.keyboard.press('Home');
    expect(await selectedMessages(signedInPage)).toEqual(['Line 1', 'Line 2', 'Line 3']);
    await page.keyboard.press('ControlOrMeta+c');
    await expect(bar.getByRole('status', { name: 'Copying' })).toContainText('Copied 3 lines.');
    stop();
    expect(await clipboard(page)).toBe('Line 1\nLine 2\nLine 3\n');
  });
});

test.describe('selected lines are copied', () => {
  test('exactly as they were read', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    stub.emit({ message: 'plain', raw: '2026-11-28 plain  \u001b[31mred\u001b[0m' });
    stub.emit({ message: 'same as read' });
    stub.emit({ id: '', message: 'without an id', timestamp: '2026-11-28T10:00:00.000Z', level: 'WARN' });
    await expect(signedInPage.lines).toHaveCount(3);
    const { page } = signedInPage;
    await signedInPage.log.focus();
    await page.keyboard.press('ControlOrMeta+a');
    const bar = page.getByRole('group', { name: BAR });
    await bar.getByRole('button', { name: 'Copy as text' }).click();
    const status = bar.getByRole('status', { name: 'Copying' });
    await expect(status).toContainText('Copied 3 lines. Of 1 line the server does not have the text as it was read');
    expect(await clipboard(page)).toBe(
      '2026-11-28 plain  \u001b[31mred\u001b[0m\nsame as read\n2026-11-28T10:00:00.000Z WARN stub without an id\n',
    );
  });

  test('many at once by pages, as JSON with all metadata and as Markdown that no backtick breaks', async ({
    stub,
    signedInPage,
  }) => {
    await stub.nextConnection('logs');
    const metadata = { order: 42, deep: { list: [1, 'two', null] } };
    const logs = stub.emitMany(30, { metadata });
    stub.emit({ message: 'fence ```` here', raw: 'raw fence ```` here' });
    await expect(signedInPage.line('fence')).toBeInViewport();
    const { page } = signedInPage;
    await signedInPage.log.focus();
    await page.keyboard.press('ControlOrMeta+a');
    const bar = page.getByRole('group', { name: BAR });
    const status = bar.getByRole('status', { name: 'Copying' });
    await bar.getByRole('button', { name: 'Copy as Markdown' }).click();
    await expect(status).toHaveText('Copied 31 lines.');
    const markdown = (await clipboard(page)).split('\n');
    expect([markdown[0], markdown[1], markdown.at(-3), markdown.at(-2)]).toEqual([
      '`````text',
      'Line 1',
      'raw fence ```` here',
      '`````',
    ]);
    await bar.getByRole('button', { name: 'Copy as JSON' }).click();
    await expect.poll(() => clipboard(page)).toMatch(/^\[/);
    const records: unknown = JSON.parse(await clipboard(page));
    expect(records).toHaveLength(31);
    expect(records).toEqual([...logs, expect.objectContaining({ message: 'fence ```` here', metadata: {} })]);
  });
});

test.describe('under a finger', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 1_000 } });

  /** A finger at the middle of a line, or further down by some pixels. */
  async function fingerOn(dashboard: Dashboard) {
    const devtools = await dashboard.page.context().newCDPSession(dashboard.page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number }[]) =>
      devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
    let place = { x: 0, y: 0 };
    return {
      async down(message: string): Promise<void> {
        const box = await dashboard.line(message).boundingBox();
        if (box === null) throw new Error(`${message} has no place.`);
        place = { x: 200, y: box.y + box.height / 2 };
        await touch('touchStart', place);
      },
      async move(by: number): Promise<void> {
        place = { ...place, y: place.y + by };
        await touch('touchMove', place);
      },
      up: () => touch('touchEnd'),
    };
  }

  test('a long press selects a line, a tap one more or one less, and a long press all up to it', async ({
    stub,
    signedInPage,
  }) => {
    await show(stub, signedInPage);
    const { page } = signedInPage;
    const bar = page.getByRole('group', { name: BAR });
    const finger = await fingerOn(signedInPage);
    await finger.down('Line 54');
    await expect(bar).toContainText('1 line selected');
    // What the browser does by itself with a finger that rests.
    stub.emit({ message: 'came under the finger' });
    await expect.poll(() => signedInPage.ledgerCount('received')).toBe(61);
    await finger.up();
    await expect(signedInPage.jumpToLatest).toBeVisible();
    await expect(signedInPage.details).toBeHidden();
    expect(await selectedMessages(signedInPage)).toEqual(['Line 54']);
    expect(await page.evaluate(() => getSelection()?.isCollapsed)).toBe(true);

    await signedInPage.line('Line 52').tap();
    await expect(bar).toContainText('2 lines selected');
    await signedInPage.line('Line 54').tap();
    await expect(bar).toContainText('1 line selected');
    await signedInPage.line('Line 50').tap();
    await finger.down('Line 48');
    await expect(bar).toContainText('4 lines selected');
    await finger.up();
    await signedInPage.line('Line 49').tap();
    await expect(bar).toContainText('3 lines selected');
    await expect(signedInPage.details).toBeHidden();
    await bar.getByRole('button', { name: 'Copy as text' }).tap();
    await expect(bar.getByRole('status', { name: 'Copying' })).toContainText('Copied 3 lines.');
    await expect.poll(() => clipboard(page)).toBe('Line 48\nLine 50\nLine 52\n');
    await bar.getByRole('button', { name: 'Clear selection' }).tap();
    await expect(bar).toBeHidden();
    await signedInPage.line('Line 52').tap();
    await expect(signedInPage.details).toContainText('Line 52');
  });

  test('a pan and a short touch select nothing', async ({ stub, dashboard }) => {
    const { page } = dashboard;
    await page.clock.install();
    await dashboard.open();
    await show(stub, dashboard);
    const bar = page.getByRole('group', { name: BAR });
    const finger = await fingerOn(dashboard);
    await finger.down('Line 55');
    for (let step = 0; step < 10; step += 1) await finger.move(10);
    await expect(dashboard.jumpToLatest).toBeVisible();
    await page.clock.runFor(2_000);
    await expect(bar).toBeHidden();
    await finger.up();
    await expect(dashboard.line('Line 50')).toBeInViewport();
    await finger.down('Line 50');
    await finger.up();
    await expect(dashboard.details).toContainText('Line 50');
    await page.clock.runFor(2_000);
    await expect(bar).toBeHidden();
    // The same finger at rest selects by that clock.
    await dashboard.details.getByRole('button', { name: 'Close log details' }).tap();
    await finger.down('Line 50');
    await page.clock.runFor(2_000);
    await expect(bar).toContainText('1 line selected');
    await finger.up();
  });
});

test('the last line, selected, can be scrolled to from under the bar, and stays there when the bar goes', async ({
  stub,
  signedInPage,
}) => {
  await show(stub, signedInPage);
  const { page, log } = signedInPage;
  const last = signedInPage.line('Line 60');
  const bottomOf = async (locator: typeof last): Promise<number> => {
    const box = await locator.boundingBox();
    return box === null ? NaN : box.y + box.height;
  };
  const atFirst = await bottomOf(last);
  await last.click({ modifiers: ['ControlOrMeta'], position: { x: 5, y: 5 } });
  const bar = page.getByRole('group', { name: BAR });
  await expect(bar).toBeVisible();
  expect(await bottomOf(last), 'nothing moves by itself').toBe(atFirst);
  await log.hover({ position: { x: 300, y: 100 } });
  await page.mouse.wheel(0, 1_000);
  await expect.poll(() => bottomOf(last)).toBeLessThanOrEqual((await bar.boundingBox())?.y ?? NaN);
  await page.mouse.wheel(0, -30);
  await expect(signedInPage.jumpToLatest).toBeVisible();
  const scrolled = await bottomOf(last);
  await page.getByRole('button', { name: 'Clear selection' }).click();
  await expect(bar).toBeHidden();
  expect(await bottomOf(last)).toBe(scrolled);
});
