import { AxeBuilder } from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import type { Dashboard } from '../dashboard.ts';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';
import { ruleTriggered } from '../stub/envelopes.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const METADATA = {
  order: 'ord 8839',
  attempt: 5,
  ok: false,
  none: null,
  trace: { traceId: '4bf9', spanId: '00f0' },
  tags: ['red', 'green'],
};

function clipboard({ page }: Dashboard): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}

function field({ details }: Dashboard, name: string | RegExp): Locator {
  return details.getByRole('treeitem', { name });
}

async function choose(dashboard: Dashboard, label: string, action: string): Promise<void> {
  await dashboard.details.getByRole('button', { name: `Actions for ${label}`, exact: true }).click();
  await dashboard.page.getByRole('menuitem', { name: action, exact: true }).click();
}

test.describe('stepping from the details', () => {
  test('goes to the lines that are shown, passes over gaps and ends where they end', async ({ stub, signedInPage }) => {
    stub.emit({ message: 'first', level: 'ERROR' });
    stub.emit({ message: 'between', level: 'INFO' });
    stub.emit({ message: 'last', level: 'ERROR' });
    await expect(signedInPage.lines).toHaveCount(3);
    await signedInPage.level('Error').click();
    await expect(signedInPage.lines).toHaveCount(2);
    await signedInPage.line('first').click();
    const previous = signedInPage.details.getByRole('button', { name: 'Previous line' });
    const next = signedInPage.details.getByRole('button', { name: 'Next line' });
    await expect(previous).toHaveAttribute('aria-disabled', 'true');
    await next.click();
    const message = signedInPage.details.locator('pre');
    await expect(message).toHaveText('last');
    await expect(next).toBeFocused();
    await expect(next).toHaveAttribute('aria-disabled', 'true');
    await expect(signedInPage.line('last')).toHaveAttribute('aria-current', 'true');
    await signedInPage.page.keyboard.press('Enter');
    await expect(message).toHaveText('last');
    await signedInPage.page.keyboard.press('Alt+ArrowUp');
    await expect(message).toHaveText('first');
    stub.emit({ message: 'a newer one', level: 'ERROR' });
    await expect(signedInPage.line('a newer one')).toBeVisible();
    await expect(next).toHaveAttribute('aria-disabled', 'false');
    await signedInPage.page.keyboard.press('Alt+ArrowDown');
    await signedInPage.page.keyboard.press('Alt+ArrowDown');
    await expect(message).toHaveText('a newer one');
  });
});

