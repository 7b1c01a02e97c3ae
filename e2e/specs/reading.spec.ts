import type { Dashboard } from '../dashboard.ts';
import { expect, test } from '../fixtures.ts';
import { expectStill, firstWhole, frames, topOf } from '../line-places.ts';
import { pour } from '../pour-lines.ts';
import type { StubServer } from '../stub/stub-server.ts';

const LONG = 'a rather long message that needs several rows where lines are wrapped '.repeat(8);

/** Lines of one to several rows when wrapped, in the list and let go, the reader somewhere in their middle. */
async function readInTheMiddle(stub: StubServer, dashboard: Dashboard, search = ''): Promise<void> {
  for (let number = 1; number <= 400; number += 1) {
    stub.keep(1, {
      message: number % 3 === 0 ? `Line ${number} ${LONG.slice(0, (number % 7) * 70)}` : `Line ${number}`,
    });
  }
  await dashboard.open(`?history=true&limit=1000${search}`);
  await expect(dashboard.line('Line 400')).toBeInViewport();
  await dashboard.scrollUp(2_000);
  await expect(dashboard.jumpToLatest).toBeVisible();
}

test.describe('what is read stays in place', () => {
  test('or as near to it as a list that a filter has shortened allows', async ({ stub, dashboard }) => {
    // Five errors come before the one that is read, and 200 behind it.
    const level = (number: number): string => (number % 10 === 0 || number > 60 ? 'ERROR' : 'INFO');
    for (let number = 1; number <= 260; number += 1) stub.keep(1, { message: `Line ${number}.`, level: level(number) });
    await dashboard.open('?history=true&limit=1000');
    await expect(dashboard.line('Line 260.')).toBeInViewport();
    await dashboard.log.focus();
    await dashboard.page.keyboard.press('Home');
    await expect(dashboard.line('Line 1.')).toBeInViewport();
    await dashboard.scrollUp(-600);
    await dashboard.line('Line 60.').click();
    await expect(dashboard.details).toContainText('Line 60.');
    const place = async (message: string): Promise<number> =>
      ((await dashboard.line(message).boundingBox())?.y ?? NaN) - ((await dashboard.log.boundingBox())?.y ?? NaN);
    const before = await place('Line 60.');
    expect(before).toBeGreaterThan(400);
    await dashboard.level('Error').click();
    await expect(dashboard.line('Line 59.')).toHaveCount(0);
    // The five rows above it reach up to the list's head: it moves up by what is missing, and no further.
    await expect.poll(() => place('Line 60.')).toBe((await place('Line 10.')) + 5 * 20);
    const shortened = await place('Line 60.');
    expect(shortened).toBeLessThan(before);
    expect(shortened).toBeGreaterThan(5 * 20);
    await dashboard.level('Error').click();
    await expect(dashboard.line('Line 59.')).toHaveCount(1);
    await frames(dashboard.page);
    expect(await place('Line 60.')).toBe(shortened);
    // So few that they do not fill the list: they stand at its top.
    await dashboard.query.fill('"Line 60."');
    await dashboard.query.press('Enter');
    await expect(dashboard.lines).toHaveCount(1);
    await frames(dashboard.page);
    expect(await place('Line 60.')).toBeLessThan(60);
  });

  test('while what else passes a filter is still being looked for', async ({ stub, dashboard }) => {
    test.slow();
    const { page } = dashboard;
    stub.extensions = ['batch.1'];
    await dashboard.open();
    await stub.nextConnection('logs');
    // So few pass that those near the reader do not fill the list.
    for (let number = 0; number < 200; number += 1) {
      stub.emitMany(60);
      stub.emit({ message: `Error ${number}.`, level: 'ERROR' });
    }
    await expect.poll(() => dashboard.ledgerCount('received')).toBe(200 * 61);
    await dashboard.level('Error').click();
    await expect(dashboard.line('Error 199.')).toBeInViewport();
    await dashboard.scrollUp(1_500);
    await expect(dashboard.line('Error 199.')).not.toBeInViewport();
    const box = await dashboard.log.boundingBox();
    if (box === null) throw new Error('The list has no place.');
    await page.mouse.click(box.x + 5, box.y + box.height - 150);
    await expect(dashboard.details).toBeVisible();
    const id = new URL(page.url()).searchParams.get('log') ?? '';
    const top = await topOf(dashboard, id);
    const slow = await page.context().newCDPSession(page);
    await slow.send('Emulation.setCPUThrottlingRate', { rate: 8 });
    for (const filtered of [0, 200 * 60]) {
      await dashboard.level('Info').click();
      await expect.poll(() => dashboard.ledgerCount('filtered')).toBe(filtered);
    }
    await frames(page);
    await expectStill(dashboard, { id, top });
  });

  for (const rate of [0, 200]) {
    const name = rate === 0 ? '' : ` while ${rate} lines a second arrive`;

    test(`when lines are wrapped and unwrapped${name}`, async ({ stub, dashboard }) => {
      await readInTheMiddle(stub, dashboard);
      const stop = rate === 0 ? () => undefined : pour(stub, rate);
      const before = await firstWhole(dashboard);
      await dashboard.page.getByRole('button', { name: 'Wrap off' }).click();
      await expectStill(dashboard, before);
      await dashboard.page.getByRole('button', { name: 'Wrap on' }).click();
      await expectStill(dashboard, before);
      stop();
    });

    test(`when details open and close beside wrapped lines${name}`, async ({ stub, dashboard }) => {
      await readInTheMiddle(stub, dashboard, '&wrap=true');
      const stop = rate === 0 ? () => undefined : pour(stub, rate);
      const box = await dashboard.log.boundingBox();
      if (box === null) throw new Error('The list has no place.');
      const at = [box.x + 300, box.y + 400] as const;
      const read = await dashboard.page.evaluate(([x, y]) => {
        const line = document.elementFromPoint(x, y)?.closest('[data-log-id]');
        return { id: line?.getAttribute('data-log-id') ?? '', top: line?.getBoundingClientRect().top ?? 0 };
      }, at);
      await dashboard.page.mouse.click(...at);
      await expect(dashboard.details).toBeVisible();
      await expectStill(dashboard, read);
      await dashboard.details.getByRole('button', { name: 'Close log details' }).click();
      await expect(dashboard.details).toBeHidden();
      await expectStill(dashboard, read);
      stop();
    });

    test(`when the window changes its width${name}`, async ({ stub, dashboard }) => {
      await readInTheMiddle(stub, dashboard, '&wrap=true');
      const stop = rate === 0 ? () => undefined : pour(stub, rate);
      const offset = async (id: string): Promise<number> =>
        (await topOf(dashboard, id)) - ((await dashboard.log.boundingBox())?.y ?? 0);
      const { id } = await firstWhole(dashboard);
      const before = await offset(id);
      for (const width of [900, 390, 1440]) {
        await dashboard.page.setViewportSize({ width, height: 900 });
        await frames(dashboard.page);
        await frames(dashboard.page);
        await expect
          .poll(async () => Math.abs((await offset(id)) - before), { message: `${width}` })
          .toBeLessThanOrEqual(1);
      }
      stop();
    });
  }

  test('when there is nothing above it, Page up and the wheel do not let go', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    stub.emitMany(3);
    await expect(signedInPage.line('Line 3')).toBeVisible();
    await signedInPage.log.focus();
    await signedInPage.page.keyboard.press('PageUp');
    await signedInPage.scrollUp(100);
    await frames(signedInPage.page);
    await expect(signedInPage.jumpToLatest).toBeHidden();
    stub.emitMany(200);
    await expect(signedInPage.line('Line 203')).toBeInViewport();
  });

  test('Page up lets go where there is something above', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    stub.emitMany(200);
    await expect(signedInPage.line('Line 200')).toBeInViewport();
    await signedInPage.log.focus();
    await signedInPage.page.keyboard.press('PageUp');
    await expect(signedInPage.jumpToLatest).toBeVisible();
    await expect(signedInPage.line('Line 200')).not.toBeInViewport();
  });
});

