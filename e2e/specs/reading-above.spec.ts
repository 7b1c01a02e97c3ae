import type { Dashboard } from '../dashboard.ts';
import { expect, test } from '../fixtures.ts';
import type { StubServer } from '../stub/stub-server.ts';

/** Lines with something to make a column of, scrolled up to their middle. */
async function readInTheMiddle(stub: StubServer, dashboard: Dashboard): Promise<void> {
  stub.keep(400, { metadata: { user: 'ada' } });
  await dashboard.open('?history=true&limit=500');
  await expect(dashboard.line('Line 400')).toBeInViewport();
  await dashboard.scrollUp(2_000);
  await expect(dashboard.jumpToLatest).toBeVisible();
  await expect(dashboard.line('Line 400')).not.toBeInViewport();
}

/** Where lines are in the page that are in the midst of the list, far from what may cover them. */
async function placesOf({ log }: Dashboard): Promise<Readonly<Record<string, number>>> {
  return log.evaluate((list) => {
    const { top, bottom } = list.getBoundingClientRect();
    const places: Record<string, number> = {};
    for (const line of list.querySelectorAll('[data-log-id]')) {
      const { y } = line.getBoundingClientRect();
      if (y > top + 150 && y < bottom - 150) places[line.getAttribute('data-log-id') ?? ''] = y;
    }
    return places;
  });
}

/** Expects that lines stand where they stood, although the list begins elsewhere. */
async function expectStill(
  dashboard: Dashboard,
  before: Readonly<Record<string, number>>,
  topBefore: number,
): Promise<void> {
  await expect.poll(() => topOf(dashboard)).not.toBe(topBefore);
  await frames(dashboard);
  const after = await placesOf(dashboard);
  const moves = Object.keys(before).map((id) => (after[id] ?? Number.NaN) - (before[id] ?? 0));
  expect(moves.length).toBeGreaterThan(5);
  expect(moves.filter((byPx) => byPx !== 0 && !Number.isNaN(byPx))).toEqual([]);
  expect(moves.filter((byPx) => byPx === 0).length).toBeGreaterThan(3);
}

/** Waits until the list has been drawn twice more. */
function frames({ page }: Dashboard): Promise<void> {
  return page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
}

async function topOf({ log }: Dashboard): Promise<number> {
  return log.evaluate((list) => list.getBoundingClientRect().top);
}

async function changeSettings(dashboard: Dashboard, change: (dialog: ReturnType<typeof settings>) => Promise<void>) {
  await dashboard.page.getByRole('button', { name: 'Settings', exact: true }).click();
  await change(settings(dashboard));
  await dashboard.page.keyboard.press('Escape');
  await expect(settings(dashboard)).toBeHidden();
}

function settings({ page }: Dashboard) {
  return page.getByRole('dialog', { name: 'Settings' });
}

async function addColumn(dashboard: Dashboard): Promise<void> {
  await changeSettings(dashboard, async (dialog) => {
    await dialog.getByLabel('Field of the metadata').fill('user');
    await dialog.getByRole('button', { name: 'Add column' }).click();
  });
}

async function removeColumn({ page }: Dashboard): Promise<void> {
  await page.getByRole('button', { name: 'Remove column user' }).click();
}

async function toggleVolume(dashboard: Dashboard): Promise<void> {
  await changeSettings(dashboard, async (dialog) => dialog.getByRole('checkbox', { name: /volume/i }).click());
}

async function pinALine({ log, page }: Dashboard): Promise<void> {
  await log.focus();
  await page.keyboard.press('p');
  await expect(page.getByRole('region', { name: 'Pinned line' })).toBeVisible();
}

/** What comes or goes above the list, alone and after one another: each leaves what is read where it is. */
const CHANGES = {
  'the first column comes': [addColumn],
  'the last column goes': [addColumn, removeColumn],
  'the volume goes after a column came': [addColumn, toggleVolume],
  'a line is pinned after the columns went': [addColumn, removeColumn, pinALine],
};

test.describe('what is read stays in its place on the page', () => {
  for (const [name, steps] of Object.entries(CHANGES)) {
    test(`when ${name}`, async ({ stub, dashboard }) => {
      await readInTheMiddle(stub, dashboard);
      // A line that the keys are on can be pinned.
      await dashboard.log.focus();
      await dashboard.page.keyboard.press('ArrowDown');
      for (const step of steps) {
        const [places, top] = [await placesOf(dashboard), await topOf(dashboard)];
        await step(dashboard);
        await expectStill(dashboard, places, top);
      }
    });
  }

  test('also at the end of a list that was let go', async ({ stub, dashboard }) => {
    await readInTheMiddle(stub, dashboard);
    await addColumn(dashboard);
    await dashboard.page.keyboard.press('End');
    await expect(dashboard.line('Line 400')).toBeInViewport();
    await dashboard.log.focus();
    await dashboard.page.keyboard.press('ArrowUp');
    await expect(dashboard.jumpToLatest).toBeVisible();
    for (const step of [removeColumn, addColumn, toggleVolume, toggleVolume]) {
      const [places, top] = [await placesOf(dashboard), await topOf(dashboard)];
      await step(dashboard);
      await expectStill(dashboard, places, top);
    }
  });

  test('when another width of its pane gives its controls another row', async ({ stub, dashboard }) => {
    await readInTheMiddle(stub, dashboard);
    await dashboard.addPane();
    const first = dashboard.pane(1);
    // In a narrow pane all rows are of another height: the one that the keys are on is what stays.
    await first.log.focus();
    for (let press = 0; press < 10; press += 1) await dashboard.page.keyboard.press('ArrowUp');
    const spoken = dashboard.paneRegion(1).getByLabel('Lines', { exact: true }).locator('[aria-live=polite]').first();
    await expect(spoken).toContainText('Line');
    await frames(dashboard);
    const message = /Line \d+/.exec((await spoken.textContent()) ?? '')?.[0] ?? '';
    const y = await first.line(message).evaluate((line) => line.getBoundingClientRect().y);
    await dashboard.page.getByRole('separator', { name: 'Width of pane 1' }).focus();
    for (const key of ['Home', 'End']) {
      const top = await topOf(first);
      await dashboard.page.keyboard.press(key);
      await expect.poll(() => topOf(first)).not.toBe(top);
      await frames(dashboard);
      expect(await first.line(message).evaluate((line) => line.getBoundingClientRect().y)).toBe(y);
    }
  });
});
