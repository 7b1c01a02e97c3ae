import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Dashboard } from '../dashboard.ts';
import { expect, test } from '../fixtures.ts';
import { GatewayProcess } from '../gateway-process.ts';

const PROGRAM = fileURLToPath(new URL('../log-writing-program.mjs', import.meta.url));
const LINES = 4_000;

const RULES = `rules:
  - name: Payments fail
    query: level:ERROR AND payment
    severity: high
    threshold: { count: 2, window: 1m }
    cooldown: 10m
`;

test('from a rotated file that a real program writes to the screen, and from an alert to its line', async ({
  page,
}, testInfo) => {
  const file = testInfo.outputPath('shop.log');
  const rules = testInfo.outputPath('rules.yaml');
  writeFileSync(file, '');
  writeFileSync(rules, RULES);
  const gateway = await GatewayProcess.start([file, '--rules', rules]);
  try {
    const dashboard = new Dashboard(page, gateway);
    await dashboard.open();
    await expect(dashboard.connection).toHaveAttribute('data-state', 'live');

    const program = spawn(process.execPath, [PROGRAM, file, String(LINES)], { stdio: 'inherit' });
    const [code] = (await once(program, 'exit')) as unknown[];
    expect(code).toBe(0);

    await expect(dashboard.line(`order ${LINES}`)).toBeInViewport();
    await expect(dashboard.ledger).toContainText(/4,000\s*received/);
    await expect(dashboard.ledger).toContainText(/4,000\s*shown/);
    await expect(dashboard.ledger).toContainText(/0\s*lost/);

    const alert = dashboard.toasts.filter({ hasText: 'Payments fail' });
    await expect(alert).toHaveAttribute('role', 'alert');
    await alert.getByRole('button', { name: 'Show line' }).click();
    await expect(dashboard.details).toContainText('payment failed, order 1000');
    await expect(dashboard.details).toContainText('CARD_DECLINED');
    await expect(dashboard.details).toContainText('order 999 taken');
  } finally {
    // A page that is left without its server would say so in the console.
    await page.close();
    await gateway.stop();
  }
});
