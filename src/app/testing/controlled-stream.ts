import { Connection, type ConnectionEffect } from '../../client/index.ts';
import type { StreamRequest } from '../../protocol/index.ts';
import { compileStream, type CompiledStream } from '../../query/index.ts';
import {
  createConnectionStore,
  createLogStore,
  createNotificationStore,
  createStreamStore,
} from '../../stores/index.ts';
import { EventRouter } from '../route-events.ts';
import { StreamControl } from '../stream-control.ts';
import { pendingRest } from './pending-rest.ts';

export const NOW = Date.UTC(2026, 10, 23, 10);

interface RestCall {
  readonly parameters: URLSearchParams;
  readonly signal: AbortSignal | undefined;
  readonly answer: (body: unknown, status?: number) => Promise<unknown>;
}

interface Options {
  /** Lets everything run that waits for nothing but promises. */
  readonly settle: () => Promise<unknown>;
  readonly hasRest?: boolean;
}

/** A log of a second of the stream. */
export function log(id: string, level = 'INFO', second = 0) {
  const timestamp = new Date(NOW + second * 1_000).toISOString();
  return { id, timestamp, level, message: id, source: 'api', metadata: {} };
}

/** The real connection, stores and query language, with a socket and a server that do what a test says. */
export function controlledStream({ settle, hasRest = true }: Options) {
  const effects: ConnectionEffect[] = [];
  const calls: RestCall[] = [];
  const connection: Connection = new Connection({
    extensions: [],
    now: () => NOW,
    random: () => 0.5,
    createId: () => 'cmd-1',
    output: (effect) => {
      effects.push(effect);
      if (effect.kind === 'event') router.route([{ stream: 'logs', event: effect.event, receivedAt: NOW }], 0);
    },
  });
  const rest = pendingRest(NOW, ({ parameters, signal, answer }) =>
    calls.push({
      parameters,
      signal,
      answer: (body, status = 200) => {
        answer(status, body);
        return settle();
      },
    }),
  );
  const waiting: (() => void)[] = [];
  const unsettled: ReturnType<typeof log>[] = [];
  let isSlow = false;
  const compile = async (request: Pick<StreamRequest, 'query' | 'filter'>): Promise<CompiledStream> => {
    if (isSlow) await new Promise<void>((resolve) => waiting.push(resolve));
    return compileStream(request);
  };
  const stores = { logStore: createLogStore(), streamStore: createStreamStore() };
  const router = new EventRouter({
    ...stores,
    notificationStore: createNotificationStore(),
    connectionStore: createConnectionStore(),
    onBegan: () => control.began(),
    onStreamStart: ({ filter }) => control.acknowledged(filter),
    onFilterRejected: () => undefined,
  });
  const frame = (): void => {
    for (const record of unsettled.splice(0)) stores.logStore.apply([{ kind: 'log', record, isRepeat: false }]);
  };
  const control = new StreamControl({
    ...stores,
    connection,
    rest: () => (hasRest ? rest : undefined),
    settle: frame,
    onChange: () => undefined,
    compile,
  });
  return {
    ...stores,
    control,
    connection,
    effects,
    calls,
    /** Has the next compilations wait, as one does that loads the engine for regular expressions. */
    slowly(): void {
      isSlow = true;
    },
    release(index: number): Promise<unknown> {
      waiting[index]?.();
      return settle();
    },
    sockets: () => effects.filter((effect) => effect.kind === 'connect').map((effect) => effect.parameters),
    sent: () => effects.filter((effect) => effect.kind === 'send').map((effect) => effect.text),
    /** The newest socket opens and the server tells of the stream. */
    goLive(): void {
      const generation = effects.findLast((effect) => effect.kind === 'connect')?.generation ?? 0;
      connection.opened(generation);
      this.says('stream_start', {});
    },
    /** The server says something on the newest socket. */
    says(type: 'stream_start' | 'log', data: object): void {
      const generation = effects.findLast((effect) => effect.kind === 'connect')?.generation ?? 0;
      connection.frame(generation, JSON.stringify({ type, id: 's', data }));
    },
    take(...records: ReturnType<typeof log>[]): void {
      stores.logStore.apply(records.map((record) => ({ kind: 'log', record, isRepeat: false })));
    },
    /** Lines that came and wait for their frame. */
    hold(...records: ReturnType<typeof log>[]): void {
      unsettled.push(...records);
    },
    frame,
    shown(): string[] {
      const { view } = stores.logStore.getState();
      return Array.from({ length: view.length }, (_, index) => {
        const entry = view.entryAt(index);
        return entry?.kind === 'line' ? entry.message : 'gap';
      });
    },
    problems: () => stores.streamStore.getState().problems,
  };
}
