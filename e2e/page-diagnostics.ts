import type { Page } from '@playwright/test';
import type { StreamName } from '../src/protocol/index.ts';

interface StreamDiagnostics {
  readonly state: string;
  readonly retryAt?: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly clockSkewMs?: number;
}

/** A part of what "Copy diagnostics" copies (docs/operations.md, "Watching the page"). */
type PageDiagnostics = Readonly<Record<StreamName, StreamDiagnostics>> & {
  readonly ledger: Readonly<Record<string, number>>;
};

/** What the page tells whoever watches it. */
export function diagnosticsOf(page: Page): Promise<PageDiagnostics> {
  // As text: what it names is there in the page only.
  return page.evaluate<PageDiagnostics>('neurallog.diagnostics()');
}
