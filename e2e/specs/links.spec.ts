import { expect, NETWORK_NOISE, test } from '../fixtures.ts';

const MINUTE_MS = 60_000;

function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * MINUTE_MS).toISOString();
}

test('a link with two times shows that stretch without a socket, and goes live when asked', async ({
  stub,
  dashboard,
}) => {
  stub.keep(1, { message: 'before the stretch', timestamp: minutesAgo(30) });
  stub.keep(1, { message: 'inside the stretch', timestamp: minutesAgo(20) });
  stub.keep(1, { message: 'after the stretch', timestamp: minutesAgo(10) });
  await dashboard.open(`?from=${minutesAgo(25)}&to=${minutesAgo(15)}`);
  await expect(dashboard.lines).toHaveCount(1);
  await expect(dashboard.line('inside the stretch')).toBeVisible();
  await expect(dashboard.connection).toHaveAttribute('data-state', 'ended');
  expect(stub.connections.filter(({ stream }) => stream === 'logs')).toEqual([]);

  await dashboard.page.getByRole('button', { name: 'Go live' }).click();
  await stub.nextConnection('logs');
  await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
  await expect(dashboard.line('after the stretch')).toBeVisible();
  await expect.poll(() => new URL(dashboard.page.url()).searchParams.has('from')).toBe(false);
});

test('a stretch without lines says so', async ({ dashboard }) => {
  await dashboard.open('?from=2020-01-01T00:00:00Z&to=2020-01-01T01:00:00Z');
  await expect(dashboard.page.getByText('No lines in this stretch')).toBeVisible();
});

test('time zone and wrapping come with the link, and go into it', async ({ stub, dashboard }) => {
  stub.keep(1, { message: 'in Kathmandu', timestamp: '2026-01-01T00:00:00.000Z' });
  await dashboard.open('?tz=Asia/Kathmandu&wrap=true');
  await expect(dashboard.line('in Kathmandu')).toContainText('05:45:00.000');
  const wrap = dashboard.page.getByRole('button', { name: 'Wrap on' });
  await wrap.click();
  await expect(dashboard.page.getByRole('button', { name: 'Wrap off' })).toBeVisible();
  await expect.poll(() => new URL(dashboard.page.url()).searchParams.has('wrap')).toBe(false);
  await expect.poll(() => new URL(dashboard.page.url()).searchParams.get('tz')).toBe('Asia/Kathmandu');
});

test('parameters that are not ours are left alone', async ({ stub, dashboard }) => {
  await dashboard.open('?from-chat=42');
  await stub.nextConnection('logs');
  await dashboard.query.fill('level:ERROR');
  await dashboard.query.press('Enter');
  await expect.poll(() => new URL(dashboard.page.url()).searchParams.get('query')).toBe('level:ERROR');
  await expect.poll(() => new URL(dashboard.page.url()).searchParams.get('from-chat')).toBe('42');
});

test('a link with other credentials asks before it replaces those in use', async ({ stub, dashboard }) => {
  await dashboard.open();
  await stub.nextConnection('logs');
  await dashboard.page.goto(`${stub.url}/?again#token=another-token`);
  const question = dashboard.page.getByRole('alertdialog');
  await expect(question).toContainText('Replace');
  await question.getByRole('button', { name: 'Keep mine' }).click();
  const connection = await stub.nextConnection('logs');
  expect(connection.parameters.get('token')).toBe(stub.token);
  expect(dashboard.page.url()).not.toContain('another-token');
});

test.describe('where the server answers 404', () => {
  test.use({ toleratedConsoleErrors: NETWORK_NOISE });

  test('a line that the server does not have is said, and nothing else breaks', async ({ stub, dashboard }) => {
    stub.keep(3);
    await dashboard.open('?log=never-there');
    await expect(dashboard.details.getByRole('alert')).toContainText('no longer has this line');
    await expect(dashboard.lines).toHaveCount(3);
    await dashboard.details.getByRole('button', { name: 'Close log details' }).click();
    await expect(dashboard.details).toBeHidden();
    await expect.poll(() => new URL(dashboard.page.url()).searchParams.has('log')).toBe(false);
  });
});

for (const width of [1440, 390]) {
  test(`what is wrong with a link and with a query can both be read at ${width} px`, async ({ dashboard }) => {
    const { page, query } = dashboard;
    await page.setViewportSize({ width, height: 800 });
    await dashboard.open('?filter={"a"');
    const ofLink = page.getByRole('alert').filter({ hasText: 'filter' });
    await expect(ofLink).toBeVisible();
    await query.fill('(level:ERROR');
    await query.press('Enter');
    const ofQuery = page.getByRole('search').getByRole('alert');
    await expect(ofQuery).toBeVisible();
    const [link, words] = [await ofLink.boundingBox(), await ofQuery.boundingBox()];
    if (link === null || words === null) throw new Error('One of them is not there.');
    expect(link.y + link.height).toBeLessThanOrEqual(words.y);
    await ofLink.getByRole('button', { name: 'Close this message' }).click();
    await expect(ofLink).toBeHidden();
    await expect(ofQuery).toBeVisible();
  });
}
