import type { Page } from '@playwright/test';
import type { Dashboard } from '../dashboard.ts';
import { expect, test } from '../fixtures.ts';
import type { StubServer } from '../stub/stub-server.ts';

const LONG = 'a rather long message that needs several rows where lines are wrapped '.repeat(8);

/** Emits lines at a rate, a multiple of 20 a second, until the answer is called. */
function pour(stub: StubServer, perSecond: number): () => void {
  const timer = setInterval(() => stub.emitMany(perSecond / 20, { message: 'pouring' }), 50);
  return () => clearInterval(timer);
}

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

/** Waits until the list has been drawn twice more. */
function frames(page: Page): Promise<void> {
  return page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
}

/** The first line that is whole in view, and where it is. */
async function firstWhole(dashboard: Dashboard): Promise<{ readonly id: string; readonly top: number }> {
  return dashboard.log.evaluate((log) => {
    const { top } = log.getBoundingClientRect();
    for (const line of log.querySelectorAll('[data-log-id]')) {
      const place = line.getBoundingClientRect();
      if (place.top >= top && place.height > 0) return { id: line.getAttribute('data-log-id') ?? '', top: place.top };
    }
    throw new Error('No line is in view.');
  });
}

async function topOf(dashboard: Dashboard, id: string): Promise<number> {
  return dashboard.log.locator(`[data-log-id="${id}"]`).evaluate((line) => line.getBoundingClientRect().top);
}

/** Expects a line to be where it was, in each of the next frames. */
async function expectStill(dashboard: Dashboard, { id, top }: { id: string; top: number }): Promise<void> {
  for (let look = 0; look < 10; look += 1) {
    await frames(dashboard.page);
    expect(Math.abs((await topOf(dashboard, id)) - top), `moved of ${id}`).toBeLessThanOrEqual(1);
  }
}

test.describe('a line that flows by', () => {
  test('is opened by a press and a release, however far it flows in between', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    stub.emitMany(200);
    await expect(signedInPage.line('Line 200')).toBeInViewport();
    const stop = pour(stub, 200);
    const box = await signedInPage.log.boundingBox();
    if (box === null) throw new Error('The list has no place.');
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await signedInPage.page.mouse.move(box.x + 300, box.y + 200 + attempt * 33);
      await signedInPage.page.mouse.down();
      const pressed = await signedInPage.page.evaluate(
        ([x, y]) => document.elementFromPoint(x, y)?.closest('[data-log-id]')?.getAttribute('data-log-id'),
        [box.x + 300, box.y + 200 + attempt * 33] as const,
      );
      const shown = (await signedInPage.ledger.textContent()) ?? '';
      await expect(signedInPage.ledger).not.toHaveText(shown);
      await signedInPage.page.mouse.up();
      await expect(signedInPage.details).toBeVisible();
      await expect.poll(() => new URL(signedInPage.page.url()).searchParams.get('log')).toBe(pressed);
      await signedInPage.details.getByRole('button', { name: 'Close log details' }).click();
      await signedInPage.jumpToLatest.click();
      await expect(signedInPage.jumpToLatest).toBeHidden();
    }
    stop();
  });

  test('can be selected: the picture is still while the button is down, and stays for what was selected', async ({
    stub,
    signedInPage,
  }) => {
    await stub.nextConnection('logs');
    stub.emitMany(200);
    await expect(signedInPage.line('Line 200')).toBeInViewport();
    const stop = pour(stub, 200);
    const box = await signedInPage.log.boundingBox();
    if (box === null) throw new Error('The list has no place.');
    const { mouse } = signedInPage.page;
    await mouse.move(box.x + 300, box.y + 200);
    await mouse.down();
    const before = await firstWhole(signedInPage);
    await mouse.move(box.x + 340, box.y + 250, { steps: 5 });
    await expectStill(signedInPage, before);
    await mouse.up();
    await expect(signedInPage.jumpToLatest).toBeVisible();
    await expectStill(signedInPage, before);
    expect(await signedInPage.page.evaluate(() => getSelection()?.toString().length ?? 0)).toBeGreaterThan(20);
    await expect(signedInPage.details).toBeHidden();
    stop();
  });

  test('flows on after a press that opened and selected nothing', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    stub.emitMany(200);
    await expect(signedInPage.line('Line 200')).toBeInViewport();
    const box = await signedInPage.log.boundingBox();
    if (box === null) throw new Error('The list has no place.');
    const { mouse } = signedInPage.page;
    // From the words to the empty space beside them: nothing is selected there.
    await mouse.move(box.x + 900, box.y + 200);
    await mouse.down();
    stub.emit({ message: 'held back by the press' });
    await expect(signedInPage.ledger).toContainText(/201\s*shown/);
    await expect(signedInPage.line('held back by the press')).not.toBeInViewport();
    await mouse.move(box.x + 920, box.y + 203);
    await mouse.up();
    await expect(signedInPage.line('held back by the press')).toBeInViewport();
    await expect(signedInPage.jumpToLatest).toBeHidden();
  });

  test.describe('under a finger', () => {
    test.use({ hasTouch: true });

    test('is opened by a tap', async ({ stub, signedInPage }) => {
      await stub.nextConnection('logs');
      stub.emitMany(5);
      await signedInPage.line('Line 3').tap();
      await expect(signedInPage.details).toContainText('Line 3');
    });

    test('is not opened by a pan', async ({ stub, signedInPage }) => {
      await stub.nextConnection('logs');
      stub.emitMany(200);
      await expect(signedInPage.line('Line 200')).toBeInViewport();
      const before = await firstWhole(signedInPage);
      const devtools = await signedInPage.page.context().newCDPSession(signedInPage.page);
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number): Promise<unknown> =>
        devtools.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x: 400, y }] });
      await touch('touchStart', 400);
      for (let y = 410; y <= 500; y += 10) {
        await touch('touchMove', y);
        stub.emit();
        // The finger pulls the lines down, and those that arrive never push them up.
        await frames(signedInPage.page);
        expect(await topOf(signedInPage, before.id)).toBeGreaterThanOrEqual(before.top);
      }
      await touch('touchEnd');
      await expect(signedInPage.jumpToLatest).toBeVisible();
      expect(await topOf(signedInPage, before.id)).toBeGreaterThan(before.top + 40);
      await expect(signedInPage.details).toBeHidden();
    });
  });
});

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

