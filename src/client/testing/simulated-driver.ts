import {
  DEFAULT_STREAM_REQUEST,
  decodeClientMessage,
  type ClientMessage,
  type Extension,
  type JsonValue,
  type LogRecord,
  type StreamName,
  type StreamRequest,
} from '../../protocol/index.ts';
import { Connection, type ConnectionEffect, type ConnectionEvent, type ContinuityReport } from '../connection.ts';
import type { ConnectionState } from '../connection-state.ts';
import type { PageAnswer, PageRequest } from '../fetcher.ts';
import { NotificationContinuity } from '../notification-continuity.ts';
import type { RestFailure } from '../rest-client.ts';

const START = Date.UTC(2026, 10, 23, 12, 0, 0);

export interface SimulatedSocket {
  readonly generation: number;
  readonly parameters: URLSearchParams;
  isOpen: boolean;
  readonly sent: string[];
}

/**
 * Drives a connection with a clock that tests move, as the socket hook drives it with a real one. It throws as soon as the
 * connection breaks an invariant: two sockets at once, a send on any socket but the open one.
 */
export class SimulatedDriver {
  readonly connection: Connection;
  readonly events: ConnectionEvent[] = [];
  readonly states: ConnectionState[] = [];
  readonly sockets: SimulatedSocket[] = [];
  probes = 0;
  /** Every page that was asked for. */
  readonly fetches: PageRequest[] = [];
  /** The page that is under way. */
  fetching: { readonly id: number; readonly request: PageRequest } | undefined;
  now = START;
  wakeAt: number | undefined;
  socket: SimulatedSocket | undefined;
  /** Called for every effect after the driver has done it. */
  onEffect: (effect: ConnectionEffect) => void = () => {};

  constructor(options: { stream?: StreamName; random?: () => number; extensions?: readonly Extension[] } = {}) {
    let ids = 0;
    this.connection = new Connection({
      notifications: options.stream === 'notifications' ? NotificationContinuity : undefined,
      extensions: options.extensions ?? [],
      now: () => this.now,
      random: options.random ?? (() => 0.5),
      createId: () => `cmd-${(ids += 1)}`,
      output: (effect) => {
        this.#do(effect);
        this.onEffect(effect);
      },
    });
  }

  get kind(): ConnectionState['kind'] {
    return this.connection.state.kind;
  }

  /** The present socket; fails where there is none. */
  get present(): SimulatedSocket {
    if (this.socket === undefined) throw new Error('there is no socket');
    return this.socket;
  }

  /** Messages that were sent on the present socket. */
  get sent(): ClientMessage[] {
    return this.present.sent.map((text) => {
      const decoded = decodeClientMessage(text);
      if (!decoded.ok) throw new Error(`sent what no server takes: ${decoded.message}`);
      return decoded.message;
    });
  }

  open(request: Partial<StreamRequest> = {}): void {
    this.connection.open({ ...DEFAULT_STREAM_REQUEST, ...request });
  }

  /** The present socket opens. */
  opens(): void {
    this.present.isOpen = true;
    this.connection.opened(this.present.generation);
  }

  /** A message comes on the present socket. */
  says(type: string, data?: JsonValue, id = 'm-1'): void {
    const timestamp = new Date(this.now).toISOString();
    this.connection.frame(this.present.generation, JSON.stringify({ type, id, data, timestamp }));
  }

  log(id: string, position?: string): void {
    this.says('log', { ...this.record(id), ...(position === undefined ? {} : { position }) });
  }

  logs(...ids: readonly string[]): void {
    for (const id of ids) this.log(id);
  }

  heartbeat(id = 'hb-1'): void {
    this.says('heartbeat', undefined, id);
  }

  start(filter: JsonValue = {}): void {
    this.says('stream_start', { query: '', filter, follow: true });
  }

  /** The other side or the network closes the present socket. */
  closes(code = 1006, reason = ''): void {
    const { generation } = this.present;
    this.socket = undefined;
    this.connection.closed(generation, code, reason);
  }

  /** The server answers the page that is under way. */
  answersPage(answer: PageAnswer): void {
    const fetching = this.fetching;
    if (fetching === undefined) throw new Error('no page is under way');
    this.fetching = undefined;
    this.connection.fetched(fetching.id, answer);
  }

  /** The server answers with the logs of these ids, in the order that was asked for. */
  answersLogs(ids: readonly string[], more: { hasMore?: boolean; total?: number } = {}): void {
    const items = ids.map((id) => this.record(id));
    const { limit = 0, offset = 0 } = this.fetching?.request ?? {};
    const pagination = { total: more.total ?? items.length, limit, offset, hasMore: more.hasMore ?? false };
    this.answersPage({ ok: true, value: { stream: 'logs', page: { items, pagination, serverTime: this.now } } });
  }

