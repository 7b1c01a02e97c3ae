import type { Page } from '@playwright/test';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';
import { openWithLines } from '../query-field.ts';
import { errorMessage } from '../stub/envelopes.ts';

test.describe('until the server has answered', () => {
  const help = (page: Page) => page.getByRole('status', { name: 'Query help' });

  test('a query is said to be applied, and nothing moves for it', async ({ stub, dashboard }) => {
    await openWithLines(stub, dashboard);
    const { page, query } = dashboard;
    const band = page.getByRole('region', { name: 'Query and filters' });
    stub.automatic = false;
    await query.fill('level:ERROR');
    const before = await band.boundingBox();
    await query.press('Enter');
    await expect(band.getByText('Applying…')).toBeVisible();
    await expect(help(page)).toHaveText('Applying: the server has not answered yet.');
    expect(await band.boundingBox()).toEqual(before);
    (await stub.nextConnection('logs')).streamStart({ query: 'level:ERROR' });
    await expect(band.getByText('Applying…')).toBeHidden();
    await expect(help(page)).toHaveText('The query is in force.');
  });

  test('a filter is, too', async ({ stub, dashboard }) => {
    await openWithLines(stub, dashboard);
    const { page } = dashboard;
    const band = page.getByRole('region', { name: 'Query and filters' });
    stub.rest.delayMs = 1_500;
    await dashboard.level('Error').click();
    await expect(band.getByText('Applying…')).toBeVisible();
    await expect(help(page)).toHaveText('Applying: the server has not answered yet.');
    await expect(dashboard.lines).toHaveCount(2);
    await expect(band.getByText('Applying…')).toBeHidden();
  });

  test.describe('with a refusal', () => {
    test.use({ toleratedConsoleErrors: NETWORK_NOISE });
    test('which is said by the query, and what was typed is kept', async ({ stub, dashboard }) => {
      await openWithLines(stub, dashboard);
      const { page, query } = dashboard;
      const band = page.getByRole('region', { name: 'Query and filters' });
      stub.automatic = false;
      await query.fill('level:ERROR');
      await query.press('Enter');
      await expect(band.getByText('Applying…')).toBeVisible();
      const connection = await stub.nextConnection('logs');
      connection.send(errorMessage('invalid_query', 'No levels here.'));
      connection.close(4400);
      await expect(band.getByRole('alert')).toContainText('No levels here.');
      await expect(band.getByText('Applying…')).toBeHidden();
      await expect(query).toHaveValue('level:ERROR');
    });
  });
});
