import { test as base, expect, type ConsoleMessage } from '@playwright/test';
import { Dashboard } from './dashboard.ts';
import { FaultProxy } from './fault-proxy.ts';
import { StubServer } from './stub/stub-server.ts';

interface Options {
  /** What the browser itself writes to the console in a test that breaks connections on purpose. */
  readonly toleratedConsoleErrors: RegExp | undefined;
}

interface Fixtures {
  readonly stub: StubServer;
  /** A TCP proxy in front of the stub. */
  readonly faultProxy: FaultProxy;
  /** The page, not opened yet: a test may prepare the stub first. */
  readonly dashboard: Dashboard;
  /** The page, opened with the link that signs in. */
  readonly signedInPage: Dashboard;
  /** The page, not opened yet, for which everything goes through the fault proxy. */
  readonly proxiedDashboard: Dashboard;
  readonly pageFaults: readonly string[];
}

/** What Chromium writes where a connection breaks or a call is refused. Nothing that a page could do wrong. */
export const NETWORK_NOISE = /^(WebSocket connection to .* failed|Failed to load resource: )/;

export const test = base.extend<Options & Fixtures>({
  toleratedConsoleErrors: [undefined, { option: true }],

  // Playwright reads what a fixture needs from a pattern: one that needs nothing must say so by naming something.
  stub: async ({ baseURL: _baseURL }, provide) => {
    const stub = await StubServer.start();
    await provide(stub);
    await stub.stop();
  },

  faultProxy: async ({ stub }, provide) => {
    const proxy = await FaultProxy.start(stub.port);
    await provide(proxy);
    await proxy.stop();
  },

  dashboard: async ({ page, stub }, provide) => {
    await provide(new Dashboard(page, stub));
  },

  signedInPage: async ({ dashboard }, provide) => {
    await dashboard.open();
    await provide(dashboard);
  },

  proxiedDashboard: async ({ page, stub, faultProxy }, provide) => {
    await provide(new Dashboard(page, { url: faultProxy.url, token: stub.token }));
  },

  // Whatever a test is about: no page may write an error, break the content security policy or throw.
  pageFaults: [
    async ({ context, toleratedConsoleErrors }, provide) => {
      const faults: string[] = [];
      const isTolerated = (message: ConsoleMessage): boolean => toleratedConsoleErrors?.test(message.text()) === true;
      context.on('console', (message) => {
        // A breach of the content security policy comes this way too.
        if (message.type() === 'error' && !isTolerated(message)) faults.push(`console error: ${message.text()}`);
      });
      context.on('weberror', (error) => faults.push(`uncaught exception: ${String(error.error())}`));
      await provide(faults);
      expect(faults, 'faults of the page').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect } from '@playwright/test';
