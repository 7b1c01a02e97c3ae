import { connect, createServer, type Server } from 'node:net';
import { listenOnFreePort } from './local-port.ts';
import { Line, type Weather } from './proxy-line.ts';
import type { UpgradeRefusal } from './upgrade-request.ts';

/**
 * A TCP proxy that breaks connections the way networks do. The two ends see what they would see of a bad line: silence,
 * slowness or a reset; never an orderly close that nobody made. Each verb holds for open connections and for new ones,
 * in any mixture with the others, until it is taken back.
 */
export class FaultProxy {
  readonly #server: Server;
  readonly #weather: Weather = { isFrozen: false, delayMs: 0, bytesPerSecond: Infinity, upgrades: undefined };
  readonly #lines = new Set<Line>();
  #port = 0;
  #total = 0;
  #refusedUpgrades = 0;

  /** Begins to pass connections on to a port of this machine. */
  static async start(targetPort: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(targetPort);
    proxy.#port = await listenOnFreePort(proxy.#server);
    return proxy;
  }

  private constructor(targetPort: number) {
    this.#server = createServer({ allowHalfOpen: true }, (client) => {
      const upstream = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true });
      const line = new Line(client, upstream, this.#weather, {
        gone: () => this.#lines.delete(line),
        refused: () => {
          this.#refusedUpgrades += 1;
        },
      });
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

  /** Upgrades that the proxy has answered or reset in place of the server, so far. */
  get refusedUpgrades(): number {
    return this.#refusedUpgrades;
  }

  /** Lets nothing pass in either direction, closes included: a half-open connection. New ones meet the same. */
  freeze(): void {
    this.#weather.isFrozen = true;
  }

  /** Lets everything pass again, what has waited first. */
  thaw(): void {
    this.#change({ isFrozen: false });
  }

  /** Resets every connection that is open. */
  cut(): void {
    for (const line of this.#lines) line.reset();
  }

  /** Holds each byte for so long, in each direction; what waits already for so long in all. */
  delay(ms: number): void {
    this.#change({ delayMs: ms });
  }

  /** Lets at most so many bytes a second pass, per connection and direction; `Infinity` for no bound. */
  throttle(bytesPerSecond: number): void {
    this.#change({ bytesPerSecond });
  }

  /**
   * Meddles with WebSocket upgrades as a proxy does that doesn't know them, and passes ordinary HTTP on: answers them with a
   * page of its own (200) or 400, resets them, or leaves them without an answer. Sockets that are open stay: `cut()` them.
   *
   * It looks at each chunk of what a client sends that begins with `GET `, so at every request of a keep-alive connection. It
   * cannot see what is encrypted, nor a request that begins within a chunk (behind another one that is not answered yet).
   */
  blockUpgrades(how: UpgradeRefusal): void {
    this.#change({ upgrades: how });
  }

  /** Passes upgrades on again; those that hang, too, if their client still waits. */
  allowUpgrades(): void {
    this.#change({ upgrades: undefined });
  }

  /** Takes everything back: from now on a fair line. What was cut stays cut. */
  calm(): void {
    this.#change({ isFrozen: false, delayMs: 0, bytesPerSecond: Infinity, upgrades: undefined });
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #change(weather: Partial<Weather>): void {
    Object.assign(this.#weather, weather);
    for (const line of this.#lines) line.pass();
  }
}
