import { isJsonObject, ownValue, type ErrorData, type Filter, type JsonObject } from '../protocol/index.ts';

/** More unanswered updates than this are not told apart: the oldest counts as accepted. */
const MAX_UNANSWERED = 32;

interface SentFilter {
  readonly id: string;
  readonly filter: Filter;
  readonly at: number;
}

/** What an `invalid_filter` error was about. */
export type FilterRejection =
  /** An `update_filter`: the server kept the filter before, which is desired again. */
  | { readonly kind: 'reverted'; readonly rejected: Filter; readonly inForce: Filter }
  /** The filter in the address, which came after one that had worked: connect again with that one. */
  | { readonly kind: 'readdress'; readonly rejected: Filter; readonly inForce: Filter }
  /** The filter that the stream was opened with: there is none to go back to. */
  | { readonly kind: 'fatal' }
  /** None that is under way. */
  | { readonly kind: 'unrelated' };

/**
 * Keeps apart which filter is wanted, which was asked for on this socket and which the server has taken (protocol,
 * "update_filter": there is no acknowledgement, only a rejection).
 */
export class FilterLedger {
  #desired: Filter;
  #accepted: Filter | undefined;
  #addressed: Filter;
  #isAddressAccepted = false;
  #sent: SentFilter[] = [];

  constructor(filter: Filter) {
    this.#desired = filter;
    this.#addressed = filter;
  }

  get desired(): Filter {
    return this.#desired;
  }

  /** Sets the filter that is wanted; answers whether that is another one than before. */
  want(filter: Filter): boolean {
    const isNew = !isSameFilter(filter, this.#desired);
    this.#desired = filter;
    return isNew;
  }

  /** A new socket is asked for with the desired filter in its address. */
  socketAsked(): void {
    this.#addressed = this.#desired;
    this.#isAddressAccepted = false;
    this.#sent = [];
  }

  /** Whether the socket has heard of another filter last than the one that is wanted. */
  get isUnsent(): boolean {
    return !isSameFilter(this.#sent.at(-1)?.filter ?? this.#addressed, this.#desired);
  }

  sent(id: string, at: number): void {
    this.#sent.push({ id, filter: this.#desired, at });
    if (this.#sent.length <= MAX_UNANSWERED) return;
    this.#accepted = this.#sent.shift()?.filter ?? this.#accepted;
    this.#isAddressAccepted = true;
  }

  /** The stream brings something: its address was accepted, filter included. Answers whether that was not known yet. */
  streamed(): boolean {
    if (this.#isAddressAccepted) return false;
    this.#isAddressAccepted = true;
    this.#accepted = this.#addressed;
    return true;
  }

  /** The server said what it took the stream to be. Answers when the update was sent that this confirms, if it does. */
  started(filter: JsonObject | null | undefined): number | undefined {
    if (this.streamed()) return undefined;
    const index = this.#sent.findIndex((sent) => isSameFilter(sent.filter, filter ?? {}));
    const confirmed = this.#sent[index];
    if (confirmed === undefined) return undefined;
    this.#accepted = confirmed.filter;
    this.#sent = this.#sent.slice(index + 1);
    return confirmed.at;
  }

  /** The filter that could not be sent at all is given up for the one before it. */
  takeBack(): { readonly rejected: Filter; readonly inForce: Filter } {
    const rejected = this.#desired;
    this.#desired = this.#sent.at(-1)?.filter ?? this.#addressed;
    return { rejected, inForce: this.#desired };
  }

  rejected(errorId: string, error: ErrorData): FilterRejection {
    if (this.#sent.length > 0) return this.#revert(this.#indexOfRejected(errorId, error));
    if (this.#isAddressAccepted) return { kind: 'unrelated' };
    const rejected = this.#addressed;
    if (this.#accepted === undefined || isSameFilter(this.#accepted, rejected)) return { kind: 'fatal' };
    this.#desired = this.#accepted;
    return { kind: 'readdress', rejected, inForce: this.#desired };
  }

  #revert(index: number): FilterRejection {
    const [removed] = this.#sent.splice(index, 1);
    if (removed === undefined) return { kind: 'unrelated' };
    this.#desired = this.#sent.at(-1)?.filter ?? this.#inForceOnSocket();
    return { kind: 'reverted', rejected: removed.filter, inForce: this.#desired };
  }

  #inForceOnSocket(): Filter {
    return this.#isAddressAccepted ? (this.#accepted ?? this.#addressed) : this.#addressed;
  }

  /** By the command's id, else by the filter that the error quotes, else the last one sent. */
  #indexOfRejected(errorId: string, error: ErrorData): number {
    const byId = this.#sent.findLastIndex((sent) => sent.id === errorId);
    if (byId >= 0) return byId;
    const quoted = isJsonObject(error.details) ? ownValue(error.details, 'filter') : undefined;
    const byFilter = isJsonObject(quoted) ? this.#sent.findLastIndex((sent) => isSameFilter(sent.filter, quoted)) : -1;
    return byFilter >= 0 ? byFilter : this.#sent.length - 1;
  }
}

/** Whether two filters say the same; the order of their keys is of no account. */
export function isSameFilter(one: Filter | JsonObject, other: Filter | JsonObject): boolean {
  return canonical(one) === canonical(other);
}

function canonical(filter: Filter | JsonObject): string {
  const entries = Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return JSON.stringify(entries);
}
