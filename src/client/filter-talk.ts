import type { ErrorData, Filter, JsonObject } from '../protocol/index.ts';
import type { ConnectionEvent } from './connection-effects.ts';
import { describeServerError } from './errors.ts';
import { FilterLedger } from './filter-ledger.ts';
import { NOTED, type FrameOutcome } from './frame-outcome.ts';
import type { Outgoing } from './outgoing.ts';
import type { StreamSocket } from './stream-socket.ts';

interface FilterTalkOptions {
  readonly outgoing: Outgoing;
  readonly event: (event: ConnectionEvent) => void;
  /** Another filter is desired from now on. */
  readonly onChange: (now: number) => void;
}

/** What is said about filters: which one is desired, sent and in force, and what follows where the server refuses one. */
export class FilterTalk {
  readonly #options: FilterTalkOptions;
  #ledger: FilterLedger;

  constructor(filter: Filter, options: FilterTalkOptions) {
    this.#options = options;
    this.#ledger = new FilterLedger(filter);
  }

  /** Another stream begins, with this filter in its address. */
  begin(filter: Filter): void {
    this.#ledger = new FilterLedger(filter);
  }

  get desired(): Filter {
    return this.#ledger.desired;
  }

  /** Another filter is wanted: says so on the socket, where one is open. */
  want(filter: Filter, socket: StreamSocket | undefined, now: number): void {
    if (!this.#ledger.want(filter)) return;
    this.#options.onChange(now);
    if (socket?.openedAt !== undefined) this.#send(socket, now);
  }

  /** The desired filter goes into an address, of a socket or of REST. */
  asked(): void {
    this.#ledger.socketAsked();
  }

  /** A socket has opened: says on it what its address could not say. */
  opened(socket: StreamSocket, now: number): void {
    if (this.#ledger.isUnsent) this.#send(socket, now);
  }

  /** The stream came as it was desired. */
  streamed(): void {
    this.#ledger.streamed();
  }

  /** The server says which filter is in force; answers when that was asked for, where it was by a command. */
  started(filter: JsonObject | null | undefined): number | undefined {
    return this.#ledger.started(filter);
  }

  /** What follows where the server refused a filter; `undefined` where it speaks of none that is under way. */
  refused(errorId: string, error: ErrorData, now: number): FrameOutcome | undefined {
    const { event, onChange } = this.#options;
    const rejection = this.#ledger.rejected(errorId, error);
    if (rejection.kind === 'reverted' || rejection.kind === 'readdress') {
      const { rejected, inForce } = rejection;
      event({ kind: 'filter_rejected', rejected, inForce, error });
      onChange(now);
      return rejection.kind === 'readdress' ? { kind: 'readdress' } : NOTED;
    }
    event({ kind: 'server_error', error });
    if (rejection.kind === 'unrelated') return undefined;
    return { kind: 'ended', reason: error.code, message: describeServerError(error) };
  }

  #send(socket: StreamSocket, now: number): void {
    const filter = this.#ledger.desired;
    const id = this.#options.outgoing.command(socket, { action: 'update_filter', filter });
    if (id !== undefined) return this.#ledger.sent(id, now);
    const { rejected, inForce } = this.#ledger.takeBack();
    const error = { code: 'invalid_filter', message: 'The filter is too large to be sent.' };
    return this.#options.event({ kind: 'filter_rejected', rejected, inForce, error });
  }
}
