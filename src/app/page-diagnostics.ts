import { takeDiagnostics, type Diagnostics } from './diagnostics.ts';
import type { OpenPane } from './open-pane.ts';
import type { OpenPanes } from './open-panes.ts';

/** What is known of the page and of the connections of all its panes now. `measure` takes over what is looked at once a second. */
export function diagnosePage(page: Pick<OpenPanes, 'first' | 'panes'>, measure: (now: number) => void): Diagnostics {
  // What waits for its frame is in the counts of the connection already, and else not in the ledger.
  for (const { stream } of page.panes()) stream.batcher.flush();
  const now = Date.now();
  measure(now);
  const ofPage = {
    version: import.meta.env.PRODUCT_VERSION,
    isVisible: !document.hidden,
    isOnline: navigator.onLine,
    browser: navigator.userAgent,
  };
  const diagnose = ({ context }: OpenPane): Diagnostics => takeDiagnostics(context, ofPage, now);
  const first = diagnose(page.first);
  const others = page.panes().slice(1);
  return others.length === 0 ? first : { ...first, panes: others.map(diagnose) };
}
