import { hashText } from '../protocol/index.ts';
import { CHUNK_SIZE } from './chunk-numbers.ts';
import type { MetadataShapes } from './metadata-shapes.ts';
import { isPlainlyDrawn, isPlainlyDrawnJson } from './plain-texts.ts';
import { NOT_POOLED, type TextPool } from './text-pool.ts';

/** A line with longer texts keeps them to itself: what is joined must stay short. */
const MAX_JOINED = 4_096;
const MAX_JOINED_ID = 255;
const MAX_UINT32 = 0xffff_ffff;

const NOTHING = 0;
const LINE = 1;
const LINE_WITH_OWN_TEXTS = 2;

/** What all chunks of a buffer share. */
export interface ChunkPools {
  readonly names: TextPool;
  readonly shapes: MetadataShapes;
}

export interface NewLine {
  readonly id: string;
  /** Milliseconds since 1970, or `NaN`. */
  readonly time: number;
  /** Empty where the time says it all. */
  readonly timestamp: string;
  readonly level: string;
  readonly source: string;
  readonly message: string;
  /** As `MetadataShapes` writes it. */
  readonly shape: number;
  readonly metadata: string;
}

/** What of a line does not fit into the columns. */
interface OwnTexts {
  readonly id: string;
  readonly timestamp: string;
  readonly message: string;
  readonly metadata: string;
}

/** The texts of a run of lines as they are joined, for who searches all of them at once. Each line has its message, its metadata and its id there, one behind the other. */
export interface JoinedTexts {
  readonly text: string;
  /** By offset. Lines with texts of their own, and places without a line, have no length. */
  readonly starts: Uint32Array;
  readonly messageLengths: Uint16Array;
  readonly metadataLengths: Uint16Array;
  readonly idLengths: Uint8Array;
  /** Numbers of sources in the pool. */
  readonly sources: Uint16Array;
  readonly kinds: Readonly<LineKinds>;
}

/** What kinds of lines were joined, though those that are gone since may have been the only ones. */
interface LineKinds {
  /** The codes of the characters that messages begin with. */
  readonly firsts: Set<number>;
  /** The offset of a line of each source, and of each shape of metadata. */
  readonly sources: Map<number, number>;
  readonly shapes: Map<number, number>;
  /** Whether a message may have codes, such as those of colours, that its row leaves out. */
  hasCodes: boolean;
}

/**
 * The lines of a run of sequence numbers, in columns. Once the run is full their texts are joined into one: a thousand lines
 * are then a dozen objects for the garbage collector, and a line takes little more than its characters.
 */
export class LineChunk {
  readonly #pools: ChunkPools;
  readonly #held = new Uint8Array(CHUNK_SIZE);
  /** Milliseconds since the first time; what is before it, or weeks behind it, is in `#ownTimes`. */
  readonly #times = new Uint32Array(CHUNK_SIZE);
  readonly #hashes = new Uint32Array(CHUNK_SIZE);
  readonly #levels = new Uint16Array(CHUNK_SIZE);
  readonly #sources = new Uint16Array(CHUNK_SIZE);
  readonly #shapes = new Uint16Array(CHUNK_SIZE);
  readonly #starts = new Uint32Array(CHUNK_SIZE);
  readonly #messageLengths = new Uint16Array(CHUNK_SIZE);
  readonly #metadataLengths = new Uint16Array(CHUNK_SIZE);
  readonly #idLengths = new Uint8Array(CHUNK_SIZE);
  readonly #ownTimes = new Map<number, number>();
  readonly #ownTexts = new Map<number, OwnTexts>();
  /** Level and source of lines for which the pool has no room. */
  readonly #ownNames = new Map<number, { readonly level: string; readonly source: string }>();
  /** The texts of lines that wait to be joined, by offset. */
  #waiting: (OwnTexts | undefined)[] | undefined = [];
  readonly #kinds: LineKinds = { firsts: new Set(), sources: new Map(), shapes: new Map(), hasCodes: false };
  #joined = '';
  #firstTime = Number.NaN;
  #minTime = Infinity;
  #count = 0;
  #changes = 0;

  constructor(pools: ChunkPools) {
    this.#pools = pools;
  }

  /** How many lines it holds. */
  get count(): number {
    return this.#count;
  }

  /** Goes up with every line that comes or goes: what was counted of others counts no more. */
  get changes(): number {
    return this.#changes;
  }

  get isJoined(): boolean {
    return this.#waiting === undefined;
  }

  /** The joined texts, those of lines that were taken out since included. */
  get joinedTexts(): JoinedTexts {
    return {
      text: this.#joined,
      starts: this.#starts,
      messageLengths: this.#messageLengths,
      metadataLengths: this.#metadataLengths,
      idLengths: this.#idLengths,
      sources: this.#sources,
      kinds: this.#kinds,
    };
  }

  holds(offset: number): boolean {
    return this.#held[offset] !== NOTHING;
  }

