import type { Dashboard } from '../dashboard.ts';
import { expect, test } from '../fixtures.ts';
import { HANGS, withoutLongTask } from '../page-tasks.ts';

// What is too large for a screen: see docs/faults.md for the list that the numbers point into.
// Playwright's own recording of the page would be the longest task of all.
test.use({ trace: 'off', permissions: ['clipboard-read', 'clipboard-write'] });

async function openLine(dashboard: Dashboard, words: string): Promise<void> {
  await dashboard.line(words).click({ position: { x: 5, y: 5 } });
  await expect(dashboard.details.locator('pre')).toContainText(words);
}

/** Presses a button that copies, and answers what was copied. */
async function copied(dashboard: Dashboard, button: string): Promise<string> {
  const copy = dashboard.details.getByRole('button', { name: button });
  await copy.click();
  await expect(copy.getByRole('status')).toHaveText('✓ copied');
  return dashboard.page.evaluate(() => navigator.clipboard.readText());
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}

test('10: messages of 10 MB and lines of 1 MB never make the page hang, are cut on the screen with their size told, and are whole when copied', async ({
  stub,
  dashboard,
}) => {
  const { page } = dashboard;
  await dashboard.open('?wrap=true');
  await stub.nextConnection('logs');
  stub.emit({ message: 'before them' });
  await expect(dashboard.line('before them')).toBeVisible();
  const large = [
    { what: 'in many lines', body: '{"path":"C:\\tmp","name":1}\n'.repeat(400_000) },
    { what: 'in one line', body: 'x'.repeat(10_000_000) },
    { what: 'of a megabyte', body: 'word '.repeat(200_000) },
    { what: 'of nothing but newlines', body: '\n'.repeat(1_000_000) },
  ];
  for (const { what, body } of large) {
    let message = '';
    await withoutLongTask(page, { limit: HANGS, what: `a message ${what}` }, async (attempt) => {
      const words = `Large ${what}, attempt ${attempt}`;
      message = `${words} ${body} the end`;
      stub.emit({ message });
      await expect(dashboard.line(words)).toContainText(/[\d,]{6,} (more characters|lines)/);
      await openLine(dashboard, words);
    });
    const row = await dashboard.lines.last().innerText();
    expect(row.length).toBeLessThan(5_000);
    // Forty of the message, and one for what is said of the others.
    expect(row.split('\n').length).toBeLessThanOrEqual(41);
    const shown = await dashboard.details.locator('pre').innerText();
    expect(shown.length).toBeLessThan(66_000);
    expect(shown.split('\n').length).toBeLessThanOrEqual(5_001);
    const hidden = Number(/ … ([\d,]+) more characters, whole when copied$/.exec(shown)?.[1]?.replaceAll(',', ''));
    // Behind several lines it stands on one of its own.
    expect([0, 1]).toContain(shown.lastIndexOf(' … ') + hidden - message.length);
    // Not by a matcher: it would print ten megabytes.
    expect((await copied(dashboard, 'Copy line')) === message, `the message ${what} is copied whole`).toBe(true);
  }
});

test('12: metadata that is 100,000 deep or has 200,000 keys never makes the page hang, is capped on the screen, and is whole when copied', async ({
  stub,
  dashboard,
}) => {
  stub.automatic = false;
  await dashboard.open();
  const connection = await stub.nextConnection('logs');
  connection.streamStart();
  connection.sendLog({ message: 'before it' });
  await expect(dashboard.line('before it')).toBeVisible();
  const tree = dashboard.details.getByRole('region', { name: 'Metadata' });
  const receiveAndOpen = (words: string, metadata: string): Promise<void> =>
    withoutLongTask(dashboard.page, { limit: HANGS, what: words }, async (attempt) => {
      const message = `${words}, attempt ${attempt}`;
      const data = `{"id":"","timestamp":"","level":"INFO","source":"","message":"${message}","metadata":${metadata}}`;
      // As text: no writer of JSON goes so deep.
      connection.sendRaw(`{"type":"log","id":"","timestamp":"","data":${data}}`);
      await expect(dashboard.line(message)).toBeVisible();
      await openLine(dashboard, message);
      await expect(tree).toBeVisible();
    });

  const deep = `${'{"a":'.repeat(100_000)}"the bottom"${'}'.repeat(100_000)}`;
  await receiveAndOpen('Deep metadata', deep);
  await expect(tree).toContainText('1 field');
  const deepest = tree.getByRole('treeitem', { expanded: false });
  for (let level = 3; level <= 30; level += 1) {
    await deepest.click();
    await expect(deepest).toHaveAttribute('aria-level', String(level + 1));
  }
  const pastedDepths = (await copied(dashboard, 'Copy as JSON')).replaceAll(/\s/g, '');
  expect(pastedDepths.includes(deep.replaceAll(/\s/g, '')), 'the depths are copied').toBe(true);

  const keys = 200_000;
  const wide = Object.fromEntries(Array.from({ length: keys }, (_, index) => [`key-${index}`, `value ${index}`]));
  await receiveAndOpen('Wide metadata', JSON.stringify(wide));
  await expect(tree).toContainText(`${count(keys)} fields`);
  await expect(tree).toContainText(`Show 100 more of ${count(keys - 100)}`);
  expect(await tree.getByRole('treeitem').count()).toBeLessThanOrEqual(500);
  const pasted: { readonly metadata: object } = JSON.parse(await copied(dashboard, 'Copy as JSON'));
  expect(Object.keys(pasted.metadata).length).toBe(keys);
  expect(await dashboard.ledgerCount('unreadable')).toBe(0);
});
