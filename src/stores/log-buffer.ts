import { jsonText, parseTimestamp, type JsonObject, type LogRecord } from '../protocol/index.ts';
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

/** A place where lines may be missing, shown as a row of its own. */
export interface GapMarker {
  readonly kind: 'gap';
  readonly seq: number;
  /** Time of the last line before and of the first one after, in milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

export type LogEntry = LogLine | GapMarker;

export type AppendResult = 'appended' | 'repeated' | 'conflict';

const MAX_INTERNED = 4_096;
const MAX_INTERNED_LENGTH = 256;
const NO_METADATA: JsonObject = Object.freeze({});

/** A ring of the newest entries, addressed by sequence number. What no longer fits is evicted from its old end. */
export class LogBuffer {
  readonly capacity: number;
  readonly #ring: (LogEntry | undefined)[] = [];
  readonly #seqById = new Map<string, number>();
  readonly #interned = new Map<string, string>();
  #firstSeq = 0;
  #endSeq = 0;
  #lineCount = 0;
  #evictedLines = 0;

  constructor(capacity = 100_000) {
    this.capacity = capacity;
  }

  /** Sequence number of the oldest entry held. */
  get firstSeq(): number {
    return this.#firstSeq;
  }

  /** Sequence number that the next entry will get. */
  get endSeq(): number {
    return this.#endSeq;
  }

  /** How many lines are held, gaps not counted. */
  get lineCount(): number {
    return this.#lineCount;
  }

  /** How many lines had to go to make room since the last `clear`. */
  get evictedLines(): number {
    return this.#evictedLines;
  }

  at(seq: number): LogEntry | undefined {
    return seq >= this.#firstSeq && seq < this.#endSeq ? this.#ring[seq % this.capacity] : undefined;
  }

  lineById(id: string): LogLine | undefined {
    const seq = this.#seqById.get(id);
    const entry = seq === undefined ? undefined : this.at(seq);
    return entry?.kind === 'line' ? entry : undefined;
  }

  newestLine(): LogLine | undefined {
    for (let seq = this.#endSeq - 1; seq >= this.#firstSeq; seq -= 1) {
      const entry = this.at(seq);
      if (entry?.kind === 'line') return entry;
    }
    return undefined;
  }

  /** Takes a log in, once for each id: the first body of an id is kept (protocol, "Resuming without gaps"). */
  append(record: LogRecord): AppendResult {
    if (record.id !== '') {
      const known = this.lineById(record.id);
      if (known !== undefined) {
        return known.message === record.message && known.timestamp === record.timestamp ? 'repeated' : 'conflict';
      }
      this.#seqById.set(record.id, this.#endSeq);
    }
    this.#push({
      kind: 'line',
      seq: this.#endSeq,
      id: record.id,
      time: parseTimestamp(record.timestamp),
      timestamp: record.timestamp,
      level: this.#intern(record.level),
      source: this.#intern(record.source),
      message: record.message,
      metadataJson: Object.keys(record.metadata).length === 0 ? '' : jsonText(record.metadata),
    });
    this.#lineCount += 1;
    return 'appended';
  }

  /** Takes a line over as it is, under a new sequence number: one that was held before a `clear`. */
  adopt(line: LogLine): void {
    if (line.id !== '') this.#seqById.set(line.id, this.#endSeq);
    this.#push({ ...line, seq: this.#endSeq });
    this.#lineCount += 1;
  }

  appendGap(gap: Pick<GapMarker, 'from' | 'to' | 'reason'>): void {
    this.#push({ ...gap, kind: 'gap', seq: this.#endSeq });
  }

  /** Counts lines as evicted that were so before a `clear`. */
  countEvicted(count: number): void {
    this.#evictedLines += count;
  }

  /** Forgets all entries. Sequence numbers go on growing, so that no row of before is taken for one of after. */
  clear(): void {
    this.#ring.length = 0;
    this.#seqById.clear();
    this.#firstSeq = this.#endSeq;
    this.#lineCount = 0;
    this.#evictedLines = 0;
  }

  #push(entry: LogEntry): void {
    if (this.#endSeq - this.#firstSeq === this.capacity) this.#evictOldest();
    this.#ring[entry.seq % this.capacity] = entry;
    this.#endSeq += 1;
  }

  #evictOldest(): void {
    const oldest = this.at(this.#firstSeq);
    if (oldest?.kind === 'line') {
      this.#lineCount -= 1;
      this.#evictedLines += 1;
      if (oldest.id !== '') this.#seqById.delete(oldest.id);
    }
    this.#firstSeq += 1;
  }

  #intern(text: string): string {
    const known = this.#interned.get(text);
    if (known !== undefined) return known;
    if (text.length <= MAX_INTERNED_LENGTH && this.#interned.size < MAX_INTERNED) this.#interned.set(text, text);
    return text;
  }
}

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
