import { AxeBuilder } from '@axe-core/playwright';
import type { Dashboard } from '../dashboard.ts';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';
import { ruleTriggered } from '../stub/envelopes.ts';

function paneParameters(dashboard: Dashboard): string[] {
  return new URL(dashboard.page.url()).searchParams.getAll('pane');
}

async function search(pane: Dashboard, query: string): Promise<void> {
  await pane.query.fill(query);
  await pane.query.press('Enter');
}

test.describe('a second pane', () => {
  test('begins with the stream of the first one and has its own query from then on, live', async ({
    stub,
    dashboard,
  }) => {
    await dashboard.open('?query=source:api*');
    await stub.nextConnection('logs');
    await expect(dashboard.paneRegion(1)).toHaveCount(0);

    const second = await dashboard.addPane();
    const connection = await stub.nextConnection('logs');
    expect(connection.parameters.get('query')).toBe('source:api*');
    const first = dashboard.pane(1);
    await expect(second.query).toHaveValue('source:api*');
    await search(second, 'level:ERROR');
    await stub.nextConnection('logs');
    await expect.poll(() => paneParameters(dashboard)).toEqual(['query=level%3AERROR']);

    stub.emit({ source: 'api-1', level: 'INFO', message: 'for the first' });
    stub.emit({ source: 'jobs', level: 'ERROR', message: 'for the second' });
    await expect(first.line('for the first')).toBeVisible();
    await expect(second.line('for the second')).toBeVisible();
    await expect(first.line('for the second')).toHaveCount(0);
    await expect(second.line('for the first')).toHaveCount(0);
    expect(await first.query.inputValue()).toBe('source:api*');
  });

  test('moves nothing in the first one, which stays where it is read', async ({ stub, dashboard }) => {
    stub.keep(400);
    await dashboard.open('?history=true');
    await stub.nextConnection('logs');
    await expect(dashboard.lines.last()).toBeInViewport();
    await dashboard.scrollUp(2_000);
    await expect(dashboard.jumpToLatest).toBeVisible();
    const [id = ''] = await dashboard.lines.evaluateAll((lines) =>
      lines
        .filter((line) => line.getBoundingClientRect().top > 200)
        .map((line) => line.getAttribute('data-log-id') ?? ''),
    );
    const placeOf = (pane: Dashboard): Promise<number> =>
      pane.log.locator(`[data-log-id="${id}"]`).evaluate((line) => line.getBoundingClientRect().top);
    const before = await placeOf(dashboard);
    await dashboard.addPane();
    await expect.poll(() => placeOf(dashboard.pane(1))).toBe(before);
    await dashboard.page.getByRole('button', { name: 'Close pane 2' }).click();
    await expect(dashboard.paneRegion(1)).toHaveCount(0);
    await expect.poll(() => placeOf(dashboard)).toBe(before);
  });

  test('pauses, filters and counts by itself; its ledger adds up', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    const second = await signedInPage.addPane();
    const connection = await stub.nextConnection('logs');
    const first = signedInPage.pane(1);
    await second.level('Error').click();
    await connection.nextCommand('update_filter');
    stub.emit({ level: 'INFO', message: 'quiet' });
    stub.emit({ level: 'ERROR', message: 'loud' });
    await expect(first.lines).toHaveCount(2);
    await expect(second.lines).toHaveCount(1);
    for (const pane of [first, second]) {
      // Its numbers are read one after the other, and may be of two moments once.
      const unaccounted = async (): Promise<number> => {
        const [received = 0, shown = 0, filtered = 0] = await Promise.all(
          (['received', 'shown', 'filtered'] as const).map((name) => pane.ledgerCount(name)),
        );
        return received === 0 ? Number.NaN : received - shown - filtered;
      };
      await expect.poll(unaccounted).toBe(0);
    }
    await second.pause.click();
    await connection.nextCommand('pause');
    await expect(second.connection).toHaveAttribute('data-state', 'paused');
    await expect(first.connection).toHaveAttribute('data-state', 'live');
    await expect(signedInPage.page).toHaveTitle(/^Paused/);
  });

  test('ends its socket when it is closed, and leaves the page as it was', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    await signedInPage.addPane();
    const connection = await stub.nextConnection('logs');
    await signedInPage.page.getByRole('button', { name: 'Close pane 2' }).click();
    await expect.poll(() => connection.isOpen).toBe(false);
    await expect(signedInPage.paneRegion(1)).toHaveCount(0);
    await expect(signedInPage.log).toBeFocused();
    await expect(signedInPage.page.getByRole('main').getByRole('log')).toBeVisible();
    await expect(signedInPage.page.getByRole('contentinfo', { name: 'Ledger' })).toBeVisible();
    await expect.poll(() => paneParameters(signedInPage)).toEqual([]);
    stub.emit({ message: 'goes on' });
    await expect(signedInPage.line('goes on')).toBeVisible();
  });

  test('takes over when the first one is closed, with its notifications', async ({ stub, signedInPage }) => {
    const closed = await stub.nextConnection('logs');
    await stub.nextConnection('notifications');
    const second = await signedInPage.addPane();
    await search(second, 'level:ERROR');
    await expect.poll(() => paneParameters(signedInPage)).toEqual(['query=level%3AERROR']);
    await signedInPage.page.getByRole('button', { name: 'Close pane 1' }).click();
    await expect.poll(() => closed.isOpen).toBe(false);
    await expect.poll(() => new URL(signedInPage.page.url()).search).toBe('?query=level%3AERROR');
    await expect(signedInPage.query).toHaveValue('level:ERROR');
    stub.notify(ruleTriggered());
    await expect(signedInPage.toasts).toHaveCount(1);
    await signedInPage.openConnectionDetails();
    await expect(signedInPage.connectionDetails.getByRole('region', { name: 'Notifications stream' })).toContainText(
      'Live',
    );
  });

  test('four are the most', async ({ signedInPage }) => {
    for (let count = 0; count < 3; count += 1) await signedInPage.addPane();
    await expect(signedInPage.page.getByRole('region', { name: /^Pane \d$/ })).toHaveCount(4);
    await expect(signedInPage.page.getByRole('button', { name: 'Add pane' })).toBeDisabled();
  });
});

