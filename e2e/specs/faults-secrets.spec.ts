import type { Page, Request } from '@playwright/test';
import { WebSocket } from 'ws';
import { Dashboard } from '../dashboard.ts';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';
import { GatewayProcess } from '../gateway-process.ts';
import { diagnosticsOf } from '../page-diagnostics.ts';
import { errorMessage, ruleTriggered } from '../stub/envelopes.ts';

// A secret that must be nowhere but in the handshake: see docs/faults.md for the list that the number points into.
test.use({ toleratedConsoleErrors: NETWORK_NOISE, permissions: ['clipboard-read', 'clipboard-write'] });

/** Everything that the page itself wrote to the console. What the browser says of a broken socket quotes its address. */
function watchConsole(page: Page): () => string {
  const written: string[] = [];
  page.on('console', (message) => {
    if (!NETWORK_NOISE.test(message.text())) written.push(message.text());
  });
  page.on('pageerror', (error) => written.push(`${error.message} ${error.stack}`));
  return () => written.join('\n');
}

/** Whatever the page told scripts of whoever runs it. */
async function watchEvents(page: Page): Promise<() => Promise<string>> {
  await page.addInitScript(() => {
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    for (const name of ['neurallog:connection', 'neurallog:ledger']) {
      window.addEventListener(name, (event) => heard.push(event instanceof CustomEvent ? event.detail : event));
    }
  });
  return () => page.evaluate(() => JSON.stringify(Reflect.get(window, 'heard')));
}

/** Every place where a page leaves something behind, by name, with what is there. */
async function leftBehind(page: Page): Promise<Record<string, string>> {
  const diagnostics = JSON.stringify(await diagnosticsOf(page));
  const places = await page.evaluate(async () => {
    const entriesOf = (storage: Storage): string =>
      JSON.stringify(Object.keys(storage).map((key) => [key, storage.getItem(key)]));
    const inputs = [...document.querySelectorAll('input, textarea')].map((input) => Reflect.get(input, 'value'));
    const databases = await indexedDB.databases();
    return {
      address: location.href,
      referrer: document.referrer,
      'history state': JSON.stringify(history.state) ?? '',
      'window name': window.name,
      'local storage': entriesOf(localStorage),
      'session storage': entriesOf(sessionStorage),
      cookies: document.cookie,
      databases: JSON.stringify(databases),
      caches: JSON.stringify(await caches.keys()),
      workers: JSON.stringify((await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope)),
      document: `${document.title} ${document.documentElement.outerHTML} ${inputs.join(' ')}`,
      // Not the navigation itself: under which address a page was opened the browser remembers as long as the page lives.
      timings: JSON.stringify(performance.getEntries().filter(({ entryType }) => entryType !== 'navigation')),
    };
  });
  return { ...places, diagnostics };
}

/** Fails where a secret is in any of these places, and names the place. */
function expectNowhere(secret: string, places: Readonly<Record<string, string>>): void {
  const forms = [secret, encodeURIComponent(secret), btoa(secret)];
  const found = Object.entries(places).filter(([, text]) => forms.some((form) => text.includes(form)));
  expect(found.map(([place]) => place)).toEqual([]);
}

async function copy(page: Page, press: () => Promise<void>): Promise<string> {
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await press();
  const pasted = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(pasted).not.toBe('');
  return pasted();
}

test('25: a token is nowhere but in the handshake, in the header of REST calls and in the session', async ({
  stub,
  dashboard,
  context,
}) => {
  const { page } = dashboard;
  const secret = stub.token;
  const written = watchConsole(page);
  const heard = await watchEvents(page);
  const requests: Request[] = [];
  page.on('request', (request) => requests.push(request));
  stub.keep(3);
  await dashboard.open('?query=level%3AINFO');
  const logs = await stub.nextConnection('logs');
  const notifications = await stub.nextConnection('notifications');
  await expect(dashboard.lines).toHaveCount(3);

  // Everything that a session is made of: another stream, an opened line, an alert, errors, a lost and a refused socket.
  await dashboard.query.fill('level:INFO Line');
  await dashboard.query.press('Enter');
  const other = await stub.nextConnection('logs');
  await dashboard.line('Line 2').click({ position: { x: 5, y: 5 } });
  await expect(dashboard.details).toContainText('Line 2');
  stub.notify(ruleTriggered({ logId: 'line-000001' }));
  await expect(dashboard.bell).toHaveAccessibleName('Notifications, 1 unread');
  other.sendRaw('{"broken');
  other.send(errorMessage('internal', 'An error.'));
  stub.refuse(503, { stream: 'logs', times: 1 });
  other.drop();
  await stub.nextConnection('logs');
  await expect(dashboard.connection).toHaveAttribute('data-state', 'live');

  const share = page.getByRole('dialog', { name: 'Share this stream' });
  await page.getByRole('button', { name: 'Share' }).click();
  const shared = await share.getByRole('textbox', { name: 'Link' }).inputValue();
  const copiedLink = await copy(page, () => share.getByRole('button', { name: 'Copy link' }).click());
  await page.keyboard.press('Escape');
  const lineLink = await copy(page, () => dashboard.details.getByRole('button', { name: 'Copy link' }).click());
  await dashboard.openConnectionDetails();
  const diagnostics = await copy(page, () =>
    dashboard.connectionDetails.getByRole('button', { name: 'Copy diagnostics' }).click(),
  );
  const places = await leftBehind(page);
  const { 'session storage': session = '', ...others } = places;
  expectNowhere(secret, {
    ...others,
    'a shared link': `${shared} ${copiedLink} ${lineLink}`,
    'copied diagnostics': diagnostics,
    console: written(),
    'events for monitoring': await heard(),
    title: await page.title(),
    'cookies of the browser': JSON.stringify(await context.cookies()),
  });
  expect(shared).toContain('query=level');
  expect(JSON.parse(diagnostics)).toMatchObject({ version: 1 });
  // The session has one entry, and that is where a reload finds it.
  const entries: readonly (readonly [string, string])[] = JSON.parse(session);
  expect(entries.map(([key]) => key)).toEqual(['neurallog.credential']);

  for (const request of requests) {
    const { authorization, ...headers } = await request.allHeaders();
    const isApi = new URL(request.url()).pathname.startsWith('/v1/');
    // What stands behind the # is not sent.
    const [address = ''] = request.url().split('#', 1);
    expectNowhere(secret, { address, headers: JSON.stringify(headers), body: request.postData() ?? '' });
    expect(headers['referer'] ?? '').toBe('');
    expect(authorization, request.url()).toBe(isApi ? `Bearer ${secret}` : undefined);
  }
  expect(requests.filter((request) => new URL(request.url()).pathname === '/v1/logs').length).toBeGreaterThan(0);
  for (const connection of [logs, notifications]) {
    expect(connection.parameters.get('token')).toBe(secret);
    const { headers } = connection;
    expectNowhere(secret, { headers: JSON.stringify(headers) });
  }
  for (const step of [1, 2]) {
    await page.goBack();
    expectNowhere(secret, { [`the address ${step} back`]: page.url() });
  }
});

