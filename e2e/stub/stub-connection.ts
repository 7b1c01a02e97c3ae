import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import {
  decodeClientMessage,
  type CommandAction,
  type CommandMessage,
  type DecodedClientFrame,
  type Extension,
  type Filter,
  type HeartbeatAckMessage,
  type LogRecord,
  type ResumeStatus,
  type StreamName,
} from '../../src/protocol/index.ts';
import { envelope, heartbeatMessage, logMessage, logsMessage } from './envelopes.ts';
import type { Ledger, LogSketch } from './ledger.ts';
import { Mailbox } from './mailbox.ts';

export interface Closing {
  readonly code: number;
  readonly reason: string;
}

type ReadableFrame = Extract<DecodedClientFrame, { ok: true }>;
type CommandFrame<Action> = ReadableFrame & {
  readonly message: CommandMessage & { readonly data: Extract<CommandAction, { action: Action }> };
};
type AckFrame = ReadableFrame & { readonly message: HeartbeatAckMessage };

interface StreamStart {
  readonly query: string;
  readonly filter: Filter;
  readonly follow: boolean;
  /** The extensions that the server took. */
  readonly ext: readonly Extension[];
  /** What came of the position that the stream was to go on after (`resume.1`). */
  readonly resume: { readonly status: ResumeStatus; readonly missed?: number };
}

interface StreamGap {
  readonly reason: string;
  readonly dropped: number;
  readonly position: string;
}

/** One socket of the page, from the server's side: everything that a server can do to it, and what it said. */
export class StubConnection {
  readonly stream: StreamName;
  /** Counts all connections of the stub, from 1. */
  readonly number: number;
  readonly parameters: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Up to where everything was sent (`resume.1`), for heartbeats; told by whoever answers on this connection. */
  positionNow: () => string | undefined = () => undefined;
  /** Called whenever something that was sent has left this process. */
  onSent: () => void = () => undefined;
  readonly #socket: WebSocket;
  readonly #tcp: IncomingMessage['socket'];
  readonly #ledger: Ledger;
  readonly #frames: Mailbox<DecodedClientFrame>;
  readonly #closings: Mailbox<Closing>;
  readonly #regularHeartbeats = new Set<string>();
  #isStalled = false;
  #heartbeats = 0;
  #acks = 0;