test.describe('over a broken connection', () => {
  test.use({ toleratedConsoleErrors: NETWORK_NOISE });

  test('one pane reconnects, and the other one is not touched', async ({ stub, signedInPage }) => {
    const untouched = await stub.nextConnection('logs');
    const second = await signedInPage.addPane();
    const lost = await stub.nextConnection('logs');
    stub.refuse(503, { stream: 'logs' });
    lost.drop();
    await expect(second.connection).not.toHaveAttribute('data-state', 'live');
    await expect(signedInPage.pane(1).connection).toHaveAttribute('data-state', 'live');
    stub.acceptUpgrades();
    await second.connection.page().getByRole('button', { name: 'Retry now' }).click();
    await stub.nextConnection('logs');
    await expect(second.connection).toHaveAttribute('data-state', 'live');
    expect(untouched.isOpen).toBe(true);
  });
});

test.describe('the link', () => {
  test('opens the same panes, and Back closes what was added', async ({ stub, dashboard }) => {
    stub.keep(1, { level: 'ERROR', message: 'broken' });
    stub.keep(1, { level: 'INFO', message: 'fine' });
    await dashboard.open(`?query=level:INFO&pane=${encodeURIComponent('filter={"level":"ERROR"}')}`);
    await expect(dashboard.pane(1).line('fine')).toBeVisible();
    await expect(dashboard.pane(2).line('broken')).toBeVisible();
    await expect(dashboard.pane(1).lines).toHaveCount(1);
    await expect(dashboard.pane(2).lines).toHaveCount(1);

    await dashboard.addPane();
    await expect.poll(() => paneParameters(dashboard).length).toBe(2);
    await dashboard.page.getByRole('button', { name: 'Share' }).click();
    const link = await dashboard.page.getByRole('textbox', { name: 'Link' }).inputValue();
    expect(new URL(link).searchParams.getAll('pane')).toHaveLength(2);
    expect(link).not.toContain(stub.token);
    await dashboard.page.keyboard.press('Escape');

    await dashboard.page.goBack();
    await expect(dashboard.paneRegion(3)).toHaveCount(0);
    await expect(dashboard.pane(2).line('broken')).toBeVisible();
    await dashboard.page.goForward();
    await expect(dashboard.paneRegion(3)).toBeVisible();
  });

  test('names what is broken in a pane, and the rest holds', async ({ dashboard }) => {
    await dashboard.open('?query=level:INFO&pane=nonsense&pane=query%3Dlevel%3AERROR');
    await expect(dashboard.page.getByRole('alert')).toContainText('pane 2 is not described');
    await expect(dashboard.pane(1).query).toHaveValue('level:INFO');
    await expect(dashboard.pane(2).query).toHaveValue('level:ERROR');
    await expect.poll(() => paneParameters(dashboard)).toEqual(['query=level%3AERROR']);
  });
});

