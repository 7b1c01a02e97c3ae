import type { FastifyInstance } from 'fastify';
import { Access } from './access.ts';
import { addDashboard, type DashboardNotice } from './http/dashboard.ts';
import { createApp } from './http/create-app.ts';
import { addGuards } from './http/guards.ts';
import { addPostLogs } from './http/post-logs.ts';
import { addReadRoutes, answerNotifications } from './http/read-routes.ts';
import { IngestPipeline } from './ingest.ts';
import { DEFAULT_LIMITS, type GatewayLimits } from './limits.ts';
import { systemNotification } from './messages.ts';
import { NotificationHub } from './notification-hub.ts';
import type { Ingest, LogSource, SourceNotice } from './sources/source.ts';
import { StoreClosedError, type LogStore, type StoredLog } from './storage/log-store.ts';
import { addStreamRoutes, type OpenStreams } from './streams/stream-routes.ts';

/** What is told every committed log and may raise notifications about them. */
export interface LogObserver {
  observe(logs: readonly StoredLog[]): void;
  /** Resolves when what it began has ended. */
  close?(): Promise<void>;
}

export interface GatewayOptions {
  readonly store: LogStore;
  readonly token: string;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0, any free port. */
  readonly port?: number;
  readonly allowedOrigins?: readonly string[];
  readonly limits?: Partial<GatewayLimits>;
  readonly now?: () => number;
  /** The folder of the built dashboard; without it only the API is served. */
  readonly dashboardFolder?: string;
  /** What `config.json` tells the page about its logs; asked with the port that the gateway listens on. */
  readonly dashboardNotice?: (port: number) => DashboardNotice | undefined;
  /** Told what a person at the terminal should know. Never a secret. */
  readonly onNotice?: (notice: SourceNotice) => void;
}

export type StartedGateway =
  | { readonly ok: true; readonly port: number }
  | { readonly ok: false; readonly reason: 'port_taken' | 'not_allowed' | 'no_such_host'; readonly message: string };

/** How long answers that are under way may take when the gateway stops. */
const CLOSE_WITHIN_MS = 2_000;

/** The gateway without a command line: a store, the API in front of it, and whatever sources it is given. */
export class Gateway {
  readonly ingest: IngestPipeline;
  readonly notifications: NotificationHub;
  readonly #options: GatewayOptions;
  readonly #app: FastifyInstance;
  readonly #streams: OpenStreams;
  readonly #now: () => number;
  readonly #sources: LogSource[] = [];
  readonly #observers: LogObserver[] = [];
  readonly #boundsTimer: NodeJS.Timeout;
  #port = 0;
  #stopped: Promise<void> | undefined;

  constructor(parts: {
    readonly options: GatewayOptions;
    readonly app: FastifyInstance;
    readonly streams: OpenStreams;
    readonly ingest: IngestPipeline;
    readonly notifications: NotificationHub;
    readonly limits: GatewayLimits;
    readonly now: () => number;
  }) {
    this.#options = parts.options;
    this.#app = parts.app;
    this.#streams = parts.streams;
    this.ingest = parts.ingest;
    this.notifications = parts.notifications;
    this.#now = parts.now;
    this.#boundsTimer = setInterval(() => void this.#enforceBounds(), parts.limits.enforceBoundsEveryMs);
    this.#boundsTimer.unref();
  }

  /** The port that it listens on, once it does. */
  get port(): number {
    return this.#port;
  }

