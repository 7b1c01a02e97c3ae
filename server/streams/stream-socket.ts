import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import {
  CLOSE_CODES,
  decodeClientMessage,
  type CommandMessage,
  type ErrorCode,
  type JsonObject,
} from '../../src/protocol/index.ts';
import { isNestedAtMost } from '../json-depth.ts';
import type { GatewayLimits } from '../limits.ts';
import { writeError, writeMessage } from '../messages.ts';

export interface StreamSocketOptions {
  readonly socket: WebSocket;
  /** The connection under the socket, to send many frames with one system call. */
  readonly transport: Duplex;
  readonly limits: GatewayLimits;
  readonly now: () => number;
}

const RATE_WINDOW_MS = 10_000;

/**
 * What both streams share: sending without overrunning a slow reader, heartbeats, reading frames strictly, and closing
 * with a reason. Nothing is sent and no command is told after it has closed.
 */
export class StreamSocket {
  readonly #socket: WebSocket;
  readonly #transport: Duplex;
  readonly #limits: GatewayLimits;
  readonly #now: () => number;
  readonly #closeListeners: (() => void)[] = [];
  #heartbeatPosition: () => string | undefined = () => undefined;
  #onCommand: ((command: CommandMessage) => void) | undefined;
  #waiting: (() => void)[] = [];
  #heartbeatTimer: NodeJS.Timeout | undefined;
  #heartbeatCount = 0;
  #unanswered: string[] = [];
  #hasTakenSinceBeat = false;
  #invalidFrames = 0;
  #windowStartMs = Number.NEGATIVE_INFINITY;
  #windowFrames = 0;
  #isOpen = true;

  constructor(options: StreamSocketOptions) {
    this.#socket = options.socket;
    this.#transport = options.transport;
    this.#limits = options.limits;
    this.#now = options.now;
    this.#socket.on('message', (data, isBinary) => this.#onFrame(data, isBinary));
    // An `error` is always followed by `close`, which is where everything is put away.
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => this.#end());
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  onCommand(listener: (command: CommandMessage) => void): void {
    this.#onCommand = listener;
  }

  onClose(listener: () => void): void {
    this.#closeListeners.push(listener);
  }

  /** Whether more waits in the socket than a slow reader may make the gateway hold. */
  get isCongested(): boolean {
    return this.#socket.bufferedAmount > this.#limits.socketHighBytes;
  }

  /** Resolves when the reader has taken most of what was sent, or has gone. */
  async drained(): Promise<void> {
    if (!this.#isOpen || !this.isCongested) return;
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  send(message: string): void {
    if (this.#isOpen) this.#socket.send(message, this.#onSent);
  }

  sendMessage(type: string, data: JsonObject): void {
    this.send(writeMessage(type, data, this.#now()));
  }

  sendError(code: ErrorCode, message: string, details?: JsonObject): void {
    this.send(writeError(code, message, details, this.#now()));
  }

  /** Runs `write` and lets what it sends leave together. */
  together(write: () => void): void {
    this.#transport.cork();
    try {
      write();
    } finally {
      this.#transport.uncork();
    }
  }

  close(code: number, reason: string): void {
    if (!this.#isOpen) return;
    this.#socket.close(code, reason);
    this.#end();
  }

  /** Says what is wrong, then closes. */
  refuse(closeCode: number, code: ErrorCode, message: string, details?: JsonObject): void {
    this.sendError(code, message, details);
    this.close(closeCode, code);
  }

  /** Lets heartbeats say up to where everything has been sent (`resume.1`); `undefined` where that cannot be said just now. */
  tellPosition(position: () => string | undefined): void {
    this.#heartbeatPosition = position;
  }

  startHeartbeats(): void {
    this.#heartbeatTimer = setInterval(() => this.#beat(), this.#limits.heartbeatMs);
  }

  readonly #onSent = (): void => {
    this.#hasTakenSinceBeat = true;
    if (this.#waiting.length === 0 || this.#socket.bufferedAmount > this.#limits.socketLowBytes) return;
    this.#wake();
  };

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  #end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    clearInterval(this.#heartbeatTimer);
    this.#wake();
    for (const listener of this.#closeListeners) listener();
  }

  #beat(): void {
    // A reader that is taking what waits for it lives, although the heartbeats that wait behind it are not answered yet.
    const isTaking = this.#hasTakenSinceBeat && this.#socket.bufferedAmount > 0;
    this.#hasTakenSinceBeat = false;
    if (isTaking) this.#unanswered = [];
    else if (this.#unanswered.length >= this.#limits.missedHeartbeats) {
      const message = `No heartbeat_ack came for ${this.#unanswered.length} heartbeats.`;
      this.refuse(CLOSE_CODES.tooSlow, 'too_slow', message);
      return;
    }
    this.#heartbeatCount += 1;
    const id = `hb-${this.#heartbeatCount}`;
    this.#unanswered.push(id);
    const timestamp = new Date(this.#now()).toISOString();
    // What is undefined is not written.
    this.send(JSON.stringify({ type: 'heartbeat', id, timestamp, position: this.#heartbeatPosition() }));
  }

  #onFrame(data: RawData, isBinary: boolean): void {
    if (!this.#isOpen) return;
    if (this.#isTooFast()) {
      this.refuse(CLOSE_CODES.rateLimited, 'rate_limited', 'Too many frames in ten seconds.');
      return;
    }
    if (isBinary) {
      this.#onInvalidFrame('invalid_command', 'Frames must be text, not binary.');
      return;
    }
    const decoded = decodeClientMessage(textOf(data));
    if (!decoded.ok) {
      const { filter } = decoded;
      // The filter is given back as it came, unless it is nested so deep that it cannot be written.
      const isWritable = filter !== undefined && isNestedAtMost(this.#limits.metadataDepth, filter);
      this.#onInvalidFrame(decoded.code, decoded.message, isWritable ? { filter } : undefined);
      return;
    }
    const { message } = decoded;
    switch (message.type) {
      case 'heartbeat_ack': {
        // An answer to a later heartbeat also answers those before it.
        const place = this.#unanswered.indexOf(message.id);
        if (place >= 0) this.#unanswered = this.#unanswered.slice(place + 1);
        return;
      }
      case 'command':
        this.#onCommand?.(message);
        return;
    }
  }

  #isTooFast(): boolean {
    const nowMs = performance.now();
    if (nowMs - this.#windowStartMs > RATE_WINDOW_MS) {
      this.#windowStartMs = nowMs;
      this.#windowFrames = 0;
    }
    this.#windowFrames += 1;
    return this.#windowFrames > this.#limits.framesPerTenSeconds;
  }

  #onInvalidFrame(code: ErrorCode, message: string, details?: JsonObject): void {
    this.#invalidFrames += 1;
    if (this.#invalidFrames > this.#limits.invalidFrames) {
      this.refuse(CLOSE_CODES.badRequest, code, `${message} Too many frames like this.`, details);
      return;
    }
    this.sendError(code, message, details);
  }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}