test.describe('what a row shows', () => {
  test('is bounded in height, and says what it leaves out', async ({ stub, dashboard }) => {
    await dashboard.open('?wrap=true');
    await stub.nextConnection('logs');
    stub.emit({ message: `tall\n${'x\n'.repeat(3_000)}end`, id: 'tall' });
    const row = dashboard.log.locator('[data-log-id=tall]');
    await expect(row).toContainText('+ 3,001 lines');
    expect((await row.boundingBox())?.height).toBe(20);
    await row.getByRole('button', { name: 'Show 3,001 more lines' }).click();
    await expect(row).toContainText('2,802 more lines: open the line to read on');
    expect((await row.boundingBox())?.height).toBeLessThan(4_100);
  });

  test('folds the stacks in JSON messages and metadata, which unfold below it in place and are found there', async ({
    stub,
    dashboard,
  }) => {
    const { page } = dashboard;
    await dashboard.open();
    await stub.nextConnection('logs');
    const stack = 'Error: boom\n    at read (a.js:1)\n    at needle (b.js:2)';
    stub.emit({ message: JSON.stringify({ msg: 'as JSON', err: { name: 'Error', stack } }), id: 'json' });
    stub.emit({ message: 'with metadata', metadata: { error: { stack } }, id: 'metadata' });
    stub.emit({ message: 'below it', id: 'below' });
    for (const id of ['json', 'metadata']) {
      const row = dashboard.log.locator(`[data-log-id=${id}]`);
      await expect(row).toContainText('+ 2 lines');
      await expect(row).toContainText('Error: boom');
      await expect(row).not.toContainText('at read');
      expect((await row.boundingBox())?.height).toBe(20);
      await row.getByRole('button', { name: 'Show 2 more lines' }).click();
      await expect(row).toContainText(/Error: boom[^]*\n {4}at read \(a\.js:1\)\n {4}at needle \(b\.js:2\)$/);
      await expect.poll(async () => (await row.boundingBox())?.height).toBe(60);
      const [own, next] = [await row.boundingBox(), await dashboard.line('below it').boundingBox()];
      expect((own?.y ?? 0) + (own?.height ?? 0)).toBeLessThanOrEqual(next?.y ?? 0);
      await row.getByRole('button', { name: 'Fold' }).click();
      await expect.poll(async () => (await row.boundingBox())?.height).toBe(20);
    }
    const matches = page.getByRole('status', { name: 'Matches' });
    await page.keyboard.press('/');
    await page.getByRole('searchbox', { name: 'Find in stream' }).fill('NEEDLE');
    await expect(matches).toHaveText(/ of 2$/);
    for (const place of ['2 of 2', '1 of 2']) {
      await page.keyboard.press('Enter');
      await expect(matches).toHaveText(place);
    }
    for (const id of ['json', 'metadata']) {
      await expect(dashboard.log.locator(`[data-log-id=${id}]`)).toContainText('at needle');
    }
    const marked = await page.evaluate(() => [...(CSS.highlights.get('find')?.keys() ?? [])].length);
    expect(marked).toBe(2);
  });

  test('on a phone too: nothing is cut without saying so', async ({ stub, dashboard }) => {
    await dashboard.page.setViewportSize({ width: 390, height: 800 });
    await dashboard.open();
    await stub.nextConnection('logs');
    stub.emit({ message: 'word '.repeat(600), id: 'long' });
    const row = dashboard.log.locator('[data-log-id=long]');
    await expect(row).toContainText('more characters');
    const isCut = await row.evaluate((element) =>
      [element, ...element.querySelectorAll('*')].some(
        (part) => part.scrollHeight > part.clientHeight + 4 && part.clientHeight > 0,
      ),
    );
    expect(isCut).toBe(false);
  });

  test('on a phone a stack is broken between words, and a frame goes on to the end of its line', async ({
    stub,
    dashboard,
  }) => {
    await dashboard.page.setViewportSize({ width: 390, height: 800 });
    await dashboard.open();
    await stub.nextConnection('logs');
    const prose = 'Something went wrong in a place that nobody thought of before, and is told at length';
    const frame = 'com.example.payments.internal.handlers.ChargeHandlerImplementation.process(ChargeHandler.java:120)';
    stub.emit({ message: `${prose}\n\tat ${frame}\nCaused by: ${prose}`, id: 'stack' });
    const row = dashboard.log.locator('[data-log-id=stack]');
    await row.getByRole('button', { name: 'Show 2 more lines' }).click();
    await expect(row).toContainText('Caused by');
    const words = await row.locator('[data-text=message]').evaluate((message) => {
      const found: { word: string; tops: number[] }[] = [];
      const texts = document.createTreeWalker(message, NodeFilter.SHOW_TEXT);
      while (texts.nextNode() !== null) {
        for (const match of (texts.currentNode.nodeValue ?? '').matchAll(/\S+/g)) {
          const range = document.createRange();
          range.setStart(texts.currentNode, match.index);
          range.setEnd(texts.currentNode, match.index + match[0].length);
          found.push({ word: match[0], tops: [...range.getClientRects()].map(({ top }) => Math.round(top)) });
        }
      }
      return found;
    });
    expect(words.filter(({ tops }) => new Set(tops).size > 1).map(({ word }) => word)).toEqual([frame]);
    const at = words.findIndex(({ word }) => word === frame);
    expect(words[at]?.tops[0]).toBe(words[at - 1]?.tops[0]);
  });

  test('never lets a long level reach into the source', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    stub.emit({ level: 'EXTRAORDINARILY', source: 'the-source', message: 'odd level' });
    const row = signedInPage.line('odd level');
    const level = row.getByText('EXTRAORDINARILY');
    await level.hover();
    await expect(level).toHaveAttribute('title', /^EXTRAORDINARILY/);
    const [levelBox, sourceBox] = [await level.boundingBox(), await row.getByText('the-source').boundingBox()];
    expect((levelBox?.x ?? 0) + (levelBox?.width ?? 0)).toBeLessThanOrEqual(sourceBox?.x ?? 0);
    expect(await level.evaluate((element) => getComputedStyle(element).overflow)).toBe('clip');
  });

  test('says the day where it is not today, without moving anything', async ({ stub, dashboard }) => {
    const year = new Date().getUTCFullYear() - 1;
    stub.keep(1, { message: 'old line', timestamp: `${year}-03-04T10:00:00.000Z` });
    stub.keep(1, { message: 'line of today' });
    await dashboard.open('?tz=utc&history=true');
    const viewer = dashboard.page.getByRole('region', { name: 'Lines' });
    await expect(viewer.getByText(`Mar 4, ${year}`)).toBeVisible();
    const [first, second] = [
      await dashboard.line('old line').boundingBox(),
      await dashboard.line('line of today').boundingBox(),
    ];
    expect(second?.height).toBe(first?.height);
    await expect(dashboard.line('line of today')).toContainText(/[A-Z][a-z]{2} \d{1,2}$/);
  });
});
