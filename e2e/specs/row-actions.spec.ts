import { clipboard } from '../clipboard.ts';
import type { Dashboard } from '../dashboard.ts';
import { expect, test } from '../fixtures.ts';
import type { StubServer } from '../stub/stub-server.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

async function show(stub: StubServer, dashboard: Dashboard): Promise<void> {
  await stub.nextConnection('logs');
  stub.emitMany(20);
  stub.emit({ id: 'told', message: 'Line of note', raw: 'as it was \u001b[31mread\u001b[0m' });
  stub.emitMany(20);
  await expect(dashboard.line('Line of note')).toBeInViewport();
}

/** Moves the pointer on a line until its actions are there: what follows the pointer is loaded in idle time. */
async function pointAt(dashboard: Dashboard, message: string): Promise<void> {
  await expect(async () => {
    await dashboard.line(message).hover({ position: { x: 5, y: 5 } });
    await dashboard.line(message).hover();
    expect(await dashboard.log.getByRole('group', { name: 'Line actions' }).count()).toBe(1);
  }).toPass();
}

test('the line under the pointer is bookmarked, pinned and copied at the end of its row', async ({
  stub,
  signedInPage,
}) => {
  await show(stub, signedInPage);
  const { page, log } = signedInPage;
  await log.focus();
  await pointAt(signedInPage, 'Line of note');
  const actions = log.getByRole('group', { name: 'Line actions' });
  await expect(actions).toHaveCount(1);
  await actions.getByRole('button', { name: 'Bookmark line' }).click();
  await expect(actions.getByRole('button', { name: 'Bookmark line' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('button', { name: 'Bookmarks, 1' })).toBeVisible();
  await actions.getByRole('button', { name: 'Copy line' }).click();
  await expect.poll(() => clipboard(page)).toBe('as it was \u001b[31mread\u001b[0m');
  await actions.getByRole('button', { name: 'Copy link to line' }).click();
  await expect.poll(() => clipboard(page)).toMatch(/^http.*[?&]log=told/);
  expect(await clipboard(page)).not.toContain(stub.token);
  await actions.getByRole('button', { name: 'Pin line' }).click();
  await expect(page.getByRole('region', { name: 'Pinned line' })).toContainText('Line of note');
  await expect(log).toBeFocused();
  await expect(signedInPage.details).toBeHidden();
  await expect(page).not.toHaveURL(/log=/);
});

test('there is one group of actions, which goes with its row and with the pointer', async ({ stub, signedInPage }) => {
  await show(stub, signedInPage);
  const { page, log } = signedInPage;
  const actions = log.getByRole('group', { name: 'Line actions' });
  const row = signedInPage.line('Line of note');
  await pointAt(signedInPage, 'Line of note');
  const offset = async (): Promise<number> =>
    ((await actions.boundingBox())?.y ?? 0) - ((await row.boundingBox())?.y ?? 0);
  const before = await offset();
  const top = (await row.boundingBox())?.y ?? 0;
  stub.emitMany(10);
  await expect.poll(async () => (await row.boundingBox())?.y).toBeLessThan(top);
  await expect(actions).toHaveCount(1);
  expect(await offset()).toBe(before);

  await signedInPage.line('Line 30').first().hover();
  await expect(actions).toHaveCount(1);
  await page.mouse.down();
  await page.mouse.move(700, 400, { steps: 4 });
  await expect(actions).toHaveCount(0);
  await page.mouse.up();
  await signedInPage.line('Line 31').hover();
  await expect(actions).toHaveCount(1);
  await signedInPage.query.hover();
  await expect(actions).toHaveCount(0);
});

test('keys do the same with the line that was moved to, and say so', async ({ stub, signedInPage }) => {
  await show(stub, signedInPage);
  const { page, log } = signedInPage;
  const spoken = (text: string) => expect(page.locator('[aria-live=polite]', { hasText: text })).toHaveCount(1);
  await log.focus();
  await page.keyboard.press('l');
  await spoken('a link is to one line');
  for (let press = 0; press < 21; press += 1) await page.keyboard.press('ArrowUp');
  await spoken('Line of note');
  await page.keyboard.press('ControlOrMeta+c');
  await spoken('Copied 1 line.');
  expect(await clipboard(page)).toBe('as it was \u001b[31mread\u001b[0m');
  await page.keyboard.press('l');
  await spoken('Link copied.');
  expect(await clipboard(page)).toMatch(/[?&]log=told/);
});
