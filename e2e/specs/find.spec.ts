import type { Locator } from '@playwright/test';
import { Find, showNeedles } from '../find-bar.ts';
import { expect, test } from '../fixtures.ts';

async function topOf(row: Locator): Promise<number> {
  return (await row.boundingBox())?.y ?? NaN;
}

test.describe('finding', () => {
  test('is opened by /, counts and marks without a move, and is stepped through by Enter', async ({
    stub,
    signedInPage,
  }) => {
    await showNeedles(stub, signedInPage, 400);
    const { page, log } = signedInPage;
    const find = new Find(page);
    await log.focus();
    await find.open();
    // Before the first letter: it is not to wait for the styles of all rows.
    const named = page.locator('[data-marked~="find"][data-marked~="find-current"]');
    await expect(named).toHaveCount(1);
    await page.keyboard.type('needle');
    await expect(find.matches).toHaveText(/^\d+ of 40$/);
    await expect(signedInPage.jumpToLatest).toBeHidden();
    expect(new Set(await find.marked('find'))).toEqual(new Set(['Needle']));
    const before = Number((await find.matches.textContent())?.split(' ')[0]);
    await page.keyboard.press('Enter');
    await expect(find.matches).toHaveText(`${before + 1} of 40`);
    await expect(find.field).toBeFocused();
    await expect(signedInPage.jumpToLatest).toBeVisible();
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.press('Shift+Enter');
    await expect(find.matches).toHaveText(`${before - 1} of 40`);
    expect(await find.marked('find-current')).toEqual(['Needle']);
    await expect(signedInPage.line(`Line ${10 * (before - 1)} `)).toBeInViewport();
    await page.keyboard.press('Escape');
    await expect(named).toHaveCount(0);
  });

  test('marks beside the scroll bar where in the list there are matches, and which one is the current', async ({
    stub,
    signedInPage,
  }) => {
    await stub.nextConnection('logs');
    // One in the first tenth of the list, and ten in its last tenth.
    for (let line = 1; line <= 1_500; line += 1) {
      const isMatch = line === 100 || (line > 1_450 && line % 5 === 0);
      stub.emit({ message: `Line ${line} is ${isMatch ? 'a needle' : 'hay'}` });
    }
    await expect(signedInPage.line('Line 1500 ')).toBeInViewport();
    const { page, log } = signedInPage;
    const find = new Find(page);
    const [found, current] = [
      page.locator('[data-overview] path').first(),
      page.locator('[data-overview] path').last(),
    ];
    /** The tenths of the list that have marks. */
    const tenths = (path: Locator): Promise<number[]> =>
      path.evaluate((element) => {
        const height = Number(element.parentElement?.getAttribute('height'));
        const tops = [...(element.getAttribute('d') ?? '').matchAll(/M0 (\d+)/g)].map(([, top]) => Number(top));
        return [...new Set(tops.map((top) => Math.floor((top / height) * 10)))];
      });
    await log.focus();
    await find.open();
    await page.keyboard.type('needle');
    await expect(find.matches).toHaveText(/ of 11$/);
    await expect.poll(() => tenths(found)).toEqual([0, 9]);
    await page.keyboard.press('Enter');
    await expect.poll(() => tenths(current)).toEqual([9]);
    for (let step = 1; step <= 11 && (await find.matches.textContent()) !== '1 of 11'; step += 1) {
      const before = await find.matches.textContent();
      await page.keyboard.press('Shift+Enter');
      await expect(find.matches).not.toHaveText(before ?? '');
    }
    await expect.poll(() => tenths(current)).toEqual([0]);

    // It lies over the list's right edge, beside the scroll bar, as high as the list.
    const [strip, list] = [await page.locator('[data-overview]').boundingBox(), await log.boundingBox()];
    expect(strip?.y).toBe(list?.y);
    expect(strip?.height).toBe(list?.height);
    expect((strip?.x ?? 0) + (strip?.width ?? 0)).toBeLessThanOrEqual((list?.x ?? 0) + (list?.width ?? 0));

    // Twice as many lines behind it: the marks move up.
    stub.emitMany(1_500, { message: 'hay' });
    await expect.poll(() => tenths(found)).toEqual([0, 4]);
    await page.keyboard.press('Escape');
    await expect(page.locator('[data-overview]')).toHaveAttribute('height', '0');
  });

  test('goes around at the ends, and says so', async ({ stub, signedInPage }) => {
    await showNeedles(stub, signedInPage, 30);
    const { page } = signedInPage;
    const find = new Find(page);
    await find.button.click();
    await expect(find.field).toBeFocused();
    await page.keyboard.type('needle');
    await expect(find.matches).toHaveText('1 of 3');
    await page.keyboard.press('Shift+Enter');
    await expect(find.matches).toHaveText('3 of 3');
    await expect(page.getByText('Wrapped to the end.').first()).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(find.matches).toHaveText('1 of 3');
    await expect(page.getByText('Wrapped to the top.').first()).toBeVisible();
  });

  test('gives the focus back and leaves the list where it is', async ({ stub, signedInPage }) => {
    await showNeedles(stub, signedInPage, 300);
    const { page, log } = signedInPage;
    const find = new Find(page);
    await log.focus();
    // What answers keys is loaded with the first of them.
    await page.keyboard.press('PageUp');
    await expect(signedInPage.jumpToLatest).toBeVisible();
    for (let more = 1; more <= 2; more += 1) await page.keyboard.press('PageUp');
    const id = await log.evaluate((list) => {
      const { top, left, height } = list.getBoundingClientRect();
      const row = document.elementFromPoint(left + 200, top + height / 2)?.closest('[data-log-id]');
      return row?.getAttribute('data-log-id') ?? '';
    });
    const kept = page.locator(`[data-log-id="${id}"]`);
    const top = await topOf(kept);
    await page.keyboard.press('ControlOrMeta+f');
    await expect(find.field).toBeFocused();
    expect(await topOf(kept)).toBe(top);
    await page.keyboard.type('needle');
    await expect(find.matches).toHaveText(/ of 30$/);
    expect(await topOf(kept)).toBe(top);
    await page.keyboard.press('Escape');
    await expect(find.field).toBeHidden();
    await expect(log).toBeFocused();
    expect(await topOf(kept)).toBe(top);
    await expect.poll(() => find.marked('find')).toEqual([]);
  });

  test('lets a second Ctrl+F through to the browser', async ({ stub, signedInPage }) => {
    await showNeedles(stub, signedInPage, 3);
    const { page, log } = signedInPage;
    await page.evaluate(() => {
      document.body.dataset['prevented'] = '';
      window.addEventListener('keydown', (event) => {
        if (event.key === 'f') document.body.dataset['prevented'] += event.defaultPrevented ? 'yes ' : 'no ';
      });
    });
    await log.focus();
    await page.keyboard.press('ControlOrMeta+f');
    await expect(new Find(page).field).toBeFocused();
    await page.keyboard.press('ControlOrMeta+f');
    expect(await page.evaluate(() => document.body.dataset['prevented'])).toBe('yes no ');
    await signedInPage.query.focus();
    await page.keyboard.type('a/b');
    await expect(signedInPage.query).toHaveValue('a/b');
    await expect(signedInPage.query).toBeFocused();
  });

  test('tells case, whole words and regular expressions apart, and what is wrong with one', async ({
    stub,
    signedInPage,
  }) => {
    await stub.nextConnection('logs');
    stub.emit({ message: 'Order 12' });
    stub.emit({ message: 'orders 345' });
    await expect(signedInPage.line('orders')).toBeVisible();
    const { page } = signedInPage;
    const find = new Find(page);
    await find.open();
    await page.keyboard.type('order');
    await expect(find.matches).toHaveText('1 of 2');
    const matchCase = page.getByRole('button', { name: 'Match case' });
    await matchCase.click();
    await expect(matchCase).toHaveAttribute('aria-pressed', 'true');
    await expect(find.matches).toHaveText('1 of 1');
    await matchCase.click();
    await page.getByRole('button', { name: 'Whole word' }).click();
    await expect(find.matches).toHaveText('1 of 1');
    await page.getByRole('button', { name: 'Whole word' }).click();
    await find.field.focus();
    await page.keyboard.press('Alt+r');
    await expect(page.getByRole('button', { name: 'Regular expression' })).toHaveAttribute('aria-pressed', 'true');
    await find.field.fill('\\d+(');
    await expect(page.getByRole('alert')).toContainText('cannot be used: missing closing )');
    await expect(find.field).toHaveValue('\\d+(');
    await expect(find.matches).toHaveText('');
    await find.field.fill('\\d{3}');
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(find.matches).toHaveText('1 of 1');
    expect(await find.marked('find')).toEqual(['345']);
    await find.field.fill('nothing');
    await expect(find.matches).toHaveText('No matches');
  });

  test('keeps its count and its place while lines pour in, and what is read stays', async ({ stub, signedInPage }) => {
    await showNeedles(stub, signedInPage, 300);
    const { page } = signedInPage;
    const find = new Find(page);
    await find.open();
    await page.keyboard.type('needle');
    await expect(find.matches).toHaveText(/ of 30$/);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect.poll(() => find.marked('find-current')).toEqual(['Needle']);
    const ordinal = (await find.matches.textContent())?.split(' ')[0];
    const row = signedInPage.log.locator('[data-active]');
    await expect(row).toHaveCount(1);
    const id = await row.getAttribute('data-log-id');
    const kept = page.locator(`[data-log-id="${id}"]`);
    const top = await topOf(kept);
    for (let batch = 1; batch <= 5; batch += 1) {
      stub.emitMany(200, { message: 'another needle' });
      await expect(find.matches).toHaveText(new RegExp(`^${ordinal} of ${(30 + batch * 200).toLocaleString('en')}$`));
      expect(await topOf(kept)).toBe(top);
    }
    await signedInPage.query.fill('another');
    await signedInPage.query.press('Enter');
    await expect(find.matches).toHaveText(/ of 1,000$/);
  });

  test('reaches matches in folded lines and in what rows cut off', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    stub.emitMany(100);
    stub.emit({ message: `first\n${'more\n'.repeat(120)}the needle\n${'more\n'.repeat(10)}` });
    stub.emitMany(100);
    stub.emit({ message: `${'long '.repeat(200)}needle ${'long '.repeat(2000)}` });
    stub.emitMany(5, { message: 'the end' });
    await expect(signedInPage.line('the end').first()).toBeVisible();
    const { page } = signedInPage;
    const find = new Find(page);
    await find.open();
    await page.keyboard.type('needle');
    await expect(find.matches).toHaveText(/ of 2$/);
    const note = page.getByRole('note', { name: 'Match that its row does not show' });
    await page.keyboard.press('Enter');
    if ((await find.matches.textContent()) === '2 of 2') await page.keyboard.press('Enter');
    await expect(find.matches).toHaveText('1 of 2');
    await expect(note).toBeHidden();
    await expect
      .poll(async () => {
        const place = await find.currentPlace();
        return place !== undefined && place.top > 0 && place.top < place.height;
      })
      .toBe(true);
    await page.keyboard.press('Enter');
    await expect(find.matches).toHaveText('2 of 2');
    await expect(note).toContainText('needle');
    await note.getByRole('button', { name: 'Open line' }).click();
    await expect(signedInPage.details).toContainText('needle');
  });

  test('goes on by n and N, and from the details of a line', async ({ stub, signedInPage }) => {
    await showNeedles(stub, signedInPage, 50);
    const { page, log } = signedInPage;
    const find = new Find(page);
    await log.focus();
    await find.open();
    await page.keyboard.type('needle');
    await expect(find.matches).toHaveText(/ of 5$/);
    await page.keyboard.press('Escape');
    await expect(log).toBeFocused();
    await page.keyboard.press('n');
    await expect(find.matches).toHaveText(/ of 5$/);
    await expect(log).toBeFocused();
    const at = Number((await find.matches.textContent())?.[0]);
    await page.keyboard.press('N');
    await expect(find.matches).toHaveText(`${at === 1 ? 5 : at - 1} of 5`);
    await page.keyboard.press('n');
    await expect(find.matches).toHaveText(`${at} of 5`);
    await page.keyboard.press('Enter');
    await expect(signedInPage.details).toContainText(`Line ${at * 10} has`);
    await signedInPage.details.getByRole('button', { name: at === 5 ? 'Previous match' : 'Next match' }).click();
    await expect(signedInPage.details).toContainText(`Line ${(at === 5 ? 4 : at + 1) * 10} has`);
  });

  test('is at hand on a phone, below the lines', async ({ stub, signedInPage }) => {
    const { page } = signedInPage;
    await page.setViewportSize({ width: 390, height: 800 });
    await showNeedles(stub, signedInPage, 100);
    const find = new Find(page);
    await find.button.click();
    await find.field.fill('needle');
    await expect(find.matches).toHaveText(/ of 10$/);
    await expect(signedInPage.line('Line 100 ')).toBeInViewport({ ratio: 1 });
    expect(await signedInPage.sidewaysOverflow()).toBe(0);
    await page.getByRole('button', { name: 'Close find' }).click();
    await expect(find.field).toBeHidden();
    await expect(find.button).toBeFocused();
  });
});
