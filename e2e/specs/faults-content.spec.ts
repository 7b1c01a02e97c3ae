import type { JsonValue } from '../../src/protocol/index.ts';
import { everyWord } from '../every-word.ts';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';
import { diagnosticsOf } from '../page-diagnostics.ts';
import { actionExecuted, ruleTriggered, systemNotification } from '../stub/envelopes.ts';
import type { StubConnection } from '../stub/stub-connection.ts';

// Messages that no good server sends: see docs/faults.md for the list that the numbers point into.

function sendData(connection: StubConnection, type: string, data: JsonValue): void {
  connection.send({ type, timestamp: '2026-11-23T12:00:00.000Z', data });
}

test('7: heartbeats without an id, with a number or a megabyte for one, or twice the same break nothing and get no invented answer', async ({
  stub,
  signedInPage,
}) => {
  const echoed = ['', 'twice', 'twice', 'hb-Ünïcode "123" \\ \n 😀 \ud800', 'long '.repeat(2_000)];
  for (const stream of ['logs', 'notifications'] as const) {
    const connection = await stub.nextConnection(stream);
    for (const id of ['', ',"id":7', ',"id":null', ',"id":true', ',"id":{"id":"x"}', ',"id":["x"]']) {
      connection.sendRaw(`{"type":"heartbeat"${id},"timestamp":"2026-01-01T00:00:00.000Z"}`);
    }
    // An answer with so long an id would be more than a server takes from a client.
    connection.heartbeat('m'.repeat(1_000_000));
    for (const id of echoed) connection.heartbeat(id);
    for (const id of echoed) expect((await connection.nextAck()).id).toBe(id);
    expect(connection.unexpectedFrames, 'invented answers').toEqual([]);
    expect(connection.isOpen).toBe(true);
    expect((await diagnosticsOf(signedInPage.page))[stream].counts).toMatchObject({
      heartbeats: 7 + echoed.length,
      unansweredHeartbeats: 7,
      unreadableMessages: 0,
      reconnects: 0,
    });
  }
  stub.emit({ message: 'going on' });
  await expect(signedInPage.line('going on')).toBeVisible();
});

test('8: what is no JSON, no object or nothing at all is counted and told without being quoted, and the next message is shown', async ({
  stub,
  signedInPage,
}) => {
  const bad = [
    '{"type":"log","data":{"message":"canary-7f3a"',
    'canary-7f3a',
    '',
    '["canary-7f3a"]',
    'null',
    '"canary-7f3a"',
    '\ufeff{"type":"log","data":{"message":"canary-7f3a"}}',
  ];
  const logs = await stub.nextConnection('logs');
  const notifications = await stub.nextConnection('notifications');
  for (const frame of bad) {
    logs.sendRaw(frame);
    notifications.sendRaw(frame);
  }
  stub.emit({ message: 'the next good line' });
  stub.notify(ruleTriggered({ ruleName: 'the next good rule' }));
  await expect(signedInPage.line('the next good line')).toBeVisible();
  await expect(signedInPage.toasts).toContainText('the next good rule');
  expect(await signedInPage.ledgerCount('unreadable')).toBe(bad.length);
  await signedInPage.openConnectionDetails();
  const { connectionDetails } = signedInPage;
  await expect(
    connectionDetails.getByRole('row', { name: `Messages that could not be read ${bad.length}` }),
  ).toBeVisible();
  for (const words of ['not JSON', 'an empty frame', 'not a JSON object']) {
    for (const stream of ['logs', 'notifications']) {
      const told = connectionDetails.getByRole('listitem').filter({ hasText: stream }).filter({ hasText: words });
      await expect(told.first()).toBeVisible();
    }
  }
  expect(await everyWord(signedInPage.page)).not.toContain('canary-7f3a');
  expect(await diagnosticsOf(signedInPage.page)).toMatchObject({
    logs: { counts: { unreadableMessages: bad.length } },
    notifications: { counts: { unreadableMessages: bad.length } },
  });
});

