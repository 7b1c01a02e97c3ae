import { expect, test } from '../fixtures.ts';
import { ruleTriggered } from '../stub/envelopes.ts';

test.describe('the details', () => {
  test('give the focus back to the lines when they close', async ({ stub, signedInPage }) => {
    stub.emitMany(5);
    await signedInPage.line('Line 3').click();
    await signedInPage.details.getByRole('button', { name: 'Close log details' }).click();
    await expect(signedInPage.details).toBeHidden();
    await expect(signedInPage.log).toBeFocused();
  });

  test('close with Esc from within, and the lines go on by keyboard', async ({ stub, signedInPage }) => {
    stub.emitMany(5);
    await signedInPage.line('Line 3').click();
    await signedInPage.details.getByRole('button', { name: 'Copy as JSON' }).focus();
    await signedInPage.page.keyboard.press('Escape');
    await expect(signedInPage.details).toBeHidden();
    await expect(signedInPage.log).toBeFocused();
    await signedInPage.page.keyboard.press('ArrowDown');
    await signedInPage.page.keyboard.press('Enter');
    await expect(signedInPage.details.locator('pre')).toHaveText('Line 4');
  });

  test('have the focus after "Show line" of a toast, and the lines have it afterwards', async ({
    stub,
    signedInPage,
  }) => {
    await stub.nextConnection('notifications');
    const lines = stub.emitMany(5);
    stub.notify(ruleTriggered({ ruleName: 'Errors', logId: lines[2]?.id ?? '' }));
    await signedInPage.toasts.getByRole('button', { name: 'Show line' }).click();
    await expect(signedInPage.details).toContainText('Line 3');
    await expect(signedInPage.toasts).toHaveCount(0);
    await expect(signedInPage.details).toBeFocused();
    await signedInPage.page.keyboard.press('Escape');
    await expect(signedInPage.log).toBeFocused();
  });

  test('leave the focus alone where somebody types', async ({ stub, signedInPage }) => {
    stub.emitMany(5);
    await signedInPage.line('Line 3').click();
    await signedInPage.query.click();
    await signedInPage.page.keyboard.type('Line');
    await signedInPage.page.keyboard.press('Enter');
    await expect(signedInPage.query).toBeFocused();
  });
});

test.describe('signing in', () => {
  test('begins in the first field that is empty', async ({ stub, dashboard }) => {
    await dashboard.page.goto(stub.url);
    await expect(dashboard.signIn.getByLabel('Token')).toBeFocused();
  });

  test('a link that would replace credentials asks in a modal dialog, and Esc keeps them', async ({
    stub,
    signedInPage,
  }) => {
    await stub.nextConnection('logs');
    await expect(signedInPage.connection).toHaveAttribute('data-state', 'live');
    const { page } = signedInPage;
    await page.goto('about:blank');
    await page.goto(`${stub.url}/#token=another`);
    const question = page.getByRole('alertdialog');
    await expect(question.getByRole('button').first()).toBeFocused();
    for (let step = 0; step < 4; step += 1) {
      await page.keyboard.press('Tab');
      await expect(question.locator(':focus')).toHaveCount(1);
    }
    await page.keyboard.press('Escape');
    await expect(question).toBeHidden();
    expect((await stub.nextConnection('logs')).parameters.get('token')).toBe(stub.token);
  });

  test.describe('after a refusal', () => {
    test.use({ toleratedConsoleErrors: /Failed to load resource.*401/ });

    test('what stands behind the form cannot be reached, and the connection still says why', async ({
      stub,
      dashboard,
    }) => {
      await dashboard.page.goto(`${stub.url}/#token=wrong`);
      await expect(dashboard.signIn.getByLabel('Token')).toBeFocused();
      await expect(dashboard.connection).toHaveAttribute('data-state', 'unauthorized');
      for (const behind of [dashboard.query, dashboard.log]) {
        await behind.focus();
        await expect(behind).not.toBeFocused();
      }
      await dashboard.signIn.getByLabel('Token').fill(stub.token);
      await dashboard.page.keyboard.press('Enter');
      await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
      await expect(dashboard.query).toBeEditable();
    });
  });
});
