import type { CDPSession } from '@playwright/test';
import type { Dashboard } from '../dashboard.ts';
import { expect, test } from '../fixtures.ts';
import type { StubServer } from '../stub/stub-server.ts';

const START = Date.parse('2026-01-01T12:00:00Z');
const at = (second: number): string => new Date(START + second * 1_000).toISOString();

/** Ten minutes: a line each five seconds, and one of each louder level in the middle of them. */
async function openTenMinutes(stub: StubServer, dashboard: Dashboard): Promise<void> {
  for (let second = 0; second < 600; second += 5) {
    stub.keep(1, { level: 'INFO', message: `at ${second} s`, timestamp: at(second) });
    if (second === 300) for (const level of ['WARN', 'ERROR', 'FATAL']) stub.keep(1, { level, timestamp: at(second) });
  }
  await dashboard.open('?history=true&tz=utc');
  await expect(dashboard.volume).toHaveAccessibleDescription(/^123 lines/);
}

/** Where on the page a second of the ten minutes is drawn. */
async function placeOf(dashboard: Dashboard, second: number): Promise<{ readonly x: number; readonly y: number }> {
  const box = await dashboard.volumeTime.boundingBox();
  if (box === null) throw new Error('The chart is not there.');
  return { x: box.x + (second / 600) * box.width, y: box.y + box.height / 2 };
}

/** The colours of the bar at a second, from its foot to its top. */
function coloursAt(dashboard: Dashboard, second: number): Promise<string[]> {
  return dashboard.volume.locator('canvas').evaluate((canvas: HTMLCanvasElement, second) => {
    const x = Math.round(((second + 1) / 600) * canvas.width);
    const { data } = canvas.getContext('2d')?.getImageData(x, 0, 1, canvas.height) ?? { data: new Uint8ClampedArray() };
    const colours: string[] = [];
    for (let row = canvas.height - 1; row >= 0; row -= 1) {
      const [red, green, blue, alpha] = data.slice(4 * row, 4 * row + 4);
      const colour = `rgb(${red}, ${green}, ${blue})`;
      if (alpha === 255 && colours.at(-1) !== colour) colours.push(colour);
    }
    return colours;
  }, second);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the pieces of a bar have the colours of their levels, the loudest on top, in ${colorScheme}`, async ({
    stub,
    dashboard,
  }) => {
    await dashboard.page.emulateMedia({ colorScheme });
    await openTenMinutes(stub, dashboard);
    const inks = await dashboard.levels.evaluate((levels) =>
      ['WARN', 'ERROR', 'FATAL'].map((level) => {
        const button = levels.querySelector(`[data-level="${level}"]`);
        return button === null ? '' : getComputedStyle(button).color;
      }),
    );
    expect(new Set(inks).size).toBe(3);
    await expect.poll(async () => (await coloursAt(dashboard, 300)).slice(1)).toEqual(inks);
    // What is not loud has one colour, the same in each bar.
    const [quiet = ''] = await coloursAt(dashboard, 300);
    expect(inks).not.toContain(quiet);
    expect(await coloursAt(dashboard, 200)).toEqual([quiet]);
  });
}

test.describe('with a finger', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 800 } });

  async function touch(cdp: CDPSession, type: 'touchStart' | 'touchMove' | 'touchEnd', x: number, y: number) {
    await cdp.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
  }

  test('a tap leads to the lines of a bar, and leaves nothing behind that points at it', async ({
    stub,
    dashboard,
  }) => {
    await openTenMinutes(stub, dashboard);
    await expect(dashboard.line('at 595 s')).toBeInViewport();
    const { x, y } = await placeOf(dashboard, 102);
    await dashboard.page.touchscreen.tap(x, y);
    await expect(dashboard.line('at 100 s')).toBeInViewport();
    await expect(dashboard.jumpToLatest).toBeVisible();
    await expect(dashboard.page.getByRole('button', { name: 'Show this range' })).toBeHidden();
  });

  test('a stretch is brushed and shown alone, and the page is not scrolled by it', async ({ stub, dashboard }) => {
    const { page } = dashboard;
    await openTenMinutes(stub, dashboard);
    const cdp = await page.context().newCDPSession(page);
    const from = await placeOf(dashboard, 101);
    const to = await placeOf(dashboard, 178);
    await touch(cdp, 'touchStart', from.x, from.y);
    for (let step = 1; step <= 5; step += 1) {
      await touch(cdp, 'touchMove', from.x + ((to.x - from.x) * step) / 5, from.y + step);
    }
    await touch(cdp, 'touchEnd', to.x, to.y);
    await expect(dashboard.volumeTime).toHaveAttribute('aria-valuetext', /^Chosen: .*12:01:40 – 12:03:00: 16 lines/);
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
    // A browser may take a tap for the end of the touch before it, if they follow each other as no fingers do.
    await expect(async () => {
      await page.getByRole('button', { name: 'Show this range' }).tap();
      await expect(dashboard.lines.first()).toContainText('at 100 s', { timeout: 1_000 });
    }).toPass();
    await expect.poll(() => new URL(page.url()).searchParams.get('from')).toBe(at(100));
    await expect(dashboard.lines).toHaveCount(16);
  });
});
