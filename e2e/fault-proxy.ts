import { connect, createServer, type Server, type Socket } from 'node:net';
import { listenOnFreePort } from './local-port.ts';

/** A throttled connection is served in slices of this length. */
const SLICE_MS = 20;

/** How much waits inside the proxy, in each direction, before it stops reading. */
const MAX_WAITING_BYTES = 256 * 1024;

/** What the proxy does to the bytes that pass, now. */
interface Weather {
  isFrozen: boolean;
  delayMs: number;
  bytesPerSecond: number;
}

/**
 * A TCP proxy that breaks connections the way networks do. The two ends see what they would see of a bad line: silence,
 * slowness or a reset; never an orderly close that nobody made.
 */
export class FaultProxy {
  readonly #server: Server;
  readonly #weather: Weather = { isFrozen: false, delayMs: 0, bytesPerSecond: Infinity };
  readonly #lines = new Set<Line>();
  #port = 0;
  #total = 0;

  /** Begins to pass connections on to a port of this machine. */
  static async start(targetPort: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(targetPort);
    proxy.#port = await listenOnFreePort(proxy.#server);
    return proxy;
  }

  private constructor(targetPort: number) {
    this.#server = createServer({ allowHalfOpen: true }, (client) => {
      const upstream = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true });
      const line = new Line(client, upstream, this.#weather, () => this.#lines.delete(line));
      this.#lines.add(line);
      this.#total += 1;
    });
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Connections that are open now. */
  get connections(): number {
    return this.#lines.size;
  }

  /** All connections so far. */
  get totalConnections(): number {
    return this.#total;
  }

  /** Lets nothing pass in either direction, closes included: a half-open connection. New ones meet the same. */
  freeze(): void {
    this.#weather.isFrozen = true;
  }

  /** Lets everything pass again, what has waited first. */
  thaw(): void {
    this.#weather.isFrozen = false;
    for (const line of this.#lines) line.pass();
  }

  /** Resets every connection that is open. */
  cut(): void {
    for (const line of this.#lines) line.reset();
  }

  /** Holds each byte for so long, in each direction. */
  delay(ms: number): void {
    this.#weather.delayMs = ms;
  }

  /** Lets at most so many bytes a second pass, per connection and direction; `Infinity` for no bound. */
  throttle(bytesPerSecond: number): void {
    this.#weather.bytesPerSecond = bytesPerSecond;
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}

/** A connection of a client and the one to the server that belongs to it. */
class Line {
  readonly #ends: readonly Socket[];
  readonly #directions: readonly Direction[];

  constructor(client: Socket, upstream: Socket, weather: Weather, onGone: () => void) {
    this.#ends = [client, upstream];
    this.#directions = [new Direction(client, upstream, weather), new Direction(upstream, client, weather)];
    let open = 2;
    for (const end of this.#ends) {
      end.on('close', () => {
        open -= 1;
        if (open === 0) onGone();
      });
    }
  }

  pass(): void {
    for (const direction of this.#directions) direction.pass();
  }

  reset(): void {
    for (const direction of this.#directions) direction.abandon();
    for (const end of this.#ends) end.resetAndDestroy();
  }
}

/** One way of a connection: chunks wait their turn, and the end or the reset of the sender waits behind them. */
class Direction {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #weather: Weather;
  readonly #waiting: { bytes: Buffer; readonly dueMs: number }[] = [];
  #waitingBytes = 0;
  #ending: 'end' | 'reset' | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isBlocked = false;

  constructor(from: Socket, to: Socket, weather: Weather) {
    this.#from = from;
    this.#to = to;
    this.#weather = weather;
    from.on('data', (bytes: Buffer) => {
      this.#waiting.push({ bytes, dueMs: performance.now() + weather.delayMs });
      this.#waitingBytes += bytes.length;
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
      const earlyMs = head.dueMs - performance.now();
      if (earlyMs > 0) this.#passLater(earlyMs);
      else this.#passSlice(head);
    }
  }

  abandon(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting.length = 0;
    this.#isBlocked = true;
  }

  #passSlice(head: { bytes: Buffer }): void {
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
    this.#ending = ending;
    this.pass();
  }

  #passEnding(): void {
    if (this.#ending === 'end') this.#to.end();
    if (this.#ending === 'reset') this.#to.resetAndDestroy();
    this.#ending = undefined;
  }
}
