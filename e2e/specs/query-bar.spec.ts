import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { openWithLines, queryInAddress, suggestions } from '../query-field.ts';

test.describe('suggestions', () => {
  test('lead from a field to a value that is quoted, by keys alone', async ({ stub, dashboard }) => {
    await openWithLines(stub, dashboard);
    const { page, query } = dashboard;
    await query.pressSequentially('so');
    await expect(suggestions(page).getByRole('option')).toHaveText([/^source:/]);
    await query.press('ArrowDown');
    const first = suggestions(page).getByRole('option').first();
    await expect(first).toHaveAttribute('aria-selected', 'true');
    await expect(query).toHaveAttribute('aria-activedescendant', (await first.getAttribute('id')) ?? '');
    await query.press('Enter');
    await expect(query).toHaveValue('source:');
    await expect(suggestions(page).getByRole('option')).toHaveText([/^web3$/, /^api service2$/, /^\*/]);
    await query.press('ArrowDown');
    await query.press('ArrowDown');
    await query.press('Tab');
    await expect(query).toHaveValue('source:"api service"');
    await expect(query).toBeFocused();
    await expect(suggestions(page)).toBeHidden();
    // What was chosen can be taken back like what was typed.
    await query.press('ControlOrMeta+z');
    await expect(query).toHaveValue('source:');
    await query.press('ControlOrMeta+y');
    await query.press('Enter');
    await expect(dashboard.lines).toHaveCount(2);
    expect((await stub.nextConnection('logs')).parameters.get('query')).toBe('source:"api service"');
  });

  test('know the metadata of the lines that came, and complete what the caret is in', async ({ stub, dashboard }) => {
    await openWithLines(stub, dashboard);
    const { page, query } = dashboard;
    await query.fill('sta healthz');
    for (let step = 0; step < 'a healthz'.length - 1; step += 1) await query.press('ArrowLeft');
    await query.press('ControlOrMeta+Space');
    await suggestions(page).getByRole('option', { name: 'status:' }).click();
    await expect(query).toHaveValue('status: healthz');
    await suggestions(page).getByRole('option', { name: /^503/ }).click();
    await expect(query).toHaveValue('status:503 healthz');
    await expect(query).toBeFocused();
  });

  test('are closed by Escape first, and what was typed is taken back by the second', async ({ stub, dashboard }) => {
    await openWithLines(stub, dashboard);
    const { page, query } = dashboard;
    await query.pressSequentially('lev');
    await expect(suggestions(page)).toBeVisible();
    await query.press('Escape');
    await expect(suggestions(page)).toBeHidden();
    await expect(query).toHaveValue('lev');
    await query.press('Escape');
    await expect(query).toHaveValue('');
  });

  test('keep Enter for the query as long as none is chosen', async ({ stub, dashboard }) => {
    await openWithLines(stub, dashboard);
    await dashboard.query.pressSequentially('level:E');
    await expect(suggestions(dashboard.page)).toBeVisible();
    await dashboard.query.press('Backspace');
    await dashboard.query.pressSequentially('ERROR');
    await dashboard.query.press('Enter');
    await expect.poll(() => queryInAddress(dashboard.page)).toBe('level:ERROR');
    await expect(suggestions(dashboard.page)).toBeHidden();
  });
});

test.describe('words on what is typed', () => {
  test('say what it means', async ({ stub, dashboard }) => {
    await openWithLines(stub, dashboard);
    const { page, query } = dashboard;
    await query.pressSequentially('level:>=warn source:api');
    await expect(page.getByText('Shows lines where level at least WARN and source is api')).toBeVisible();
    await expect(page.getByRole('status', { name: 'Query help' })).toContainText('level at least WARN');
    await query.press('Enter');
    await expect(page.getByText('Shows lines where')).toBeHidden();
    await expect(page.getByRole('status', { name: 'Query help' })).toHaveText('The query is in force.');
  });

  test('say what is wrong and where, once the typing rests', async ({ stub, dashboard }) => {
    await openWithLines(stub, dashboard);
    const { page, query } = dashboard;
    await query.pressSequentially('(level:WARN healthz');
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('This parenthesis is never closed.');
    await expect(alert.locator('mark')).toHaveText('(');
    await query.press(')');
    await expect(alert).toBeHidden();
  });
});

