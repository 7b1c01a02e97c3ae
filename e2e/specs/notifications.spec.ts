import { expect, test } from '../fixtures.ts';
import { actionExecuted, ruleTriggered, systemNotification } from '../stub/envelopes.ts';

test.beforeEach(async ({ stub, signedInPage }) => {
  await stub.nextConnection('notifications');
  await expect(signedInPage.connection).toHaveAttribute('data-state', 'live');
});

test.describe('toasts', () => {
  test('all three types are shown, the urgent ones as alerts and the others as statuses', async ({
    stub,
    signedInPage,
  }) => {
    stub.notify(ruleTriggered({ ruleName: 'Too many errors', severity: 'high' }));
    stub.notify(actionExecuted({ actionName: 'Call the webhook', status: 'success' }));
    stub.notify(systemNotification({ title: 'Maintenance', message: 'At noon.', severity: 'info' }));
    const alerts = signedInPage.page.getByRole('region', { name: 'Alerts' });
    await expect(alerts.getByRole('alert').filter({ hasText: 'Too many errors' })).toBeVisible();
    await expect(alerts.getByRole('status').filter({ hasText: 'Call the webhook' })).toBeVisible();
    await expect(alerts.getByRole('status').filter({ hasText: 'Maintenance' })).toContainText('At noon.');
  });

  test('there are at most three at once, and the tray has them all', async ({ stub, signedInPage }) => {
    for (let rule = 1; rule <= 6; rule += 1) {
      stub.notify(ruleTriggered({ ruleId: `rule-${rule}`, ruleName: `Rule number ${rule}` }));
    }
    await expect(signedInPage.bell).toHaveAccessibleName('Notifications, 6 unread');
    await expect(signedInPage.toasts.filter({ hasText: 'Rule number 6' })).toBeVisible();
    await expect(signedInPage.toasts.filter({ visible: true })).toHaveCount(3);
  });

  test('the same rule again is folded into its toast', async ({ stub, signedInPage }) => {
    for (let time = 0; time < 3; time += 1) stub.notify(ruleTriggered({ ruleName: 'Again and again' }));
    await expect(signedInPage.toasts).toHaveCount(1);
    await expect(signedInPage.toasts).toContainText('Again and again');
    await expect(signedInPage.toasts).toContainText('3');
  });

  test("a rule's toast leads to the line that triggered it, with the lines around it", async ({
    stub,
    signedInPage,
  }) => {
    const lines = stub.emitMany(20, { level: 'ERROR' });
    await expect(signedInPage.line('Line 20')).toBeVisible();
    stub.notify(ruleTriggered({ ruleName: 'Errors', logId: lines[9]?.id ?? '' }));
    await signedInPage.toasts.getByRole('button', { name: 'Show line' }).click();
    await expect(signedInPage.details).toContainText('Line 10');
    await expect(signedInPage.details).toContainText('Line 9');
    await expect(signedInPage.details).toContainText('Line 11');
  });
});

test.describe('the tray', () => {
  test('counts what is unread, and opening it reads it', async ({ stub, signedInPage }) => {
    await expect(signedInPage.bell).toHaveAccessibleName('Notifications');
    stub.notify(ruleTriggered({ ruleId: 'a', ruleName: 'First' }));
    stub.notify(actionExecuted({ actionName: 'Second' }));
    stub.notify(systemNotification({ title: 'Third' }));
    await expect(signedInPage.bell).toHaveAccessibleName('Notifications, 3 unread');
    await signedInPage.bell.click();
    const entries = signedInPage.tray.getByRole('listitem');
    await expect(entries).toHaveCount(3);
    await expect(signedInPage.bell).toHaveAccessibleName('Notifications');
    await expect(entries.nth(0)).toContainText('Third');
    await expect(entries.nth(2)).toContainText('First');
    await signedInPage.page.keyboard.press('Escape');
    await expect(signedInPage.tray).toBeHidden();
    await expect(signedInPage.bell).toHaveAccessibleName('Notifications');
  });

  test('opens only links that are plain web addresses', async ({ stub, signedInPage }) => {
    const hostile = [
      'javascript:alert(1)',
      'data:text/html,<script>alert(1)</script>',
      'vbscript:x',
      '//evil.example',
      'file:///etc/passwd',
      'https://user:secret@evil.example/',
      'blob:https://evil.example/1',
    ];
    for (const [index, actionUrl] of hostile.entries()) {
      stub.notify(systemNotification({ title: `Hostile ${index}`, actionUrl }));
    }
    stub.notify(systemNotification({ title: 'Harmless', actionUrl: 'https://status.example/incident?id=7' }));
    await expect(signedInPage.bell).toHaveAccessibleName(`Notifications, ${hostile.length + 1} unread`);
    await signedInPage.bell.click();
    await expect(signedInPage.tray.getByRole('listitem')).toHaveCount(hostile.length + 1);
    const links = signedInPage.tray.getByRole('link');
    await expect(links).toHaveCount(1);
    await expect(links).toHaveAttribute('href', 'https://status.example/incident?id=7');
    await expect(links).toHaveAttribute('rel', /noopener/);
    const everyAddress = await signedInPage.page
      .locator('a[href]')
      .evaluateAll((anchors) => anchors.map((anchor) => anchor.getAttribute('href') ?? ''));
    expect(everyAddress.every((address) => address.startsWith('https://status.example/'))).toBe(true);
  });
});
