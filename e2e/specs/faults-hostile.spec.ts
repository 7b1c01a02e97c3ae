import type { LogRecord } from '../../src/protocol/index.ts';
import type { Dashboard } from '../dashboard.ts';
import { everyWord } from '../every-word.ts';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';
import { actionExecuted, errorMessage, ruleTriggered, systemNotification } from '../stub/envelopes.ts';

// Text that would like to be more than text: see docs/faults.md for the list that the number points into.
test.use({ permissions: ['clipboard-read', 'clipboard-write'], toleratedConsoleErrors: NETWORK_NOISE });

const MARKUP = '<img src=x onerror="window.polluted=1"><script>window.polluted=1</script><a href="javascript:1">x</a>';
/** What hides, reorders or overwrites text: control characters, an order to the terminal, bidi, zero width, a line separator. */
const HIDDEN =
  'bell\u0007 back\b nul\u0000 title\u001b]0;pwned\u0007 del\u007f csi\u009b2J bidi\u202egnp.\u202c iso\u2066x\u2069 zero\u200bwidth\ufeff soft\u00ad sep\u2028.';
const SHOWN = [
  'bell⟨BEL⟩ back⟨BS⟩ nul⟨NUL⟩ title⟨ESC⟩]0;pwned⟨BEL⟩ del⟨DEL⟩ csi⟨U+009B⟩2J bidi⟨U+202E⟩gnp.⟨U+202C⟩',
  'iso⟨U+2066⟩x⟨U+2069⟩ zero⟨U+200B⟩width⟨U+FEFF⟩ soft⟨U+00AD⟩ sep⟨U+2028⟩.',
].join(' ');
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;
const HOSTILE = `${MARKUP} ${HIDDEN}`;

/** What the page was kept from by its policy. */
async function watchPolicy({ page }: Dashboard): Promise<() => Promise<unknown>> {
  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(window, { violations });
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) =>
      violations.push(`${effectiveDirective} ${blockedURI} ${sample}`),
    );
  });
  return () => page.evaluate(() => Reflect.get(window, 'violations'));
}

async function copied({ page, details }: Dashboard, button: string): Promise<string> {
  const copy = details.getByRole('button', { name: button });
  await copy.click();
  await expect(copy.getByRole('status')).toHaveText('✓ copied');
  return page.evaluate(() => navigator.clipboard.readText());
}

test('24: markup and hidden characters are visible text wherever they come from, and what is copied is exact', async ({
  stub,
  dashboard,
}) => {
  const violations = await watchPolicy(dashboard);
  await dashboard.open();
  const logs = await stub.nextConnection('logs');
  await stub.nextConnection('notifications');
  const log: LogRecord = stub.emit({
    message: `message ${HOSTILE}`,
    source: `source ${HOSTILE}`,
    level: `level ${HOSTILE}`,
    metadata: { [`key ${HOSTILE}`]: `value ${HOSTILE}`, short: `<b>\u202e</b>` },
  });
  stub.notify(ruleTriggered({ ruleName: `rule ${HOSTILE}`, message: `why ${HOSTILE}`, logId: log.id }));
  stub.notify(actionExecuted({ actionName: `action ${HOSTILE}`, status: `status ${HOSTILE}` }));
  stub.notify(systemNotification({ title: `title ${HOSTILE}`, message: `body ${HOSTILE}`, severity: HOSTILE }));
  logs.send(errorMessage('internal', `error ${HOSTILE}`, { detail: HOSTILE }));
  logs.send({ ...errorMessage('internal', ''), data: { code: `code ${HOSTILE}` } });
  await expect(dashboard.bell).toHaveAccessibleName('Notifications, 3 unread');
  const line = dashboard.line('message');
  await expect(line).toContainText(`message ${MARKUP} ${SHOWN}`);
  await expect(line).toContainText('short=<b>⟨U+202E⟩</b>');
  await line.click({ position: { x: 5, y: 5 } });
  const shown = `${MARKUP} ${SHOWN}`;
  for (const part of ['message', 'source', 'level', 'key', 'rule']) {
    await expect(dashboard.details).toContainText(`${part} ${shown}`);
  }
  await expect(dashboard.details).toContainText(`value ${MARKUP.replaceAll('"', '\\"')}`);
  expect(await everyWord(dashboard.page)).not.toMatch(INVISIBLE);

  expect(await copied(dashboard, 'Copy line')).toBe(log.message);
  expect(JSON.parse(await copied(dashboard, 'Copy as JSON'))).toEqual(log);

  await dashboard.sources.click();
  await expect(dashboard.page.getByRole('option')).toContainText(`source ${shown}`);
  await dashboard.page.getByRole('option').click();
  expect(await everyWord(dashboard.page)).not.toMatch(INVISIBLE);
  await dashboard.page.keyboard.press('Escape');
  await dashboard.bell.click();
  for (const part of ['rule', 'why', 'action', 'Action ended with status', 'title', 'body']) {
    await expect(dashboard.tray).toContainText(`${part} ${shown}`.slice(0, 150));
  }
  expect(await everyWord(dashboard.page)).not.toMatch(INVISIBLE);
  await dashboard.page.keyboard.press('Escape');
  await dashboard.openConnectionDetails();
  for (const part of ['error', 'code'])
    await expect(dashboard.connectionDetails).toContainText(`${part} ${MARKUP}`.slice(0, 90));
  expect(await everyWord(dashboard.page)).not.toMatch(INVISIBLE);
  await dashboard.page.keyboard.press('Escape');

  const { page } = dashboard;
  await expect(page.locator('img[src=x], a[href^="javascript:"], script:not([src])')).toHaveCount(0);
  expect(await page.evaluate(() => 'polluted' in window)).toBe(false);
  expect(await violations()).toEqual([]);
});