test.describe('the colours of a query', () => {
  test('stand where its letters stand, and go with them', async ({ stub, dashboard }) => {
    await openWithLines(stub, dashboard);
    const { page, query } = dashboard;
    await query.fill(`level:>=DEBUG AND NOT ${'healthz'.repeat(40)}`);
    const colours = await query.evaluate((input) => {
      const overlay = input.nextElementSibling?.firstElementChild;
      return [...(overlay?.querySelectorAll('[data-kind]') ?? [])]
        .filter((piece) => piece.getAttribute('data-kind') !== 'space')
        .slice(0, 3)
        .map((piece) => [piece.textContent, getComputedStyle(piece).color]);
    });
    expect(colours.map(([text]) => text)).toEqual(['level:', '>=', 'DEBUG']);
    expect(colours[0]?.[1]).not.toBe(colours[2]?.[1]);
    const offset = (): Promise<readonly [number, string]> =>
      query.evaluate((input) => [
        input.scrollLeft,
        getComputedStyle(input.nextElementSibling?.firstElementChild ?? input).translate,
      ]);
    await query.press('End');
    await expect.poll(async () => (await offset())[0]).toBeGreaterThan(100);
    await expect.poll(async () => `-${(await offset())[0]}px` === (await offset())[1]).toBe(true);
    await query.press('Home');
    await expect.poll(async () => (await offset())[0]).toBe(0);
    await expect.poll(async () => (await offset())[1]).toBe('0px');
    await page.emulateMedia({ forcedColors: 'active' });
    expect(await query.evaluate((input) => getComputedStyle(input).color)).not.toBe('rgba(0, 0, 0, 0)');
  });
});

test.describe('fields', () => {
  test('show their values with counts, to include and to exclude', async ({ stub, dashboard }) => {
    await openWithLines(stub, dashboard);
    const { page } = dashboard;
    const button = page.getByRole('button', { name: 'Fields' });
    await button.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Fields' });
    await dialog.getByRole('searchbox', { name: 'Find a field' }).fill('stat');
    await dialog.getByRole('button', { name: /^status/ }).press('Enter');
    const values = dialog.getByRole('list', { name: 'Values of status' });
    await expect(values.getByRole('listitem')).toHaveText(['2003', '5032']);
    await expect(dialog).toContainText('5 of the 5 lines held have it.');
    // It goes on counting.
    stub.emit({ message: 'one more', metadata: { status: 503 } });
    await expect(values.getByRole('listitem')).toHaveText(['2003', '5033']);
    await dialog.getByRole('button', { name: 'Exclude 200' }).click();
    await expect.poll(() => queryInAddress(page)).toBe('NOT status:200');
    await dialog.getByRole('button', { name: 'Include 200' }).click();
    await expect.poll(() => queryInAddress(page)).toBe('status:200');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(button).toBeFocused();
  });
});