test.describe('a field', () => {
  test.beforeEach(async ({ stub, signedInPage }) => {
    stub.emit({ message: 'another line', source: 'other', metadata: { order: 'ord 1', attempt: 4 } });
    stub.emit({ message: 'this line', source: 'the payments', level: 'ERROR', metadata: METADATA });
    await signedInPage.line('this line').click({ position: { x: 5, y: 5 } });
  });

  test('is filtered in and out, keeps what was typed, and turns the opposite around', async ({ signedInPage }) => {
    await signedInPage.query.fill('line');
    await signedInPage.query.press('Enter');
    await choose(signedInPage, 'order', 'Filter in');
    await expect(signedInPage.query).toHaveValue('line AND order:"ord 8839"');
    await expect(signedInPage.line('another line')).toBeHidden();
    await expect(signedInPage.line('this line')).toBeVisible();
    await expect
      .poll(() => new URL(signedInPage.page.url()).searchParams.get('query'))
      .toBe('line AND order:"ord 8839"');
    await choose(signedInPage, 'order', 'Filter in');
    await expect(signedInPage.query).toHaveValue('line AND order:"ord 8839"');
    await choose(signedInPage, 'order', 'Filter out');
    await expect(signedInPage.query).toHaveValue('line AND NOT order:"ord 8839"');
    await expect(signedInPage.line('this line')).toBeHidden();
    await expect(signedInPage.details.locator('pre')).toHaveText('this line');
    await signedInPage.page.goBack();
    await expect(signedInPage.query).toHaveValue('line AND order:"ord 8839"');
  });

  for (const [label, query] of [
    ['level', 'level:ERROR'],
    ['source', 'source:"the payments"'],
    ['attempt', 'attempt:5'],
    ['ok', 'ok:false'],
    ['none', 'none:null'],
    ['trace.traceId', 'trace.traceId:4bf9'],
    ['tags[1]', 'tags:green'],
  ] as const) {
    test(`is filtered by its kind of value: ${label}`, async ({ signedInPage }) => {
      await choose(signedInPage, label, 'Filter in');
      await expect(signedInPage.query).toHaveValue(query);
      await expect(signedInPage.lines).toHaveCount(1);
      await expect(signedInPage.line('this line')).toBeVisible();
    });

    test(`is filtered out by its kind of value: ${label}`, async ({ signedInPage }) => {
      await choose(signedInPage, label, 'Filter out');
      await expect(signedInPage.query).toHaveValue(`NOT ${query}`);
      await expect(signedInPage.lines).toHaveCount(1);
      await expect(signedInPage.line('another line')).toBeVisible();
    });
  }

  for (const [label, value] of [
    ['attempt', '5'],
    ['trace.traceId', '4bf9'],
  ] as const) {
    test(`is added as a column: ${label}`, async ({ signedInPage }) => {
      const header = signedInPage.page.getByRole('group', { name: 'Columns' });
      await expect(header).toBeHidden();
      await choose(signedInPage, label, 'Add as column');
      const column = header.getByRole('button', { name: `Column ${label}`, exact: true });
      await expect(column).toBeVisible();
      const cell = signedInPage.line('this line').getByText(value, { exact: true }).first();
      await expect(cell).toBeVisible();
      const [head, below] = [await column.boundingBox(), await cell.boundingBox()];
      expect(Math.abs((head?.x ?? 0) - (below?.x ?? 100))).toBeLessThan(20);
    });
  }

  test('of a branch has no filter, and is copied as JSON with the path to it', async ({ signedInPage }) => {
    const said = signedInPage.details.getByRole('status', { name: 'Copied' });
    await choose(signedInPage, 'trace', 'Copy value');
    await expect(said).toHaveText('✓ copied trace');
    expect(JSON.parse(await clipboard(signedInPage))).toEqual(METADATA.trace);
    await choose(signedInPage, 'trace.spanId', 'Copy path');
    await expect(said).toHaveText('✓ copied the path');
    expect(await clipboard(signedInPage)).toBe('trace.spanId');
    await choose(signedInPage, 'order', 'Copy value');
    await expect(said).toHaveText('✓ copied order');
    expect(await clipboard(signedInPage)).toBe('ord 8839');
    await signedInPage.details.getByRole('button', { name: 'Actions for trace', exact: true }).click();
    await expect(signedInPage.page.getByRole('menuitem')).toHaveText(['Add as column', 'Copy value', 'Copy path']);
  });

  test('is reached and filtered by the keyboard alone, and has the focus afterwards', async ({ signedInPage }) => {
    const { keyboard } = signedInPage.page;
    await signedInPage.details.getByRole('searchbox', { name: 'Search fields' }).focus();
    await keyboard.press('Tab');
    await expect(field(signedInPage, 'order')).toBeFocused();
    await keyboard.press('End');
    await expect(field(signedInPage, '1: "green"')).toBeFocused();
    await keyboard.press('ArrowLeft');
    await keyboard.press('ArrowLeft');
    await expect(field(signedInPage, 'tags')).toHaveAttribute('aria-expanded', 'false');
    await keyboard.press('Enter');
    await expect(field(signedInPage, 'tags')).toHaveAttribute('aria-expanded', 'true');
    await keyboard.press('Home');
    await keyboard.press('ArrowDown');
    await expect(field(signedInPage, 'attempt')).toBeFocused();
    await keyboard.press('Enter');
    await expect(signedInPage.page.getByRole('menu', { name: 'Actions for attempt' })).toBeVisible();
    await keyboard.press('Escape');
    await expect(signedInPage.details).toBeVisible();
    await expect(field(signedInPage, 'attempt')).toBeFocused();
    await keyboard.press('Tab');
    await expect(signedInPage.details.getByRole('button', { name: 'Actions for attempt' })).toBeFocused();
    await keyboard.press('Enter');
    await expect(signedInPage.page.getByRole('menu', { name: 'Actions for attempt' })).toBeFocused();
    await keyboard.press('ArrowDown');
    await expect(signedInPage.page.getByRole('menuitem', { name: 'Filter in' })).toBeFocused();
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await expect(signedInPage.query).toHaveValue('NOT attempt:5');
    await expect(signedInPage.details.getByRole('button', { name: 'Actions for attempt' })).toBeFocused();
  });

  test('that makes the query too long is refused next to the query, which stays', async ({ stub, signedInPage }) => {
    stub.emit({ message: 'a long value', metadata: { text: 'x'.repeat(5_000) } });
    await signedInPage.line('a long value').click({ position: { x: 5, y: 5 } });
    await choose(signedInPage, 'text', 'Filter in');
    await expect(signedInPage.page.getByRole('search').getByRole('alert')).toContainText('at most 4096 characters');
    await expect(signedInPage.lines).toHaveCount(3);
  });

  test('of several lines shows the first one, and all of them below it when unfolded', async ({
    stub,
    signedInPage,
  }) => {
    const { page, details } = signedInPage;
    const stack =
      'Error: boom\n    at one (a.ts:1)\n\tat a place with a long name in a file with a longer one (b.ts:2)\n';
    stub.emit({ message: 'with a stack', metadata: { before: 1, stack, after: 2 } });
    await signedInPage.line('with a stack').click({ position: { x: 5, y: 5 } });
    const row = field(signedInPage, 'stack: "Error: boom", 3 lines');
    await expect(row).toContainText('"Error: boom" + 2 lines');
    await field(signedInPage, 'before: 1').focus();
    await page.keyboard.press('ArrowDown');
    await expect(row).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(row).toHaveAttribute('aria-expanded', 'true');
    await page.keyboard.press('ArrowDown');
    const all = field(signedInPage, /at one/);
    await expect(all).toBeFocused();
    await expect(all).toHaveText(stack.trim(), { useInnerText: true });
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => all.evaluate((box) => box.scrollLeft)).toBeGreaterThan(0);
    await expect(all).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(field(signedInPage, 'after: 2')).toBeFocused();
    // It is scrolled, so that it is reached without the tree's own keys, too, which go on from there.
    await page.keyboard.press('Shift+Tab');
    await expect(all).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(field(signedInPage, 'after: 2')).toBeFocused();
    await choose(signedInPage, 'stack', 'Copy value');
    await expect(details.getByRole('status', { name: 'Copied' })).toHaveText('✓ copied stack');
    expect(await clipboard(signedInPage)).toBe(stack);
    await row.click();
    await expect(all).toBeHidden();
    await details.getByRole('searchbox', { name: 'Search fields' }).fill('longer one');
    await expect(field(signedInPage, /at one/)).toBeVisible();
  });

  test('is searched for by name and value, with the way to it open, until Esc', async ({ signedInPage }) => {
    const search = signedInPage.details.getByRole('searchbox', { name: 'Search fields' });
    const status = signedInPage.details.getByRole('region', { name: 'Metadata' }).getByRole('status');
    await field(signedInPage, /^trace,/).click();
    await expect(field(signedInPage, 'spanId')).toBeHidden();
    await search.fill('00F');
    await expect(status).toHaveText('1 field matches');
    await expect(field(signedInPage, /./)).toHaveCount(2);
    await expect(field(signedInPage, 'spanId: "00f0"')).toBeVisible();
    await search.fill('nowhere');
    await expect(status).toHaveText('no field matches');
    await search.press('Escape');
    await expect(search).toHaveValue('');
    await expect(field(signedInPage, 'attempt')).toBeVisible();
    // As it was left.
    await expect(field(signedInPage, 'spanId')).toBeHidden();
    await search.press('Escape');
    await expect(signedInPage.details).toBeHidden();
  });
});

