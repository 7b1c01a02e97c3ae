// @vitest-environment jsdom
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StreamName } from '../protocol/index.ts';
import { createApp } from './create-app.ts';
import { notificationKeeping } from './notification-stream.ts';
import type { SocketTransport } from './stream-driver.ts';

const TENANT = 'default';

/** A page whose sockets and REST answers are a test's, with somebody signed in by a link. */
function openPage() {
  const {
    context,
    notifications: notificationDriver,
    panes,
  } = createApp(
    { endpoint: 'http://localhost:4280/v1', tenant: TENANT, notice: undefined },
    { credential: { kind: 'token', token: 'first' }, tenant: undefined },
  );
  const stream = (name: StreamName) => {
    const opened: { readonly generation: number; readonly token: string | null }[] = [];
    const driver = name === 'logs' ? panes()[0]?.stream.driver : notificationDriver();
    if (driver === undefined) throw new Error(`there is no driver for ${name}`);
    const { connection } = driver;
    const transport: SocketTransport = {
      open: (generation, address) => opened.push({ generation, token: new URL(address).searchParams.get('token') }),
      send: () => undefined,
      close: () => undefined,
      closedGeneration: () => undefined,
    };
    driver.attach(transport);
    const generation = (): number => opened.at(-1)?.generation ?? 0;
    return {
      /** The token of each socket that was asked for. */
      tokens: () => opened.map(({ token }) => token),
      kind: () => connection.state.kind,
      comesUp(): void {
        connection.opened(generation());
        connection.frame(generation(), JSON.stringify({ type: 'heartbeat', id: 'hb', timestamp: '' }));
      },
      closes: (code: number) => connection.closed(generation(), code, ''),
      stop: () => connection.stop(),
    };
  };
  const logs = stream('logs');
  const notifications = stream('notifications');
  return {
    logs,
    notifications,
    streamStore: context.streamStore,
    settingsStore: context.settingsStore,
    commands: context.commands,
    phase: () => context.sessionStore.getState().phase.kind,
    signIn: (token: string) => context.commands.signIn(TENANT, { kind: 'token', token }),
    bothUp(): void {
      logs.comesUp();
      notifications.comesUp();
    },
  };
}

let page: ReturnType<typeof openPage>;
/** What was asked over REST, answered when a test says so. */
let calls: Call[];
let whenAsked: () => void = () => undefined;

interface Call {
  readonly token: string | undefined;
  answer(status: number, body: object): Promise<void>;
}

function newest(): Call {
  const call = calls.at(-1);
  if (call === undefined) throw new Error('nothing was asked');
  return call;
}

/** The call of that number, counted from 1, as soon as it is made: what talks over REST comes when it is used. */
async function callNumber(number: number): Promise<Call> {
  for (;;) {
    const call = calls[number - 1];
    if (call !== undefined) return call;
    await new Promise<void>((resolve) => {
      whenAsked = resolve;
    });
  }
}

/** Else loaded in idle time. */
beforeAll(async () => void (await notificationKeeping.get()));

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
  vi.useFakeTimers();
  calls = [];
  vi.stubGlobal(
    'fetch',
    (_address: string, { headers }: { headers: Record<string, string> }) =>
      new Promise((resolve) => {
        const answer = async (status: number, body: object): Promise<void> => {
          resolve({ status, headers: { get: () => null }, text: () => Promise.resolve(JSON.stringify(body)) });
          await vi.advanceTimersByTimeAsync(0);
        };
        calls.push({ token: headers['authorization'], answer });
        whenAsked();
      }),
  );
  page = openPage();
});
afterEach(() => {
  page.logs.stop();
  page.notifications.stop();
  vi.clearAllTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** What reads queries comes when it is used. */
const settled = async (): Promise<void> => {
  await vi.dynamicImportSettled();
  await vi.advanceTimersByTimeAsync(0);
};

describe('somebody who signs in anew', () => {
  it('stays so although a socket that was left up is refused later, and that stream goes on too', () => {
    page.bothUp();
    page.logs.closes(4401);
    expect([page.phase(), page.logs.kind(), page.notifications.kind()]).toEqual(['refused', 'unauthorized', 'live']);
    page.signIn('second');
    page.logs.comesUp();
    page.notifications.closes(4401);
    expect([page.phase(), page.logs.kind(), page.notifications.kind()]).toEqual(['signed_in', 'live', 'connecting']);
    page.notifications.comesUp();
    expect([page.logs.tokens(), page.notifications.tokens()]).toEqual([
      ['first', 'second'],
      ['first', 'second'],
    ]);
  });

  it('is tried once more by a stream that was forbidden with what was used before', () => {
    page.bothUp();
    page.logs.closes(4401);
    page.signIn('second');
    page.notifications.closes(4403);
    expect([page.phase(), page.notifications.kind()]).toEqual(['signed_in', 'connecting']);
    page.notifications.closes(4403);
    expect(page.notifications.kind()).toBe('unauthorized');
    expect(page.notifications.tokens()).toEqual(['first', 'second']);
  });

  it('is asked again where that is refused as well, once, by both streams', () => {
    page.bothUp();
    page.logs.closes(4401);
    page.signIn('second');
    page.notifications.closes(4401);
    page.logs.closes(4401);
    expect([page.phase(), page.logs.kind(), page.notifications.kind()]).toEqual([
      'refused',
      'unauthorized',
      'unauthorized',
    ]);
    expect([page.logs.tokens(), page.notifications.tokens()]).toEqual([
      ['first', 'second'],
      ['first', 'second'],
    ]);
  });

  it('stays so although a call over REST that was under way is refused later, and that stream goes on too', async () => {
    page.logs.comesUp();
    for (const wait of [0, 1_500, 3_000]) {
      await vi.advanceTimersByTimeAsync(wait);
      page.notifications.closes(1006);
    }
    for (let number = 1; page.notifications.kind() !== 'polling'; number += 1) {
      await (await callNumber(number)).answer(200, { data: [], meta: {} });
    }
    const answered = calls.length;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(calls).toHaveLength(answered + 1);
    page.logs.closes(4401);
    page.signIn('second');
    page.logs.comesUp();
    expect([page.notifications.kind(), newest().token]).toEqual(['polling', 'Bearer first']);
    await newest().answer(401, {});
    expect([page.phase(), page.logs.kind(), page.notifications.kind()]).toEqual(['signed_in', 'live', 'connecting']);
    expect(page.notifications.tokens().at(-1)).toBe('second');
  });
});

describe('a field of a line', () => {
  it('becomes a condition of the query, in or out', async () => {
    const field = { kind: 'metadata', path: 'http.status' } as const;
    page.commands.filterBy(field, 500, 'in');
    await settled();
    expect(page.streamStore.getState().request.query).toBe('http.status:500');
    page.commands.filterBy(field, 500, 'out');
    await settled();
    expect(page.streamStore.getState().request.query).toBe('NOT http.status:500');
    page.commands.filterBy(field, 'x'.repeat(5_000), 'in');
    await settled();
    expect(page.streamStore.getState()).toMatchObject({
      request: { query: 'NOT http.status:500' },
      problems: [{ cause: 'query', message: expect.stringContaining('4096') }],
    });
  });

  it('gets one column, behind those that are there', () => {
    for (const path of ['http.status', 'level', 'http.status']) page.commands.addColumn(path);
    expect(page.settingsStore.getState().columns.map(({ path }) => path)).toEqual(['http.status', 'level']);
  });
});
