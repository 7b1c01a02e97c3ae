import type { Locator } from '@playwright/test';
import { clipboard } from '../clipboard.ts';
import { choose, METADATA } from '../detail-fields.ts';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';
import { ruleTriggered } from '../stub/envelopes.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

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
      expect(new URL(await clipboard(signedInPage.page)).searchParams.get('log')).toBe('line-000001');
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
    expect(await clipboard(signedInPage.page)).toBe(message);
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
    expect(await clipboard(dashboard.page)).toBe(timestamp);
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
    expect(await clipboard(signedInPage.page)).toBe(JSON.stringify(log, null, 2));
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
