import { EXTENSIONS, type LogRecord } from '../../src/protocol/index.ts';
import type { LogSketch } from '../stub/ledger.ts';
import { StubServer } from '../stub/stub-server.ts';
import type { ServerFault } from './faults.ts';
import type { HostTask, SoakedServer } from './host-messages.ts';
import { numberedLine } from './numbered-line.ts';
import { Pacer } from './pacer.ts';
import { SeededRandom } from './random.ts';

const EMIT_EVERY_MS = 20;
const HEARTBEAT_EVERY_MS = 5_000;
/** Keeping more than this would make the stub, which searches all it keeps, the slowest part of the soak. */
const MOST_KEPT = 40_000;
/** So many lines are sent again at the most, unless a fault says fewer. */
const MOST_RESENT = 10_000;

/** The stub with lines that come by the clock, with or without the extensions. */
export class SoakedStub implements SoakedServer {
  readonly #stub: StubServer;
  readonly #pacer: Pacer;
  readonly #random: SeededRandom;
  readonly #timer: NodeJS.Timeout;
  readonly #sketch: LogSketch;
  #emitted = 0;
  #kept = 0;
  #epochs = 1;
  #isDown = false;

  static async start(task: HostTask): Promise<SoakedStub> {
    return new SoakedStub(await StubServer.start(), task);
  }

  private constructor(stub: StubServer, { role, rate, seed }: HostTask) {
    this.#stub = stub;
    stub.extensions = role === 'stub-ext' ? EXTENSIONS : [];
    stub.heartbeatEveryMs = HEARTBEAT_EVERY_MS;
    stub.mostResent = MOST_RESENT;
    this.#sketch = sketchOf(() => numberedLine(stub.ledger.lines.length + 1));
    this.#pacer = new Pacer(rate);
    this.#random = new SeededRandom(`${seed}/${role}/emit`);
    this.#timer = setInterval(() => this.#emitDue(), EMIT_EVERY_MS);
  }

  get port(): number {
    return this.#stub.port;
  }

  get token(): string {
    return this.#stub.token;
  }

  get emitted(): number {
    return this.#emitted;
  }

  begin(fault: ServerFault): void {
    const { rest } = this.#stub;
    switch (fault.kind) {
      case 'restart':
        return this.#goDown(fault.isAbrupt);
      case 'rest fails':
        return rest.fail(fault.status, undefined, { 'retry-after': fault.retryAfter });
      case 'rest is slow':
        rest.delayMs = fault.delayMs;
        return undefined;
      case 'rest is silent':
        return rest.stall();
      case 'close':
        return this.#forEachOpen((connection) => connection.close(fault.code));
      case 'stream end':
        return this.#forEachOpen((connection) => connection.streamEnd(fault.reason));
      case 'short memory':
        this.#stub.historyReach = fault.lines;
        this.#stub.mostResent = fault.lines;
        return undefined;
      case 'forget':
        return this.#forget();
      default:
        return fault satisfies never;
    }
  }

  end(fault: ServerFault): void {
    switch (fault.kind) {
      case 'restart':
        return this.#comeBack(fault.keeps);
      case 'rest fails':
      case 'rest is slow':
      case 'rest is silent':
        return this.#stub.rest.recover();
      case 'short memory':
        this.#stub.historyReach = Infinity;
        this.#stub.mostResent = MOST_RESENT;
        return undefined;
      case 'close':
      case 'stream end':
      case 'forget':
        return undefined;
      default:
        return fault satisfies never;
    }
  }

  fallSilent(): void {
    clearInterval(this.#timer);
  }

  stop(): Promise<void> {
    this.fallSilent();
    return this.#stub.stop();
  }

  #emitDue(): void {
    if (this.#isDown) return this.#pacer.skip();
    let due = this.#pacer.due();
    while (due > 0) {
      // One by one and in bunches of all sizes: a bunch is one message where batches are spoken.
      const count = this.#random.whole(1, due);
      this.#stub.emitMany(count, this.#sketch);
      due -= count;
      this.#emitted += count;
      this.#kept += count;
    }
    if (this.#kept <= MOST_KEPT) return undefined;
    this.#stub.forget(this.#kept - MOST_KEPT);
    this.#kept = MOST_KEPT;
    return undefined;
  }

  /** As much of a server that is gone as a stub can be that must keep its port: no socket opens, and REST brings nothing. */
  #goDown(isAbrupt: boolean): void {
    this.#isDown = true;
    this.#stub.refuse('reset');
    this.#stub.rest.fail(503);
    this.#forEachOpen((connection) => {
      if (isAbrupt) return connection.drop();
      connection.streamEnd('server_shutdown');
      return connection.close(1001);
    });
  }

  #comeBack(keeps: boolean): void {
    this.#epochs += 1;
    this.#stub.epoch = `epoch-${this.#epochs}`;
    if (!keeps) this.#forget();
    this.#stub.rest.recover();
    this.#stub.acceptUpgrades();
    this.#isDown = false;
  }

  #forget(): void {
    this.#stub.forget();
    this.#kept = 0;
  }

  #forEachOpen(act: (connection: StubServer['connections'][number]) => void): void {
    for (const connection of this.#stub.connections) if (connection.isOpen) act(connection);
  }
}

/** A sketch whose fields are read anew for each line that is entered by it: the stub enters many lines by one sketch. */
function sketchOf(line: () => LogRecord): LogSketch {
  return {
    get id() {
      return line().id;
    },
    get timestamp() {
      return line().timestamp;
    },
    get level() {
      return line().level;
    },
    get message() {
      return line().message;
    },
    get source() {
      return line().source;
    },
    get metadata() {
      return line().metadata;
    },
  };
}