  /** The server answers with notifications of these ids, all of its present time. */
  answersNotifications(ids: readonly string[], serverTime = this.now): void {
    const timestamp = new Date(serverTime).toISOString();
    const data = { title: 'T', message: '', severity: 'info' };
    const items = ids.map((id) => ({ type: 'system_notification' as const, id, timestamp, data }));
    const { limit = 0, offset = 0 } = this.fetching?.request ?? {};
    const pagination = { total: items.length, limit, offset, hasMore: false };
    this.answersPage({ ok: true, value: { stream: 'notifications', page: { items, pagination, serverTime } } });
  }

  /** The server fails to answer the page that is under way. */
  failsPage(failure: Partial<RestFailure> = {}): void {
    this.answersPage({ ok: false, failure: { kind: 'server', message: 'It failed.', ...failure } });
  }

  /** A log with this id; `log-17` happened 17 ms after the clock's start, any other now. */
  record(id: string): LogRecord {
    const number = /^log-(\d+)$/.exec(id)?.[1];
    const timestamp = new Date(number === undefined ? this.now : START + Number(number)).toISOString();
    return { id, timestamp, level: 'INFO', message: id, source: 'test', metadata: {} };
  }

  /** What was handed on, in order: ids of lines, and `gap`. Repeats are left out. */
  get handedOn(): readonly string[] {
    return this.events.flatMap((event) => {
      if (event.kind === 'gap') return ['gap'];
      return event.kind === 'log' && !event.isRepeat ? [event.record.id] : [];
    });
  }

  /** What was said of each interruption, in order. */
  get verdicts(): readonly ContinuityReport['verdict'][] {
    return this.eventsOf('continuity').map(({ verdict }) => verdict);
  }

  /** Opens and starts the stream. */
  goLive(request: Partial<StreamRequest> = {}): void {
    this.open(request);
    this.opens();
    this.start();
  }

  /** Lets time pass; the timer rings when it is due. */
  advance(ms: number): void {
    const until = this.now + ms;
    while (this.wakeAt !== undefined && this.wakeAt <= until) {
      this.now = Math.max(this.now, this.wakeAt);
      this.wakeAt = undefined;
      this.connection.tick();
    }
    this.now = until;
  }

  eventsOf<Kind extends ConnectionEvent['kind']>(kind: Kind): Extract<ConnectionEvent, { kind: Kind }>[] {
    return this.events.filter((event): event is Extract<ConnectionEvent, { kind: Kind }> => event.kind === kind);
  }

  #do(effect: ConnectionEffect): void {
    switch (effect.kind) {
      case 'connect':
        if (this.socket !== undefined) throw new Error(`connected while socket ${this.socket.generation} was there`);
        this.socket = { generation: effect.generation, parameters: effect.parameters, isOpen: false, sent: [] };
        this.sockets.push(this.socket);
        return;
      case 'send':
        if (this.socket?.generation !== effect.generation || !this.socket.isOpen) {
          throw new Error(`sent on generation ${effect.generation}, which is not the open one`);
        }
        this.socket.sent.push(effect.text);
        return;
      case 'close':
        if (this.socket?.generation !== effect.generation)
          throw new Error(`closed ${effect.generation}, which is not there`);
        this.socket = undefined;
        return;
      case 'wake':
        this.wakeAt = effect.at;
        return;
      case 'probe':
        this.probes += 1;
        return;
      case 'fetch':
        if (this.fetching !== undefined) throw new Error(`asked for page ${effect.id} while another was under way`);
        this.fetching = { id: effect.id, request: effect.request };
        this.fetches.push(effect.request);
        return;
      case 'cancel_fetch':
        if (this.fetching?.id !== effect.id) throw new Error(`cancelled page ${effect.id}, which is not under way`);
        this.fetching = undefined;
        return;
      case 'event':
        this.events.push(effect.event);
        return;
      case 'state':
        this.states.push(effect.state);
        return;
      default:
        effect satisfies never;
    }
  }
}

/** A driver whose stream brought `log-1` to `log-3` and was lost; the socket after it has opened and started. */
export function resumed(): SimulatedDriver {
  const driver = new SimulatedDriver();
  driver.goLive();
  driver.logs('log-1', 'log-2', 'log-3');
  driver.advance(5_000);
  driver.closes();
  driver.advance(1_000);
  driver.opens();
  driver.start();
  return driver;
}
