import type { Connection, RestClient } from '../client/index.ts';
import { EMPTY_FILTER, type ErrorData, type Filter, type LogRecord, type StreamRequest } from '../protocol/index.ts';
import type { CompiledStream } from '../query/index.ts';
import type { ConnectionStore, LogStore, StreamStore, Stretch } from '../stores/index.ts';

const REST_TIMEOUT_MS = 20_000;
const STRETCH_LIMIT = 10_000;

export interface StreamControlOptions {
  readonly connection: Connection;
  readonly logStore: LogStore;
  readonly streamStore: StreamStore;
  readonly connectionStore: ConnectionStore;
  readonly rest: () => RestClient<AbortSignal> | undefined;
  /** Takes in what has come of the stream before and waits for the next frame. */
  readonly settle: () => void;
  /** Another stream begins: what comes on the next socket replaces what is shown. */
  readonly onOpen: () => void;
  readonly compile: (request: Pick<StreamRequest, 'query' | 'filter'>) => Promise<CompiledStream>;
}

/** Says what stream is wanted: what is held is narrowed at once, and the server is asked for the same. */
export class StreamControl {
  readonly #options: StreamControlOptions;
  /** Only the newest change counts: an older one that had to load something must not overtake it. */
  #change = 0;
  #fetching: AbortController | undefined;

  constructor(options: StreamControlOptions) {
    this.#options = options;
  }

  /** Opens the stream that the stream store holds, whole. */
  begin(): void {
    void this.#apply(this.#options.streamStore.getState().request, 'open');
  }

  /** Answers whether the query is one; a broken one is said next to the field and nothing changes. */
  setQuery(query: string): Promise<boolean> {
    const { request } = this.#options.streamStore.getState();
    return this.#apply({ ...request, query: query.trim() }, 'open');
  }

  setFilter(filter: Filter): Promise<boolean> {
    const { request, stretch } = this.#options.streamStore.getState();
    return this.#apply({ ...request, filter }, stretch === undefined ? 'update_filter' : 'open');
  }

  /** The server refused a filter: the one before is shown again, with the reason beside it. */
  async filterRejected(rejected: Filter, inForce: Filter, error: ErrorData): Promise<void> {
    const { streamStore } = this.#options;
    await this.#apply({ ...streamStore.getState().request, filter: inForce }, 'show');
    const message = `The server refused the filter ${JSON.stringify(rejected)}: ${error.message || error.code}. The filter before holds.`;
    streamStore.setProblems('filter', [{ cause: 'filter', message }]);
  }

  setPaused(isPaused: boolean): void {
    this.#options.streamStore.setState({ isPaused });
    this.#options.connection.setPaused(isPaused);
  }

  goLive(): void {
    this.#options.streamStore.setState({ stretch: undefined });
    this.begin();
  }

  retryNow(): void {
    this.#options.connection.retryNow();
  }

  async #apply(request: StreamRequest, how: 'open' | 'update_filter' | 'show'): Promise<boolean> {
    const { streamStore, logStore, connection } = this.#options;
    this.#change += 1;
    const change = this.#change;
    const compiled = await this.#options.compile(request);
    if (change !== this.#change) return false;
    if (!compiled.ok) return this.#refuse(compiled.problem, how === 'open' ? request : undefined);
    streamStore.setProblems('query', []);
    streamStore.setProblems('filter', []);
    this.#fetching?.abort();
    streamStore.setState({ request });
    logStore.show(compiled.matches);
    const { stretch } = streamStore.getState();
    if (how === 'update_filter') {
      connection.setFilter(request.filter);
      void this.#refill(request);
    } else if (how === 'open' && stretch !== undefined) {
      connection.stop();
      this.#options.settle();
      void this.#loadStretch(request, stretch);
    } else if (how === 'open') {
      this.#options.onOpen();
      connection.open(request);
    }
    return true;
  }

  /** A link with a query that is none still opens the stream, without it: the rest of the link holds. */
  #refuse(problem: Extract<CompiledStream, { ok: false }>['problem'], opening: StreamRequest | undefined): boolean {
    const { streamStore, connectionStore } = this.#options;
    const { error, parameter } = problem;
    if (opening !== undefined && connectionStore.getState().logs.kind === 'idle') {
      const without = parameter === 'query' ? { ...opening, query: '' } : { ...opening, filter: EMPTY_FILTER };
      void this.#apply(without, 'open').then(() =>
        streamStore.setProblems(parameter, [{ cause: parameter, ...error }]),
      );
      return false;
    }
    streamStore.setProblems(parameter, [{ cause: parameter, ...error }]);
    return false;
  }

  /** Lines that another filter kept away are fetched; a server without REST sends what is new from now on. */
  async #refill(request: StreamRequest): Promise<void> {
    const records = await this.#fetch(request, undefined, request.limit);
    if (typeof records === 'object') this.#options.logStore.refill(records);
  }

  async #loadStretch(request: StreamRequest, stretch: Stretch): Promise<void> {
    const { logStore, streamStore } = this.#options;
    logStore.apply([{ kind: 'stream_replaced' }]);
    const records = await this.#fetch(request, stretch, STRETCH_LIMIT);
    if (typeof records === 'string') {
      streamStore.setProblems('link', [{ cause: 'link', message: `The stretch could not be loaded: ${records}` }]);
    } else if (records !== undefined) {
      logStore.apply(records.map((record) => ({ kind: 'log', record })));
      if (records.length === STRETCH_LIMIT) {
        const message = `The stretch has more than ${STRETCH_LIMIT} lines: only the newest are shown.`;
        streamStore.setProblems('link', [{ cause: 'link', message }]);
      }
    }
  }

  /** The newest matching lines, oldest first; a sentence where the server did not give them; nothing when overtaken. */
  async #fetch(
    request: StreamRequest,
    stretch: Stretch | undefined,
    limit: number,
  ): Promise<readonly LogRecord[] | string | undefined> {
    const fetching = new AbortController();
    this.#fetching = fetching;
    const signal = AbortSignal.any([fetching.signal, AbortSignal.timeout(REST_TIMEOUT_MS)]);
    const { query, filter } = request;
    const answer = await this.#options
      .rest()
      ?.fetchLogs({ query, filter, limit, sort: 'desc', from: stretch?.from, to: stretch?.to }, signal);
    if (answer === undefined || fetching.signal.aborted) return undefined;
    return answer.ok ? answer.value.items.toReversed() : answer.failure.message;
  }
}