test.describe('what can be done with a line', () => {
  test('stands above all that it says, however much that is, and moves nothing', async ({ stub, signedInPage }) => {
    const { page, details } = signedInPage;
    const many = Object.fromEntries(Array.from({ length: 90 }, (_, at) => [`field-${at}`, `value ${at}`]));
    stub.emit({ message: 'with much metadata', metadata: many });
    await signedInPage.line('with much metadata').click({ position: { x: 5, y: 5 } });
    for (const tab of ['Fields', 'JSON']) {
      await details.getByRole('tab', { name: tab }).click();
      const actions = details.getByRole('tabpanel').getByRole('group', { name: 'Line actions' });
      const names = await actions
        .getByRole('button')
        .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? one.textContent));
      expect(names).toEqual(['Copy link', 'Copy line', 'Copy as JSON', 'Bookmark', 'Pin']);
      const [first, last] = [actions.getByRole('button').first(), actions.getByRole('button').last()];
      // One row of them.
      expect((await last.boundingBox())?.y).toBe((await first.boundingBox())?.y);
      const message = details.locator('pre');
      const topOf = async (locator: Locator): Promise<number> => (await locator.boundingBox())?.y ?? 0;
      const top = await topOf(message);
      expect(await topOf(last)).toBeLessThan(top);
      await first.click();
      await expect(actions.getByText('✓ copied')).toBeVisible();
      expect(await topOf(message)).toBe(top);
      expect(new URL(await clipboard(signedInPage)).searchParams.get('log')).toBe('line-000001');
    }
    await details.getByRole('tab', { name: 'JSON' }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await expect(details.getByRole('button', { name: 'Copy link' })).toBeFocused();
  });
});

