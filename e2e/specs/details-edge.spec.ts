import type { Locator } from '@playwright/test';
import type { Dashboard } from '../dashboard.ts';
import { expect, test } from '../fixtures.ts';
import type { StubServer } from '../stub/stub-server.ts';

const NAME = 'Width of the details';

function edgeOf({ details }: Dashboard): Locator {
  return details.getByRole('separator', { name: NAME });
}

async function widthOf(locator: Locator): Promise<number> {
  return Math.round((await locator.boundingBox())?.width ?? 0);
}

async function middleOf(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('It has no place.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Long lines, wrapped: each is as high as the list is narrow. */
async function openAmongLongLines(stub: StubServer, dashboard: Dashboard): Promise<Locator> {
  await dashboard.open('?wrap=true');
  for (let number = 1; number <= 200; number += 1) {
    stub.emit({ message: `Number ${number}. ${'word '.repeat(20 + (number % 7) * 12)}` });
  }
  await expect(dashboard.line('Number 200.')).toBeVisible();
  await dashboard.scrollUp(2_000);
  await expect(dashboard.jumpToLatest).toBeVisible();
  const ids = await dashboard.log.evaluate((list) => {
    const { top } = list.getBoundingClientRect();
    return [...list.querySelectorAll('[data-log-id]')]
      .filter((row) => row.getBoundingClientRect().top > top + 100)
      .map((row) => row.getAttribute('data-log-id'));
  });
  const read = dashboard.log.locator(`[data-log-id="${ids[0]}"]`);
  await read.click({ position: { x: 5, y: 5 } });
  await expect(dashboard.details).toBeVisible();
  return read;
}

const topOf = (row: Locator): Promise<number> => row.evaluate((element) => element.getBoundingClientRect().top);

test('is dragged by its edge, moves no line that is read, and is remembered', async ({ stub, dashboard }) => {
  const { page, details } = dashboard;
  const read = await openAmongLongLines(stub, dashboard);
  const edge = edgeOf(dashboard);
  await expect(edge).toHaveAttribute('aria-orientation', 'vertical');
  await expect(edge).toHaveAttribute('aria-valuenow', '370');
  const top = await topOf(read);
  const { x, y } = await middleOf(edge);
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (const by of [-60, -200, -130]) {
    await page.mouse.move(x + by, y + 10, { steps: 4 });
    await expect.poll(() => widthOf(details)).toBe(370 - by);
    expect(await topOf(read)).toBe(top);
  }
  await page.mouse.up();
  await expect(edge).toHaveAttribute('aria-valuenow', '500');
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
  stub.emit({ message: 'another one' });
  await dashboard.line('another one').click({ position: { x: 5, y: 5 } });
  await expect.poll(() => widthOf(details)).toBe(500);
  await edge.dblclick();
  await expect(edge).toHaveAttribute('aria-valuenow', '370');
  await expect.poll(() => widthOf(details)).toBe(370);
});

test('is made wider and narrower by keys, as far as there is room for the lines', async ({ stub, dashboard }) => {
  const { page, details } = dashboard;
  const read = await openAmongLongLines(stub, dashboard);
  const edge = edgeOf(dashboard);
  const top = await topOf(read);
  await edge.focus();
  const press = async (key: string, width: number): Promise<void> => {
    await page.keyboard.press(key);
    await expect(edge).toHaveAttribute('aria-valuenow', `${width}`);
    await expect.poll(() => widthOf(details)).toBe(width);
    expect(await topOf(read)).toBe(top);
  };
  await press('ArrowLeft', 386);
  await press('Shift+ArrowLeft', 466);
  await press('ArrowRight', 450);
  await press('Home', 300);
  await press('End', 1_140);
  await expect(edge).toHaveAttribute('aria-valuemin', '300');
  await expect(edge).toHaveAttribute('aria-valuemax', '1140');
  expect(await widthOf(dashboard.log)).toBe(300);
  await page.setViewportSize({ width: 1_000, height: 900 });
  await expect.poll(() => widthOf(details)).toBe(700);
  await page.setViewportSize({ width: 1_440, height: 900 });
  await expect.poll(() => widthOf(details)).toBe(1_140);
  await press('Enter', 370);
  await page.keyboard.press('Escape');
  await expect(details).toBeHidden();
  expect(await topOf(read)).toBe(top);
});

test('a dialog lies over the edge', async ({ stub, signedInPage }) => {
  const { page } = signedInPage;
  stub.emit({ message: 'a line' });
  await signedInPage.line('a line').click({ position: { x: 5, y: 5 } });
  const { x, y } = await middleOf(edgeOf(signedInPage));
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Share this stream' })).toBeVisible();
  const role = await page.evaluate(([x, y]) => document.elementFromPoint(x, y)?.getAttribute('role'), [x, y] as const);
  expect(role).not.toBe('separator');
});

test.describe('by a finger', () => {
  test.use({ hasTouch: true });

  test('the edge is dragged, too', async ({ stub, signedInPage }) => {
    const { page, details } = signedInPage;
    stub.emit({ message: 'a line' });
    await signedInPage.line('a line').click({ position: { x: 5, y: 5 } });
    const { x, y } = await middleOf(edgeOf(signedInPage));
    const devtools = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number }[]) =>
      devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
    await touch('touchStart', { x: x - 6, y });
    for (let by = 0; by <= 100; by += 10) await touch('touchMove', { x: x - 6 - by, y });
    await touch('touchEnd');
    await expect.poll(() => widthOf(details)).toBe(470);
  });
});

test.describe('where it does not stand beside the lines', () => {
  test('it has no edge: on a phone', async ({ stub, signedInPage }) => {
    await signedInPage.page.setViewportSize({ width: 390, height: 800 });
    stub.emit({ message: 'a line' });
    await signedInPage.line('a line').click({ position: { x: 5, y: 5 } });
    await expect(signedInPage.details).toBeVisible();
    await expect(edgeOf(signedInPage)).toBeHidden();
  });

  test('it has no edge: in a pane', async ({ stub, signedInPage }) => {
    const pane = await signedInPage.addPane();
    stub.emit({ message: 'a line' });
    await pane.line('a line').click({ position: { x: 5, y: 5 } });
    await expect(pane.details).toBeVisible();
    await expect(edgeOf(pane)).toBeHidden();
  });
});