test.describe('the time range', () => {
  test('of the last minutes freezes the stream, and going live ends it', async ({ stub, dashboard }) => {
    await openWithLines(stub, dashboard);
    const { page } = dashboard;
    await page.getByRole('button', { name: 'Time range' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Time range' });
    await dialog.getByRole('button', { name: 'Last 15 minutes' }).press('Enter');
    await expect(dialog).toBeHidden();
    await expect.poll(() => new URL(page.url()).searchParams.has('from')).toBe(true);
    const { searchParams } = new URL(page.url());
    const [from, to] = ['from', 'to'].map((name) => Date.parse(searchParams.get(name) ?? ''));
    expect((to ?? 0) - (from ?? 0)).toBe(15 * 60_000);
    const button = page.getByRole('button', { name: /^Time range: \d{4}-\d\d-\d\d .* – / });
    await expect(button).toBeFocused();
    await button.click();
    await dialog.getByRole('button', { name: 'Go live' }).click();
    await stub.nextConnection('logs');
    await expect.poll(() => new URL(page.url()).searchParams.has('from')).toBe(false);
    await expect(page.getByRole('button', { name: 'Time range', exact: true })).toBeVisible();
  });

  test('of one’s own is read in the zone that times are shown in, and what is wrong is said', async ({
    stub,
    dashboard,
  }) => {
    await openWithLines(stub, dashboard, '?history=true&tz=Asia/Kolkata');
    const { page } = dashboard;
    await page.getByRole('button', { name: 'Time range' }).click();
    const dialog = page.getByRole('dialog', { name: 'Time range' });
    await expect(dialog).toContainText('Times are in Asia/Kolkata');
    await dialog.getByRole('button', { name: 'Show range' }).click();
    await expect(dialog.getByRole('alert')).toHaveText('Give at least one of the two times.');
    await expect(dialog.getByLabel('From')).toBeFocused();
    await dialog.getByLabel('From').fill('2026-05-04T10:00:00');
    await dialog.getByLabel('To').fill('2026-05-04T09:00:00');
    await expect(dialog.getByRole('alert')).toBeHidden();
    await dialog.getByLabel('To').press('Enter');
    await expect(dialog.getByRole('alert')).toHaveText('The end must not come before the start.');
    await dialog.getByLabel('To').fill('2026-05-04T11:00:00');
    await dialog.getByLabel('To').press('Enter');
    await expect.poll(() => new URL(page.url()).searchParams.get('from')).toBe('2026-05-04T04:30:00.000Z');
    expect(new URL(page.url()).searchParams.get('to')).toBe('2026-05-04T05:30:00.999Z');
    await expect(page.getByRole('button', { name: 'Time range: 2026-05-04 10:00:00 – 11:00:00' })).toBeVisible();
  });
});

for (const [device, viewport] of Object.entries({
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 800 },
})) {
  test.describe(device, () => {
    test.use({ viewport });
    for (const [what, text] of [
      ['suggestions', 'level:'],
      ['words', '(level:WARN healthz'],
    ] as const) {
      test(`the ${what} have no violation, and nothing moves for them`, async ({ stub, dashboard }) => {
        await openWithLines(stub, dashboard);
        const { page, query } = dashboard;
        const logTop = async (): Promise<number> => (await dashboard.log.boundingBox())?.y ?? Number.NaN;
        const before = await logTop();
        await query.fill(text);
        if (what === 'suggestions') await query.press('ArrowDown');
        await expect(what === 'suggestions' ? suggestions(page) : page.getByRole('alert')).toBeVisible();
        await expectNoViolation(page);
        expect(await logTop()).toBe(before);
      });
    }

    for (const name of ['Fields', 'Time range']) {
      test(`the dialog "${name}" has no violation and fits`, async ({ stub, dashboard }) => {
        await openWithLines(stub, dashboard);
        await dashboard.page.getByRole('button', { name }).click();
        await expect(dashboard.page.getByRole('dialog', { name })).toBeVisible();
        await expectNoViolation(dashboard.page, '[role="dialog"]');
        expect(await dashboard.sidewaysOverflow()).toBeLessThanOrEqual(0);
      });
    }
  });
}

/** Holds the query bar, or what opened from it, against every rule in light, and against those of colour in dark: else they do not differ. */
async function expectNoViolation(page: Page, part = 'form[role="search"]'): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const builder = new AxeBuilder({ page }).include(part);
    const { violations } = await (colorScheme === 'light' ? builder : builder.withRules('color-contrast')).analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
  }
}
