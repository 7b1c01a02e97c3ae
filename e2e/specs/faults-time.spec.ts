import type { Page } from '@playwright/test';
import { everyWord } from '../every-word.ts';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';
import { diagnosticsOf } from '../page-diagnostics.ts';

// Times that are wrong, on the server's side or on this one: see docs/faults.md for the list that the number points into.
test.use({ toleratedConsoleErrors: NETWORK_NOISE });

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

test('15: lines stand in the order of their arrival, whatever times they bear, and what cannot be read is shown as it came', async ({
  stub,
  dashboard,
}) => {
  await dashboard.open('?tz=utc');
  const connection = await stub.nextConnection('logs');
  const now = Date.now();
  const inAYear = new Date(now + 365 * 24 * HOUR_MS).toISOString();
  const times: readonly (readonly [given: string, shown: string | RegExp])[] = [
    ['2026-11-23T10:00:05.000Z', '10:00:05.000'],
    ['2026-11-23T10:00:01.000Z', '10:00:01.000'],
    ['2026-11-23T10:00:03.000+05:30', '04:30:03.000'],
    ['yesterday at noon', 'yesterday at noon'],
    ['', '–'],
    ['2026-13-45T99:00:00Z', '2026-13-45T99:00:00Z'],
    ['1795428001', '10:00:01.000'],
    ['1795428002018', '10:00:02.018'],
    [inAYear, inAYear.slice(11, 23)],
    ['999999999999999999', '999999999999999999'],
    ['-000001-01-01T00:00:00.000Z', '00:00:00.000'],
    ['0000-00-00', '0000-00-00'],
  ];
  const emitted = times.map(([timestamp], index) => stub.emit({ timestamp, message: `arrival ${index}.` }));
  // A number where a text belongs.
  const numeric = { id: 'numeric', level: 'INFO', source: 's', message: 'a number.', metadata: {} };
  connection.sendRaw(JSON.stringify({ type: 'log', id: 'm', data: { ...numeric, timestamp: 1795428003 } }));
  await expect(dashboard.line('a number.')).toContainText('10:00:03.000');
  expect(await dashboard.idsInView()).toEqual([...emitted.map(({ id }) => id), 'numeric']);
  for (const [index, [, shown]] of times.entries()) {
    const [time] = await dashboard.line(`arrival ${index}.`).locator('span').first().allInnerTexts();
    expect(time).toBe(shown);
  }
  await expect(dashboard.gaps).toHaveCount(0);
  expect(await everyWord(dashboard.page)).not.toMatch(/NaN|Invalid/);
  await dashboard.line('arrival 3.').click({ position: { x: 5, y: 5 } });
  await expect(dashboard.details).toContainText('timeyesterday at noon');

  // A line of the far future is no place to go on from: what is missed, and must be fetched, is older than that.
  stub.historyReach = 0;
  connection.drop();
  const missed = stub.emitMany(30);
  await stub.nextConnection('logs');
  await expect(dashboard.connection).toContainText('no gap found');
  expect(await dashboard.allIds()).toEqual([...emitted.map(({ id }) => id), 'numeric', ...missed.map(({ id }) => id)]);
});

/** The seconds of the day that the words of a gap tell, as in `Gap 12:00:01.000 – 12:00:03.000`. */
function secondsIn(words: string): number[] {
  return [...words.matchAll(/(\d\d):(\d\d):(\d\d)\.\d{3}/g)].map(
    ([, hours, minutes, seconds]) => Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds),
  );
}

async function gapSeconds(page: Page): Promise<number[]> {
  return secondsIn((await page.getByRole('separator', { name: /^Gap/ }).getAttribute('aria-label')) ?? '');
}

for (const { how, byMs } of [
  { how: 'an hour fast', byMs: HOUR_MS },
  { how: 'an hour slow', byMs: -HOUR_MS },
]) {
  test(`15: a clock that is ${how} on this side fools no time that is relative, and no resuming`, async ({
    stub,
    dashboard,
  }) => {
    const { page } = dashboard;
    await page.clock.install({ time: Date.now() + byMs });
    await dashboard.open('?tz=utc');
    const first = await stub.nextConnection('logs');
    stub.emitMany(3);
    first.heartbeat();
    await first.nextAck();
    await expect(dashboard.line('Line 3')).toBeVisible();
    await expect(dashboard.ledger).toContainText(/heartbeat (now|\d s ago)/);
    const { clockSkewMs } = (await diagnosticsOf(page)).logs;
    expect(Math.abs((clockSkewMs ?? 0) + byMs)).toBeLessThan(MINUTE_MS);
    await dashboard.openConnectionDetails();
    const told = byMs > 0 ? /(59 min \d\d s|1 h) behind/ : /(59 min \d\d s|1 h) ahead/;
    await expect(dashboard.connectionDetails.getByRole('region', { name: 'Logs stream' })).toContainText(told);
    await page.keyboard.press('Escape');

    await page.clock.fastForward(40_000);
    await expect(dashboard.connection).toHaveText(/^Connected, no lines for 4\d s/);
    first.drop();
    stub.emitMany(30);
    await expect(dashboard.connection).toHaveAttribute('data-state', 'reconnecting');
    await page.clock.fastForward(2_000);
    const second = await stub.nextConnection('logs');
    await expect(dashboard.connection).toHaveText(/^Back after \d+ s: 30 lines fetched, no gap found$/);
    expect(await dashboard.allIds()).toEqual(stub.ledger.ids);

    // What the server has forgotten is a gap between two times of the server, although no line tells of its end.
    second.drop();
    stub.emitMany(5);
    stub.forget();
    await expect(dashboard.connection).toHaveAttribute('data-state', 'reconnecting');
    await page.clock.fastForward(2_000);
    await stub.nextConnection('logs');
    await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
    await page.clock.fastForward(3_000);
    await expect(dashboard.gaps).toHaveCount(1);
    await expect(dashboard.connection).toHaveText(/^Back after \d+ s: a gap is marked$/);
    const today = Math.floor((Date.now() % (24 * HOUR_MS)) / 1_000);
    for (const seconds of await gapSeconds(page)) {
      // Round midnight a day is as good as none.
      const off = Math.abs(seconds - today) % (24 * 3_600 - 180);
      // The page's own clock was wound on by less than a minute.
      expect(off).toBeLessThan(180);
    }
  });
}
