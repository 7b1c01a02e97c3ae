import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { preciseNow } from './clock.ts';
import type { FloodRate } from './flood-messages.ts';
import { writeLineData } from './numbered-line.ts';
import type { SendTimes } from './send-times.ts';

/** What may wait in this process for a reader whose rate is its own. */
const MOST_QUEUED_BYTES = 256 * 1024;
/** Lines that are written before other things of this process get their turn. */
const LINES_A_TURN = 250;
/** Lines in one message of `batch.1`. */
const LINES_A_MESSAGE = 500;
/** How often a paced reader is sent what has fallen due. */
const PACE_MS = 2;

interface Sending {
  readonly rate: FloodRate;
  left: number;
  /** When it began, and how many lines it has sent: what is due follows from both. */
  readonly startedAt: number;
  sent: number;
}

/** Sends numbered lines on one socket: as fast as the other end takes them, or by the clock. */
export class FloodStream {
  readonly #socket: WebSocket;
  readonly #tcp: Socket;
  readonly #times: SendTimes;
  readonly #inBatches: boolean;
  #sending: Sending | undefined;
  #isPlanned = false;
  #timestamp = '';
  #timestampOf = 0;

  constructor(socket: WebSocket, tcp: Socket, times: SendTimes, inBatches: boolean) {
    this.#socket = socket;
    this.#tcp = tcp;
    this.#times = times;
    this.#inBatches = inBatches;
  }

  get isSending(): boolean {
    return this.#sending !== undefined;
  }

  get queuedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  send(rate: FloodRate, lines = Infinity): void {
    this.#sending = { rate, left: lines, startedAt: preciseNow(), sent: 0 };
    this.#plan();
  }

  stop(): void {
    this.#sending = undefined;
  }

  /** Sends lines again that were sent before, as a server does that keeps them. */
  sendAgain(numbers: readonly number[]): void {
    for (const number of numbers) {
      const timestamp = new Date(this.#times.at(number)).toISOString();
      this.#envelope(number, timestamp);
    }
  }

  #plan(): void {
    if (this.#isPlanned || this.#sending === undefined) return;
    this.#isPlanned = true;
    const turn = (): void => {
      this.#isPlanned = false;
      this.#turn();
    };
    if (this.#sending.rate.kind === 'paced') setTimeout(turn, PACE_MS);
    else setImmediate(turn);
  }

  #turn(): void {
    const sending = this.#sending;
    if (sending === undefined || this.#socket.readyState !== this.#socket.OPEN) return;
    const count = Math.min(sending.left, this.#wanted(sending));
    // All of a turn leaves in as few calls of the system as it can.
    this.#tcp.cork();
    if (this.#inBatches) for (let done = 0; done < count; done += LINES_A_MESSAGE) this.#message(count - done);
    else for (let done = 0; done < count; done += 1) this.#line();
    this.#tcp.uncork();
    sending.sent += count;
    sending.left -= count;
    if (sending.left <= 0) this.#sending = undefined;
    else if (sending.rate.kind === 'paced' || this.#socket.bufferedAmount < MOST_QUEUED_BYTES) this.#plan();
    else this.#tcp.once('drain', () => this.#plan());
  }

  #wanted({ rate, startedAt, sent }: Sending): number {
    if (rate.kind === 'unthrottled') return this.#inBatches ? LINES_A_MESSAGE : LINES_A_TURN;
    return Math.floor(((preciseNow() - startedAt) / 1_000) * rate.linesPerSecond) - sent;
  }

  #line(): void {
    const now = preciseNow();
    this.#envelope(this.#times.add(now), this.#timestampAt(now));
  }

  #envelope(number: number, timestamp: string): void {
    const data = writeLineData(number, timestamp);
    this.#socket.send(`{"type":"log","id":"log-${number}","data":${data},"timestamp":"${timestamp}"}`);
  }

  #message(mostLines: number): void {
    const now = preciseNow();
    const timestamp = this.#timestampAt(now);
    const lines = Array.from({ length: Math.min(mostLines, LINES_A_MESSAGE) }, () =>
      writeLineData(this.#times.add(now), timestamp),
    );
    const id = this.#times.last;
    this.#socket.send(`{"type":"logs","id":"logs-${id}","data":[${lines.join(',')}],"timestamp":"${timestamp}"}`);
  }

  /** Writing a time costs more than the rest of a line, and all lines of a millisecond bear the same one. */
  #timestampAt(now: number): string {
    const whole = Math.floor(now);
    if (whole !== this.#timestampOf) {
      this.#timestampOf = whole;
      this.#timestamp = new Date(whole).toISOString();
    }
    return this.#timestamp;
  }
}
