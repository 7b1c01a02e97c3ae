import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { animationsEnd } from '../animations.ts';
import type { Dashboard } from '../dashboard.ts';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';
import { FELT, longestTask } from '../page-tasks.ts';
import type { StubServer } from '../stub/stub-server.ts';

interface Patterns {
  readonly button: Locator;
  readonly region: Locator;
  readonly list: Locator;
  readonly options: Locator;
  readonly status: Locator;
}

function patternsOf(page: Page): Patterns {
  const region = page.getByRole('region', { name: 'Patterns' });
  const list = region.getByRole('listbox', { name: 'Patterns found' });
  return {
    button: page.getByRole('button', { name: 'Patterns', exact: true }),
    region,
    list,
    options: list.getByRole('option'),
    status: region.getByRole('status').first(),
  };
}

const USERS = ['anna', 'bela', 'cedric', 'dora', 'emil', 'freya'];

/** Twelve logins, four refusals and a crash. */
function emitLog(stub: StubServer): void {
  for (const [at, user] of [...USERS, ...USERS].entries())
    stub.emit({ message: `user ${user} logged in after ${at} ms` });
  for (let at = 0; at < 4; at += 1) stub.emit({ message: `connection from 10.0.0.${at}:80 refused`, level: 'WARN' });
  stub.emit({ message: 'the disk is full', level: 'ERROR' });
}

const LOGIN = 'user ‹*› logged in after ‹num› ms';
const REFUSAL = 'connection from ‹ip› refused';
const CRASH = 'the disk is full';

async function open(stub: StubServer, dashboard: Dashboard): Promise<Patterns> {
  await dashboard.open();
  await stub.nextConnection('logs');
  emitLog(stub);
  await expect(dashboard.line(CRASH)).toBeInViewport();
  const patterns = patternsOf(dashboard.page);
  if ((dashboard.page.viewportSize()?.width ?? 0) > 480) await patterns.button.click();
  else {
    await expect(patterns.button).toBeHidden();
    await dashboard.page.getByRole('button', { name: /^Tenant / }).click();
    await dashboard.page.getByRole('menuitem', { name: 'Patterns…' }).click();
  }
  await expect(patterns.options).toHaveCount(3);
  return patterns;
}

function names(options: Locator): Promise<(string | null)[]> {
  return options.evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label')));
}

async function violationsOf(page: Page, builder: AxeBuilder): Promise<string[]> {
  await animationsEnd(page);
  const { violations } = await builder.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** Holds the patterns against every rule in one colour scheme, and against those of colour in the other. */
async function expectNoViolation(page: Page): Promise<void> {
  const patterns = (): AxeBuilder => new AxeBuilder({ page }).include('[aria-label="Patterns"]');
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await violationsOf(page, patterns()), 'in light').toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await violationsOf(page, patterns().withRules('color-contrast')), 'in dark').toEqual([]);
}

test('lines are grouped by their template, and new ones join as they come', async ({ stub, dashboard }) => {
  const { region, options, status } = await open(stub, dashboard);
  await expect(status).toHaveText('3 patterns');
  await expect(region).toContainText('of the 17 lines that are held and pass the query and filter');
  expect(await names(options)).toEqual([
    `${LOGIN}, 12 lines, INFO`,
    `${REFUSAL}, 4 lines, WARN`,
    `${CRASH}, 1 line, ERROR`,
  ]);

  stub.emitMany(30, { message: 'the disk is full', level: 'ERROR' });
  stub.emit({ message: 'something else' });
  await expect(options).toHaveCount(4);
  await expect(options.first()).toHaveAccessibleName(`${CRASH}, 31 lines, ERROR`);
  await expect(region).toContainText('of the 48 lines');
});

