import { createGateway, type Gateway, type GatewayOptions } from '../gateway.ts';
import type { LogStore, NewLog } from '../storage/log-store.ts';
import { MemoryStore } from '../storage/memory-store.ts';

export const TEST_TOKEN = 'a-token-for-tests';

export interface TestGateway {
  readonly gateway: Gateway;
  readonly store: LogStore;
  /** `http://127.0.0.1:PORT`, without a slash at its end. */
  readonly origin: string;
  readonly notices: string[];
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  readonly post: (body: string | Uint8Array<ArrayBuffer>, headers?: Record<string, string>) => Promise<Response>;
}

/** A gateway on a free port, in this process. Stop it with `gateway.stop()`. */
export async function startTestGateway(options: Partial<GatewayOptions> = {}): Promise<TestGateway> {
  const notices: string[] = [];
  const store = options.store ?? new MemoryStore({});
  const gateway = await createGateway({
    token: TEST_TOKEN,
    onNotice: (notice) => notices.push(notice.message),
    ...options,
    store,
  });
  const started = await gateway.listen();
  if (!started.ok) throw new Error(started.message);
  const origin = `http://127.0.0.1:${started.port}`;
  const authorization = `Bearer ${TEST_TOKEN}`;
  return {
    gateway,
    store,
    origin,
    notices,
    get: (path, headers = { authorization }) => fetch(`${origin}${path}`, { headers }),
    post: (body, headers = {}) =>
      fetch(`${origin}/v1/logs`, { method: 'POST', body, headers: { authorization, ...headers } }),
  };
}

const FIRST_TIME = Date.UTC(2026, 0, 1);

/** A log whose number can be read off its message, a second after the one before it. */
export function numberedLog(number: number, fields: Partial<NewLog> = {}): NewLog {
  const time = FIRST_TIME + number * 1000;
  return {
    id: '',
    time,
    timestamp: new Date(time).toISOString(),
    level: number % 10 === 0 ? 'ERROR' : 'INFO',
    message: `line ${number}`,
    source: 'test',
    metadata: { number },
    ...fields,
  };
}

export function numberedLogs(from: number, to: number, fields: Partial<NewLog> = {}): NewLog[] {
  return Array.from({ length: to - from + 1 }, (_, index) => numberedLog(from + index, fields));
}
