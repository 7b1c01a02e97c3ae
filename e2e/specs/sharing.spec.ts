import { Dashboard } from '../dashboard.ts';
import { expect, test } from '../fixtures.ts';

test('a shared link opens the same stream elsewhere, and holds no credential', async ({ stub, dashboard, browser }) => {
  const filter = { source: 'api-service', level: ['ERROR'] };
  await dashboard.open(`?query=timeout&filter=${encodeURIComponent(JSON.stringify(filter))}&history=true&limit=50`);
  await stub.nextConnection('logs');
  stub.emit({ source: 'api-service', level: 'ERROR', message: 'a timeout to share' });
  stub.emit({ source: 'web-service', level: 'ERROR', message: 'a timeout of others' });
  await expect(dashboard.lines).toHaveCount(1);
  await dashboard.page.getByRole('button', { name: 'Share' }).click();
  const dialog = dashboard.page.getByRole('dialog', { name: 'Share this stream' });
  await expect(dialog.getByRole('button', { name: 'Copy link' })).toBeVisible();
  const link = await dialog.getByRole('textbox', { name: 'Link' }).inputValue();
  expect(link).not.toContain(stub.token);
  expect(decodeURIComponent(link)).not.toContain(stub.token);

  const elsewhere = await browser.newContext();
  const theirs = new Dashboard(await elsewhere.newPage(), stub);
  await theirs.page.goto(link);
  await theirs.signIn.getByLabel('Token').fill(stub.token);
  await theirs.signIn.getByRole('button', { name: 'Sign in' }).click();
  const connection = await stub.nextConnection('logs');
  expect(connection.parameters.get('query')).toBe('timeout');
  expect(JSON.parse(connection.parameters.get('filter') ?? '')).toEqual(filter);
  expect(connection.parameters.get('limit')).toBe('50');
  await expect(theirs.query).toHaveValue('timeout');
  await expect(theirs.level('Error')).toHaveAttribute('aria-pressed', 'true');
  await expect(theirs.lines).toHaveCount(1);
  await expect(theirs.line('a timeout to share')).toBeVisible();
  await elsewhere.close();
});

test('the link is copied whole', async ({ stub, dashboard, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await dashboard.open('?query=level:ERROR');
  await stub.nextConnection('logs');
  await dashboard.page.getByRole('button', { name: 'Share' }).click();
  const dialog = dashboard.page.getByRole('dialog', { name: 'Share this stream' });
  const link = await dialog.getByRole('textbox', { name: 'Link' }).inputValue();
  await dialog.getByRole('button', { name: 'Copy link' }).click();
  await expect(dialog.getByRole('status')).toContainText('Copied');
  expect(await dashboard.page.evaluate(() => navigator.clipboard.readText())).toBe(link);
});