test('9: unknown types, and known ones that cannot be used for what they lack, are counted and told', async ({
  stub,
  signedInPage,
}) => {
  const bad: readonly (readonly [string, JsonValue?])[] = [
    ['telemetry', {}],
    ['constructor', {}],
    ['__proto__', {}],
    ['', {}],
    ['log'],
    ['log', 'canary-7f3a'],
    ['log', ['canary-7f3a']],
    ['logs', { message: 'canary-7f3a' }],
    ['logs', [{ message: 'canary-7f3a' }, 7]],
    ['stream_start', 'canary-7f3a'],
    ['stream_start', { filter: 'canary-7f3a' }],
    ['stream_end', { reason: ['canary-7f3a'] }],
    ['error', { code: { secret: 'canary-7f3a' } }],
    ['rule_triggered'],
    ['rule_triggered', { ruleId: 7, ruleName: 'canary-7f3a' }],
    ['action_executed', { actionName: 'canary-7f3a' }],
    ['system_notification', { title: { secret: 'canary-7f3a' } }],
  ];
  const connection = await stub.nextConnection('logs');
  for (const [type, data] of bad) {
    connection.send({ type, id: 'm', timestamp: '', ...(data === undefined ? {} : { data }) });
  }
  connection.send({ type: 7, id: 'm', data: {} });
  connection.send({ id: 'm', data: {} });
  stub.emit({ message: 'the next good line' });
  await expect(signedInPage.line('the next good line')).toBeVisible();
  expect(await signedInPage.ledgerCount('unreadable')).toBe(bad.length + 2);
  await signedInPage.openConnectionDetails();
  const { connectionDetails } = signedInPage;
  for (const words of ['not known here', 'without a type', 'a log without data', 'wrong fields: ruleId']) {
    await expect(connectionDetails.getByRole('listitem').filter({ hasText: words }).first()).toBeVisible();
  }
  expect(await everyWord(signedInPage.page)).not.toContain('canary-7f3a');
});

test('9: a partial line or notification is shown with what it has, and never with what it has not', async ({
  stub,
  signedInPage,
}) => {
  const logs = await stub.nextConnection('logs');
  const notifications = await stub.nextConnection('notifications');
  const partial: readonly JsonValue[] = [
    { message: 'only a message' },
    {},
    { message: null, level: null, source: null, timestamp: null, id: null, metadata: null },
    { message: 42, level: 7, source: true, timestamp: 1795428000, id: 9, metadata: 'text' },
    { message: { a: ['b'] }, level: ['WARN'], source: { name: 'x' }, timestamp: {}, id: [], metadata: [1, null] },
  ];
  for (const data of partial) sendData(logs, 'log', data);
  await expect(signedInPage.lines).toHaveCount(partial.length);
  await expect(signedInPage.lines.nth(0)).toContainText('only a message');
  await expect(signedInPage.lines.nth(3)).toContainText(/7\s+true\s+42/);
  await expect(signedInPage.lines.nth(4)).toContainText('a=["b"]');
  expect((await diagnosticsOf(signedInPage.page)).logs.counts).toMatchObject({
    logs: 5,
    mendedLogs: 5,
    unreadableMessages: 0,
  });
  sendData(notifications, 'rule_triggered', { ruleId: 'rule-nameless' });
  sendData(notifications, 'action_executed', { actionId: 'action-nameless', ruleId: null });
  sendData(notifications, 'system_notification', { severity: 'unheard of', actionUrl: null });
  await expect(signedInPage.bell).toHaveAccessibleName('Notifications, 3 unread');
  const notThere = /undefined|NaN|Invalid Date|\[object/;
  expect(await everyWord(signedInPage.page)).not.toMatch(notThere);
  for (let index = 0; index < partial.length; index += 1) {
    await signedInPage.lines.nth(index).click({ position: { x: 5, y: 5 } });
    await expect(signedInPage.lines.nth(index)).toHaveAttribute('aria-current', 'true');
    await expect(signedInPage.details.getByRole('region', { name: 'Metadata' })).toBeVisible();
    expect(await everyWord(signedInPage.page)).not.toMatch(notThere);
  }
  await signedInPage.bell.click();
  await expect(signedInPage.tray).toContainText('rule-nameless');
  await expect(signedInPage.tray).toContainText('action-nameless');
  expect(await everyWord(signedInPage.page)).not.toMatch(notThere);
});

test.describe('over a connection that the browser gives up', () => {
  test.use({ toleratedConsoleErrors: NETWORK_NOISE });

  test('11: binary messages are counted and the stream goes on; after text that is no UTF-8 it reconnects and misses nothing', async ({
    stub,
    signedInPage,
  }) => {
    const first = await stub.nextConnection('logs');
    stub.emitMany(3);
    first.sendRaw(Buffer.from('{"type":"log","data":{"message":"in a binary frame"}}'));
    first.sendRaw(Buffer.from([0, 255, 254]));
    stub.emitMany(2);
    await expect(signedInPage.line('Line 5')).toBeVisible();
    expect(await signedInPage.ledgerCount('unreadable')).toBe(2);
    expect(first.isOpen).toBe(true);
    first.sendTextBytes(Buffer.from([0x7b, 0xff, 0xfe, 0xc3, 0x28, 0x7d]));
    await first.closed();
    stub.emitMany(3);
    await stub.nextConnection('logs');
    await expect(signedInPage.line('Line 8')).toBeVisible();
    await expect(signedInPage.connection).toHaveAttribute('data-state', 'live');
    await expect(signedInPage.connection).toContainText('no gap found');
    expect(await signedInPage.allIds()).toEqual(stub.ledger.ids);
    expect(stub.connections.filter(({ stream }) => stream === 'logs')).toHaveLength(2);
  });
});

test('13: names that every object inherits are data like any other as key, value, level, source and name, and nothing is polluted', async ({
  stub,
  signedInPage,
}) => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
  const inherited = (): Promise<string> =>
    signedInPage.page.evaluate(() =>
      [Object, Array, Map].map(({ prototype }) => Object.getOwnPropertyNames(prototype).join()).join('; '),
    );
  const before = await inherited();
  const connection = await stub.nextConnection('logs');
  await stub.nextConnection('notifications');
  for (const name of names) {
    const inner = Object.fromEntries([
      [name, name],
      ['polluted', 'yes'],
    ]);
    const metadata = Object.fromEntries<JsonValue>([
      [name, 'on the row'],
      ['nested', inner],
    ]);
    stub.emit({ id: name, level: name, source: name, message: `a line of ${name}`, metadata });
    stub.notify(ruleTriggered({ ruleId: name, ruleName: name, logId: name, severity: name }));
    stub.notify(actionExecuted({ actionId: name, actionName: name, status: name }));
    stub.notify(systemNotification({ title: name, message: name, severity: name }));
  }
  await expect(signedInPage.lines).toHaveCount(names.length);
  await expect(signedInPage.bell).toHaveAccessibleName(`Notifications, ${3 * names.length} unread`);
  for (const name of names) {
    const line = signedInPage.line(`a line of ${name}`);
    await expect(line).toHaveAttribute('data-level', name);
    await expect(line).toContainText(`${name}=on the row`);
    await line.click({ position: { x: 5, y: 5 } });
    const metadata = signedInPage.details.getByRole('region', { name: 'Metadata' });
    await expect(metadata).toContainText(`${name}"on the row"nested {2}${name}"${name}"polluted"yes"`);
  }
  await signedInPage.sources.click();
  for (const name of names) await expect(signedInPage.page.getByRole('option', { name })).toContainText('1');
  await signedInPage.page.getByRole('option', { name: 'constructor' }).click();
  expect((await connection.nextCommand('update_filter')).data.filter).toEqual({ source: ['constructor'] });
  await expect(signedInPage.lines).toHaveCount(1);
  await expect(signedInPage.line('a line of constructor')).toBeVisible();
  expect(await inherited()).toBe(before);
  expect(await signedInPage.page.evaluate(() => ['polluted' in {}, 'nested' in []])).toEqual([false, false]);
});