  /** Puts a line at an offset where none is. Once joined, a chunk takes lines with texts of their own only. */
  put(offset: number, line: NewLine): void {
    const { id, time, timestamp, level, source, message, shape, metadata } = line;
    this.#hashes[offset] = hashOfId(id);
    this.#shapes[offset] = shape;
    this.#putTime(offset, time);
    const levelNumber = this.#pools.names.put(level);
    const sourceNumber = this.#pools.names.put(source);
    this.#levels[offset] = levelNumber;
    this.#sources[offset] = sourceNumber;
    if (levelNumber === NOT_POOLED || sourceNumber === NOT_POOLED) this.#ownNames.set(offset, { level, source });
    const isJoinable =
      this.#waiting !== undefined &&
      timestamp === '' &&
      id.length <= MAX_JOINED_ID &&
      message.length + metadata.length <= MAX_JOINED &&
      isPlainlyDrawn(message) &&
      isPlainlyDrawnJson(metadata) &&
      isPlainlyDrawn(id);
    this.#held[offset] = isJoinable ? LINE : LINE_WITH_OWN_TEXTS;
    const texts = { id, timestamp, message, metadata };
    if (isJoinable && this.#waiting !== undefined) this.#waiting[offset] = texts;
    else this.#ownTexts.set(offset, texts);
    this.#count += 1;
    this.#changes += 1;
  }

  remove(offset: number): void {
    if (this.#held[offset] === NOTHING) return;
    this.#held[offset] = NOTHING;
    this.#ownTimes.delete(offset);
    this.#ownTexts.delete(offset);
    this.#ownNames.delete(offset);
    if (this.#waiting !== undefined) this.#waiting[offset] = undefined;
    this.#count -= 1;
    this.#changes += 1;
  }

  /** Joins the texts: nothing more is expected to come. */
  join(): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    const { firsts, sources, shapes } = this.#kinds;
    const texts: string[] = [];
    let start = 0;
    for (const [offset, line] of waiting.entries()) {
      if (line === undefined) continue;
      const { id, message, metadata } = line;
      this.#starts[offset] = start;
      this.#messageLengths[offset] = message.length;
      this.#metadataLengths[offset] = metadata.length;
      this.#idLengths[offset] = id.length;
      start += message.length + metadata.length + id.length;
      texts.push(message, metadata, id);
      firsts.add(message.charCodeAt(0));
      sources.set(this.#sources[offset] ?? 0, offset);
      if (metadata !== '') shapes.set(this.#shapes[offset] ?? 0, offset);
    }
    this.#joined = texts.join('');
    this.#kinds.hasCodes = this.#joined.includes('\u001b');
    this.#waiting = undefined;
  }

  time(offset: number): number {
    return this.#ownTimes.get(offset) ?? this.#firstTime + (this.#times[offset] ?? 0);
  }

  /** Hash of the id; 0 for a line without one. */
  hash(offset: number): number {
    return this.#hashes[offset] ?? 0;
  }

  level(offset: number): string {
    const number = this.#levels[offset] ?? 0;
    return number === NOT_POOLED ? (this.#ownNames.get(offset)?.level ?? '') : this.#pools.names.get(number);
  }

  source(offset: number): string {
    const number = this.#sources[offset] ?? 0;
    return number === NOT_POOLED ? (this.#ownNames.get(offset)?.source ?? '') : this.#pools.names.get(number);
  }

  message(offset: number): string {
    const own = this.#own(offset);
    if (own !== undefined) return own.message;
    const start = this.#starts[offset] ?? 0;
    return this.#joined.slice(start, start + (this.#messageLengths[offset] ?? 0));
  }

  metadataJson(offset: number): string {
    return this.#pools.shapes.json(this.shape(offset), this.#metadata(offset));
  }

  /** All of a line, as it was put; `undefined` where none is. */
  line(offset: number): NewLine | undefined {
    if (!this.holds(offset)) return undefined;
    return {
      id: this.id(offset),
      time: this.time(offset),
      timestamp: this.timestamp(offset),
      level: this.level(offset),
      source: this.source(offset),
      message: this.message(offset),
      shape: this.shape(offset),
      metadata: this.#metadata(offset),
    };
  }

  /** No time of a line is before it. */
  get minTime(): number {
    return this.#minTime;
  }

  /** Names the keys of the metadata: those of lines with the same number are the same, but for `NO_SHAPE`. */
  shape(offset: number): number {
    return this.#shapes[offset] ?? 0;
  }

  /** How many lines have texts that are not joined with those of others, once these are. */
  get ownTextsCount(): number {
    return this.#ownTexts.size;
  }

  /** Whether the texts of a line are not joined with those of others. */
  hasOwnTexts(offset: number): boolean {
    return this.#own(offset) !== undefined;
  }

  id(offset: number): string {
    const own = this.#own(offset);
    if (own !== undefined) return own.id;
    const start =
      (this.#starts[offset] ?? 0) + (this.#messageLengths[offset] ?? 0) + (this.#metadataLengths[offset] ?? 0);
    return this.#joined.slice(start, start + (this.#idLengths[offset] ?? 0));
  }

  timestamp(offset: number): string {
    return this.#own(offset)?.timestamp ?? '';
  }

  #metadata(offset: number): string {
    const own = this.#own(offset);
    if (own !== undefined) return own.metadata;
    const start = (this.#starts[offset] ?? 0) + (this.#messageLengths[offset] ?? 0);
    return this.#joined.slice(start, start + (this.#metadataLengths[offset] ?? 0));
  }

  #putTime(offset: number, time: number): void {
    if (Number.isNaN(this.#firstTime)) this.#firstTime = time;
    if (time < this.#minTime) this.#minTime = time;
    const since = time - this.#firstTime;
    if (since >= 0 && since <= MAX_UINT32 && Number.isInteger(since)) this.#times[offset] = since;
    else this.#ownTimes.set(offset, time);
  }

  /** The texts of a line that are not joined with those of others. */
  #own(offset: number): OwnTexts | undefined {
    if (this.#held[offset] === LINE_WITH_OWN_TEXTS) return this.#ownTexts.get(offset);
    return this.#waiting?.[offset];
  }
}

/** 0 stands for no id. */
export function hashOfId(id: string): number {
  return id === '' ? 0 : hashText(id) || 1;
}
