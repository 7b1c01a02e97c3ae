import { Dashboard } from '../dashboard.ts';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';
import { errorMessage, ruleTriggered } from '../stub/envelopes.ts';

test.use({ toleratedConsoleErrors: NETWORK_NOISE });

test.describe('the words of the connection', () => {
  test('say after an interruption what became of it, then that the stream is live', async ({ stub, signedInPage }) => {
    const connection = await stub.nextConnection('logs');
    stub.emitMany(5);
    await expect(signedInPage.line('Line 5')).toBeVisible();
    connection.drop();
    stub.emitMany(30);
    await expect(signedInPage.connection).toHaveText(/^Back after \d+ s: 30 lines fetched, no gap found$/);
    await expect(signedInPage.connection).toHaveAttribute('data-state', 'live');
    await expect(signedInPage.connection).toHaveText('Live', { timeout: 15_000 });
  });

  test('say when the server itself confirms that nothing is missing', async ({ stub, dashboard }) => {
    stub.extensions = ['resume.1', 'batch.1'];
    await dashboard.open();
    const connection = await stub.nextConnection('logs');
    stub.emitMany(5);
    await expect(dashboard.line('Line 5')).toBeVisible();
    connection.drop();
    stub.emitMany(30);
    await expect(dashboard.connection).toHaveText(/30 lines fetched, complete, confirmed by the server$/);
  });

  test('say that a stream is quiet, and that its heartbeat is unverified', async ({ page, stub, dashboard }) => {
    await page.clock.install();
    await dashboard.open();
    await stub.nextConnection('logs');
    await expect(dashboard.connection).toHaveText('Live');
    await page.clock.runFor(41_000);
    await expect(dashboard.connection).toHaveText(/^Connected, no lines for 4\d s, heartbeat unverified$/);
    await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
  });

  test('count down to the next attempt, with the reason in the tooltip', async ({ stub, signedInPage }) => {
    const connection = await stub.nextConnection('logs');
    await expect(signedInPage.connection).toHaveText('Live');
    stub.refuse(503, { stream: 'logs', times: 1 });
    connection.close(1012, 'deploying');
    await expect(signedInPage.connection).toHaveText(/^Reconnecting in \d s$/);
    await expect(signedInPage.connection.locator('[title]')).toHaveAttribute('title', /The server is restarting/);
  });
});

test.describe('the details', () => {
  test('add up: every line that came is accounted for', async ({ stub, dashboard }) => {
    await dashboard.open('?query=wanted');
    const connection = await stub.nextConnection('logs');
    const [first] = stub.emitMany(20, { message: 'wanted' });
    connection.sendLog({ ...first });
    connection.sendLog({ ...first, message: 'wanted, another body' });
    connection.sendRaw('broken');
    await expect.poll(() => dashboard.ledgerCount('received')).toBe(22);
    await dashboard.openConnectionDetails();
    const sums = dashboard.connectionDetails.getByRole('table', { name: 'Where every line went' });
    await expect(sums.getByRole('row', { name: /^Received the sum of the above 22$/ })).toBeVisible();
    await expect(sums.getByRole('row', { name: /^Shown 20$/ })).toBeVisible();
    await expect(
      sums.getByRole('row', { name: /^Came again 1 with another body; the first is kept 2$/ }),
    ).toBeVisible();
    await expect(sums.getByRole('row', { name: /^Messages that could not be read 1$/ })).toBeVisible();
  });

  test('tell both streams: state, transport, extensions, heartbeat, counts', async ({ stub, dashboard }) => {
    stub.extensions = ['resume.1', 'batch.1'];
    await dashboard.open();
    const connection = await stub.nextConnection('logs');
    connection.heartbeat();
    await connection.nextAck();
    await dashboard.openConnectionDetails();
    const logs = dashboard.connectionDetails.getByRole('region', { name: 'Logs stream' });
    await expect(logs).toContainText('Live');
    await expect(logs).toContainText('WebSocket');
    await expect(logs).toContainText('resume.1, batch.1');
    await expect(logs).toContainText(/Heartbeat(now|\d+ s ago)/);
    await expect(logs).toContainText(/Last round trip\d+ ms/);
    await expect(logs).toContainText(/Attempts to reconnect0/);
    const notifications = dashboard.connectionDetails.getByRole('region', { name: 'Notifications stream' });
    await expect(notifications).toContainText('WebSocket');
  });

  test('mark what went wrong until it has been looked at, with code and details', async ({ stub, signedInPage }) => {
    const connection = await stub.nextConnection('logs');
    await expect(signedInPage.connection).toHaveText('Live');
    connection.send(errorMessage('rate_limited', 'Slow down', { limit: 5 }));
    const button = signedInPage.page.getByRole('button', { name: 'Connection details' });
    await expect(button).toHaveAccessibleDescription('1 new problem');
    await signedInPage.openConnectionDetails();
    await expect(signedInPage.connectionDetails).toContainText('rate_limited');
    await expect(signedInPage.connectionDetails).toContainText('Slow down');
    await expect(signedInPage.connectionDetails).toContainText('{"limit":5}');
    await signedInPage.page.keyboard.press('Escape');
    await expect(button).toHaveAccessibleDescription('Connection details');
  });

  test('tell the history with durations, reasons and verdicts', async ({ stub, signedInPage }) => {
    const connection = await stub.nextConnection('logs');
    stub.emitMany(3);
    await expect(signedInPage.line('Line 3')).toBeVisible();
    connection.close(1012, '');
    await expect(signedInPage.connection).toHaveText(/^Back after/);
    await signedInPage.openConnectionDetails();
    const { connectionDetails } = signedInPage;
    await expect(connectionDetails).toContainText(
      /Waiting to reconnect for (less than 1|\d+) s\. The server is restarting\./,
    );
    await expect(connectionDetails).toContainText(/Back after \d+ s: no gap found/);
  });
});

