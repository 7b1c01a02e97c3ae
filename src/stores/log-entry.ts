import type { JsonObject } from '../protocol/index.ts';
import type { Queryable } from '../query/index.ts';

/** One line as it is held: flat, its metadata as JSON text that is parsed when somebody looks at it. */
export interface LogLine {
  readonly kind: 'line';
  /** Grows by one with every entry and never repeats: the key of the line's row. */
  readonly seq: number;
  /** Empty when the server gave none. */
  readonly id: string;
  /** Milliseconds since 1970, `NaN` where the timestamp cannot be read. */
  readonly time: number;
  readonly timestamp: string;
  readonly level: string;
  readonly source: string;
  readonly message: string;
  /** JSON text of an object; empty for one without keys. */
  readonly metadataJson: string;
}

/** What is being done, or was tried, to get the lines of a gap. */
export type GapFilling =
  | { readonly kind: 'open' }
  /** `fetched`: how many lines came so far. */
  | { readonly kind: 'filling'; readonly fetched: number }
  /** It was tried and the gap stands. `message`: what came of it, as a part of a sentence. */
  | { readonly kind: 'unfilled'; readonly message: string };

/** What is known of a gap when it is found. */
export interface GapSketch {
  /** Time of the last line before and of the first one after, in milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** A part of a sentence. */
  readonly reason: string;
  /** How many lines are known to be missing; `undefined` where that is not known. */
  readonly lost: number | undefined;
  /** Who left out the lines that are known to be missing. */
  readonly lostBy: 'server' | 'page';
}

/** A place where lines may be missing, shown as a row of its own. */
export interface GapMarker extends GapSketch {
  readonly kind: 'gap';
  readonly seq: number;
  /** Stays the same when the row gets another sequence number. */
  readonly gapId: number;
  readonly filling: GapFilling;
}

export type LogEntry = LogLine | GapMarker;

const NO_METADATA: JsonObject = Object.freeze({});

/** The metadata of a line as an object. */
export function metadataOf(line: LogLine): JsonObject {
  if (line.metadataJson === '') return NO_METADATA;
  const metadata: JsonObject = JSON.parse(line.metadataJson);
  return metadata;
}

/** A line as queries look at it; metadata is parsed only when a query asks for it. */
export class QueryableLine implements Queryable {
  #line: LogLine;
  #metadata: JsonObject | undefined;

  constructor(line: LogLine) {
    this.#line = line;
  }

  /** Points at another line, so that a scan over many lines makes one object instead of one for each. */
  moveTo(line: LogLine): this {
    this.#line = line;
    this.#metadata = undefined;
    return this;
  }

  get id(): string {
    return this.#line.id;
  }
  get time(): number {
    return this.#line.time;
  }
  get timestamp(): string {
    return this.#line.timestamp;
  }
  get level(): string {
    return this.#line.level;
  }
  get source(): string {
    return this.#line.source;
  }
  get message(): string {
    return this.#line.message;
  }
  get metadata(): JsonObject {
    this.#metadata ??= metadataOf(this.#line);
    return this.#metadata;
  }
}