test('by the keyboard alone: add, go from one to the other, resize, close', async ({ stub, signedInPage }) => {
  const { page } = signedInPage;
  await stub.nextConnection('logs');
  await page.getByRole('button', { name: 'Add pane' }).focus();
  await page.keyboard.press('Enter');
  const [first, second] = [signedInPage.pane(1), signedInPage.pane(2)];
  await expect(second.log).toBeVisible();
  await page.keyboard.press('F6');
  await expect(first.log).toBeFocused();
  await page.keyboard.press('F6');
  await expect(second.log).toBeFocused();
  await page.keyboard.press('Shift+F6');
  await expect(first.log).toBeFocused();
  await page.keyboard.press('Alt+2');
  await expect(second.log).toBeFocused();

  const edge = page.getByRole('separator', { name: 'Width of pane 1' });
  await expect(edge).toHaveAttribute('aria-valuenow', '50');
  await edge.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(edge).toHaveAttribute('aria-valuenow', '38');
  const [left, right] = await Promise.all([1, 2].map((place) => signedInPage.paneRegion(place).boundingBox()));
  expect(left?.width).toBeLessThan(right?.width ?? 0);

  await page.getByRole('button', { name: 'Close pane 1' }).focus();
  await page.keyboard.press('Enter');
  await expect(signedInPage.paneRegion(1)).toHaveCount(0);
  await expect(signedInPage.log).toBeFocused();
});

test('a toast shows its line in the pane that holds it', async ({ stub, dashboard }) => {
  await dashboard.open('?query=level:INFO&pane=query%3Dlevel%3AERROR');
  await stub.nextConnection('notifications');
  await expect(dashboard.pane(2).connection).toHaveAttribute('data-state', 'live');
  const { id } = stub.emit({ level: 'ERROR', message: 'what the rule saw' });
  await expect(dashboard.pane(2).line('what the rule saw')).toBeVisible();
  stub.notify(ruleTriggered({ logId: id }));
  await dashboard.page.getByRole('button', { name: 'Show line' }).click();
  await expect(dashboard.pane(2).details).toBeVisible();
  await expect(dashboard.pane(1).details).toBeHidden();
});

test('signing out ends every stream and forgets every line', async ({ stub, dashboard }) => {
  stub.keep(3, { message: 'of the one who left' });
  await dashboard.open('?pane=');
  await expect(dashboard.pane(2).lines).toHaveCount(3);
  await dashboard.page.getByRole('button', { name: 'Tenant default' }).click();
  await dashboard.page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(dashboard.signIn).toBeVisible();
  await expect.poll(() => stub.connections.some(({ isOpen }) => isOpen)).toBe(false);
  await expect(dashboard.page.getByText('of the one who left')).toHaveCount(0);
});

test('the details of a connection show every stream', async ({ dashboard }) => {
  await dashboard.open('?pane=');
  await dashboard.pane(2).connection.waitFor();
  await dashboard.paneRegion(2).getByRole('button', { name: 'Connection details' }).click();
  for (const name of ['Logs, pane 1', 'Logs, pane 2', 'Notifications']) {
    await expect(dashboard.connectionDetails.getByRole('region', { name: `${name} stream` })).toContainText('Live');
  }
});

test.describe('on a narrow page', () => {
  test.use({ viewport: { width: 390, height: 800 } });

  test('one pane is seen at a time, and tabs lead to the others', async ({ dashboard }) => {
    await dashboard.open('?query=level:INFO&pane=query%3Dlevel%3AERROR');
    const tabs = dashboard.page.getByRole('tablist', { name: 'Panes' });
    await expect(tabs.getByRole('tab', { name: 'Pane 1' })).toHaveAttribute('aria-selected', 'true');
    await expect(dashboard.paneRegion(1)).toBeVisible();
    await expect(dashboard.paneRegion(2)).toBeHidden();
    await tabs.getByRole('tab', { name: 'Pane 2' }).click();
    await expect(dashboard.pane(2).query).toHaveValue('level:ERROR');
    await expect(dashboard.paneRegion(1)).toBeHidden();
    expect(await dashboard.sidewaysOverflow()).toBe(0);
  });
});

for (const [device, viewport] of [
  ['a desktop', { width: 1440, height: 900 }],
  ['a phone', { width: 390, height: 800 }],
] as const) {
  test(`two panes have no violation on ${device}`, async ({ stub, dashboard }) => {
    const { page } = dashboard;
    await page.setViewportSize(viewport);
    for (const level of ['INFO', 'WARN', 'ERROR']) stub.keep(3, { level });
    await dashboard.open('?pane=query%3Dlevel%3AERROR');
    await expect(dashboard.pane(1).lines).toHaveCount(9);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      // It takes every named section for a landmark, those that are groups of their pane too.
      const { violations } = await new AxeBuilder({ page }).disableRules(['landmark-unique']).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`)).toEqual([]);
    }
  });
}
