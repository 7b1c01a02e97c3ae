import { NOT_POOLED, type TextPool } from './text-pool.ts';

/** How many sequence numbers a chunk covers. */
export const CHUNK_SIZE = 1_024;

/** A line with longer texts keeps them to itself: what is joined must stay short. */
const MAX_JOINED = 4_096;
/** Characters that would double the size of all the texts that they are joined with. */
const WIDE = /[^\0-\xff]/;

const NOTHING = 0;
const LINE = 1;
const LINE_WITH_OWN_TEXTS = 2;

/** The texts of one line, in the order in which they are joined. */
export type LineTexts = readonly [message: string, metadataJson: string, id: string, timestamp: string];
const TEXTS = 4;

export interface NewLine {
  /** Hash of the id; 0 for a line without one. */
  readonly hash: number;
  readonly time: number;
  readonly level: string;
  readonly source: string;
  readonly texts: LineTexts;
}

/**
 * The lines of a run of sequence numbers, in columns. Once the run is full their texts are joined into one: a thousand lines
 * are then a dozen objects for the garbage collector, and a line takes little more than its characters.
 */
export class LineChunk {
  readonly #pool: TextPool;
  readonly #held = new Uint8Array(CHUNK_SIZE);
  readonly #times = new Float64Array(CHUNK_SIZE);
  readonly #hashes = new Uint32Array(CHUNK_SIZE);
  readonly #levels = new Uint16Array(CHUNK_SIZE);
  readonly #sources = new Uint16Array(CHUNK_SIZE);
  readonly #ownTexts = new Map<number, LineTexts>();
  /** Level and source of lines for which the pool has no room. */
  readonly #ownNames = new Map<number, { readonly level: string; readonly source: string }>();
  /** The texts that wait to be joined, by offset. */
  #waiting: (LineTexts | undefined)[] | undefined = [];
  #joined = '';
  #ends: Uint32Array | undefined;
  #count = 0;

  constructor(pool: TextPool) {
    this.#pool = pool;
  }

  /** How many lines it holds. */
  get count(): number {
    return this.#count;
  }

  get isJoined(): boolean {
    return this.#waiting === undefined;
  }

  holds(offset: number): boolean {
    return this.#held[offset] !== NOTHING;
  }

  /** Puts a line at an offset where none is. Once joined, a chunk takes lines with texts of their own only. */
  put(offset: number, { hash, time, level, source, texts }: NewLine): void {
    const length = texts[0].length + texts[1].length + texts[2].length + texts[3].length;
    const isJoinable = this.#waiting !== undefined && length <= MAX_JOINED && !texts.some((text) => WIDE.test(text));
    this.#held[offset] = isJoinable ? LINE : LINE_WITH_OWN_TEXTS;
    this.#times[offset] = time;
    this.#hashes[offset] = hash;
    const levelNumber = this.#pool.put(level);
    const sourceNumber = this.#pool.put(source);
    this.#levels[offset] = levelNumber;
    this.#sources[offset] = sourceNumber;
    if (levelNumber === NOT_POOLED || sourceNumber === NOT_POOLED) this.#ownNames.set(offset, { level, source });
    if (isJoinable && this.#waiting !== undefined) this.#waiting[offset] = texts;
    else this.#ownTexts.set(offset, texts);
    this.#count += 1;
  }

  remove(offset: number): void {
    if (this.#held[offset] === NOTHING) return;
    this.#held[offset] = NOTHING;
    this.#ownTexts.delete(offset);
    this.#ownNames.delete(offset);
    if (this.#waiting !== undefined) this.#waiting[offset] = undefined;
    this.#count -= 1;
  }

  /** Joins the texts: nothing more is expected to come. */
  join(): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    const texts: string[] = [];
    const ends = new Uint32Array(CHUNK_SIZE * TEXTS);
    let end = 0;
    for (let offset = 0; offset < CHUNK_SIZE; offset += 1) {
      const line = waiting[offset];
      for (let which = 0; which < TEXTS; which += 1) {
        const text = line?.[which] ?? '';
        end += text.length;
        ends[offset * TEXTS + which] = end;
        if (text !== '') texts.push(text);
      }
    }
    this.#joined = texts.join('');
    this.#ends = ends;
    this.#waiting = undefined;
  }

  time(offset: number): number {
    return this.#times[offset] ?? Number.NaN;
  }

  hash(offset: number): number {
    return this.#hashes[offset] ?? 0;
  }

  level(offset: number): string {
    const number = this.#levels[offset] ?? 0;
    return number === NOT_POOLED ? (this.#ownNames.get(offset)?.level ?? '') : this.#pool.get(number);
  }

  source(offset: number): string {
    const number = this.#sources[offset] ?? 0;
    return number === NOT_POOLED ? (this.#ownNames.get(offset)?.source ?? '') : this.#pool.get(number);
  }

  message(offset: number): string {
    return this.#text(offset, 0);
  }

  metadataJson(offset: number): string {
    return this.#text(offset, 1);
  }

  id(offset: number): string {
    return this.#text(offset, 2);
  }

  timestamp(offset: number): string {
    return this.#text(offset, 3);
  }

  #text(offset: number, which: 0 | 1 | 2 | 3): string {
    if (this.#held[offset] === LINE_WITH_OWN_TEXTS) return this.#ownTexts.get(offset)?.[which] ?? '';
    if (this.#ends === undefined) return this.#waiting?.[offset]?.[which] ?? '';
    const at = offset * TEXTS + which;
    return this.#joined.slice(at === 0 ? 0 : this.#ends[at - 1], this.#ends[at]);
  }
}