test('are sorted and searched', async ({ stub, dashboard }) => {
  const { region, options, status } = await open(stub, dashboard);
  const sort = region.getByRole('combobox', { name: 'Sort patterns' });
  await sort.selectOption('Rarest');
  await expect(options.first()).toHaveAccessibleName(/^the disk is full/);
  await sort.selectOption('Newest');
  await expect(options.last()).toHaveAccessibleName(/^user/);
  await sort.selectOption('Growing');
  await expect(options).toHaveCount(3);
  const search = region.getByRole('searchbox', { name: 'Search patterns' });
  await search.fill('REFUSED');
  await expect(options).toHaveCount(1);
  await expect(status).toHaveText('1 of 3 patterns');
  await search.fill('nowhere');
  await expect(status).toHaveText('None of 3 patterns contains this');
  await search.press('Escape');
  await expect(options).toHaveCount(3);
});

test('by keyboard alone: walked through, filtered in and out, copied, shown and closed', async ({
  stub,
  dashboard,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { page } = dashboard;
  await dashboard.open();
  await stub.nextConnection('logs');
  emitLog(stub);
  await expect(dashboard.line(CRASH)).toBeInViewport();
  const { button, region, list, options } = patternsOf(page);
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(region).toBeFocused();
  await expect(options).toHaveCount(3);
  const selected = list.getByRole('option', { selected: true });
  await page.keyboard.press('ArrowDown');
  await expect(list).toBeFocused();
  await expect(selected).toHaveAccessibleName(/^user/);
  await page.keyboard.press('End');
  await expect(selected).toHaveAccessibleName(/^the disk/);
  await page.keyboard.press('ArrowUp');
  await expect(selected).toHaveAccessibleName(/^connection/);
  await page.keyboard.press('c');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(REFUSAL);
  await page.keyboard.press('Shift+Enter');
  await expect(dashboard.query).toHaveValue(/^NOT message:/);
  await expect(dashboard.line('refused')).toHaveCount(0);
  await expect(options).toHaveCount(2);
  await expect(list).toBeFocused();
  await page.keyboard.press('Home');
  await expect(selected).toHaveAccessibleName(/^user/);
  await page.keyboard.press('Enter');
  await expect(dashboard.lines).toHaveCount(12);
  await expect(options).toHaveCount(1);

  await page.keyboard.press('Escape');
  await expect(region).toHaveCount(0);
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(options).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press(' ');
  await expect(dashboard.details).toContainText('user freya logged in after 11 ms');
  await expect(dashboard.log).toBeFocused();
});

test('a pattern that was filtered in is a link that shows the same', async ({ stub, dashboard }) => {
  const { region, options } = await open(stub, dashboard);
  stub.keep(1, { message: 'user gustav logged in after 7 ms' });
  stub.keep(1, { message: 'user gustav went home' });
  await options.filter({ hasText: 'logged in' }).click();
  const group = region.getByRole('group', { name: 'Selected pattern' });
  await expect(group).toContainText('First seen');
  await group.getByRole('button', { name: 'Filter in' }).click();
  await expect(dashboard.lines).toHaveCount(12);
  await expect.poll(() => new URL(dashboard.page.url()).searchParams.get('query')).toContain('message:/^user');
  const query = new URL(dashboard.page.url()).searchParams.get('query') ?? '';
  await dashboard.page.goto('about:blank');
  await dashboard.open(`?history=true&query=${encodeURIComponent(query)}`);
  await expect(dashboard.line('user gustav logged in')).toHaveCount(1);
  await expect(dashboard.line('went home')).toHaveCount(0);
});

test('an empty stream has none, and says so', async ({ stub, signedInPage }) => {
  await stub.nextConnection('logs');
  const { button, status, options } = patternsOf(signedInPage.page);
  await button.click();
  await expect(status).toHaveText('No lines to group yet');
  await expectNoViolation(signedInPage.page);
  stub.emit({ message: 'first' });
  await expect(options).toHaveCount(1);
});

test('the order stands still while the reader is at the list', async ({ stub, dashboard }) => {
  const { options, list, region } = await open(stub, dashboard);
  await options.first().click();
  stub.emitMany(50, { message: CRASH });
  await expect(options.last()).toHaveAccessibleName(/^the disk is full, 51 lines/);
  await region.getByRole('searchbox').click();
  await expect(options.first()).toHaveAccessibleName(/^the disk is full, 51 lines/);
  await expect(list).not.toBeFocused();
});

test.describe('a worker that does not come', () => {
  test.use({ toleratedConsoleErrors: NETWORK_NOISE });

  test('is said, and tried again', async ({ stub, dashboard }) => {
    stub.refusedFiles = /pattern-worker/;
    await dashboard.open();
    await stub.nextConnection('logs');
    emitLog(stub);
    const { button, region, options } = patternsOf(dashboard.page);
    await button.click();
    await expect(region.getByRole('alert')).toContainText('The lines are not touched by this.');
    await expectNoViolation(dashboard.page);
    stub.refusedFiles = undefined;
    await region.getByRole('button', { name: 'Try again' }).click();
    await expect(options).toHaveCount(3);
    await expect(region.getByRole('alert')).toHaveCount(0);
  });
});

for (const [device, viewport] of Object.entries({
  desktop: { width: 1440, height: 900 },
  'a middling window': { width: 1000, height: 700 },
  'a phone': { width: 390, height: 800 },
})) {
  test.describe(`on ${device}`, () => {
    test.use({ viewport });

    test('stand where there is room, without a violation', async ({ stub, dashboard }) => {
      const { region, options } = await open(stub, dashboard);
      await options.first().click();
      await expectNoViolation(dashboard.page);
      const box = await region.boundingBox();
      if (device === 'a phone') expect(box).toEqual({ x: 0, y: 0, ...viewport });
      else {
        const lines = await dashboard.log.boundingBox();
        expect((lines?.x ?? 0) + (lines?.width ?? 0)).toBeLessThanOrEqual(box?.x ?? 0);
      }
      await region.getByRole('button', { name: 'Show example' }).click();
      await expect(dashboard.details).toBeVisible();
      await expect(region).toHaveCount(device === 'a phone' ? 0 : 1);
      expect(await dashboard.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
    });
  });
}

test('patterns grow while lines pour in, and add up to the lines that are held', async ({ stub, dashboard }) => {
  await dashboard.open();
  await stub.nextConnection('logs');
  stub.emit({ message: 'the disk is full', level: 'ERROR' });
  await expect(dashboard.line(CRASH)).toBeVisible();
  const { button, region, options } = patternsOf(dashboard.page);
  await button.click();
  await expect(options).toHaveCount(1);
  /** In all patterns together. */
  const lines = async (): Promise<number> => {
    const counts = (await names(options)).map((name) => /, ([\d,]+) lines?, /.exec(name ?? '')?.[1] ?? '');
    return counts.reduce((sum, count) => sum + Number(count.replaceAll(',', '')), 0);
  };
  const longest = await longestTask(dashboard.page, async () => {
    let seen = 0;
    for (let round = 1; round <= 4; round += 1) {
      for (const user of USERS) stub.emitMany(400, { message: `user ${user} logged in after ${round} ms` });
      stub.emitMany(600, { message: `connection from 10.0.0.${round}:80 refused`, level: 'WARN' });
      await expect.poll(lines).toBeGreaterThan(seen);
      seen = await lines();
    }
  });
  expect(longest, 'the longest task').toBeLessThanOrEqual(FELT);
  await expect.poll(() => dashboard.ledgerCount('shown')).toBe(12_001);
  await expect.poll(lines).toBe(12_001);
  await expect(region).toContainText('of the 12,001 lines');
  expect(await names(options)).toEqual([
    `${LOGIN}, 9,600 lines, INFO`,
    `${REFUSAL}, 2,400 lines, WARN`,
    `${CRASH}, 1 line, ERROR`,
  ]);
});
