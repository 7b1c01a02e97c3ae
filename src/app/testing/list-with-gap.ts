import type { LogRecord } from '../../protocol/index.ts';
import { createLogStore, createStreamStore, type GapMarker } from '../../stores/index.ts';
import { GapFiller } from '../gap-filler.ts';
import { pageOf, pendingRest } from './pending-rest.ts';

export const NOW = Date.UTC(2026, 10, 23, 10);

/** The instant of a second of the stream, in milliseconds since 1970. */
export const at = (second: number): number => NOW + second * 1_000;

export function log(second: number, id = `log-${second}`): LogRecord {
  const timestamp = new Date(at(second)).toISOString();
  return { id, timestamp, level: 'INFO', message: id, source: 'api', metadata: {} };
}

interface Call {
  readonly parameters: Record<string, string>;
  readonly signal: AbortSignal | undefined;
  readonly answer: (logs: readonly LogRecord[], hasMore?: boolean) => Promise<unknown>;
  readonly fail: (status: number) => Promise<unknown>;
}

interface Options<AllFilled> {
  /** Lets everything run that waits for nothing but promises. */
  readonly settle: () => Promise<unknown>;
  readonly onAllFilled: AllFilled;
}

/** A list with a gap from the tenth to the twentieth second, and a server that answers when a test says so. */
export function gapInTheMiddle<AllFilled extends () => void>({ settle, onAllFilled }: Options<AllFilled>) {
  const calls: Call[] = [];
  const stores = { logStore: createLogStore(), streamStore: createStreamStore() };
  const rest = pendingRest(NOW, ({ parameters, signal, answer }) => {
    const answered = (status: number, body: unknown): Promise<unknown> => {
      answer(status, body);
      return settle();
    };
    calls.push({
      parameters: Object.fromEntries(parameters),
      signal,
      answer: (logs, hasMore = false) => answered(200, pageOf(logs, hasMore)),
      fail: (status) => answered(status, {}),
    });
  });
  let isSignedIn = true;
  const filler = new GapFiller({ ...stores, rest: () => (isSignedIn ? rest : undefined), onAllFilled });
  const item = (record: LogRecord) => ({ kind: 'log', record, isRepeat: false }) as const;
  stores.logStore.apply([
    item(log(9)),
    item(log(10)),
    { kind: 'gap', from: at(10), to: at(20), reason: 'interrupted', lost: undefined },
    item(log(20)),
    item(log(21)),
  ]);
  const gaps = (): GapMarker[] =>
    stores.logStore
      .getState()
      .buffer.entries()
      .filter((entry) => entry.kind === 'gap');
  return {
    ...stores,
    filler,
    onAllFilled,
    calls,
    gaps,
    signOut: () => (isSignedIn = false),
    fill: () => void filler.fill(gaps()[0]?.gapId ?? -1),
    call(index: number): Call {
      const call = calls[index];
      if (call === undefined) throw new Error(`there was no call ${index}`);
      return call;
    },
    rows: () =>
      stores.logStore
        .getState()
        .buffer.entries()
        .map((entry) => (entry.kind === 'line' ? entry.message : entry.kind)),
    news: () => stores.logStore.getState().gapNews?.text,
  };
}
