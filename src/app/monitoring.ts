import type { StreamName } from '../protocol/index.ts';
import type { ConnectionStore, LogStore } from '../stores/index.ts';
import type { Diagnostics } from './diagnostics.ts';
import { describeLedger, describeStateCodes, type LedgerDiagnostics, type StateDiagnostics } from './state-codes.ts';

/** A stream has gone over to another state. */
export type ConnectionDetail = StateDiagnostics & {
  readonly stream: StreamName;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Which of several streams of lines it is, from 2 on; the first one bears no number. */
  readonly pane?: number;
  /** The state before. */
  readonly before: StateDiagnostics['state'];
};

/** What a page that embeds or watches this one can rely on (docs/operations.md, "Watching the page"). */
export interface NeuralLogPage {
  /** What "Copy diagnostics" copies. What takes it is loaded by then, or with the first call. */
  diagnostics(): Promise<Diagnostics>;
}

declare global {
  interface Window {
    neurallog?: NeuralLogPage;
  }
  interface WindowEventMap {
    /** On each change of a stream's state. */
    'neurallog:connection': CustomEvent<ConnectionDetail>;
    /** While the ledger of the first stream changes, at most once a second. */
    'neurallog:ledger': CustomEvent<LedgerDiagnostics>;
  }
}

export interface MonitoringOptions {
  readonly target: Window;
  readonly connectionStore: ConnectionStore;
  readonly logStore: LogStore;
  /** Which of the streams it is, from 1 on. */
  readonly pane?: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const LEDGER_INTERVAL_MS = 1_000;

/** Lets scripts of whoever runs the page watch a stream, by events on the window. They see codes and numbers, never content. */
export function offerMonitoring(options: MonitoringOptions): void {
  const { target, connectionStore, logStore, now, pane = () => 1 } = options;
  connectionStore.subscribe((state, before) => {
    for (const stream of ['logs', 'notifications'] as const) {
      const was = before[stream].state.kind;
      const is = state[stream].state;
      const number = pane() > 1 ? { pane: pane() } : {};
      // What is known of the notifications goes with the first pane.
      if (is.kind === was || (stream === 'notifications' && pane() > 1)) continue;
      const detail = { stream, ...number, at: now(), before: was, ...describeStateCodes(is) };
      target.dispatchEvent(new CustomEvent('neurallog:connection', { detail }));
    }
  });
  watchLedger(options, () => logStore.getState().ledger);
}

/** Tells of the ledger at once when it changes after a pause, else once a second, so that its last state is always told. */
function watchLedger(options: MonitoringOptions, current: () => object): void {
  const { target, logStore, now, pane = () => 1 } = options;
  let toldAt = -Infinity;
  let told = current();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = (): void => {
    timer = undefined;
    // That of a pane which was closed meanwhile is nobody's.
    if (pane() !== 1) return;
    toldAt = now();
    told = current();
    target.dispatchEvent(new CustomEvent('neurallog:ledger', { detail: describeLedger(options) }));
  };
  logStore.subscribe(() => {
    if (timer !== undefined || isSame(current(), told)) return;
    const waitMs = toldAt + LEDGER_INTERVAL_MS - now();
    if (waitMs <= 0) tell();
    else timer = setTimeout(tell, Math.min(waitMs, LEDGER_INTERVAL_MS));
  });
}

function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