test('the tail is never empty, at thousands of lines a second', async ({ stub, signedInPage }) => {
  await stub.nextConnection('logs');
  stub.emitMany(500);
  await expect(signedInPage.line('Line 500')).toBeInViewport();
  const stop = pour(stub, 5_000);
  const looks = await signedInPage.log.evaluate(async (log) => {
    const seen: number[] = [];
    const until = performance.now() + 3_000;
    while (performance.now() < until) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      // After everything that a frame draws.
      await new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener('message', resolve, { once: true });
        port1.start();
        port2.postMessage(0);
      });
      const { bottom } = log.getBoundingClientRect();
      const last = Math.max(
        ...[...log.querySelectorAll('[data-log-id]')].map((line) => line.getBoundingClientRect().bottom),
      );
      seen.push(Math.abs(bottom - last));
    }
    return seen;
  });
  stop();
  expect(looks.length).toBeGreaterThan(10);
  expect(looks.filter((distance) => distance > 1)).toEqual([]);
});

test.describe('a line that a link opens', () => {
  test('is brought into view and marked when the history brings it', async ({ stub, dashboard }) => {
    const kept = stub.keep(400);
    await dashboard.open(`?history=true&limit=1000&log=${kept[99]?.id}`);
    await expect(dashboard.details).toContainText('Line 100');
    await expect(dashboard.log.locator(`[data-log-id="${kept[99]?.id}"]`)).toBeInViewport();
    await expect(dashboard.log.locator(`[data-log-id="${kept[99]?.id}"]`)).toHaveAttribute('aria-current', 'true');
    await expect(dashboard.jumpToLatest).toBeVisible();
    const before = await firstWhole(dashboard);
    stub.emitMany(50);
    await expect(dashboard.ledger).toContainText(/450\s*shown/);
    await expectStill(dashboard, before);
  });
});

test('an opened line keeps its mark and its place when lines are put between the others', async ({
  stub,
  dashboard,
}) => {
  for (let number = 1; number <= 200; number += 1) stub.keep(1, { level: number % 2 === 0 ? 'ERROR' : 'INFO' });
  await dashboard.open('?history=true&limit=1000&filter={"level":["ERROR"]}');
  await expect(dashboard.line('Line 200')).toBeInViewport();
  await expect(dashboard.ledger).toContainText(/100\s*shown/);
  const line = dashboard.line('Line 190');
  await line.click();
  await expect(line).toHaveAttribute('aria-current', 'true');
  const top = await topOf(dashboard, 'line-000190');
  await dashboard.level('INFO').click();
  await expect(dashboard.ledger).toContainText(/200\s*shown/);
  await expect(line).toHaveAttribute('aria-current', 'true');
  await expectStill(dashboard, { id: 'line-000190', top });
});
