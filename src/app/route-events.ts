import type { ConnectionEvent } from '../client/index.ts';
import type { NotificationMessage, StreamName } from '../protocol/index.ts';
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
  /** The server refused a filter and the one before holds again. */
  readonly onFilterRejected: (event: Extract<ConnectionEvent, { kind: 'filter_rejected' }>) => void;
}

/** Takes batches of events apart and makes one store action of each store's part. */
export class EventRouter {
  readonly #targets: EventTargets;
  /** The generation whose lines are shown: a line of another one begins a stream even without a `stream_start`. */
  #generation: number | undefined;
  /** Whether another stream was asked for since the last one began. */
  #isNewStream = true;
  #lastLogAt: number | undefined;

  constructor(targets: EventTargets) {
    this.#targets = targets;
  }

  /** From the next generation on it is another stream: what is shown belongs to the one before. */
  expectNewStream(): void {
    this.#isNewStream = true;
  }

  route(events: readonly StreamEvent[], dropped: number): void {
    const { logStore, notificationStore, streamStore } = this.#targets;
    const logItems: LogBatchItem[] = [];
    const notifications: NotificationMessage[] = [];
    for (const event of events) this.#routeOne(event, logItems, notifications);
    if (dropped > 0) logItems.push({ kind: 'dropped', count: dropped });
    if (logItems.length > 0) logStore.apply(logItems);
    const newest = events.at(-1);
    if (notifications.length > 0 && newest !== undefined) notificationStore.receive(notifications, newest.receivedAt);
    // A stream that starts proves that the query it was asked for is one.
    if (logItems.some((item) => item.kind === 'stream_replaced')) streamStore.setProblems('filter', []);
  }

  #routeOne(
    { stream, event, receivedAt }: StreamEvent,
    logItems: LogBatchItem[],
    notifications: NotificationMessage[],
  ): void {
    const { connectionStore, onFilterRejected } = this.#targets;
    const isLogStream = stream === 'logs';
    switch (event.kind) {
      case 'log':
        if (!isLogStream) {
          const detail = 'a log where notifications were expected';
          return connectionStore.report({ at: receivedAt, stream, kind: 'unknown_type', detail });
        }
        if (this.#generation !== event.generation) {
          const { generation } = event;
          // A server that knows no `stream_start`: the lines themselves say that the stream goes on.
          logItems.push(this.#begin(generation, !this.#isNewStream, this.#lastLogAt ?? receivedAt, receivedAt));
        }
        this.#lastLogAt = receivedAt;
        logItems.push({ kind: 'log', record: event.record });
        return;
      case 'notification':
        notifications.push(event.message);
        return;
      case 'stream_start': {
        if (!isLogStream) return;
        if (this.#generation === event.generation) logItems.push({ kind: 'stream_started' });
        else logItems.push(this.#begin(event.generation, event.resumed, event.interruptedAt, receivedAt));
        return;
      }
      case 'filter_rejected':
        onFilterRejected(event);
        return;
      case 'server_error':
        connectionStore.serverError(stream, event.error, receivedAt);
        return;
      case 'malformed':
        connectionStore.report({ at: receivedAt, stream, kind: event.problem.kind, detail: event.problem.detail });
        if (isLogStream) logItems.push({ kind: 'malformed' });
        return;
      case 'ended':
        if (isLogStream) logItems.push({ kind: 'stream_started' });
        return;
      default:
        event satisfies never;
    }
  }

  #begin(generation: number, isResumed: boolean, interruptedAt: number | undefined, resumedAt: number): LogBatchItem {
    this.#generation = generation;
    this.#isNewStream = false;
    if (!isResumed) return { kind: 'stream_replaced' };
    return interruptedAt === undefined
      ? { kind: 'stream_started' }
      : { kind: 'stream_resumed', interruptedAt, resumedAt };
  }
}