test('24: what a server says about a filter, the end, a line or the credentials is text with everything visible, too', async ({
  stub,
  dashboard,
}) => {
  const violations = await watchPolicy(dashboard);
  stub.automatic = false;
  stub.rest.fail(500, { error: { code: 'internal', message: HOSTILE } }, {}, { paths: /never-there/ });
  await dashboard.open('?log=never-there');
  const logs = await stub.nextConnection('logs');
  logs.streamStart();
  await expect(dashboard.details.getByRole('alert')).toContainText(SHOWN);
  await dashboard.level('Error').click();
  await logs.nextCommand('update_filter');
  logs.send(errorMessage('invalid_filter', HOSTILE));
  await expect(dashboard.page.getByRole('alert').filter({ hasText: 'The filter before holds' })).toContainText(SHOWN);
  expect(await everyWord(dashboard.page)).not.toMatch(INVISIBLE);
  logs.send(errorMessage('invalid_query', HOSTILE));
  await expect(dashboard.connection).toHaveAttribute('data-state', 'ended');
  await expect(dashboard.connection).toContainText(SHOWN);
  expect(await everyWord(dashboard.page)).not.toMatch(INVISIBLE);
  const notifications = await stub.nextConnection('notifications');
  notifications.send(errorMessage('unauthorized', HOSTILE));
  await expect(dashboard.signIn.getByRole('alert')).toContainText(SHOWN);
  expect(await everyWord(dashboard.page)).not.toMatch(INVISIBLE);
  await expect(dashboard.page.locator('img[src=x]')).toHaveCount(0);
  expect(await violations()).toEqual([]);
});

for (const wrap of ['', '?wrap=true']) {
  test(`24: a row stays in its box, whatever is in it${wrap === '' ? '' : ', also where lines are wrapped'}`, async ({
    stub,
    dashboard,
  }) => {
    await dashboard.open(wrap);
    await stub.nextConnection('logs');
    const zalgo = `zalgo ${'a\u0301\u0302\u0303\u0304\u0316\u0317\u0323'.repeat(60)}`;
    stub.emit({ message: `long ${'x'.repeat(1_000)} end`, source: 's'.repeat(3_000), level: 'l'.repeat(3_000) });
    stub.emit({ message: zalgo, source: zalgo, level: zalgo, metadata: { [zalgo.slice(0, 60)]: zalgo.slice(0, 70) } });
    stub.emit({ message: HOSTILE, source: HOSTILE, level: HOSTILE, timestamp: HOSTILE });
    const rows = 'two\nrows';
    stub.emit({ message: rows, source: rows, level: rows, timestamp: rows, metadata: { [rows]: 'and\nmore' } });
    stub.emit({ message: '\u001b[31mred\u001b[0m \ufdfd \u{1242b} tall', source: '\ufdfd', level: '\u{1242b}' });
    stub.emit({ message: 'a plain line' });
    await expect(dashboard.line('a plain line')).toBeVisible();
    const boxes = await dashboard.lines.evaluateAll((lines) =>
      lines.map((line) => {
        const { top, bottom, left, right } = line.getBoundingClientRect();
        const at = document.elementFromPoint(left + 30, top + 2);
        const isClipped = getComputedStyle(line).overflow === 'clip';
        return { top, bottom, left, right, isItself: at !== null && line.contains(at), isClipped };
      }),
    );
    expect(boxes).toHaveLength(6);
    const log = await dashboard.log.boundingBox();
    for (const [index, box] of boxes.entries()) {
      expect(box).toMatchObject({ isItself: true, isClipped: true });
      expect(box.right).toBeLessThanOrEqual((log?.x ?? 0) + (log?.width ?? 0));
      if (wrap === '') expect(box.bottom - box.top).toBe(20);
      expect(box.top).toBeGreaterThanOrEqual(boxes[index - 1]?.bottom ?? 0);
    }
    expect(await dashboard.sidewaysOverflow()).toBeLessThanOrEqual(0);
  });
}

test('24: the colours of a terminal are colours, and everything else that it would obey is visible', async ({
  stub,
  signedInPage,
}) => {
  await stub.nextConnection('logs');
  stub.emit({ message: 'plain \u001b[31mred\u001b[0m after' });
  stub.emit({
    message: 'orders \u001b[2J\u001b[1;1H\u001b[6n\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007 end',
  });
  await expect(signedInPage.line('plain')).toContainText('plain red after');
  const colourOf = (text: string): Promise<string> =>
    signedInPage
      .line('plain')
      .getByText(text)
      .last()
      .evaluate((element) => getComputedStyle(element).color);
  expect(await colourOf('red')).not.toBe(await colourOf('plain'));
  await expect(signedInPage.line('orders')).toContainText('⟨ESC⟩]8;;https://evil.example⟨BEL⟩link⟨ESC⟩]8;;⟨BEL⟩ end');
  expect(await everyWord(signedInPage.page)).not.toMatch(INVISIBLE);
  await expect(signedInPage.page.getByRole('link')).toHaveCount(0);
});
