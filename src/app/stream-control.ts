import { shorten, type Connection } from '../client/index.ts';
import { EMPTY_FILTER, type ErrorData, type Filter, type LogRecord, type StreamRequest } from '../protocol/index.ts';
import type { CompiledStream } from '../query/index.ts';
import type { LogStore, StreamStore, Stretch } from '../stores/index.ts';
import type { RestCalls } from './rest-calls.ts';

const REST_TIMEOUT_MS = 20_000;
const STRETCH_LIMIT = 10_000;

export interface StreamControlOptions {
  readonly connection: Connection;
  readonly logStore: LogStore;
  readonly streamStore: StreamStore;
  readonly rest: () => RestCalls | undefined;
  /** Takes in what has come of the stream before and waits for the next frame. */
  readonly settle: () => void;
  /** Another stream or filter is in force: what is still being fetched for the one before is of no account. */
  readonly onChange: () => void;
  readonly compile: (request: Pick<StreamRequest, 'query' | 'filter'>) => Promise<CompiledStream>;
}

type CompileProblem = Extract<CompiledStream, { ok: false }>['problem'];

/** A stream that is wanted, and how the server is told of it. */
interface Wanted {
  readonly request: StreamRequest;
  readonly how: 'open' | 'update_filter' | 'show';
}

/** Says what stream is wanted: what is held is narrowed at once, and the server is asked for the same. */
export class StreamControl {
  readonly #options: StreamControlOptions;
  /** Only the newest change counts: an older one that had to load something must not overtake it. */
  #change = 0;
  /** What is wanted by a change that is still being compiled: the next change builds on it, so that neither is lost. */
  #pending: Wanted | undefined;
  #fetching: AbortController | undefined;

  constructor(options: StreamControlOptions) {
    this.#options = options;
  }

  /** Opens the stream that the stream store holds, whole. What is broken in it is said and left out; the rest holds. */
  begin(): void {
    void this.#apply({ request: this.#options.streamStore.getState().request, how: 'open' }, 'leave out');
  }

  /**
   * Changes the query, the filter or both. Answers whether the stream is another one now: a broken query is said next to
   * the field and nothing changes, and what is in force already only clears what was said before.
   */
  change(change: Partial<Pick<StreamRequest, 'query' | 'filter'>>): Promise<boolean> {
    const { request: inForce, stretch } = this.#options.streamStore.getState();
    const base = this.#pending ?? { request: inForce, how: 'update_filter' };
    const { query = base.request.query, filter = base.request.filter } = change;
    const request = { ...base.request, query: query.trim(), filter };
    if (this.#pending === undefined && isSameStream(request, inForce)) {
      this.#clearProblems();
      return Promise.resolve(false);
    }
    const isOtherQuery = request.query !== inForce.query || stretch !== undefined;
    return this.#apply({ request, how: isOtherQuery || base.how === 'open' ? 'open' : 'update_filter' }, 'keep');
  }

  /** The server refused a filter: the one before is shown again, with the reason beside it. */
  async filterRejected(rejected: Filter, inForce: Filter, error: ErrorData): Promise<void> {
    const { streamStore } = this.#options;
    await this.#apply({ request: { ...streamStore.getState().request, filter: inForce }, how: 'show' }, 'keep');
    const message = `The server refused the filter ${shorten(JSON.stringify(rejected))}: ${shorten(error.message || error.code)}. The filter before holds.`;
    streamStore.setProblems('filter', [{ cause: 'filter', message }]);
  }

  setPaused(isPaused: boolean): void {
    this.#options.streamStore.setState({ isPaused });
    this.#options.connection.setPaused(isPaused);
  }

  /** Shows a stretch of time in place of the live stream. */
  freeze(stretch: Stretch): void {
    this.#options.streamStore.setState({ stretch });
    this.begin();
  }

  goLive(): void {
    this.#options.streamStore.setState({ stretch: undefined });
    this.begin();
  }

  retryNow(): void {
    this.#options.connection.retryNow();
  }

  async #apply(wanted: Wanted, broken: 'leave out' | 'keep'): Promise<boolean> {
    const { streamStore, logStore, connection } = this.#options;
    const { request, how } = wanted;
    this.#change += 1;
    const change = this.#change;
    this.#pending = wanted;
    const compiled = await this.#options.compile(request);
    if (change !== this.#change) return false;
    this.#pending = undefined;
    if (!compiled.ok) return this.#refuse(compiled.problem, wanted, broken);
    this.#clearProblems();
    this.#fetching?.abort();
    this.#options.onChange();
    streamStore.setState({ request, isRefilling: how === 'update_filter' });
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
      connection.open(request);
    }
    return true;
  }

  #clearProblems(): void {
    this.#options.streamStore.setProblems('query', []);
    this.#options.streamStore.setProblems('filter', []);
  }

  /** Says what is wrong. A link still opens the rest of its stream, and a change keeps the half that is right. */
  async #refuse(problem: CompileProblem, wanted: Wanted, broken: 'leave out' | 'keep'): Promise<boolean> {
    const { streamStore } = this.#options;
    const { error, parameter } = problem;
    const { request: inForce } = streamStore.getState();
    const { request } = wanted;
    let isChanged = false;
    if (broken === 'leave out') {
      const rest = parameter === 'query' ? { ...request, query: '' } : { ...request, filter: EMPTY_FILTER };
      isChanged = await this.#apply({ ...wanted, request: rest }, broken);
    } else if (parameter === 'query' && !isSameFilter(request.filter, inForce.filter)) {
      const rest = { ...request, query: inForce.query };
      const how = streamStore.getState().stretch === undefined ? 'update_filter' : 'open';
      isChanged = await this.#apply({ request: rest, how }, broken);
    }
    const text = parameter === 'query' ? { text: request.query } : {};
    streamStore.setProblems(parameter, [{ cause: parameter, ...error, ...text }]);
    return isChanged;
  }

  /** Lines that another filter kept away are fetched; a server without REST sends what is new from now on. */
  async #refill(request: StreamRequest): Promise<void> {
    const records = await this.#fetch(request, undefined, request.limit);
    const { logStore, streamStore } = this.#options;
    if (typeof records === 'object') logStore.refill(records);
    if (streamStore.getState().request === request) streamStore.setState({ isRefilling: false });
  }

  async #loadStretch(request: StreamRequest, stretch: Stretch): Promise<void> {
    const { logStore, streamStore } = this.#options;
    logStore.apply([{ kind: 'stream_replaced' }]);
    const records = await this.#fetch(request, stretch, STRETCH_LIMIT);
    if (typeof records === 'string') {
      streamStore.setProblems('link', [{ cause: 'link', message: `The stretch could not be loaded: ${records}` }]);
    } else if (records !== undefined) {
      logStore.apply(records.map((record) => ({ kind: 'log', record, isRepeat: false })));
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

function isSameStream(a: StreamRequest, b: StreamRequest): boolean {
  return a.query === b.query && isSameFilter(a.filter, b.filter);
}

function isSameFilter(a: Filter, b: Filter): boolean {
  const sorted = (filter: Filter): string =>
    JSON.stringify(Object.entries(filter).sort(([one], [other]) => (one < other ? -1 : 1)));
  return sorted(a) === sorted(b);
}