test.describe('what a line says', () => {
  test('as JSON is indented, as it was read when asked, and copied as it came', async ({ stub, signedInPage }) => {
    const message = '{"id":12345678901234567890,"path":"/x"}';
    stub.emit({ message });
    await signedInPage.line('12345678901234567890').click();
    const shown = signedInPage.details.locator('pre');
    await expect(shown).toHaveText('{\n  "id": 12345678901234567890,\n  "path": "/x"\n}', { useInnerText: true });
    const asRead = signedInPage.details.getByRole('button', { name: 'As it was read' });
    await asRead.click();
    await expect(asRead).toHaveAttribute('aria-pressed', 'true');
    await expect(shown).toHaveText(message);
    await signedInPage.details.getByRole('button', { name: 'Copy line' }).click();
    await expect(signedInPage.details.getByText('✓ copied')).toBeVisible();
    expect(await clipboard(signedInPage)).toBe(message);
  });

  test('keeps its lines and its colours', async ({ stub, signedInPage }) => {
    stub.emit({ message: 'Error: \u001b[31mbroken\u001b[0m\r\n    at one (a.ts:1)\n    at two (b.ts:2)' });
    await signedInPage.line('Error:').click({ position: { x: 5, y: 5 } });
    const shown = signedInPage.details.locator('pre');
    await expect(shown).toHaveText('Error: broken\n    at one (a.ts:1)\n    at two (b.ts:2)', { useInnerText: true });
    await expect(shown.getByText('broken', { exact: true })).toHaveAttribute('style', /color/);
  });

  test('as a stack has a line for each frame, which is read to its end by the keyboard', async ({
    stub,
    signedInPage,
  }) => {
    const { page, details } = signedInPage;
    const frame = (at: number): string =>
      `\tat com.example.internal.handlers.ChargeHandler.step${at}(ChargeHandler.java:${at})`;
    const frames = Array.from({ length: 14 }, (_, at) => frame(at + 1));
    const headline = `Error: ${'something that went wrong and is said at some length '.repeat(4).trim()}`;
    stub.emit({ message: [headline, ...frames, `Caused by: ${headline}`].join('\n') });
    await signedInPage.line('Error:').click({ position: { x: 5, y: 5 } });
    const message = details.getByRole('group', { name: 'Message' });
    const heightOf = async (text: string): Promise<number> =>
      (await message.getByText(text).boundingBox())?.height ?? 0;
    expect(await heightOf('step14')).toBe(14 * 20);
    // What happened is read without scrolling.
    expect(await heightOf('Caused by')).toBeGreaterThan(40);
    const widths = await message.evaluate((box) => [...box.children].map((part) => part.getBoundingClientRect().width));
    expect(new Set(widths).size).toBe(1);
    await details.getByRole('button', { name: 'Pin' }).focus();
    await page.keyboard.press('Tab');
    await expect(message).toBeFocused();
    const left = (): Promise<number> => message.evaluate((box) => box.scrollLeft);
    expect(await left()).toBe(0);
    await page.keyboard.press('ArrowRight');
    await expect.poll(left).toBeGreaterThan(0);
  });

  test('about its time: the day, milliseconds, the zone and how long ago', async ({ stub, dashboard }) => {
    await dashboard.open('?tz=utc');
    const timestamp = new Date(Date.now() - 3 * 60_000 - 5_000).toISOString();
    stub.emit({ message: 'a while ago', timestamp });
    await dashboard.line('a while ago').click();
    const [day, clock] = timestamp.slice(0, -1).split('T');
    await expect(dashboard.details.getByRole('time')).toHaveText(`${day} ${clock} UTC`);
    await expect(dashboard.details).toContainText('3 min ago');
    await choose(dashboard, 'time', 'Copy value');
    await expect(dashboard.details.getByRole('status', { name: 'Copied' })).toHaveText('✓ copied time');
    expect(await clipboard(dashboard)).toBe(timestamp);
  });

  test('is there as JSON, too, for this line and the next, by the keyboard', async ({ stub, signedInPage }) => {
    const log = stub.emit({ message: 'one', metadata: METADATA });
    stub.emit({ message: 'two' });
    await signedInPage.line('one').click({ position: { x: 5, y: 5 } });
    const tabs = signedInPage.details.getByRole('tablist', { name: 'Shown as' });
    await tabs.getByRole('tab', { name: 'Fields' }).focus();
    await signedInPage.page.keyboard.press('ArrowRight');
    await signedInPage.page.keyboard.press('Enter');
    await expect(tabs.getByRole('tab', { name: 'JSON' })).toHaveAttribute('aria-selected', 'true');
    const panel = signedInPage.details.getByRole('tabpanel', { name: 'JSON' });
    expect(JSON.parse(await panel.locator('pre').innerText())).toEqual(log);
    await panel.getByRole('button', { name: 'Copy as JSON' }).click();
    await expect(panel.getByText('✓ copied')).toBeVisible();
    expect(await clipboard(signedInPage)).toBe(JSON.stringify(log, null, 2));
    await signedInPage.page.keyboard.press('Alt+ArrowDown');
    await expect(panel).toContainText('"message": "two"');
  });

  test('without anything is said in words, and what has no id has no link', async ({ stub, signedInPage }) => {
    const connection = await stub.nextConnection('logs');
    connection.sendLog({ id: '', message: '', level: '', source: '', timestamp: '' });
    await expect(signedInPage.lines).toHaveCount(1);
    await signedInPage.lines.click({ position: { x: 5, y: 5 } });
    await expect(signedInPage.details).toContainText('an empty message');
    await expect(signedInPage.details.getByText('none given')).toHaveCount(4);
    await expect(signedInPage.details.getByRole('region', { name: 'Metadata' })).toContainText('none');
    await expect(signedInPage.details.getByRole('button', { name: 'Copy link' })).toHaveCount(0);
    await expect(signedInPage.details.getByRole('button', { name: 'Copy line' })).toBeVisible();
  });

  test('and the rules that it made fire', async ({ stub, signedInPage }) => {
    await stub.nextConnection('notifications');
    const log = stub.emit({ message: 'the cause' });
    await signedInPage.line('the cause').click();
    stub.notify(ruleTriggered({ ruleId: 'one', ruleName: 'Payment failures', severity: 'high', logId: log.id }));
    stub.notify(ruleTriggered({ ruleId: 'two', ruleName: 'Of another line', severity: 'high', logId: 'another' }));
    await expect(signedInPage.details).toContainText(/Payment failures · high · fired \d\d:\d\d:\d\d\.\d{3}/);
    await expect(signedInPage.toasts.filter({ hasText: 'Of another line' })).toBeVisible();
    await expect(signedInPage.details).not.toContainText('Of another line');
  });
});

