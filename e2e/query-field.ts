import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { Dashboard } from './dashboard.ts';
import type { StubServer } from './stub/stub-server.ts';

export function suggestions(page: Page): Locator {
  return page.getByRole('listbox', { name: 'Suggestions' });
}

export function recentQueries(page: Page): Locator {
  return page.getByRole('listbox', { name: 'Recent queries' });
}

/** Opens the page with lines, and waits until the field has learned to help. */
export async function openWithLines(stub: StubServer, dashboard: Dashboard, search = '?history=true'): Promise<void> {
  stub.keep(3, { level: 'INFO', source: 'web', message: 'all is well', metadata: { status: 200 } });
  stub.keep(2, { level: 'ERROR', source: 'api service', message: 'read timed out', metadata: { status: 503 } });
  await dashboard.open(search);
  await stub.nextConnection('logs');
  await dashboard.query.focus();
  await expect(dashboard.query).toHaveAttribute('aria-autocomplete', 'list');
}

export function queryInAddress(page: Page): string | null {
  return new URL(page.url()).searchParams.get('query');
}
