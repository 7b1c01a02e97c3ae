import type { Locator } from '@playwright/test';
import type { Dashboard } from './dashboard.ts';

/** Values of every kind. */
export const METADATA = {
  order: 'ord 8839',
  attempt: 5,
  ok: false,
  none: null,
  trace: { traceId: '4bf9', spanId: '00f0' },
  tags: ['red', 'green'],
};

/** A field among the details of a line. */
export function field({ details }: Dashboard, name: string | RegExp): Locator {
  return details.getByRole('treeitem', { name });
}

/** Chooses an action from the menu of a field. */
export async function choose(dashboard: Dashboard, label: string, action: string): Promise<void> {
  await dashboard.details.getByRole('button', { name: `Actions for ${label}`, exact: true }).click();
  await dashboard.page.getByRole('menuitem', { name: action, exact: true }).click();
}
