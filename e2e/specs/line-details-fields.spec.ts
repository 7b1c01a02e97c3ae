import { clipboard } from '../clipboard.ts';
import { choose, field, METADATA } from '../detail-fields.ts';
import { expect, test } from '../fixtures.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

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
    expect(JSON.parse(await clipboard(signedInPage.page))).toEqual(METADATA.trace);
    await choose(signedInPage, 'trace.spanId', 'Copy path');
    await expect(said).toHaveText('✓ copied the path');
    expect(await clipboard(signedInPage.page)).toBe('trace.spanId');
    await choose(signedInPage, 'order', 'Copy value');
    await expect(said).toHaveText('✓ copied order');
    expect(await clipboard(signedInPage.page)).toBe('ord 8839');
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
    expect(await clipboard(signedInPage.page)).toBe(stack);
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
