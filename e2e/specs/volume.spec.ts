import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Dashboard } from '../dashboard.ts';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';
import { ruleTriggered } from '../stub/envelopes.ts';
import type { StubServer } from '../stub/stub-server.ts';

const START = Date.parse('2026-01-01T12:00:00Z');
const SECOND = 1_000;
const at = (second: number): string => new Date(START + second * SECOND).toISOString();

/** Ten minutes: a line each five seconds, and five errors at once in the middle of them. */
function keepTenMinutes(stub: StubServer): void {
  for (let second = 0; second < 600; second += 5) {
    stub.keep(1, { message: `at ${second} s`, timestamp: at(second) });
    if (second === 300) stub.keep(5, { level: 'ERROR', message: 'all at once', timestamp: at(second) });
  }
}

async function openTenMinutes(stub: StubServer, dashboard: Dashboard, more = ''): Promise<void> {
  keepTenMinutes(stub);
  await dashboard.open(`?history=true&tz=utc${more}`);
  await expect(dashboard.volume).toHaveAccessibleDescription(/^125 lines/);
}

/** Where on the page a second of the ten minutes is drawn. */
async function placeOf(dashboard: Dashboard, second: number): Promise<{ readonly x: number; readonly y: number }> {
  const box = await dashboard.volumeTime.boundingBox();
  if (box === null) throw new Error('The chart is not there.');
  return { x: box.x + (second / 600) * box.width, y: box.y + box.height / 2 };
}