test.describe('the lines around it', () => {
  test('are five on each side, more when asked, of its source or of all, and open by a click', async ({
    stub,
    signedInPage,
  }) => {
    for (let number = 1; number <= 100; number += 1) {
      stub.emit({ message: `Number ${number}.`, source: number % 2 === 0 ? 'even' : 'odd' });
    }
    await signedInPage.line('Number 100.').waitFor();
    await signedInPage.scrollUp(1_000);
    await signedInPage.line('Number 50.').click();
    const around = signedInPage.details.getByRole('region', { name: 'Around this line' });
    const rows = around.getByRole('listitem');
    await expect(rows).toHaveCount(11);
    await expect(rows.nth(5).getByRole('button')).toHaveAttribute('aria-current', 'true');
    await around.getByRole('button', { name: 'Show more' }).click();
    await expect(rows).toHaveCount(51);
    const scope = around.getByRole('group', { name: 'Lines around from' });
    await scope.getByRole('button', { name: 'This source' }).click();
    await expect(scope.getByRole('button', { name: 'This source' })).toHaveAttribute('aria-pressed', 'true');
    await expect(rows.filter({ hasText: 'Number 49.' })).toHaveCount(0);
    await expect(rows.filter({ hasText: 'Number 48.' })).toHaveCount(1);
    await scope.getByRole('button', { name: 'All sources' }).click();
    await rows.filter({ hasText: 'Number 47.' }).getByRole('button').click();
    await expect(signedInPage.details.locator('pre')).toHaveText('Number 47.');
    await expect(signedInPage.line('Number 47.')).toHaveAttribute('aria-current', 'true');
    await expect(rows).toHaveCount(11);
  });
});

