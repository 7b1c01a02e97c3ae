import type { LogRecord } from '../../src/protocol/index.ts';
import type { Dashboard } from '../dashboard.ts';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';
import type { StubServer } from '../stub/stub-server.ts';

test.use({ toleratedConsoleErrors: NETWORK_NOISE });

interface Interrupted {
  /** What the page holds, what it missed, and what followed: the server keeps only the last of these. */
  readonly before: readonly LogRecord[];
  readonly missed: readonly LogRecord[];
  readonly after: readonly LogRecord[];
  /** The server has everything again, as after a restore. */
  readonly bringBack: () => void;
}

/** Loses the connection for some lines that the server then no longer has, so that the page marks a gap. */
async function interrupt(
  stub: StubServer,
  dashboard: Dashboard,
  counts: { before: number; missed: number; after: number } = { before: 3, missed: 30, after: 1 },
): Promise<Interrupted> {
  const connection = await stub.nextConnection('logs');
  const before = stub.emitMany(counts.before, { message: 'before the break' });
  await expect(dashboard.line('before the break').last()).toBeVisible();
  await expect.poll(() => dashboard.ledgerCount('received')).toBe(counts.before);
  connection.drop();
  const missed = stub.emitMany(counts.missed, { message: 'missed' });
  stub.forget();
  await stub.nextConnection('logs');
  await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
  const after = stub.emitMany(counts.after, { message: 'after the break' });
  await expect(dashboard.line('after the break').last()).toBeVisible();
  await expect(dashboard.ledger).toContainText(/1\s*gap/);
  return {
    before,
    missed,
    after,
    bringBack: () => {
      stub.rest.logs = [...before, ...missed, ...after];
    },
  };
}

const ids = (...logs: (readonly LogRecord[])[]): string[] => logs.flat().map(({ id }) => id);

test('a gap is filled in its place, and goes', async ({ stub, signedInPage }) => {
  const { before, missed, after, bringBack } = await interrupt(stub, signedInPage);
  await expect(signedInPage.gaps).toHaveCount(1);
  bringBack();
  await signedInPage.fillGap.click();
  await expect(signedInPage.gaps).toHaveCount(0);
  await expect(signedInPage.page.getByRole('status', { name: 'Gap filling' })).toHaveText(
    'Filled: 30 lines fetched, no gap found',
  );
  expect(await signedInPage.allIds()).toEqual(ids(before, missed, after));
  expect(await signedInPage.ledgerCount('shown')).toBe(34);
  await expect(signedInPage.ledger).not.toContainText('gap');
});

test('a gap is reached and filled by the keyboard alone, and the focus stays on the list', async ({
  stub,
  signedInPage,
}) => {
  const { before, missed, after, bringBack } = await interrupt(stub, signedInPage);
  bringBack();
  const { keyboard } = signedInPage.page;
  await signedInPage.log.focus();
  await keyboard.press('Home');
  for (let step = 0; step < before.length; step += 1) await keyboard.press('ArrowDown');
  await expect(signedInPage.page.getByText(/^Gap .*Press Enter to fill it/)).toBeAttached();
  await keyboard.press('Enter');
  await expect(signedInPage.gaps).toHaveCount(0);
  await expect(signedInPage.log).toBeFocused();
  // The reader goes on from where the gap was.
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await expect(signedInPage.details).toBeVisible();
  await expect.poll(() => new URL(signedInPage.page.url()).searchParams.get('log')).toBe(missed[1]?.id);
  await keyboard.press('Escape');
  expect(await signedInPage.allIds()).toEqual(ids(before, missed, after));
});

test('a gap that the server has nothing for stays, says so, and can be tried again', async ({ stub, signedInPage }) => {
  const { before, missed, after, bringBack } = await interrupt(stub, signedInPage);
  await signedInPage.fillGap.click();
  await expect(signedInPage.gaps).toHaveAccessibleName(/nothing new for this time/);
  bringBack();
  await signedInPage.fillGap.click();
  await expect(signedInPage.gaps).toHaveCount(0);
  expect(await signedInPage.allIds()).toEqual(ids(before, missed, after));
});

test('a gap that cannot be fetched says why, and can be tried again', async ({ stub, signedInPage }) => {
  const { bringBack } = await interrupt(stub, signedInPage);
  bringBack();
  stub.rest.fail(503, { error: { code: 'unavailable', message: 'Archive is asleep' } });
  await signedInPage.fillGap.click();
  await expect(signedInPage.gaps).toHaveAccessibleName(/could not be fetched: .*Archive is asleep/);
  stub.rest.recover();
  await signedInPage.fillGap.click();
  await expect(signedInPage.gaps).toHaveCount(0);
});

test('a gap shows that it is being filled before what fills it is there, and says when that does not come', async ({
  stub,
  dashboard,
}) => {
  const { page } = dashboard;
  const answers: ((how: 'sent' | 'refused') => void)[] = [];
  await page.route(/line-loaders/, async (route) => {
    const how = await new Promise<'sent' | 'refused'>((resolve) => answers.push(resolve));
    return how === 'sent' ? route.continue() : route.abort();
  });
  await dashboard.open();
  const { before, missed, after, bringBack } = await interrupt(stub, dashboard);
  bringBack();
  // By its place: its name changes with the press.
  const button = dashboard.log.locator('[data-filling] > button');
  await expect.poll(() => answers.length).toBe(1);
  await button.click();
  await expect(button).toHaveText(/^Filling…/);
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  answers[0]?.('refused');
  await expect(button).toHaveText('Fill gap');
  await expect(dashboard.gaps).toContainText('could not be fetched: this part of the page was not sent by the server');
  await button.click();
  await expect(button).toHaveText(/^Filling…/);
  await expect.poll(() => answers.length).toBe(2);
  answers[1]?.('sent');
  await expect(dashboard.gaps).toHaveCount(0);
  expect(await dashboard.allIds()).toEqual(ids(before, missed, after));
});

test('nothing moves under the eye of who reads on below the gap while it is filled', async ({ stub, signedInPage }) => {
  const { after, bringBack } = await interrupt(stub, signedInPage, { before: 3, missed: 600, after: 120 });
  bringBack();
  const { log, page } = signedInPage;
  // The gap is near the top of the window, and a line far below it is read.
  await log.focus();
  await page.keyboard.press('Home');
  await expect(signedInPage.gaps).toHaveCount(1);
  const read = log.locator(`[data-log-id="${after[12]?.id ?? ''}"]`);
  await read.click({ position: { x: 5, y: 5 } });
  await expect(signedInPage.details).toBeVisible();
  const top = (): Promise<number> => read.evaluate((line) => line.getBoundingClientRect().top);
  const topBefore = await top();
  await signedInPage.fillGap.click();
  await expect.poll(() => signedInPage.ledgerCount('shown')).toBe(723);
  expect(await top()).toBe(topBefore);
});
