import { RestClient } from '../../client/rest-client.ts';
import type { LogRecord } from '../../protocol/index.ts';

/** A call over REST that has not been answered yet. */
interface PendingCall {
  readonly parameters: URLSearchParams;
  readonly signal: AbortSignal | undefined;
  readonly answer: (status: number, body: unknown) => void;
}

/** A client of a server that answers a call when a test says so, who is handed every call. */
export function pendingRest(now: number, onCall: (call: PendingCall) => void): RestClient<AbortSignal> {
  return new RestClient<AbortSignal>({
    base: 'http://localhost/v1',
    credential: () => undefined,
    now: () => now,
    fetch: (address, { signal }) =>
      new Promise((resolve) =>
        onCall({
          parameters: new URL(address).searchParams,
          signal,
          answer: (status, body) =>
            resolve({ status, headers: { get: () => null }, text: () => Promise.resolve(JSON.stringify(body)) }),
        }),
      ),
  });
}

/** What a server answers with some lines, and whether there are more of them. */
export function pageOf(logs: readonly LogRecord[], hasMore: boolean): object {
  return { data: logs, meta: { pagination: { total: 0, limit: 0, offset: 0, hasMore } } };
}