test.describe('a line of a link', () => {
  test.use({ toleratedConsoleErrors: NETWORK_NOISE });

  test('is said to be loading, and that it could not be loaded, until it is', async ({ stub, dashboard }) => {
    const [line] = stub.keep(1, { message: 'kept by the server' });
    stub.rest.fail(503, { error: { code: 'internal', message: 'Down for a moment.' } }, {}, { paths: /\/logs\/./ });
    await dashboard.open(`?history=false&log=${line?.id ?? ''}`);
    await expect(dashboard.details.getByRole('alert')).toContainText('Down for a moment.');
    stub.rest.recover();
    stub.rest.stall();
    await dashboard.details.getByRole('button', { name: 'Try again' }).click();
    await expect(dashboard.details.getByRole('status').filter({ hasText: 'Loading the line…' })).toBeVisible();
    stub.rest.recover();
    await dashboard.page.reload();
    await expect(dashboard.details.locator('pre')).toHaveText('kept by the server');
  });

  test('that is gone is said to be, with the way back', async ({ dashboard }) => {
    await dashboard.open('?log=gone');
    await expect(dashboard.details.getByRole('alert')).toContainText('no longer has this line');
    await expect(dashboard.details.getByRole('button', { name: 'Try again' })).toHaveCount(0);
    await dashboard.details.getByRole('button', { name: 'Back to the lines' }).click();
    await expect(dashboard.details).toBeHidden();
    await expect(dashboard.log).toBeFocused();
  });

  test('that one may not see is said to be refused', async ({ stub, dashboard }) => {
    stub.rest.fail(403, { error: { code: 'forbidden', message: 'Not for you.' } }, {}, { paths: /\/logs\/./ });
    await dashboard.open('?log=secret');
    await expect(dashboard.details.getByRole('alert')).toContainText('Not for you.');
    await expect(dashboard.details.getByRole('button', { name: 'Try again' })).toHaveCount(0);
  });
});

