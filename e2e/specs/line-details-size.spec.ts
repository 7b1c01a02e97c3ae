import type { Dashboard } from '../dashboard.ts';
import { expect, test } from '../fixtures.ts';
import { FELT, withoutLongTask } from '../page-tasks.ts';

// Playwright's own recording of the page would be the longest task of all.
test.use({ trace: 'off', permissions: ['clipboard-read', 'clipboard-write'] });

async function openWith(dashboard: Dashboard, sendRaw: (text: string) => void, metadata: string): Promise<void> {
  const data = `{"id":"","timestamp":"","level":"INFO","source":"","message":"the heavy one","metadata":${metadata}}`;
  // As text: no writer of JSON goes deep enough.
  sendRaw(`{"type":"log","id":"","timestamp":"","data":${data}}`);
  await dashboard.line('the heavy one').click({ position: { x: 5, y: 5 } });
  await expect(dashboard.details.locator('pre')).toHaveText('the heavy one');
}

const DEEP = `${'{"a":'.repeat(100_000)}"the bottom"${'}'.repeat(100_000)}`;
const WIDE = JSON.stringify(
  Object.fromEntries(Array.from({ length: 200_000 }, (_, at) => [`key-${at}`, { value: `text ${at} `.repeat(3) }])),
);

for (const [what, metadata] of [
  ['of 200,000 keys and 10 MB', WIDE],
  ['that is 100,000 deep', DEEP],
] as const) {
  test(`metadata ${what} is searched, unfolded and shown as JSON without a task that is felt`, async ({
    stub,
    dashboard,
  }) => {
    const { page, details } = dashboard;
    stub.automatic = false;
    await dashboard.open();
    const connection = await stub.nextConnection('logs');
    connection.streamStart();
    await openWith(dashboard, (text) => connection.sendRaw(text), metadata);
    const search = details.getByRole('searchbox', { name: 'Search fields' });
    const status = details.getByRole('region', { name: 'Metadata' }).getByRole('status');

    await withoutLongTask(page, { limit: FELT, what: 'searching' }, async (attempt) => {
      await search.fill(metadata === WIDE ? `text ${199_990 + attempt}` : 'bottom'.slice(attempt));
      await expect(status).toHaveText(metadata === WIDE ? /^1 field matches/ : /deeper than 100 levels$/);
    });
    await search.fill('');
    const rows = details.getByRole('treeitem');
    await withoutLongTask(page, { limit: FELT, what: 'folding and unfolding' }, async () => {
      await rows.first().click();
      await expect(rows.first()).toHaveAttribute('aria-expanded', 'false');
      await rows.first().click();
      await expect(rows.first()).toHaveAttribute('aria-expanded', 'true');
    });
    await withoutLongTask(page, { limit: FELT, what: 'showing it as JSON' }, async () => {
      await details.getByRole('tab', { name: 'Fields' }).click();
      await details.getByRole('tab', { name: 'JSON' }).click();
      await expect(details.getByText('cut here for the screen, whole when copied')).toBeVisible();
    });
    await details.getByRole('button', { name: 'Copy as JSON' }).click();
    await expect(details.getByText('✓ copied')).toBeVisible();
    const pasted = await page.evaluate(() => navigator.clipboard.readText());
    expect(pasted.replaceAll(/\s/g, '').includes(metadata.replaceAll(/\s/g, '')), 'all of it is copied').toBe(true);
  });
}

test('a branch is shown more of by the keyboard, and the focus goes on where the new part begins', async ({
  stub,
  signedInPage,
}) => {
  const metadata = Object.fromEntries(Array.from({ length: 250 }, (_, at) => [`key${at}`, at]));
  stub.emit({ message: 'a long one', metadata });
  await signedInPage.line('a long one').click({ position: { x: 5, y: 5 } });
  const row = (name: string) => signedInPage.details.getByRole('treeitem', { name });
  await row('key0: 0').focus();
  await signedInPage.page.keyboard.press('End');
  await expect(row('Show 100 more of 150')).toBeFocused();
  await signedInPage.page.keyboard.press('Enter');
  await expect(row('key100: 100')).toBeFocused();
  await expect(row('key100: 100')).toHaveAttribute('aria-setsize', '201');
});
