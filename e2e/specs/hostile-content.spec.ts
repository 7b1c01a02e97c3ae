import { expect, test } from '../fixtures.ts';
import { ruleTriggered } from '../stub/envelopes.ts';

const MARKUP = '<img src=x onerror="window.polluted=1"><script>window.polluted=1</script>';

test('markup is text, wherever it comes from', async ({ stub, signedInPage }) => {
  await stub.nextConnection('logs');
  await stub.nextConnection('notifications');
  stub.emit({ message: `message ${MARKUP}`, source: `source ${MARKUP}`, metadata: { [MARKUP]: MARKUP } });
  stub.notify(ruleTriggered({ ruleName: `rule ${MARKUP}` }));
  await expect(signedInPage.line('message')).toContainText(`message ${MARKUP}`);
  await expect(signedInPage.toasts).toContainText(`rule ${MARKUP}`);
  await signedInPage.line('message').click({ position: { x: 5, y: 5 } });
  await expect(signedInPage.details).toContainText(MARKUP);
  await expect(signedInPage.page.locator('img[src=x]')).toHaveCount(0);
  expect(await signedInPage.page.evaluate(() => 'polluted' in window)).toBe(false);
});

test('names of inherited properties are data like any other', async ({ stub, signedInPage }) => {
  await stub.nextConnection('logs');
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    const metadata = Object.fromEntries([[name, { polluted: 'yes' }]]);
    stub.emit({ id: name, level: name, source: name, message: `a line of ${name}`, metadata });
  }
  await expect(signedInPage.lines).toHaveCount(4);
  await signedInPage.line('a line of __proto__').click({ position: { x: 5, y: 5 } });
  await expect(signedInPage.details).toContainText('polluted');
  expect(await signedInPage.page.evaluate(() => 'polluted' in {})).toBe(false);
});

test('ANSI colours are shown as colours, other controls are made visible, and bidi cannot reorder', async ({
  stub,
  signedInPage,
}) => {
  await stub.nextConnection('logs');
  stub.emit({ message: 'plain \u001b[31mred\u001b[0m after' });
  stub.emit({ message: 'user \u202Eevil\u202C bell \u0007 zero\u200Bwidth' });
  await expect(signedInPage.lines).toHaveCount(2);
  const [coloured, hidden] = await signedInPage.lines.allTextContents();
  expect(coloured).toContain('plain red after');
  expect(hidden).toContain('user');
  for (const control of ['\u202E', '\u0007', '\u200B', '\u001b'])
    expect(coloured + (hidden ?? '')).not.toContain(control);
  const colourOf = (text: string): Promise<string> =>
    signedInPage
      .line('plain')
      .getByText(text)
      .last()
      .evaluate((element) => getComputedStyle(element).color);
  expect(await colourOf('red')).not.toBe(await colourOf('plain'));
});

test('a row stays in its box, however long its line and however many combining marks it has', async ({
  stub,
  signedInPage,
}) => {
  await stub.nextConnection('logs');
  stub.emit({ message: `long ${'x'.repeat(100_000)} end` });
  stub.emit({ message: `zalgo ${'a\u0301\u0302\u0303\u0304'.repeat(50)}` });
  stub.emit({ message: 'a plain line' });
  await expect(signedInPage.line('a plain line')).toBeVisible();
  const heights = await signedInPage.lines.evaluateAll((lines) =>
    lines.map((line) => line.getBoundingClientRect().height),
  );
  expect(new Set(heights).size).toBe(1);
  expect(await signedInPage.sidewaysOverflow()).toBeLessThanOrEqual(0);
  await expect(signedInPage.line('long')).toContainText('more characters');
});

test('a partial log is shown with what it has', async ({ stub, dashboard }) => {
  stub.automatic = false;
  await dashboard.open();
  const connection = await stub.nextConnection('logs');
  connection.streamStart();
  connection.send({ type: 'log', id: 'e', timestamp: '', data: { message: 'nothing but a message' } });
  connection.send({ type: 'log', id: 'f', timestamp: '', data: { message: 42, level: null, timestamp: 17 } });
  await expect(dashboard.line('nothing but a message')).toBeVisible();
  await expect(dashboard.line('42')).toBeVisible();
  await expect(dashboard.log).not.toContainText('undefined');
  await expect(dashboard.log).not.toContainText('NaN');
});
