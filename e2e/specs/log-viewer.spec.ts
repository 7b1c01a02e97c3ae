import { expect, test } from '../fixtures.ts';

test.describe('lines', () => {
  test('history and live lines are shown in order, each once, and counted', async ({ stub, dashboard }) => {
    const kept = stub.keep(5);
    await dashboard.open('?history=true&limit=3');
    await expect(dashboard.lines).toHaveCount(3);
    const live = stub.emitMany(2);
    await expect(dashboard.lines).toHaveCount(5);
    expect(await dashboard.idsInView()).toEqual([...kept.slice(2), ...live].map(({ id }) => id));
    await expect(dashboard.ledger).toContainText(/5\s*received/);
    await expect(dashboard.ledger).toContainText(/5\s*shown/);
  });

  test('a line shows its time, level, source and message, and bears its level', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    stub.emit({ level: 'WARNING', source: 'api-service', message: 'Pool is nearly full', id: 'the-line' });
    const line = signedInPage.line('Pool is nearly full');
    await expect(line).toHaveAttribute('data-log-id', 'the-line');
    await expect(line).toHaveAttribute('data-level', 'WARN');
    await expect(line).toContainText('api-service');
    await expect(line).toContainText('WARN');
    await expect(line).toContainText(/\d\d:\d\d:\d\d/);
  });

  test('levels are told apart by colour', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    const colours = new Set<string>();
    for (const level of ['INFO', 'WARN', 'ERROR']) {
      stub.emit({ level, message: `one ${level} line` });
      const word = signedInPage.line(`one ${level} line`).getByText(level, { exact: true });
      colours.add(await word.evaluate((element) => getComputedStyle(element).color));
    }
    expect(colours.size).toBe(3);
  });

  test('messages begin under one another, whatever times, levels and sources are', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    const sketches = [
      { level: 'INFO', source: 'web' },
      { level: 'ERROR', source: '' },
      { level: 'NOTICEABLE', source: 'a-source-with-a-long-name' },
      { level: '', source: '支払い' },
      { level: 'WARN', source: 'exactly-14-let', timestamp: 'no time at all' },
    ];
    for (const [index, sketch] of sketches.entries()) stub.emit({ ...sketch, message: `message ${index}` });
    const begins = new Set<number>();
    for (const index of sketches.keys()) {
      const message = signedInPage.line(`message ${index}`).getByText(`message ${index}`, { exact: true });
      begins.add(Math.round((await message.boundingBox())?.x ?? NaN));
    }
    expect([...begins]).toHaveLength(1);
    expect([...begins]).not.toContain(NaN);
  });

  test('thousands of lines are all there, in order, with few of them in the page', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    const sent = stub.emitMany(2_000);
    await expect(signedInPage.ledger).toContainText(/2,000\s*shown/);
    await expect(signedInPage.line('Line 2000')).toBeVisible();
    expect(await signedInPage.lines.count()).toBeLessThan(200);
    expect(await signedInPage.allIds()).toEqual(sent.map(({ id }) => id));
  });
});

test.describe('following', () => {
  test('the newest line stays in view', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    stub.emitMany(300);
    await expect(signedInPage.line('Line 300')).toBeInViewport();
    stub.emitMany(200);
    await expect(signedInPage.line('Line 500')).toBeInViewport();
    await expect(signedInPage.jumpToLatest).toBeHidden();
  });

  test('scrolling up lets go: what is read stays in place, and what arrives is counted', async ({
    stub,
    signedInPage,
  }) => {
    await stub.nextConnection('logs');
    stub.emitMany(300);
    await expect(signedInPage.line('Line 300')).toBeInViewport();
    await signedInPage.scrollUp(1_500);
    await expect(signedInPage.jumpToLatest).toBeVisible();
    await expect(signedInPage.line('Line 300')).not.toBeInViewport();
    const topOfRead = (): Promise<number | undefined> =>
      signedInPage.log.evaluate((log) => {
        const middle = log.getBoundingClientRect().top + log.clientHeight / 2;
        const line = document.elementFromPoint(log.getBoundingClientRect().left + 40, middle)?.closest('[data-log-id]');
        const id = line?.getAttribute('data-log-id');
        return line === null || line === undefined
          ? undefined
          : Number(id?.slice(5)) * 1e6 + line.getBoundingClientRect().top;
      });
    const before = await topOfRead();
    expect(before).toBeDefined();
    stub.emitMany(50);
    await expect(signedInPage.jumpToLatest).toHaveAccessibleName(/50/);
    expect(await topOfRead()).toBe(before);

    await signedInPage.jumpToLatest.click();
    await expect(signedInPage.line('Line 350')).toBeInViewport();
    await expect(signedInPage.jumpToLatest).toBeHidden();
    stub.emit();
    await expect(signedInPage.line('Line 351')).toBeInViewport();
  });

  test('the list is walked by keyboard, and End follows again', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    stub.emitMany(300);
    await expect(signedInPage.line('Line 300')).toBeInViewport();
    await signedInPage.log.focus();
    await signedInPage.page.keyboard.press('Home');
    await expect(signedInPage.lines.first()).toHaveAttribute('data-log-id', 'line-000001');
    await expect(signedInPage.lines.first()).toBeInViewport();
    await expect(signedInPage.jumpToLatest).toBeVisible();
    await signedInPage.page.keyboard.press('End');
    await expect(signedInPage.line('Line 300')).toBeInViewport();
    await expect(signedInPage.jumpToLatest).toBeHidden();
  });

  test('the list does not speak every line: it is no live region', async ({ signedInPage }) => {
    await expect(signedInPage.log).toHaveAttribute('aria-live', 'off');
  });
});

test.describe("one line's details", () => {
  test('a click opens the line with all its fields and its metadata', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    const metadata = { errorCode: 'DB_CONN_FAILED', request: { id: 'r-17', tries: 3 } };
    stub.emit({ level: 'ERROR', source: 'api-service', message: 'Database is gone', metadata, id: 'opened' });
    await signedInPage.line('Database is gone').click();
    await expect(signedInPage.details).toContainText('Database is gone');
    await expect(signedInPage.details).toContainText('api-service');
    await expect(signedInPage.details).toContainText('errorCode');
    await expect(signedInPage.details).toContainText('DB_CONN_FAILED');
    await expect(signedInPage.details).toContainText('request');
    await expect.poll(() => new URL(signedInPage.page.url()).searchParams.get('log')).toBe('opened');
    await signedInPage.log.focus();
    await signedInPage.page.keyboard.press('Escape');
    await expect(signedInPage.details).toBeHidden();
  });

  test('a link with "log" opens that line with the lines around it', async ({ stub, dashboard }) => {
    const kept = stub.keep(20);
    await dashboard.open(`?log=${kept[9]?.id}`);
    await expect(dashboard.details).toContainText('Line 10');
    await expect(dashboard.details).toContainText('Line 9');
    await expect(dashboard.details).toContainText('Line 11');
  });
});