  async listen(): Promise<StartedGateway> {
    const { host = '127.0.0.1', port = 0 } = this.#options;
    try {
      await this.#app.listen({ host, port });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EADDRINUSE') {
        const message = `Port ${port} is taken (another program listens there). Use --port N, or --port 0 for any free one.`;
        return { ok: false, reason: 'port_taken', message };
      }
      if (code === 'EACCES') {
        const message = `Port ${port} may not be used without more rights. Use --port N with N from 1024 on.`;
        return { ok: false, reason: 'not_allowed', message };
      }
      if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
        const message = `"${host}" is not an address of this machine. Use --host 127.0.0.1, or 0.0.0.0 for all of its addresses.`;
        return { ok: false, reason: 'no_such_host', message };
      }
      throw error;
    }
    const address = this.#app.server.address();
    this.#port = typeof address === 'object' && address !== null ? address.port : port;
    return { ok: true, port: this.#port };
  }

  /** Tells `observer` every batch from now on, after its commit. */
  addObserver(observer: LogObserver): void {
    this.#observers.push(observer);
    this.ingest.subscribe((batch) => observer.observe(batch.logs));
  }

  /** Starts a source. Resolves when it has taken in what was there. */
  async addSource(source: LogSource): Promise<void> {
    this.#sources.push(source);
    const ingest: Ingest = {
      write: async (batch, checkpoint) => {
        await this.ingest.write(batch, checkpoint);
      },
      checkpoint: (key) => this.#options.store.checkpoint(key),
      notice: (notice) => this.notice(notice),
    };
    await source.start(ingest);
  }

  /** Says something at the terminal and in the notification tray. */
  notice(notice: SourceNotice, title = TITLES[notice.severity]): void {
    this.#options.onNotice?.(notice);
    this.notifications.publish(systemNotification({ title, ...notice }, this.#now()));
  }

  /** Stops the sources, commits what they had read, tells every reader, and closes the store. */
  async stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    await this.#stopped;
  }

  async #stop(): Promise<void> {
    clearInterval(this.#boundsTimer);
    await this.#settle(this.#sources.map((source) => source.stop()));
    this.ingest.close();
    await this.#settle(this.#observers.map(async (observer) => observer.close?.()));
    this.#streams.shutDown();
    const deadline = setTimeout(() => {
      for (const client of this.#app.websocketServer.clients) client.terminate();
      this.#app.server.closeAllConnections();
    }, CLOSE_WITHIN_MS);
    await this.#app.close();
    clearTimeout(deadline);
    this.#options.store.close();
  }

  /** Whatever fails to stop is said, and keeps nothing else from stopping. */
  async #settle(stopping: readonly Promise<void>[]): Promise<void> {
    for (const outcome of await Promise.allSettled(stopping)) {
      if (outcome.status === 'fulfilled') continue;
      const message = `Something did not stop in order: ${String(outcome.reason)}`;
      this.#options.onNotice?.({ severity: 'error', message });
    }
  }

  async #enforceBounds(): Promise<void> {
    try {
      await this.#options.store.enforceBounds(this.#now());
    } catch (cause) {
      if (cause instanceof StoreClosedError) return;
      const message = `Old history could not be removed: ${cause instanceof Error ? cause.message : String(cause)}`;
      this.#options.onNotice?.({ severity: 'error', message });
    }
  }
}

const TITLES: Record<SourceNotice['severity'], string> = {
  info: 'Log source',
  warning: 'Problem with a log source',
  error: 'A log source failed',
};

/** Puts a gateway together. It serves once `listen` is called, and owns the store from then on. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const limits: GatewayLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const now = options.now ?? Date.now;
  const { store, host = '127.0.0.1', allowedOrigins = [], token } = options;
  const onFailure = (message: string): void => options.onNotice?.({ severity: 'error', message });

  const notifications = new NotificationHub(store, onFailure);
  const ingest = new IngestPipeline({ store, limits, now, onFailure });
  const access = new Access({ token, host, allowedOrigins });
  const app = await createApp(onFailure);
  addGuards(app, access);
  const streams = addStreamRoutes(
    app,
    { access, store, ingest, notifications, limits, now, onFailure },
    answerNotifications(store),
  );
  const gateway = new Gateway({ options, app, streams, ingest, notifications, limits, now });
  app.get('/v1/health', (_request, reply) => reply.send({ data: { status: 'ok' } }));
  addReadRoutes(app, { store, limits });
  addPostLogs(app, { ingest, limits, now });
  if (options.dashboardFolder !== undefined) {
    const notice = (): DashboardNotice | undefined => options.dashboardNotice?.(gateway.port);
    await addDashboard(app, { folder: options.dashboardFolder, notice });
  }
  return gateway;
}
