import { expect, test } from '../fixtures.ts';

test.describe('signing in', () => {
  test('a link with a token signs in, and the token is gone from the address and the history', async ({
    stub,
    signedInPage,
  }) => {
    const connection = await stub.nextConnection('logs');
    expect(connection.parameters.get('token')).toBe(stub.token);
    await expect(signedInPage.connection).toHaveAttribute('data-state', 'live');
    expect(signedInPage.page.url()).not.toContain(stub.token);
    expect(await signedInPage.page.evaluate(() => history.length)).toBeLessThanOrEqual(2);
    expect(await signedInPage.page.evaluate(() => JSON.stringify(localStorage))).not.toContain(stub.token);
  });

  test('both streams are opened once each, with the credentials', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    const notifications = await stub.nextConnection('notifications');
    expect(notifications.parameters.get('token')).toBe(stub.token);
    await expect(signedInPage.connection).toHaveAttribute('data-state', 'live');
    expect(stub.connections).toHaveLength(2);
  });

  test('a link with an API key signs in too', async ({ stub, dashboard }) => {
    await dashboard.page.goto(`${stub.url}/#apiKey=${stub.token}`);
    const connection = await stub.nextConnection('logs');
    expect(connection.parameters.get('apiKey')).toBe(stub.token);
    expect(connection.parameters.get('token')).toBeNull();
    await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
  });

  for (const [field, parameter] of [
    ['Token', 'token'],
    ['API key', 'apiKey'],
  ] as const) {
    test(`without a link the form asks, and signs in with the field "${field}"`, async ({ stub, dashboard }) => {
      await dashboard.page.goto(stub.url);
      await expect(dashboard.signIn.getByLabel('Tenant')).toHaveValue('default');
      await dashboard.signIn.getByLabel(field).fill(stub.token);
      await dashboard.signIn.getByRole('button', { name: 'Sign in' }).click();
      expect((await stub.nextConnection('logs')).parameters.get(parameter)).toBe(stub.token);
      await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
    });
  }

  test('a tenant that is no DNS label is refused before anything is sent', async ({ stub, dashboard }) => {
    await dashboard.page.goto(stub.url);
    await dashboard.signIn.getByLabel('Tenant').fill('evil.example.com/');
    await dashboard.signIn.getByLabel('Token').fill(stub.token);
    await dashboard.signIn.getByRole('button', { name: 'Sign in' }).click();
    await expect(dashboard.signIn.getByRole('alert')).toContainText('tenant');
    await expect(dashboard.signIn.getByLabel('Token')).toHaveValue(stub.token);
    expect(stub.connections).toEqual([]);
  });

  test.describe('with credentials that do not hold', () => {
    test.use({ toleratedConsoleErrors: /Failed to load resource.*401/ });
    test('credentials that the server refuses are asked for again, once', async ({ stub, dashboard }) => {
      await dashboard.page.goto(`${stub.url}/#token=wrong`);
      await expect(dashboard.signIn).toBeVisible();
      await expect(dashboard.signIn.getByRole('alert')).toBeVisible();
      await dashboard.signIn.getByLabel('Token').fill(stub.token);
      await dashboard.signIn.getByRole('button', { name: 'Sign in' }).click();
      await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
      const refused = stub.connections.filter(({ parameters }) => parameters.get('token') === 'wrong');
      expect(refused.length, 'attempts with refused credentials').toBeLessThanOrEqual(2);
    });
  });

  test('signing out forgets the credentials and closes the streams', async ({ stub, signedInPage }) => {
    const connection = await stub.nextConnection('logs');
    await expect(signedInPage.connection).toHaveAttribute('data-state', 'live');
    const { page } = signedInPage;
    const signOut = page.getByRole('menuitem', { name: 'Sign out' }).or(page.getByRole('button', { name: 'Sign out' }));
    await page.getByRole('button', { name: /^Tenant/ }).click();
    await signOut.click();
    await expect(signedInPage.signIn).toBeVisible();
    await connection.closed();
    await page.reload();
    await expect(signedInPage.signIn).toBeVisible();
    const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
    expect(kept).not.toContain(stub.token);
  });

  test('a reload within the session stays signed in', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    await signedInPage.page.reload();
    expect((await stub.nextConnection('logs')).parameters.get('token')).toBe(stub.token);
    await expect(signedInPage.connection).toHaveAttribute('data-state', 'live');
  });
});

test.describe('runtime configuration', () => {
  test('the configured tenant is offered', async ({ stub, dashboard }) => {
    stub.config = JSON.stringify({ endpoint: `${stub.url}/v1`, tenant: 'acme' });
    await dashboard.page.goto(stub.url);
    await expect(dashboard.signIn.getByLabel('Tenant')).toHaveValue('acme');
  });

  test('a broken config.json is said on the page', async ({ stub, dashboard }) => {
    stub.config = '{ "endpoint": ';
    await dashboard.page.goto(stub.url);
    await expect(dashboard.page.getByRole('alert').filter({ hasText: 'config.json' })).toBeVisible();
  });

  test.describe('without config.json', () => {
    test.use({ toleratedConsoleErrors: /Failed to load resource.*404/ });
    test('all defaults hold', async ({ stub, dashboard }) => {
      stub.config = undefined;
      await dashboard.open();
      await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
    });
  });
});
