import type { Locator } from '@playwright/test';
import type { Dashboard } from '../dashboard.ts';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';
import { lineOf, walk, WHILE_NOTHING_IS_OPENED } from '../reading-walk.ts';
import type { StubServer } from '../stub/stub-server.ts';

const SEEDS = ['amber', 'birch', 'cedar', 'dune', 'ember', 'fjord'] as const;

// A walk may interrupt the connection.
test.use({ toleratedConsoleErrors: NETWORK_NOISE });

/** A list of lines of all kinds, some of which only the server has, scrolled up to where somebody reads. */
async function beginToRead(stub: StubServer, dashboard: Dashboard): Promise<void> {
  for (let number = 1; number <= 1_400; number += 1) stub.keep(1, lineOf(number));
  await dashboard.open('?history=true&limit=900');
  await expect(dashboard.line('Line 1399')).toBeInViewport();
  await dashboard.scrollUp(3_000);
  await expect(dashboard.jumpToLatest).toBeVisible();
  await expect(dashboard.line('Line 1399')).not.toBeInViewport();
}

for (const seed of SEEDS) {
  test(`the line that is read moves by 0 px, whatever happens (${seed})`, async ({ stub, dashboard }) => {
    await beginToRead(stub, dashboard);
    expect(await walk({ stub, dashboard, seed, steps: 16, burst: 400 })).toEqual([]);
  });
}

for (const seed of ['gorse', 'hazel']) {
  test(`what is only looked at moves by 0 px, too (${seed})`, async ({ stub, dashboard }) => {
    await beginToRead(stub, dashboard);
    const kinds = WHILE_NOTHING_IS_OPENED;
    expect(await walk({ stub, dashboard, seed, steps: 16, burst: 400, kinds, isOpened: false })).toEqual([]);
  });
}

for (const seed of SEEDS) {
  test(`the same walk sees a list move that does not keep its place (${seed})`, async ({ stub, dashboard }) => {
    await beginToRead(stub, dashboard);
    await dashboard.log.evaluate((log) => {
      // The list may ask where it is scrolled to, and its reader may scroll it; nothing that it does itself has an effect.
      const real = Object.getOwnPropertyDescriptor(Element.prototype, 'scrollTop');
      Object.defineProperty(log, 'scrollTop', { get: () => real?.get?.call(log), set: ignore });
      function ignore(): void {}
    });
    const moves = await walk({ stub, dashboard, seed, steps: 16, burst: 400, endsAtMove: true });
    expect(moves).toHaveLength(1);
  });
}

test('no font arrives late: the page loads none', async ({ stub, dashboard }) => {
  const fonts: string[] = [];
  dashboard.page.on('request', (request) => {
    if (request.resourceType() === 'font') fonts.push(request.url());
  });
  stub.keep(3);
  await dashboard.open('?history=true');
  await dashboard.lines.first().click();
  await expect(dashboard.details).toBeVisible();
  expect(await dashboard.page.evaluate(() => [...document.fonts].map(({ family }) => family))).toEqual([]);
  expect(fonts).toEqual([]);
});

for (const seed of ['grove', 'heath']) {
  test(`at the bound of what is kept, what is read stays, and what had to go is said (${seed})`, async ({
    stub,
    dashboard,
  }) => {
    test.slow();
    stub.extensions = ['batch.1'];
    await dashboard.open();
    await stub.nextConnection('logs');
    for (let number = 0; number < 100; number += 1) stub.emit(lineOf(number));
    for (let burst = 0; burst < 20; burst += 1) {
      stub.emitMany(burst === 0 ? 4_900 : 5_000, { message: 'filling' });
      await expect.poll(() => dashboard.ledgerCount('received')).toBe((burst + 1) * 5_000);
    }
    await dashboard.log.focus();
    await dashboard.page.keyboard.press('Home');
    await expect(dashboard.lines.first()).toBeInViewport();
    // Where the list begins there may be nothing above that could hold a line in its place once others are filtered away.
    const kinds = ['lines come', 'interruption', 'wrap', 'density', 'window', 'fold', 'older lines'] as const;
    expect(await walk({ stub, dashboard, seed, steps: 8, burst: 4_000, kinds })).toEqual([]);
    stub.emitMany(5_000, { message: 'more' });
    await expect.poll(() => dashboard.ledgerCount('evicted')).toBeGreaterThan(4_000);
    await expect(dashboard.log.locator('[aria-current="true"]')).toBeInViewport();
    // Nothing went from above the first line, which the server has no line before.
    await expect(dashboard.log.locator('[data-older]')).toHaveText('Start of what the server has');
    const evicted = dashboard.log.getByRole('separator', { name: /^Evicted: [\d,]+ lines had to go/ });
    await dashboard.log.focus();
    for (let page = 0; page < 80 && !(await isInView(dashboard, evicted)); page += 1) {
      await dashboard.page.keyboard.press('PageDown');
    }
    await expect(evicted).toBeInViewport();
    const words = (await evicted.getAttribute('aria-label')) ?? '';
    expect(Number(words.replaceAll(/^Evicted: | lines.*|,/g, ''))).toBe(await dashboard.ledgerCount('evicted'));
    const received = await dashboard.ledgerCount('received');
    await evicted.locator('..').getByRole('button', { name: 'Load back' }).click();
    // They stand where the row was, which goes on to stand for the rest behind them.
    await expect.poll(() => dashboard.ledgerCount('received')).toBe(received + 500);
    await expect(evicted).not.toBeInViewport();
  });
}

/** Whether all of a row is seen: what is drawn beyond the edge of the list must not be scrolled to by anybody but the reader. */
async function isInView({ log }: Dashboard, row: Locator): Promise<boolean> {
  if ((await row.count()) === 0) return false;
  const [list, place] = [await log.boundingBox(), await row.boundingBox()];
  if (list === null || place === null) return false;
  return place.y >= list.y && place.y + place.height <= list.y + list.height;
}