  constructor(
    socket: WebSocket,
    request: IncomingMessage,
    about: { readonly stream: StreamName; readonly number: number },
    ledger: Ledger,
  ) {
    this.stream = about.stream;
    this.number = about.number;
    this.parameters = new URL(request.url ?? '/', 'ws://stub').searchParams;
    this.headers = request.headers;
    this.#socket = socket;
    this.#tcp = request.socket;
    this.#ledger = ledger;
    const name = `connection ${about.number} (${about.stream})`;
    this.#frames = new Mailbox(name, describeFrame);
    this.#closings = new Mailbox(name, ({ code }) => `close ${code}`);
    socket.on('message', (data, isBinary) => {
      const frame: DecodedClientFrame = isBinary
        ? { ok: false, code: 'invalid_command', message: 'a binary frame' }
        : decodeClientMessage(asText(data));
      if (!this.#isRegularAck(frame)) this.#frames.put(frame);
    });
    socket.on('close', (code, reason) => this.#closings.put({ code, reason: reason.toString() }));
    // A reset is part of the game; `close` follows.
    socket.on('error', () => undefined);
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** What waits in this process to be sent: what the other end, or the network, has not taken yet. */
  get queuedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  /** All heartbeat_acks that came, whatever their heartbeats. */
  get acks(): number {
    return this.#acks;
  }

  send(message: object): void {
    this.sendRaw(JSON.stringify(message));
  }

  /** Sends a text frame, or a binary one for a buffer; nothing at all once the connection is stalled. */
  sendRaw(data: string | Buffer): void {
    if (!this.#isStalled) this.#socket.send(data, this.#onSent);
  }

  /** Sends a text frame of arbitrary bytes, valid UTF-8 or not. */
  sendTextBytes(bytes: Buffer): void {
    if (!this.#isStalled) this.#socket.send(bytes, { binary: false }, this.#onSent);
  }

  sendLog(sketch: LogSketch = {}, position?: string): LogRecord {
    const log = this.#ledger.enter(sketch);
    this.send(logMessage(log, position));
    return log;
  }

  /** Sends numbered lines, in order. */
  sendLogs(count: number, sketch: LogSketch = {}): LogRecord[] {
    return Array.from({ length: count }, () => this.sendLog(sketch));
  }

  /** Sends numbered lines in one message (`batch.1`). */
  sendBatch(count: number, sketch: LogSketch = {}): LogRecord[] {
    const logs = Array.from({ length: count }, () => this.#ledger.enter(sketch));
    this.send(logsMessage(logs.map((log) => ({ log }))));
    return logs;
  }

  streamStart(data: Partial<StreamStart> = {}): void {
    this.send(envelope('stream_start', { query: '', filter: {}, follow: true, ...data }));
  }

  streamEnd(reason: string): void {
    this.send(envelope('stream_end', { reason }));
  }

  /** Says that all that was kept has been sent (`resume.1`). */
  historyEnd(position?: string): void {
    this.send(envelope('history_end', position === undefined ? {} : { position }));
  }

  /** Says that lines were left out before the next one (`resume.1`). */
  streamGap(gap: Partial<StreamGap> = {}): void {
    this.send(envelope('stream_gap', { reason: 'slow_reader', ...gap }));
  }

  /** Sends a heartbeat and answers its id. */
  heartbeat(id = `hb-${this.number}-${++this.#heartbeats}`, position = this.positionNow()): string {
    this.send(heartbeatMessage(id, position));
    return id;
  }

  /** Sends one of the heartbeats that come at intervals: its first ack is counted, and is no frame that a test asks for. */
  regularHeartbeat(): void {
    if (this.isOpen && !this.#isStalled) this.#regularHeartbeats.add(this.heartbeat());
  }

  /** The next command; with `action`, the next one of that kind. */
  async nextCommand<Action extends CommandAction['action']>(action?: Action): Promise<CommandFrame<Action>['message']> {
    const wanted = action === undefined ? 'a command' : `a ${action} command`;
    const isWanted = (frame: DecodedClientFrame): frame is CommandFrame<Action> =>
      frame.ok && frame.message.type === 'command' && (action === undefined || frame.message.data.action === action);
    return (await this.#frames.nextWhere(wanted, isWanted)).message;
  }

  async nextAck(): Promise<HeartbeatAckMessage> {
    const isAck = (frame: DecodedClientFrame): frame is AckFrame => frame.ok && frame.message.type === 'heartbeat_ack';
    return (await this.#frames.nextWhere('a heartbeat_ack', isAck)).message;
  }

  /** The next frame of any kind, for the automatic server. */
  onFrame(listener: (frame: DecodedClientFrame) => void): void {
    this.#socket.on('message', (data, isBinary) => {
      if (!this.#isStalled && !isBinary) listener(decodeClientMessage(asText(data)));
    });
  }

  onClosed(listener: () => void): void {
    this.#socket.once('close', listener);
  }

  /** Frames that came and that no test has asked for: what the page said beyond what it should. */
  get unexpectedFrames(): readonly string[] {
    return this.#frames.untaken.map(describeFrame);
  }

  close(code = 1000, reason = ''): void {
    this.#socket.close(code, reason);
  }

  /** How the socket closed, once it has. */
  closed(): Promise<Closing> {
    return this.#closings.next('the close');
  }

  /** Ends the connection by a TCP reset, as a crash or a broken network does: the page sees close code 1006. */
  drop(): void {
    this.#tcp.resetAndDestroy();
  }

  /** Neither reads nor writes from now on, and leaves the socket open. */
  stall(): void {
    this.#isStalled = true;
    this.#socket.pause();
  }

  readonly #onSent = (): void => this.onSent();

  #isRegularAck(frame: DecodedClientFrame): boolean {
    if (!frame.ok || frame.message.type !== 'heartbeat_ack') return false;
    this.#acks += 1;
    return this.#regularHeartbeats.delete(frame.message.id);
  }
}

function asText(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString();
}

function describeFrame(frame: DecodedClientFrame): string {
  if (!frame.ok) return `an unreadable frame (${frame.message})`;
  const { message } = frame;
  return message.type === 'command' ? `command ${message.data.action}` : `heartbeat_ack ${message.id}`;
}
