import { expectWithin } from '../dialog-bounds.ts';
import { expect, test } from '../fixtures.ts';

for (const viewport of [
  { width: 720, height: 450 },
  { width: 320, height: 640 },
]) {
  test(`at ${viewport.width} by ${viewport.height} px, as with zoom, every control is in reach`, async ({
    stub,
    dashboard,
  }) => {
    const { page } = dashboard;
    await page.setViewportSize(viewport);
    stub.keep(50, { message: 'word '.repeat(50) });
    await dashboard.open('?history=true');
    await expect(dashboard.lines.first()).toBeVisible();
    expect(await dashboard.sidewaysOverflow()).toBeLessThanOrEqual(0);
    for (const control of [
      dashboard.query,
      dashboard.level('Fatal'),
      dashboard.sources,
      dashboard.pause,
      dashboard.bell,
      page.getByRole('button', { name: /^Tenant/ }),
      page.getByRole('button', { name: 'Connection details' }),
      page.getByRole('button', { name: 'Share', exact: true }),
      page.getByRole('button', { name: 'Settings', exact: true }),
    ]) {
      await expect(control).toBeInViewport({ ratio: 1 });
    }
    expect((await dashboard.log.boundingBox())?.height).toBeGreaterThan(viewport.height / 3);
    for (const [key, name] of [
      ['?', 'Keyboard shortcuts'],
      [',', 'Settings'],
      ['Control+k', 'Commands'],
    ] as const) {
      await page.keyboard.press(key);
      await expect(page.getByRole('dialog', { name })).toBeVisible();
      await expectWithin(dashboard, name);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
  });
}
