import { describeErrorCode, describeServerError, type ConnectionEvent } from '../client/index.ts';
import type { ErrorData, NotificationMessage, StreamName, StreamStartData } from '../protocol/index.ts';
import type { ConnectionStore, LogBatchItem, LogStore, NotificationStore, StreamStore } from '../stores/index.ts';

/** An event with the stream that it came on, as the batcher collects them. */
export interface StreamEvent {
  readonly stream: StreamName;
  readonly event: ConnectionEvent;
  readonly receivedAt: number;
}

export interface EventTargets {
  readonly logStore: LogStore;
  readonly notificationStore: NotificationStore;
  readonly connectionStore: ConnectionStore;
  readonly streamStore: StreamStore;
  /** The stream that was opened begins; answers how many lines that are not new it may bring, where what is held stays. */
  readonly onBegan: () => number | undefined;
  /** The server said what the stream is now. */
  readonly onStreamStart: (data: StreamStartData) => void;
  /** The server refused a filter and the one before holds again. */
  readonly onFilterRejected: (event: Extract<ConnectionEvent, { kind: 'filter_rejected' }>) => void;
}

/** What a batch holds for the stores that take it in at once. */
interface Collected {
  readonly logItems: LogBatchItem[];
  readonly notifications: NotificationMessage[];
}

/** Takes batches of events apart and makes one store action of each store's part. */
export class EventRouter {
  readonly #targets: EventTargets;

  constructor(targets: EventTargets) {
    this.#targets = targets;
  }

  route(events: readonly StreamEvent[], dropped: number): void {
    const { logStore, notificationStore } = this.#targets;
    const collected: Collected = { logItems: [], notifications: [] };
    const { logItems, notifications } = collected;
    for (const event of events) this.#routeOne(event, collected);
    if (dropped > 0) logItems.push({ kind: 'dropped', count: dropped });
    if (logItems.length > 0) logStore.apply(logItems);
    const newest = events.at(-1);
    if (notifications.length > 0 && newest !== undefined) notificationStore.receive(notifications, newest.receivedAt);
  }

  #routeOne({ stream, event, receivedAt }: StreamEvent, { logItems, notifications }: Collected): void {
    const { connectionStore, streamStore, onFilterRejected } = this.#targets;
    const isLogStream = stream === 'logs';
    switch (event.kind) {
      case 'began':
        if (!isLogStream) return;
        this.#began(logItems);
        // A stream that begins proves that what it was asked for can be had.
        streamStore.setProblems('filter', []);
        return;
      case 'log':
        if (isLogStream) logItems.push({ kind: 'log', record: event.record, isRepeat: event.isRepeat });
        else {
          const detail = 'a log where notifications were expected';
          connectionStore.reportProblem({ at: receivedAt, stream, kind: 'unknown_type', detail });
        }
        return;
      case 'gap': {
        if (!isLogStream) return;
        const { from, to, reason, lost } = event;
        logItems.push({ kind: 'gap', from, to, reason, lost });
        return;
      }
      case 'notification':
        notifications.push(event.message);
        return;
      case 'continuity': {
        const { verdict, since, until, recovered } = event;
        connectionStore.noteReport(stream, { verdict, since, until, recovered }, receivedAt);
        if (isLogStream) logItems.push({ kind: 'made_good' });
        return;
      }
      case 'stream_start':
        if (!isLogStream) return;
        logItems.push({ kind: 'stream_started' });
        this.#targets.onStreamStart(event.data);
        return;
      case 'filter_rejected':
        onFilterRejected(event);
        return;
      case 'server_error':
        connectionStore.reportServerError(stream, event.error, receivedAt);
        if (isLogStream) this.#sayByItsCause(event.error);
        return;
      case 'malformed':
        connectionStore.reportProblem({
          at: receivedAt,
          stream,
          kind: event.problem.kind,
          detail: event.problem.detail,
        });
        if (isLogStream) logItems.push({ kind: 'malformed' });
        return;
      case 'ended':
        if (!isLogStream) return;
        logItems.push({ kind: 'stream_started' });
        if (event.reason === 'invalid_query') this.#sayOfQuery(describeErrorCode(event.reason, ''), 'unless said');
        return;
      default:
        event satisfies never;
    }
  }

  #began(logItems: LogBatchItem[]): void {
    const limit = this.#targets.onBegan();
    logItems.push(limit === undefined ? { kind: 'stream_replaced' } : { kind: 'stream_continued', limit });
  }

  /** What the server says against the query or the filter stands by them, too. */
  #sayByItsCause(error: ErrorData): void {
    const message = describeServerError(error);
    if (error.code === 'invalid_query') this.#sayOfQuery(message, 'in any case');
    else if (error.code === 'invalid_filter') {
      this.#targets.streamStore.setProblems('filter', [{ cause: 'filter', message }]);
    }
  }

  #sayOfQuery(message: string, when: 'in any case' | 'unless said'): void {
    const { streamStore } = this.#targets;
    const { request, problems } = streamStore.getState();
    if (when === 'unless said' && problems.some(({ cause }) => cause === 'query')) return;
    streamStore.setProblems('query', [{ cause: 'query', message, text: request.query }]);
  }
}
