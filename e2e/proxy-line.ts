import type { Socket } from 'node:net';
import { judgeRequest, proxyAnswer, type UpgradeRefusal } from './upgrade-request.ts';

/** A throttled connection is served in slices of this length. */
const SLICE_MS = 20;

/** How much waits inside the proxy, in each direction, before it stops reading. */
const MAX_WAITING_BYTES = 256 * 1024;

/** What the proxy does to the bytes that pass, now. */
export interface Weather {
  isFrozen: boolean;
  delayMs: number;
  bytesPerSecond: number;
  upgrades: UpgradeRefusal | undefined;
}

/** A connection of a client and the one to the server that belongs to it. */
export class Line {
  readonly #client: Socket;
  readonly #upstream: Socket;
  readonly #there: Direction;
  readonly #back: Direction;

  /** `refused` is called for each upgrade that is refused in place of the server. */
  constructor(
    client: Socket,
    upstream: Socket,
    weather: Weather,
    on: { readonly gone: () => void; readonly refused: () => void },
  ) {
    this.#client = client;
    this.#upstream = upstream;
    this.#back = new Direction(upstream, client, weather);
    this.#there = new Direction(client, upstream, weather, (bytes) => {
      if (weather.upgrades === undefined) return 'pass';
      const request = judgeRequest(bytes);
      if (request === 'other') return 'pass';
      if (request === 'unfinished' || weather.upgrades === 'hang') return 'hold';
      on.refused();
      this.#refuse(weather.upgrades);
      return 'hold';
    });
    let open = 2;
    for (const end of [client, upstream]) {
      end.on('close', () => {
        open -= 1;
        if (open === 0) on.gone();
      });
    }
  }

  /** Looks anew at what may pass, after the weather has changed. */
  pass(): void {
    this.#there.passAnew();
    this.#back.passAnew();
  }

  reset(): void {
    this.#there.abandon();
    this.#back.abandon();
    this.#client.resetAndDestroy();
    this.#upstream.resetAndDestroy();
  }

  #refuse(refusal: 200 | 400 | 'reset'): void {
    if (refusal === 'reset') {
      this.reset();
      return;
    }
    this.#there.abandon();
    this.#back.finishWith(proxyAnswer(refusal));
    this.#upstream.resetAndDestroy();
  }
}

interface Chunk {
  bytes: Buffer;
  readonly arrivedAt: number;
  /** Whether some of it has passed already, or may. */
  isCleared: boolean;
}

/** One way of a connection: chunks wait their turn, and the end or the reset of the sender waits behind them. */
class Direction {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #weather: Weather;
  readonly #gate: (bytes: Buffer) => 'pass' | 'hold';
  readonly #waiting: Chunk[] = [];
  #waitingBytes = 0;
  #ending: 'end' | 'reset' | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isBlocked = false;
  /** Whether what comes from now on is thrown away. */
  #isClosed = false;

  /** `gate` sees the beginning of each chunk before any of it passes. What it holds is shown to it again, longer. */
  constructor(from: Socket, to: Socket, weather: Weather, gate: (bytes: Buffer) => 'pass' | 'hold' = () => 'pass') {
    this.#from = from;
    this.#to = to;
    this.#weather = weather;
    this.#gate = gate;
    from.on('data', (bytes: Buffer) => {
      if (this.#isClosed) return;
      this.#push(bytes);
      if (this.#waitingBytes > MAX_WAITING_BYTES) from.pause();
      this.pass();
    });
    from.on('end', () => this.#end('end'));
    from.on('error', () => this.#end('reset'));
    to.on('drain', () => {
      this.#isBlocked = false;
      this.pass();
    });
    to.on('close', () => this.abandon());
  }

  pass(): void {
    while (!this.#weather.isFrozen && !this.#isBlocked && this.#timer === undefined) {
      const [head] = this.#waiting;
      if (head === undefined) {
        this.#passEnding();
        return;
      }
      const earlyMs = head.arrivedAt + this.#weather.delayMs - performance.now();
      if (earlyMs > 0) this.#passLater(earlyMs);
      else if (this.#mayPass(head)) this.#passSlice(head);
      else if (!this.#joinNext(head)) return;
    }
  }

  /** Forgets a wait that the weather of before had asked for. */
  passAnew(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.pass();
  }

  /** Throws away what waits and what still comes. */
  abandon(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
    this.#ending = undefined;
    this.#isClosed = true;
    this.#from.resume();
  }

  /** Passes these bytes after what waits, then the end; what still comes is thrown away. */
  finishWith(bytes: Buffer): void {
    this.#push(bytes);
    this.#isClosed = true;
    this.#ending = 'end';
    this.pass();
  }

  #push(bytes: Buffer): void {
    this.#waiting.push({ bytes, arrivedAt: performance.now(), isCleared: false });
    this.#waitingBytes += bytes.length;
  }

  #mayPass(head: Chunk): boolean {
    head.isCleared ||= this.#gate(head.bytes) === 'pass';
    return head.isCleared;
  }

  /** Goes on where a chunk is held: with the next one, or with the end of who sent it. Says whether there is more to pass. */
  #joinNext(head: Chunk): boolean {
    const [, next] = this.#waiting;
    if (next !== undefined) {
      head.bytes = Buffer.concat([head.bytes, next.bytes]);
      this.#waiting.splice(1, 1);
      return true;
    }
    if (this.#ending === undefined) return false;
    // Who sent it has gone: nobody waits for an answer.
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
    return true;
  }

  #passSlice(head: Chunk): void {
    const { bytesPerSecond } = this.#weather;
    const most = Math.max(1, Math.floor((bytesPerSecond * SLICE_MS) / 1000));
    const slice = head.bytes.subarray(0, most);
    head.bytes = head.bytes.subarray(slice.length);
    if (head.bytes.length === 0) this.#waiting.shift();
    this.#waitingBytes -= slice.length;
    if (this.#waitingBytes <= MAX_WAITING_BYTES) this.#from.resume();
    if (!this.#to.write(slice)) this.#isBlocked = true;
    if (bytesPerSecond < Infinity) this.#passLater((slice.length / bytesPerSecond) * 1000);
  }

  #passLater(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.pass();
    }, ms);
  }

  #end(ending: 'end' | 'reset'): void {
    if (this.#isClosed) return;
    this.#ending = ending;
    this.pass();
  }

  #passEnding(): void {
    if (this.#ending === 'end') this.#to.end();
    if (this.#ending === 'reset') this.#to.resetAndDestroy();
    this.#ending = undefined;
  }
}
