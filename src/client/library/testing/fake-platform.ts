import type { JsonObject } from '../../../protocol/index.ts';
import type { FetchAnswer } from '../../rest-client.ts';
import type { FetchLike, PlatformSignal, SocketClass, SocketLike } from '../platform.ts';

/** A socket whose other end is the test. */
export class FakeSocket implements SocketLike {
  readonly address: string;
  readonly sent: string[] = [];
  readonly closes: (number | undefined)[] = [];
  onopen: SocketLike['onopen'] = null;
  onmessage: SocketLike['onmessage'] = null;
  onerror: SocketLike['onerror'] = null;
  onclose: SocketLike['onclose'] = null;

  constructor(address: string) {
    this.address = address;
  }

  get parameters(): URLSearchParams {
    return new URL(this.address).searchParams;
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(code?: number): void {
    this.closes.push(code);
  }

  opens(): void {
    this.onopen?.({});
  }

  says(type: string, data: JsonObject): void {
    this.onmessage?.({ data: JSON.stringify({ type, id: 'm', data, timestamp: '2026-11-23T12:00:00.000Z' }) });
  }

  /** Opens, and says what it took the stream to be. */
  starts(data: JsonObject = {}): void {
    this.opens();
    this.says('stream_start', { query: '', filter: {}, follow: true, ...data });
  }

  /** Sends logs with these numbers, a second apart. */
  logs(...numbers: readonly number[]): void {
    for (const number of numbers) this.says('log', logData(number));
  }

  closed(code: number, reason = ''): void {
    this.onclose?.({ code, reason });
  }
}

/** The log of a number, as the wire carries it. */
export function logData(number: number): JsonObject {
  const timestamp = new Date(Date.UTC(2026, 10, 23, 12) + number * 1000).toISOString();
  return { id: `log-${number}`, timestamp, level: 'INFO', message: `line ${number}`, source: 'test', metadata: {} };
}

interface Call {
  readonly address: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: PlatformSignal | undefined;
}

/** Sockets and REST answers for one stream, by hand. */
export class FakePlatform {
  readonly sockets: FakeSocket[] = [];
  readonly calls: Call[] = [];
  readonly WebSocket: SocketClass;
  /** What REST answers: a page of these logs, or a status without a body. */
  answer: (call: Call) => Promise<FetchAnswer> = () => Promise.resolve(pageAnswer([]));

  constructor() {
    const { sockets } = this;
    this.WebSocket = class extends FakeSocket {
      constructor(address: string) {
        super(address);
        sockets.push(this);
      }
    };
  }

  readonly fetch: FetchLike = (address, { headers, signal }) => {
    const call = { address: new URL(address), headers, signal };
    this.calls.push(call);
    return this.answer(call);
  };

  /** The newest socket. */
  get socket(): FakeSocket {
    const newest = this.sockets.at(-1);
    if (newest === undefined) throw new Error('No socket was asked for.');
    return newest;
  }
}

export function pageAnswer(data: readonly JsonObject[], status = 200): FetchAnswer {
  const pagination = { total: data.length, limit: 100, offset: 0, hasMore: false };
  const text = JSON.stringify({ data, meta: { pagination, timestamp: '2026-11-23T12:00:00.000Z' } });
  return { status, headers: { get: () => null }, text: () => Promise.resolve(text) };
}