test.describe('whoever has to find out what is wrong', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  test('copies diagnostics without credentials, lines, queries and words of others', async ({ stub, dashboard }) => {
    await dashboard.open('?query=canary-query&filter={"source":"canary-filter"}');
    const connection = await stub.nextConnection('logs');
    stub.emit({ message: 'canary-query canary-line', source: 'canary-filter' });
    connection.send(errorMessage('rate_limited', 'canary-error', { note: 'canary-details' }));
    await expect(dashboard.line('canary-line')).toBeVisible();
    await dashboard.openConnectionDetails();
    await dashboard.connectionDetails.getByRole('button', { name: 'Copy diagnostics' }).click();
    await expect(dashboard.connectionDetails.getByRole('status', { name: 'Copying' })).toHaveText('Copied');
    const text = await dashboard.page.evaluate(() => navigator.clipboard.readText());
    const copied: unknown = JSON.parse(text);
    expect(copied).toMatchObject({
      version: 1,
      page: { version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
      logs: { state: 'live', transport: 'socket' },
      ledger: { received: 1, shown: 1 },
      problems: [{ stream: 'logs', kind: 'server_error', code: 'rate_limited' }],
    });
    expect(text).not.toContain('canary');
    expect(text).not.toContain(stub.token);
  });

  test('hears of states and sums by events, and may ask for the diagnostics at any time', async ({
    stub,
    dashboard,
  }) => {
    const heard: string[] = [];
    dashboard.page.on('console', (message) => heard.push(message.text()));
    await dashboard.page.addInitScript(() => {
      for (const name of ['neurallog:connection', 'neurallog:ledger']) {
        window.addEventListener(name, (event) => {
          if (event instanceof CustomEvent) console.debug(name, JSON.stringify(event.detail));
        });
      }
    });
    await dashboard.open();
    const connection = await stub.nextConnection('logs');
    stub.emitMany(3);
    await expect(dashboard.line('Line 3')).toBeVisible();
    connection.close(1012, 'canary');
    await expect(dashboard.connection).toHaveAttribute('data-state', 'reconnecting');
    const about = (name: string): unknown[] =>
      heard.filter((text) => text.startsWith(name)).map((text): unknown => JSON.parse(text.slice(name.length)));
    const changes = about('neurallog:connection');
    expect(changes).toContainEqual(expect.objectContaining({ stream: 'logs', before: 'connecting', state: 'live' }));
    expect(changes).toContainEqual(
      expect.objectContaining({ stream: 'logs', before: 'live', state: 'reconnecting', reason: 'closed 1012' }),
    );
    await expect.poll(() => about('neurallog:ledger').at(-1)).toMatchObject({ received: 3, shown: 3, waiting: 0 });
    const taken: unknown = await dashboard.page.evaluate('window.neurallog.diagnostics()');
    expect(taken).toMatchObject({ version: 1, logs: { transport: expect.any(String) }, ledger: { received: 3 } });
    expect(JSON.stringify([heard, taken])).not.toContain('canary');
  });
});

test('what was read in one tab is read in the other', async ({ stub, signedInPage, context }) => {
  const other = new Dashboard(await context.newPage(), stub);
  await other.open();
  await stub.nextConnection('notifications');
  await stub.nextConnection('notifications');
  stub.notify(ruleTriggered());
  await expect(other.bell).toHaveAccessibleName('Notifications, 1 unread');
  await expect(signedInPage.bell).toHaveAccessibleName('Notifications, 1 unread');
  await signedInPage.bell.click();
  await expect(signedInPage.tray.getByRole('listitem')).toHaveCount(1);
  await expect(other.bell).toHaveAccessibleName('Notifications');
});
