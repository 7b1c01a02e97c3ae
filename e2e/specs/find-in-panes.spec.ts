import type { Locator } from '@playwright/test';
import type { Dashboard } from '../dashboard.ts';
import { expect, test } from '../fixtures.ts';
import type { StubServer } from '../stub/stub-server.ts';

interface PaneFind {
  readonly field: Locator;
  readonly matches: Locator;
}

function findIn(dashboard: Dashboard, place: number): PaneFind {
  const region = dashboard.paneRegion(place);
  return {
    field: region.getByRole('searchbox', { name: 'Find in stream' }),
    matches: region.getByRole('status', { name: 'Matches' }),
  };
}

/** Two panes side by side, of which the second one shows errors alone: three needles in all, one of them in an error. */
async function openTwo(stub: StubServer, dashboard: Dashboard): Promise<{ first: Dashboard; second: Dashboard }> {
  await dashboard.open();
  await stub.nextConnection('logs');
  const second = await dashboard.addPane();
  await stub.nextConnection('logs');
  await second.query.fill('level:ERROR');
  await second.query.press('Enter');
  await stub.nextConnection('logs');
  stub.emit({ message: 'a needle in the hay', metadata: { order: 'ord-7' } });
  stub.emit({ message: 'one more needle' });
  stub.emit({ level: 'ERROR', message: 'a broken needle', metadata: { order: 'ord-7' } });
  const first = dashboard.pane(1);
  await expect(first.line('a broken needle')).toBeVisible();
  await expect(second.line('a broken needle')).toBeVisible();
  return { first, second };
}

test.describe('finding beside another pane', () => {
  test('counts in the pane that is worked in alone, and each pane keeps its own', async ({ stub, dashboard }) => {
    const { first, second } = await openTwo(stub, dashboard);
    const [findFirst, findSecond] = [findIn(dashboard, 1), findIn(dashboard, 2)];
    await first.log.focus();
    await dashboard.page.keyboard.press('/');
    await expect(findFirst.field).toBeFocused();
    await dashboard.page.keyboard.type('needle');
    await expect(findFirst.matches).toHaveText('1 of 3');
    await expect(findSecond.field).toHaveCount(0);

    await second.log.focus();
    await dashboard.page.keyboard.press('/');
    await expect(findSecond.field).toBeFocused();
    await dashboard.page.keyboard.type('broken');
    await expect(findSecond.matches).toHaveText('1 of 1');
    await expect(findFirst.field).toHaveValue('needle');
    await expect(findFirst.matches).toHaveText('1 of 3');

    // What comes is counted where it is shown.
    stub.emit({ message: 'a broken needle that is no error' });
    await expect(findFirst.matches).toHaveText('1 of 4');
    await expect(findSecond.matches).toHaveText('1 of 1');
    await dashboard.page.keyboard.press('Escape');
    await expect(findSecond.field).toHaveCount(0);
    await expect(second.log).toBeFocused();
    await expect(findFirst.matches).toHaveText('1 of 4');
  });

  test('steps through the pane whose field is written in', async ({ stub, dashboard }) => {
    await openTwo(stub, dashboard);
    const [findFirst, findSecond] = [findIn(dashboard, 1), findIn(dashboard, 2)];
    for (const [place, find] of [findFirst, findSecond].entries()) {
      await dashboard.pane(place + 1).log.focus();
      await dashboard.page.keyboard.press('/');
      await expect(find.field).toBeFocused();
      await dashboard.page.keyboard.type('needle');
    }
    await expect(findSecond.matches).toHaveText('1 of 1');
    await findFirst.field.focus();
    await dashboard.page.keyboard.press('Enter');
    await expect(findFirst.matches).toHaveText('2 of 3');
    await expect(findSecond.matches).toHaveText('1 of 1');
    await expect(dashboard.pane(2).jumpToLatest).toBeHidden();
  });

  test('counts what the rows of a narrow pane show, and no more', async ({ stub, dashboard }) => {
    await dashboard.page.setViewportSize({ width: 1_000, height: 800 });
    const { first } = await openTwo(stub, dashboard);
    const find = findIn(dashboard, 1);
    await first.log.focus();
    await dashboard.page.keyboard.press('/');
    await expect(find.field).toBeFocused();
    // Rows as narrow as on a phone show no fields of the metadata, although the page is wide.
    await expect(first.line('a broken needle')).not.toContainText('ord-7');
    await dashboard.page.keyboard.type('ord-7');
    await expect(find.matches).toHaveText('No matches');
    await dashboard.page.setViewportSize({ width: 1_800, height: 800 });
    await expect(first.line('a broken needle')).toContainText('ord-7');
    await expect(find.matches).toHaveText(/^\d of 2$/);
  });

  test('has its field, count and buttons within a narrow pane', async ({ stub, dashboard }) => {
    await dashboard.page.setViewportSize({ width: 1_000, height: 800 });
    await openTwo(stub, dashboard);
    const region = dashboard.paneRegion(1);
    await dashboard.pane(1).log.focus();
    await dashboard.page.keyboard.press('/');
    await expect(findIn(dashboard, 1).field).toBeFocused();
    await dashboard.page.keyboard.type('needle');
    await expect(findIn(dashboard, 1).matches).toHaveText('1 of 3');
    const pane = await region.boundingBox();
    const parts = region.getByRole('search', { name: 'Find in stream' }).locator('input, button, [role="status"]');
    expect(await parts.count()).toBeGreaterThan(5);
    for (const part of await parts.all()) {
      const box = await part.boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(pane?.x ?? Infinity);
      expect((box?.x ?? Infinity) + (box?.width ?? 0)).toBeLessThanOrEqual((pane?.x ?? 0) + (pane?.width ?? 0));
    }
    expect((await findIn(dashboard, 1).field.boundingBox())?.width).toBeGreaterThan(80);
  });
});

test('patterns are of the pane that is worked in', async ({ stub, dashboard }) => {
  const { first, second } = await openTwo(stub, dashboard);
  const { page } = dashboard;
  const button = page.getByRole('button', { name: 'Patterns', exact: true });
  const options = page.getByRole('listbox', { name: 'Patterns found' }).getByRole('option');
  await second.log.focus();
  await button.click();
  await expect(options).toHaveCount(1);
  await expect(options.first()).toHaveAccessibleName('a broken needle, 1 line, ERROR');
  await button.click();
  await expect(options).toHaveCount(0);
  await first.log.focus();
  await button.click();
  await expect(options).toHaveCount(3);
});
