import { appendFileSync, writeFileSync } from 'node:fs';
import { Dashboard } from '../dashboard.ts';
import { expect, test } from '../fixtures.ts';
import { GatewayProcess } from '../gateway-process.ts';

test.use({ toleratedConsoleErrors: /^(WebSocket connection to .* failed|Failed to load resource: )/ });

test('a gateway without a disk that is started again repeats no line of a file, and brings what came meanwhile', async ({
  page,
}, testInfo) => {
  const file = testInfo.outputPath('shop.log');
  const lines = Array.from(
    { length: 50 },
    (_, index) => `2026-11-23T10:00:00.${100 + index}Z INFO order ${index + 1}\n`,
  );
  writeFileSync(file, lines.join(''));
  let gateway = await GatewayProcess.start([file]);
  try {
    const dashboard = new Dashboard(page, gateway);
    await dashboard.open();
    await expect(dashboard.ledger).toContainText(/50\s*shown/);

    await gateway.stop();
    await expect(dashboard.connection).toHaveAttribute('data-state', 'reconnecting');
    appendFileSync(file, '2026-11-23T10:00:01.000Z INFO came meanwhile\n');
    gateway = await GatewayProcess.start([file, '--port', new URL(gateway.url).port]);

    await expect(dashboard.line('came meanwhile')).toBeInViewport({ timeout: 20_000 });
    await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
    await expect(dashboard.ledger).toContainText(/51\s*shown/);
    await expect(dashboard.ledger).toContainText(/0\s*lost/);
    await expect(dashboard.line('order 50')).toHaveCount(1);
    await expect(dashboard.page.getByRole('button', { name: 'Fill gap' })).toHaveCount(0);
  } finally {
    // A page that is left without its server would say so in the console.
    await page.close();
    await gateway.stop();
  }
});
