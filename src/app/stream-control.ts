import { isSameFilter, shorten, type Connection } from '../client/index.ts';
import {
  EMPTY_FILTER,
  parseTimestamp,
  type ErrorData,
  type Filter,
  type JsonObject,
  type LogRecord,
  type StreamRequest,
} from '../protocol/index.ts';
import type { CompiledStream } from '../query/index.ts';
import type { LogStore, StreamStore, Stretch } from '../stores/index.ts';
import type { RestCalls } from './rest-calls.ts';

const REST_TIMEOUT_MS = 20_000;
/** A filter that was sent so long ago holds. */
const ACKNOWLEDGED_MS = 3_000;
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
  /** `ask_anew`: on another socket, while what is held stays. */
  readonly how: 'open' | 'ask_anew' | 'update_filter' | 'show';
}

/** Says what stream is wanted: what is held is narrowed at once, and the server is asked for the same. */
export class StreamControl {
  readonly #options: StreamControlOptions;
  /** Only the newest change counts: an older one that had to load something must not overtake it. */
  #change = 0;
  /** What is wanted by a change that is still being compiled: the next change builds on it, so that neither is lost. */
  #pending: Wanted | undefined;
  #fetching: AbortController | undefined;
  /** Runs out while the server has not said yet that it knows what is wanted: until then it leaves lines out. */
  #unacknowledged: ReturnType<typeof setTimeout> | undefined;
  #isRefillDue = false;
  /** Whether the server has said so. */
  #isHeard = true;
  /** Whether a stream was opened that has not begun. */
  #isOpening = false;
  /** Whether what is held stays when the stream begins that was opened last. */
  #isContinued = false;

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
    if (stretch !== undefined || base.how === 'open' || this.#isOpening)
      return this.#apply({ request, how: 'open' }, 'keep');
    const isOtherQuery = request.query !== inForce.query || base.how === 'ask_anew';
    return this.#apply({ request, how: isOtherQuery ? 'ask_anew' : 'update_filter' }, 'keep');
  }

  /** The stream that was opened last begins; answers how many lines that are not new it may bring, where what is held stays. */
  began(): number | undefined {
    this.#isOpening = false;
    if (!this.#isContinued) return undefined;
    const { request } = this.#options.streamStore.getState();
    this.#refillAgain();
    return request.limit;
  }

  /** The server says what filter is in force: what it sent before that is to be had by asking again. */
  acknowledged(filter: JsonObject | null | undefined): void {
    const { request } = this.#options.streamStore.getState();
    if (this.#isHeard || (filter && !isSameFilter(filter, request.filter))) return;
    this.#isHeard = true;
    // It took so long that it was taken for granted: lines were left out meanwhile.
    if (this.#unacknowledged === undefined) this.#options.logStore.doubt();
    this.#acknowledge();
    this.#refillAgain();
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

  /** Nothing that is under way counts any more: what was wanted is of another person, or of nobody. */
  cancel(): void {
    this.#change += 1;
    this.#pending = undefined;
    this.#isRefillDue = false;
    this.#isHeard = true;
    this.#fetching?.abort();
    this.#acknowledge();
  }

  retryNow(): void {
    this.#options.connection.retryNow();
  }

  async #apply(wanted: Wanted, broken: 'leave out' | 'keep'): Promise<boolean> {
    const { streamStore, logStore } = this.#options;
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
    // What has come was asked for with what was in force before.
    if (how !== 'show') this.#options.settle();
    streamStore.setState({ request, isRefilling: how === 'update_filter' });
    logStore.show(compiled.matches, request);
    this.#tell(request, how);
    return true;
  }

  #tell(request: StreamRequest, how: Wanted['how']): void {
    const { streamStore, connection } = this.#options;
    const { stretch } = streamStore.getState();
    this.#acknowledge();
    this.#isHeard = how !== 'update_filter';
    switch (how) {
      case 'update_filter':
        // A server may say nothing.
        this.#unacknowledged = setTimeout(() => {
          this.#acknowledge();
          this.#refillAgain();
        }, ACKNOWLEDGED_MS);
        connection.setFilter(request.filter);
        void this.#refill(request);
        return;
      case 'ask_anew':
        this.#isContinued = true;
        connection.open(request);
        return;
      case 'open':
        this.#isContinued = false;
        this.#isOpening = stretch === undefined;
        if (stretch === undefined) return connection.open(request);
        connection.stop();
        void this.#loadStretch(request, stretch);
        return;
      case 'show':
        // What is refused may have been left for a stretch meanwhile.
        if (stretch === undefined) void this.#refill(request);
        return;
      default:
        how satisfies never;
    }
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

  #acknowledge(): void {
    clearTimeout(this.#unacknowledged);
    this.#unacknowledged = undefined;
  }

  /** Refills once, however many things in one batch ask for it. */
  #refillAgain(): void {
    if (this.#isRefillDue) return;
    this.#isRefillDue = true;
    queueMicrotask(() => {
      if (!this.#isRefillDue) return;
      this.#isRefillDue = false;
      void this.#refill(this.#options.streamStore.getState().request);
    });
  }

  /** Lines that another filter kept away are fetched; a server without REST sends what is new from now on. */
  async #refill(request: StreamRequest): Promise<void> {
    const { logStore, streamStore } = this.#options;
    const answer = await this.#fetch(request, undefined, request.limit);
    if (answer === undefined) return;
    if (streamStore.getState().request === request) streamStore.setState({ isRefilling: false });
    if (typeof answer === 'string') {
      if (this.#unacknowledged === undefined) logStore.refill([]);
      return;
    }
    const { records, hasMore } = answer;
    const from = hasMore ? parseTimestamp(records[0]?.timestamp ?? '') : -Infinity;
    // What comes after these may be left out by the one before.
    const to = this.#unacknowledged === undefined ? Infinity : parseTimestamp(records.at(-1)?.timestamp ?? '');
    logStore.refill(records, { from, to });
  }

  async #loadStretch(request: StreamRequest, stretch: Stretch): Promise<void> {
    const { logStore, streamStore } = this.#options;
    logStore.apply([{ kind: 'stream_replaced' }]);
    const answer = await this.#fetch(request, stretch, STRETCH_LIMIT);
    if (typeof answer === 'string') {
      streamStore.setProblems('link', [{ cause: 'link', message: `The stretch could not be loaded: ${answer}` }]);
    } else if (answer !== undefined) {
      const { records } = answer;
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
  ): Promise<{ readonly records: readonly LogRecord[]; readonly hasMore: boolean } | string | undefined> {
    this.#fetching?.abort();
    const fetching = new AbortController();
    this.#fetching = fetching;
    const { query, filter } = request;
    const signal = AbortSignal.any([fetching.signal, AbortSignal.timeout(REST_TIMEOUT_MS)]);
    const answer = await this.#options
      .rest()
      ?.fetchLogs({ query, filter, limit, sort: 'desc', from: stretch?.from, to: stretch?.to }, signal);
    if (fetching.signal.aborted) return undefined;
    if (answer === undefined) return 'Nobody is signed in.';
    if (!answer.ok) return answer.failure.message;
    const { items, pagination } = answer.value;
    return { records: items.toReversed(), hasMore: pagination.hasMore };
  }
}

function isSameStream(a: StreamRequest, b: StreamRequest): boolean {
  return a.query === b.query && isSameFilter(a.filter, b.filter);
}