test('14: a repeated id is shown once, another body under it is counted and the first kept, and lines without an id are told apart', async ({
  stub,
  signedInPage,
}) => {
  const connection = await stub.nextConnection('logs');
  const [said] = connection.sendLogs(1, { message: 'said often', metadata: { body: 'the first' } });
  connection.sendLog({ ...said });
  connection.sendLog({ ...said });
  connection.sendLog({ ...said, message: 'said otherwise' });
  connection.sendLog({ ...said, level: 'ERROR', source: 'elsewhere' });
  connection.sendLog({ ...said, metadata: { body: 'the second' } });
  for (const number of [1, 2]) connection.sendLog({ id: '', message: 'without an id', metadata: { number } });
  connection.sendLog({ message: 'the last' });
  await expect(signedInPage.line('the last')).toBeVisible();
  await expect(signedInPage.line('said often')).toHaveCount(1);
  await expect(signedInPage.line('said otherwise')).toHaveCount(0);
  await expect(signedInPage.line('said often')).toHaveAttribute('data-level', 'INFO');
  const nameless = signedInPage.line('without an id');
  await expect(nameless).toHaveCount(2);
  for (const number of [1, 2]) {
    await nameless.nth(number - 1).click({ position: { x: 5, y: 5 } });
    await expect(signedInPage.details.getByRole('region', { name: 'Metadata' })).toContainText(`number${number}`);
  }
  expect(await signedInPage.ledgerCount('received')).toBe(9);
  expect(await signedInPage.ledgerCount('shown')).toBe(4);
  expect(await signedInPage.ledgerCount('came again')).toBe(5);
  expect((await diagnosticsOf(signedInPage.page)).ledger).toMatchObject({
    received: 9,
    shown: 4,
    repeated: 5,
    conflicts: 3,
  });
  await signedInPage.openConnectionDetails();
  const again = signedInPage.connectionDetails.getByRole('row', { name: /^Came again/ });
  await expect(again).toHaveAccessibleName('Came again 3 with another body; the first is kept 5');
  await signedInPage.page.keyboard.press('Escape');
  await signedInPage.line('said often').click({ position: { x: 5, y: 5 } });
  await expect(signedInPage.details).toContainText('the first');
});