for (const [device, viewport] of Object.entries({
  desk: { width: 1440, height: 900 },
  phone: { width: 390, height: 800 },
})) {
  test.describe(`on a ${device}`, () => {
    test.use({ viewport, hasTouch: device === 'phone', isMobile: device === 'phone' });

    test('nothing of it breaks a rule of accessibility, in either theme', async ({ stub, signedInPage }) => {
      // The whole page is looked at many times.
      test.slow();
      const { page, details } = signedInPage;
      const stack = `Error: no\n    at ${'a place with a long name '.repeat(8)}`;
      stub.emit({ message: '{"a":[1]}', level: 'WARN', metadata: METADATA });
      stub.emit({ message: stack, level: 'WARN', metadata: { ...METADATA, stack } });
      await signedInPage.lines.first().click({ position: { x: 5, y: 5 } });
      await expect(field(signedInPage, 'order')).toBeVisible();
      const expectNone = async (what: string): Promise<void> => {
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
          const { violations } = await new AxeBuilder({ page })
            // The menu's guards pass the focus on at once, and what floats stands in no landmark.
            .exclude('[data-base-ui-focus-guard]')
            .disableRules('region')
            .analyze();
          const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
          expect(found, `${what}, in ${colorScheme}`).toEqual([]);
        }
      };
      await expectNone('fields');
      await details.getByRole('button', { name: 'Next line' }).click();
      await field(signedInPage, /^stack/).click();
      await expect(field(signedInPage, /at a place/)).toBeVisible();
      await expectNone('a stack');
      await details.getByRole('button', { name: 'Previous line' }).click();
      await details.getByRole('searchbox', { name: 'Search fields' }).fill('r');
      await expect(details.getByText(/fields match/)).toBeVisible();
      await expectNone('what was searched for');
      await details.getByRole('button', { name: 'Actions for order' }).click();
      await expect(page.getByRole('menu')).toBeVisible();
      await expectNone('the menu of a field');
      await page.keyboard.press('Escape');
      await details.getByRole('tab', { name: 'JSON' }).click();
      await expectNone('JSON');
      expect(await signedInPage.sidewaysOverflow()).toBe(0);
    });

    test('its close button leads back to the lines', async ({ stub, signedInPage }) => {
      stub.emitMany(3);
      await signedInPage.line('Line 2').click();
      const close = signedInPage.details.getByRole('button', { name: 'Close log details' });
      const box = await close.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(device === 'phone' ? 44 : 24);
      await close.click();
      await expect(signedInPage.details).toBeHidden();
    });
  });
}

test('on a touch screen everything that is pressed has 44 pixels', async ({ browser, stub }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  await page.goto(`${stub.url}/#token=${stub.token}`);
  stub.emitMany(3, { metadata: METADATA });
  await page.getByRole('log').getByText('Line 2').click();
  const details = page.getByRole('complementary', { name: 'Log details' });
  await expect(details.getByRole('treeitem').first()).toBeVisible();
  const pressed = details.getByRole('button').or(details.getByRole('tab')).or(details.getByRole('treeitem'));
  const heights = await pressed.evaluateAll((elements) =>
    elements.map((element) => [
      element.getAttribute('aria-label') ?? element.textContent,
      element.getBoundingClientRect().height,
    ]),
  );
  expect(heights.length).toBeGreaterThan(20);
  expect(heights.filter(([, height]) => Number(height) < 44)).toEqual([]);
  await context.close();
});
