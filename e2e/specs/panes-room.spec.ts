import type { Page } from '@playwright/test';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';
import { textsInMemory } from '../heap-strings.ts';

/** What is wrong with where the controls of a pane stand, in sentences: out of it, over one another, or covered. */
function crowding(page: Page, place: number): Promise<string[]> {
  return page.getByRole('region', { name: `Pane ${place}`, exact: true }).evaluate((pane) => {
    const found: string[] = [];
    const nameOf = (one: Element): string => one.getAttribute('aria-label') ?? one.textContent?.slice(0, 30) ?? '';
    const controls = [...pane.querySelectorAll('button, input, [role="slider"]')].filter(
      (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !one.closest('[role="log"]'),
    );
    for (const control of controls) {
      control.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      const box = control.getBoundingClientRect();
      const frame = pane.getBoundingClientRect();
      if (box.left < frame.left - 1 || box.right > frame.right + 1) found.push(`${nameOf(control)} leaves its pane`);
      const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      const isReached = hit !== null && (control.contains(hit) || hit.contains(control));
      if (!isReached)
        found.push(`${nameOf(control)} is covered by ${hit === null ? 'the edge' : nameOf(hit) || hit.className}`);
      for (const other of controls) {
        // What stands in a field belongs to it.
        const isOfField =
          other.parentElement === control.parentElement && [other, control].some((one) => one.matches('input'));
        if (other === control || isOfField || other.contains(control) || control.contains(other)) continue;
        const beside = other.getBoundingClientRect();
        const width = Math.min(box.right, beside.right) - Math.max(box.left, beside.left);
        const height = Math.min(box.bottom, beside.bottom) - Math.max(box.top, beside.top);
        if (width > 1 && height > 1) found.push(`${nameOf(control)} lies over ${nameOf(other)}`);
      }
    }
    return [`${controls.length > 10 ? 'many' : controls.length} controls`, ...found];
  });
}

for (const width of [1024, 1440]) {
  for (const count of [3, 4]) {
    test(`${count} panes have room for all their controls at ${width} px`, async ({ stub, dashboard }) => {
      const { page } = dashboard;
      await page.setViewportSize({ width, height: 800 });
      stub.keep(40, { source: 'a-source-with-a-long-name', message: 'something that was said at some length' });
      await dashboard.open(`?history=true${'&pane=history%3Dtrue'.repeat(count - 1)}`);
      for (let place = 1; place <= count; place += 1) {
        await expect(dashboard.pane(place).lines.first()).toBeVisible();
        await expect(page.getByRole('button', { name: `Close pane ${place}` })).toBeAttached();
      }
      for (let place = 1; place <= count; place += 1) {
        expect(await crowding(page, place), `pane ${place}`).toEqual(['many controls']);
        const log = await dashboard.pane(place).log.boundingBox();
        expect(log?.height, `the lines of pane ${place}`).toBeGreaterThan(300);
      }
      expect(await dashboard.sidewaysOverflow()).toBe(0);
    });
  }
}

test('the edge between two panes is dragged, and put in the middle by a double click', async ({ dashboard }) => {
  const { page } = dashboard;
  await dashboard.open('?pane=&pane=');
  const edge = page.getByRole('separator', { name: 'Width of pane 1' });
  const widthOf = async (place: number): Promise<number> =>
    Math.round((await dashboard.paneRegion(place).boundingBox())?.width ?? 0);
  await expect(edge).toHaveAttribute('aria-valuenow', '50');
  const [first, second, third] = [await widthOf(1), await widthOf(2), await widthOf(3)];
  const box = await edge.boundingBox();
  if (box === null) throw new Error('There is no edge.');
  await page.mouse.move(box.x + box.width / 2, box.y + 200);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 60, box.y + 220, { steps: 5 });
  await expect.poll(() => widthOf(1)).toBe(first + 60);
  // As far as it goes.
  await page.mouse.move(2, box.y + 200, { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => widthOf(1)).toBe(300);
  expect(Math.abs((await widthOf(2)) - (first + second - 300))).toBeLessThanOrEqual(1);
  expect(await widthOf(3)).toBe(third);
  await edge.dblclick();
  await expect(edge).toHaveAttribute('aria-valuenow', '50');
  await expect.poll(() => widthOf(1)).toBe(first);
});

test.describe('a stream that cannot be opened', () => {
  test.use({ toleratedConsoleErrors: NETWORK_NOISE });

  test('is said in its pane, and the other one is not touched', async ({ stub, signedInPage }) => {
    const { page } = signedInPage;
    const untouched = await stub.nextConnection('logs');
    stub.refuse(503, { stream: 'logs' });
    const second = await signedInPage.addPane();
    const first = signedInPage.pane(1);
    await expect(second.connection).toHaveAttribute('data-state', /reconnecting|polling/);
    await expect(first.connection).toHaveAttribute('data-state', 'live');
    stub.emit({ message: 'goes on' });
    await expect(first.line('goes on')).toBeVisible();
    await page.getByRole('button', { name: 'Close pane 2' }).click();
    await expect(signedInPage.paneRegion(1)).toHaveCount(0);
    stub.acceptUpgrades();
    expect(untouched.isOpen).toBe(true);
    await expect(signedInPage.connection).toHaveAttribute('data-state', 'live');
    expect(stub.connections.filter(({ stream }) => stream === 'logs')).toHaveLength(1);
  });
});

test('a pane that is closed ends its socket, and no line of it stays in memory', async ({ stub, signedInPage }) => {
  test.slow();
  const { page } = signedInPage;
  const kept = await stub.nextConnection('logs');
  const second = await signedInPage.addPane();
  await stub.nextConnection('logs');
  await signedInPage.pane(1).level('Info').click();
  await kept.nextCommand('update_filter');
  await second.query.fill('level:ERROR');
  await second.query.press('Enter');
  const closed = await stub.nextConnection('logs');
  await expect(second.connection).toHaveAttribute('data-state', 'live');
  for (let line = 0; line < 500; line += 1) stub.emit({ level: 'ERROR', message: `of the second ${line}` });
  await expect(second.line('of the second 499')).toBeVisible();
  await second.log.focus();
  await page.keyboard.press('/');
  await page.getByRole('searchbox', { name: 'Find in stream' }).fill('second 4');
  await expect(page.getByRole('status', { name: 'Matches' })).toContainText('111');
  expect(await textsInMemory(page, 'of the second')).toBeGreaterThanOrEqual(500);

  await page.getByRole('button', { name: 'Close pane 2' }).click();
  await expect.poll(() => closed.isOpen).toBe(false);
  expect(kept.isOpen).toBe(true);
  stub.emit({ level: 'INFO', message: 'goes on' });
  await expect(signedInPage.line('goes on')).toBeVisible();
  await expect.poll(() => textsInMemory(page, 'of the second'), { timeout: 30_000 }).toBe(0);
});
