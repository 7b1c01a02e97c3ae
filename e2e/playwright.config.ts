import { defineConfig } from '@playwright/test';
import { findBrowser } from '../scripts/find-browser.mjs';

const executablePath = findBrowser();

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 30_000,
  expect: { timeout: 7_500 },
  reporter: [['list'], ['./count-reporter.ts']],
  projects: [
    { name: 'contract', testMatch: 'contract/*.spec.ts' },
    {
      name: 'dashboard',
      testMatch: 'specs/*.spec.ts',
      use: {
        browserName: 'chromium',
        viewport: { width: 1440, height: 900 },
        // Recording costs a fifth of the time: `npm run test:e2e -- --trace retain-on-failure` asks for it.
        trace: 'off',
        launchOptions: {
          ...(executablePath === undefined ? {} : { executablePath }),
          args: [
            '--no-sandbox',
            '--disable-gpu',
            '--disable-background-networking',
            '--no-first-run',
            '--disable-component-update',
            // A server that the page does not take for one of this machine, as its name goes.
            '--host-resolver-rules=MAP stub.test 127.0.0.1',
          ],
        },
      },
    },
  ],
});
