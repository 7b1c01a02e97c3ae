import { isSameJson, jsonText, parseTimestamp, type JsonObject, type LogRecord } from '../protocol/index.ts';
import {
  metadataOf,
  type GapFilling,
  type GapMarker,
  type GapSketch,
  type LogEntry,
  type LogLine,
} from './log-entry.ts';
import { Renumbering } from './renumbering.ts';

export type AppendResult = 'appended' | 'repeated' | 'conflict';

/** One place in a new order of what is held: an entry that is there, a line that comes in between, or a gap that opens. */
export type Arranged =
  | LogEntry
  | { readonly kind: 'new_line'; readonly record: LogRecord }
  | { readonly kind: 'new_gap'; readonly gap: GapSketch };

const MAX_INTERNED = 4_096;
const MAX_INTERNED_LENGTH = 256;
/** Whoever remembers a number looks it up again at the next frame: more than these do not come in between. */
const MAX_RENUMBERINGS = 16;

/** A ring of the newest entries, addressed by sequence number. What no longer fits is evicted from its old end. */
export class LogBuffer {
  readonly capacity: number;
  readonly #ring: (LogEntry | undefined)[] = [];
  readonly #seqById = new Map<string, number>();
  readonly #seqByGapId = new Map<number, number>();
  readonly #interned = new Map<string, string>();
  #renumberings: Renumbering[] = [];
  #firstSeq = 0;
  #endSeq = 0;
  #lastGapId = 0;
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

  /** All that is held, oldest first. */
  entries(): LogEntry[] {
    const entries: LogEntry[] = [];
    for (let seq = this.#firstSeq; seq < this.#endSeq; seq += 1) {
      const entry = this.at(seq);
      if (entry !== undefined) entries.push(entry);
    }
    return entries;
  }

  lineById(id: string): LogLine | undefined {
    const seq = this.#seqById.get(id);
    const entry = seq === undefined ? undefined : this.at(seq);
    return entry?.kind === 'line' ? entry : undefined;
  }

  gapById(gapId: number): GapMarker | undefined {
    const seq = this.#seqByGapId.get(gapId);
    const entry = seq === undefined ? undefined : this.at(seq);
    return entry?.kind === 'gap' ? entry : undefined;
  }

  newestLine(): LogLine | undefined {
    for (let seq = this.#endSeq - 1; seq >= this.#firstSeq; seq -= 1) {
      const entry = this.at(seq);
      if (entry?.kind === 'line') return entry;
    }
    return undefined;
  }

  /** The number that an entry bears now, which bore this one before lines were put between. */
  currentSeq(seq: number): number {
    return this.#renumberings.reduce((current, renumbering) => renumbering.apply(current), seq);
  }

  /** Takes a log in, once for each id: the first body of an id is kept (protocol, "Resuming without gaps"). */
  append(record: LogRecord): AppendResult {
    if (record.id !== '') {
      const known = this.lineById(record.id);
      if (known !== undefined) return isSameBody(known, record) ? 'repeated' : 'conflict';
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
      metadataJson: metadataText(record.metadata),
    });
    this.#lineCount += 1;
    return 'appended';
  }

  /** Whether another body is held under the id of this one. */
  contradicts(record: LogRecord): boolean {
    const known = record.id === '' ? undefined : this.lineById(record.id);
    return known !== undefined && !isSameBody(known, record);
  }

  /** Marks a gap behind what is held; answers its id. */
  appendGap(gap: GapSketch): number {
    this.#lastGapId += 1;
    this.#pushGap({ ...gap, kind: 'gap', seq: this.#endSeq, gapId: this.#lastGapId, filling: { kind: 'open' } });
    return this.#lastGapId;
  }

  /** Says what is being done about a gap; answers whether it is still there. */
  setGapFilling(gapId: number, filling: GapFilling): boolean {
    const gap = this.gapById(gapId);
    if (gap === undefined) return false;
    this.#ring[gap.seq % this.capacity] = { ...gap, filling };
    return true;
  }

  /**
   * Takes a new order of what is held, with what comes in between: all get new sequence numbers, and `currentSeq` leads from
   * the old ones to them. An entry that is left out is forgotten. What does not fit is evicted from the old end. Answers the
   * ids of the new gaps.
   */
  rearrange(order: readonly Arranged[]): readonly number[] {
    const newGaps: number[] = [];
    const renumbering = new Renumbering(this.#endSeq);
    const evictedBefore = this.#evictedLines;
    this.#forgetAll();
    this.#evictedLines = evictedBefore;
    for (const item of order) {
      switch (item.kind) {
        case 'new_line':
          this.append(item.record);
          break;
        case 'new_gap':
          newGaps.push(this.appendGap(item.gap));
          break;
        case 'gap':
          renumbering.note(item.seq, this.#endSeq);
          this.#pushGap({ ...item, seq: this.#endSeq });
          break;
        case 'line':
          renumbering.note(item.seq, this.#endSeq);
          if (item.id !== '') this.#seqById.set(item.id, this.#endSeq);
          this.#push({ ...item, seq: this.#endSeq });
          this.#lineCount += 1;
          break;
        default:
          item satisfies never;
      }
    }
    this.#renumberings = [...this.#renumberings, renumbering].slice(-MAX_RENUMBERINGS);
    return newGaps;
  }

  /** Forgets all entries. Sequence numbers go on growing, so that no row of before is taken for one of after. */
  clear(): void {
    this.#forgetAll();
    this.#renumberings = [];
  }

  #forgetAll(): void {
    this.#ring.length = 0;
    this.#seqById.clear();
    this.#seqByGapId.clear();
    this.#firstSeq = this.#endSeq;
    this.#lineCount = 0;
    this.#evictedLines = 0;
  }

  #pushGap(gap: GapMarker): void {
    this.#seqByGapId.set(gap.gapId, gap.seq);
    this.#push(gap);
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
    } else if (oldest !== undefined) this.#seqByGapId.delete(oldest.gapId);
    this.#firstSeq += 1;
  }

  #intern(text: string): string {
    const known = this.#interned.get(text);
    if (known !== undefined) return known;
    if (text.length <= MAX_INTERNED_LENGTH && this.#interned.size < MAX_INTERNED) this.#interned.set(text, text);
    return text;
  }
}

function isSameBody(line: LogLine, record: LogRecord): boolean {
  return (
    line.message === record.message &&
    line.timestamp === record.timestamp &&
    line.level === record.level &&
    line.source === record.source &&
    hasSameMetadata(line, record)
  );
}

/** Nearly always the texts are equal; a server may write the keys in another order, though. */
function hasSameMetadata(line: LogLine, { metadata }: LogRecord): boolean {
  return line.metadataJson === metadataText(metadata) || isSameJson(metadataOf(line), metadata);
}

/** Whether there are keys at all, the text tells: of 200,000 of them a list would take longer than the text. */
function metadataText(metadata: JsonObject): string {
  const text = jsonText(metadata);
  return text === '{}' ? '' : text;
}
