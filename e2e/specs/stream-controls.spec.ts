import { expect, NETWORK_NOISE, test } from '../fixtures.ts';

test.describe('pause and resume', () => {
  test('pausing tells the server, and the page says that it is paused', async ({ stub, signedInPage }) => {
    const connection = await stub.nextConnection('logs');
    stub.emit({ message: 'before' });
    await expect(signedInPage.line('before')).toBeVisible();
    await signedInPage.pause.click();
    await connection.nextCommand('pause');
    await expect(signedInPage.connection).toHaveAttribute('data-state', 'paused');
    await expect(signedInPage.resume).toBeVisible();
    await expect(signedInPage.pause).toBeHidden();

    stub.emitMany(3, { message: 'missed meanwhile' });
    await signedInPage.resume.click();
    await connection.nextCommand('resume');
    await expect(signedInPage.connection).toHaveAttribute('data-state', 'live');
    await expect(signedInPage.line('missed meanwhile')).toHaveCount(3);
  });

  test.describe('over a broken connection', () => {
    test.use({ toleratedConsoleErrors: NETWORK_NOISE });
    test('a paused stream that reconnects is paused again', async ({ stub, signedInPage }) => {
      const connection = await stub.nextConnection('logs');
      await signedInPage.pause.click();
      await connection.nextCommand('pause');
      connection.drop();
      const next = await stub.nextConnection('logs');
      await next.nextCommand('pause');
      await expect(signedInPage.connection).toHaveAttribute('data-state', 'paused');
    });
  });
});

test.describe('levels', () => {
  test('toggling levels narrows the stream by update_filter, without a new connection', async ({
    stub,
    signedInPage,
  }) => {
    const connection = await stub.nextConnection('logs');
    stub.emit({ level: 'INFO', message: 'quiet' });
    stub.emit({ level: 'ERROR', message: 'loud' });
    await expect(signedInPage.lines).toHaveCount(2);

    await signedInPage.level('Error').click();
    expect((await connection.nextCommand('update_filter')).data.filter).toEqual({ level: ['ERROR'] });
    await expect(signedInPage.level('Error')).toHaveAttribute('aria-pressed', 'true');
    await expect(signedInPage.line('loud')).toBeVisible();
    await expect(signedInPage.line('quiet')).toBeHidden();

    await signedInPage.level('Warn').click();
    const { filter } = (await connection.nextCommand('update_filter')).data;
    expect(new Set([filter['level']].flat())).toEqual(new Set(['ERROR', 'WARN']));
    stub.emit({ level: 'INFO', message: 'quiet again' });
    stub.emit({ level: 'WARN', message: 'a warning' });
    await expect(signedInPage.line('a warning')).toBeVisible();
    await expect(signedInPage.line('quiet again')).toBeHidden();
    expect(stub.connections.filter(({ stream }) => stream === 'logs')).toHaveLength(1);
    expect(JSON.parse(new URL(signedInPage.page.url()).searchParams.get('filter') ?? '')).toEqual(filter);

    await signedInPage.level('Error').click();
    await signedInPage.level('Warn').click();
    await expect(signedInPage.line('quiet').first()).toBeVisible();
  });
});

test.describe('sources', () => {
  test('choosing a source narrows the stream', async ({ stub, signedInPage }) => {
    const connection = await stub.nextConnection('logs');
    stub.emit({ source: 'api-service', message: 'from the api' });
    stub.emit({ source: 'web-service', message: 'from the web' });
    await expect(signedInPage.lines).toHaveCount(2);
    await signedInPage.sources.click();
    await signedInPage.page.getByRole('option', { name: /api-service/ }).click();
    const { filter } = (await connection.nextCommand('update_filter')).data;
    expect([filter['source']].flat()).toEqual(['api-service']);
    await signedInPage.page.keyboard.press('Escape');
    await expect(signedInPage.line('from the api')).toBeVisible();
    await expect(signedInPage.line('from the web')).toBeHidden();
  });
});

test.describe('the query', () => {
  test('Enter applies it: a new stream with that query, and the address bears it', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    stub.emit({ level: 'INFO', message: 'all is well' });
    stub.emit({ level: 'ERROR', message: 'all is lost' });
    await expect(signedInPage.lines).toHaveCount(2);
    await signedInPage.query.fill('level:ERROR lost');
    expect(stub.connections.filter(({ stream }) => stream === 'logs')).toHaveLength(1);
    await signedInPage.query.press('Enter');
    const connection = await stub.nextConnection('logs');
    expect(connection.parameters.get('query')).toBe('level:ERROR lost');
    await expect.poll(() => new URL(signedInPage.page.url()).searchParams.get('query')).toBe('level:ERROR lost');
    await expect(signedInPage.line('all is lost')).toBeVisible();
    await expect(signedInPage.line('all is well')).toBeHidden();
    stub.emit({ level: 'ERROR', message: 'lost again' });
    await expect(signedInPage.line('lost again')).toBeVisible();
  });

  test('Back goes to the stream before', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    await signedInPage.query.fill('timeout');
    await signedInPage.query.press('Enter');
    expect((await stub.nextConnection('logs')).parameters.get('query')).toBe('timeout');
    await signedInPage.page.goBack();
    expect((await stub.nextConnection('logs')).parameters.get('query') ?? '').toBe('');
    await expect(signedInPage.query).toHaveValue('');
  });

  test('one that cannot be read says why and keeps what was typed, and the stream goes on', async ({
    stub,
    signedInPage,
  }) => {
    await stub.nextConnection('logs');
    await signedInPage.query.fill('(level:ERROR');
    await signedInPage.query.press('Enter');
    await expect(signedInPage.page.getByRole('alert')).toBeVisible();
    await expect(signedInPage.query).toHaveValue('(level:ERROR');
    stub.emit({ message: 'going on' });
    await expect(signedInPage.line('going on')).toBeVisible();
    expect(stub.connections.filter(({ stream }) => stream === 'logs')).toHaveLength(1);
  });

  test('a link with a broken parameter names it, and the rest holds', async ({ stub, dashboard }) => {
    await dashboard.open('?query=level:ERROR&filter={"a"&unknown=kept');
    await expect(dashboard.page.getByRole('alert').filter({ hasText: 'filter' })).toBeVisible();
    expect((await stub.nextConnection('logs')).parameters.get('query')).toBe('level:ERROR');
    await expect.poll(() => new URL(dashboard.page.url()).searchParams.get('unknown')).toBe('kept');
  });
});