test('25: what is typed to sign in is nowhere else either, and signing out leaves nothing', async ({
  stub,
  dashboard,
}) => {
  const { page } = dashboard;
  const written = watchConsole(page);
  stub.rest.fail(401, { error: { code: 'unauthorized', message: 'No.' } }, {}, { times: 1 });
  await page.goto(stub.url);
  await dashboard.signIn.getByLabel('Token').fill('canary-wrong-4711');
  await dashboard.signIn.getByRole('button', { name: 'Sign in' }).click();
  await expect(dashboard.signIn.getByRole('alert')).toBeVisible();
  expectNowhere('canary-wrong-4711', { ...(await leftBehind(page)), console: written() });
  await dashboard.signIn.getByLabel('API key').fill(stub.token);
  await dashboard.signIn.getByRole('button', { name: 'Sign in' }).click();
  await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
  const { 'session storage': session, ...others } = await leftBehind(page);
  expect(session).toContain(stub.token);
  expectNowhere(stub.token, { ...others, console: written() });
  await page.getByRole('button', { name: /^Tenant/ }).click();
  const signOut = page.getByRole('menuitem', { name: 'Sign out' }).or(page.getByRole('button', { name: 'Sign out' }));
  await signOut.click();
  await expect(dashboard.signIn).toBeVisible();
  expectNowhere(stub.token, { ...(await leftBehind(page)), console: written() });
});

test('25: a gateway says its token in the link that it prints, and in nothing else', async ({ page }) => {
  const gateway = await GatewayProcess.start(['--no-demo']);
  try {
    const { token, url } = gateway;
    const dashboard = new Dashboard(page, gateway);
    await dashboard.open();
    await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
    const authorization = `Bearer ${token}`;
    const post = (body: string, headers: Record<string, string>): Promise<number> =>
      fetch(`${url}/v1/logs`, { method: 'POST', body, headers }).then(({ status }) => status);
    const bodies = ['{"message":"a good line"}', '{"message":', '[7]', '', '{"message":"x"}\n{'];
    const answers = [];
    for (const body of bodies) answers.push(await post(body, { authorization, 'content-type': 'application/json' }));
    expect(answers.slice(0, 2)).toEqual([202, 400]);
    expect(await post('{}', { authorization: `Bearer ${token}-wrong` })).toBe(401);
    const get = async (path: string, headers: Record<string, string> = {}): Promise<void> =>
      void (await (await fetch(`${url}${path}`, { headers })).text());
    await get(`/v1/logs?token=${token}&query=(`, { authorization });
    await get(`/nowhere/${token}?token=${token}`, { referer: `${url}/#token=${token}` });
    await get('/v1/logs', { authorization, host: `${token}.example` });
    for (const parameters of [`token=${token}-wrong`, `token=${token}&filter={`, `apiKey=${token}&query=(`]) {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/logs/stream?${parameters}`);
      const said: string[] = [];
      socket.on('message', (data: Buffer) => said.push(data.toString()));
      await new Promise((resolve) => socket.once('close', resolve));
      expectNowhere(token, { [`the answer to ${parameters.replace(token, '…')}`]: said.join('\n') });
      expect(said.join('\n')).toContain('error');
    }
    const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/logs/stream?token=${token}`);
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(`{"type":"${token}"`);
    await new Promise((resolve) => socket.once('message', resolve));
    socket.terminate();
    await expect(dashboard.line('a good line')).toBeVisible();
    expectNowhere(token, { document: await page.content(), address: page.url() });
  } finally {
    // A page that is left without its server would say so in the console.
    await page.close();
    await gateway.stop();
  }
  const withToken = gateway.said.filter((line) => line.includes(gateway.token));
  expect(withToken).toEqual([`${gateway.url}/#token=${gateway.token}`]);
});