/** Every rule in light, and those of colour in dark: else the two do not differ. */
async function expectNoViolation(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await new AxeBuilder({ page }).analyze();
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await new AxeBuilder({ page }).withRules('color-contrast').analyze();
  const violations = [...light.violations, ...dark.violations];
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(', ')}`)).toEqual([]);
}

function parameter(page: Page, name: string): string | null {
  return new URL(page.url()).searchParams.get(name);
}

test.describe('the volume of the log', () => {
  test('is told in words: all of it, bar by bar, and what of it the query leaves', async ({ stub, dashboard }) => {
    await openTenMinutes(stub, dashboard);
    await expect(dashboard.volume).toHaveAccessibleDescription(
      '125 lines between 2026-01-01 12:00:00 and 12:10:00, 5 errors; most at 12:05:00: 6 in 5 s.',
    );
    const { x, y } = await placeOf(dashboard, 302);
    await dashboard.page.mouse.move(x, y);
    await expect(dashboard.volumeTime).toHaveAttribute(
      'aria-valuetext',
      '2026-01-01 12:05:00 – 12:05:05: 6 lines, 5 error, 1 info',
    );
    await expect(dashboard.volume.getByText('5 error', { exact: true })).toBeVisible();
    await dashboard.level('Error').click();
    await expect(dashboard.lines).toHaveCount(5);
    await expect(dashboard.volume).toHaveAccessibleDescription(
      /^5 lines between 2026-01-01 12:00:00 and 12:10:00, 5 errors; most at 12:05:00: 5 in 5 s\. 120 lines are held back/,
    );
  });

  test('grows as lines come', async ({ stub, dashboard }) => {
    await dashboard.open('?tz=utc');
    await expect(dashboard.volume).toHaveAccessibleDescription('No lines yet.');
    await expect(dashboard.volume.getByText('No lines yet', { exact: true })).toBeVisible();
    stub.emitMany(3, { timestamp: at(0) });
    await expect(dashboard.volume).toHaveAccessibleDescription(/^\d lines? between/);
    await expect(dashboard.volume.getByText('No lines yet', { exact: true })).toHaveCount(0);
    stub.emitMany(4, { timestamp: at(0), level: 'FATAL' });
    await dashboard.volumeTime.focus();
    await expect(dashboard.volumeTime).toHaveAttribute('aria-valuetext', /: 7 lines, 4 fatal, 3 info$/);
    await dashboard.query.fill('nothing_like_it');
    await dashboard.query.press('Enter');
    await expect(dashboard.volume).toHaveAccessibleDescription(/^No line matches/);
  });

  test('is not pressed into one bar by a line of 1970, which is counted apart', async ({ stub, dashboard }) => {
    keepTenMinutes(stub);
    stub.keep(1, { timestamp: '1970-01-01T00:00:00Z' });
    stub.keep(1, { timestamp: 'whenever' });
    await dashboard.open('?history=true&tz=utc');
    await expect(dashboard.volume).toHaveAccessibleDescription(
      /^125 lines between 2026-01-01 12:00:00 and 12:10:00, .* 1 line lies far outside of this time\. 1 line has no readable time and is not drawn\.$/,
    );
  });

  test('leads to its lines by a click, and to the nearest where there are none', async ({ stub, dashboard }) => {
    await openTenMinutes(stub, dashboard);
    await expect(dashboard.line('at 595 s')).toBeInViewport();
    const { x, y } = await placeOf(dashboard, 101);
    await dashboard.page.mouse.click(x, y);
    await expect(dashboard.line('at 100 s')).toBeInViewport();
    await expect(dashboard.jumpToLatest).toBeVisible();
    await expect(dashboard.log).toBeFocused();
    expect(parameter(dashboard.page, 'from')).toBeNull();
  });

  test('is brushed by the pointer, and the range shown alone', async ({ stub, dashboard }) => {
    const { page } = dashboard;
    await openTenMinutes(stub, dashboard);
    const from = await placeOf(dashboard, 101);
    const to = await placeOf(dashboard, 118);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 5 });
    await page.mouse.up();
    await expect(dashboard.volumeTime).toHaveAttribute('aria-valuetext', /^Chosen: .*12:01:40 – 12:02:00: 4 lines/);
    await page.getByRole('button', { name: 'Show this range' }).click();
    await expect(dashboard.lines).toHaveText([/at 100 s/, /at 105 s/, /at 110 s/, /at 115 s/]);
    await expect.poll(() => parameter(page, 'from')).toBe(at(100));
    expect(parameter(page, 'to')).toBe('2026-01-01T12:01:59.999Z');
    await expect(dashboard.volume).toHaveAccessibleDescription(/^4 lines between 2026-01-01 12:01:40.* and 12:02:00/);
    await expect(dashboard.volumeTime).toBeFocused();
    await page.goBack();
    await expect.poll(() => parameter(page, 'from')).toBeNull();
    await expect(dashboard.line('at 595 s')).toBeInViewport();
  });

  test('is brushed by keys alone: a range is chosen, let go, chosen again and shown', async ({ stub, dashboard }) => {
    const { page } = dashboard;
    const { keyboard } = page;
    await openTenMinutes(stub, dashboard);
    await dashboard.volumeTime.focus();
    const valueText = expect(dashboard.volumeTime);
    await valueText.toHaveAttribute('aria-valuetext', /12:09:55 – 12:10:00: 1 line/);
    await keyboard.press('Home');
    await keyboard.press('Shift+ArrowRight');
    await valueText.toHaveAttribute('aria-valuetext', /^Chosen: .*12:00:00 – 12:00:10: 2 lines/);
    await keyboard.press('Escape');
    await valueText.toHaveAttribute('aria-valuetext', /^2026.*12:00:05 – 12:00:10: 1 line/);
    await keyboard.press('Shift+PageDown');
    await keyboard.press('Enter');
    await expect(dashboard.lines).toHaveCount(11);
    await expect.poll(() => parameter(page, 'from')).toBe(at(5));
    expect(parameter(page, 'to')).toBe('2026-01-01T12:00:59.999Z');
    await expect(dashboard.volumeTime).toBeFocused();
    // Without a range Enter leads to the lines.
    await keyboard.press('Home');
    await keyboard.press('Enter');
    await expect(dashboard.log).toBeFocused();
  });

  test('can be let go without a trace', async ({ stub, dashboard }) => {
    const { page } = dashboard;
    await openTenMinutes(stub, dashboard);
    const from = await placeOf(dashboard, 200);
    const to = await placeOf(dashboard, 400);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 5 });
    await page.mouse.up();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('button', { name: 'Show this range' })).toBeHidden();
    await expect(dashboard.volumeTime).toBeFocused();
    await expect(dashboard.lines.last()).toBeInViewport();
    expect(parameter(page, 'from')).toBeNull();
  });

  test('marks where rules fired, and leads to their lines', async ({ stub, dashboard }) => {
    keepTenMinutes(stub);
    await dashboard.open('?history=true&tz=utc');
    await stub.nextConnection('notifications');
    stub.notify(ruleTriggered({ ruleName: 'Disk is full', triggeredAt: at(50) }));
    stub.notify(ruleTriggered({ ruleId: 'rule-2', ruleName: 'Payment failures', triggeredAt: at(301) }));
    const mark = dashboard.volume.getByRole('button', { name: 'Alert: Payment failures, 12:05:01' });
    await mark.focus();
    await expect(dashboard.volumeTime).toHaveAttribute('aria-valuetext', /6 lines.*Alert: Payment failures$/);
    await expect(dashboard.volume).toHaveAccessibleDescription(/2 alerts\.$/);
    await dashboard.page.keyboard.press('ArrowLeft');
    await expect(dashboard.volume.getByRole('button', { name: /^Alert: Disk is full/ })).toBeFocused();
    await dashboard.page.keyboard.press('Enter');
    await expect(dashboard.line('at 50 s')).toBeInViewport();
  });

  for (const [device, viewport] of Object.entries({
    desktop: { width: 1440, height: 900 },
    phone: { width: 390, height: 800 },
  })) {
    test(`has no violation and nothing that sticks out, ${device}`, async ({ stub, dashboard }) => {
      const { page } = dashboard;
      await page.setViewportSize(viewport);
      keepTenMinutes(stub);
      await dashboard.open('?history=true&tz=utc');
      await stub.nextConnection('notifications');
      stub.notify(ruleTriggered({ triggeredAt: at(301) }));
      await expect(dashboard.volume.getByRole('button', { name: /^Alert/ })).toBeVisible();
      for (const key of ['Home', 'End']) {
        await dashboard.volumeTime.focus();
        await page.keyboard.press(key);
        await page.keyboard.press(key === 'End' ? 'Shift+PageUp' : 'Shift+PageDown');
        await expect(page.getByRole('button', { name: 'Show this range' })).toBeInViewport({ ratio: 1 });
        expect(await dashboard.sidewaysOverflow()).toBeLessThanOrEqual(0);
      }
      await expectNoViolation(page);
    });
  }

  test('is there in its full height before it is drawn, and goes by setting', async ({ stub, dashboard }) => {
    const { page } = dashboard;
    await page.route('**/assets/volume-band-*.js', () => undefined);
    stub.keep(3);
    await dashboard.open('?history=true');
    await expect(dashboard.lines).toHaveCount(3);
    const top = async (): Promise<number> => (await dashboard.log.boundingBox())?.y ?? 0;
    const before = await top();
    await page.unroute('**/assets/volume-band-*.js');
    await page.reload();
    await expect(dashboard.volume).toHaveAccessibleDescription(/^3 lines/);
    expect(await top()).toBe(before);
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.getByRole('checkbox', { name: 'Volume chart' }).click();
    await expect(dashboard.volume).toBeHidden();
    expect(await top()).toBe(before - 44);
    await dashboard.open('?history=true&again');
    await expect(dashboard.lines).toHaveCount(3);
    expect(await top()).toBe(before - 44);
  });
});

test.describe('where the connection or the server fails, the volume', () => {
  test.use({ toleratedConsoleErrors: NETWORK_NOISE });

  test('tells of the gap', async ({ stub, signedInPage: dashboard }) => {
    const connection = await stub.nextConnection('logs');
    stub.emitMany(3, { message: 'before the break' });
    await expect(dashboard.line('before the break').last()).toBeVisible();
    connection.drop();
    stub.emitMany(30, { message: 'missed' });
    stub.forget();
    await stub.nextConnection('logs');
    await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
    stub.emit({ message: 'after the break' });
    await expect(dashboard.gaps).toHaveCount(1);
    await expect(dashboard.volume).toHaveAccessibleDescription(
      /4 lines.*Gap, lines may be missing: [\d:]+ – [\d:]+\.$/,
    );
    await dashboard.volumeTime.focus();
    await expect(dashboard.volumeTime).toHaveAttribute('aria-valuetext', /\d lines?, .*Gap: lines may be missing/);
  });

  test('is said to be missing, and comes when tried again', async ({ page, stub, dashboard }) => {
    stub.refusedFiles = /volume-band/;
    stub.keep(3);
    await dashboard.open('?history=true');
    const problem = page.getByRole('alert').filter({ hasText: 'could not be loaded' });
    await expect(problem).toBeVisible();
    stub.refusedFiles = undefined;
    await problem.getByRole('button', { name: 'Try again' }).click();
    await expect(dashboard.volume).toHaveAccessibleDescription(/^3 lines/);
    await expect(problem).toBeHidden();
  });
});
