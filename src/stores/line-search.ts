import type { TextSpan } from '../query/index.ts';
import { CHUNK_SIZE, chunkOf, offsetOf } from './chunk-numbers.ts';
import type { LineChunk } from './line-chunk.ts';
import { LineCounter } from './line-counter.ts';
import type { LogStoreState } from './log-store-state.ts';
import type { RowReading } from './row-reading.ts';
import type { TextFinder } from './text-finder.ts';

// A second door of its room: it is loaded when somebody looks for something.
export { findError } from './error-lines.ts';
export { compileFind, countMatches, type CompiledFind } from './text-finder.ts';

/** In an overview, so many matches among a thousand lines are not looked up one by one. */
const MANY_IN_A_CHUNK = 64;

/** A match by its line, and its place among the matches of that line. */
export interface MatchPlace {
  readonly seq: number;
  readonly index: number;
}

/** How many matches the lines of a chunk have. */
interface ChunkMatches {
  readonly counts: Uint16Array;
  total: number;
  /** The number behind the last line that was looked at. */
  end: number;
  /** How many lines up to there passed then. */
  lines: number;
}

/**
 * Counts the matches in all lines that pass, whether they are drawn or not, and keeps the count as lines come, go and change.
 * It holds two bytes for each line, however many matches there are.
 */
export class LineSearch {
  readonly finder: TextFinder;
  readonly #lines: () => Pick<LogStoreState, 'buffer' | 'view'>;
  readonly #counter: LineCounter;
  readonly #chunks = new Map<number, ChunkMatches>();
  #generation = -1;
  #count = 0;
  #looked = 0;
  #first = 0;
  #last = -1;
  /** What there was to look through when it was last looked, and how far down that came. */
  #seen = '';
  #walked = -1;
  #isDone = false;

  constructor(finder: TextFinder, lines: () => Pick<LogStoreState, 'buffer' | 'view'>, rows: RowReading) {
    this.finder = finder;
    this.#lines = lines;
    this.#counter = new LineCounter(finder, rows);
  }

  /** How many matches there are, so far. */
  get count(): number {
    return this.#count;
  }

  /** Whether all lines were looked at when this was last asked to look. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** Takes in what changed and looks at lines until the time is over, the newest first. Answers whether all were looked at. */
  look(isOver: () => boolean): boolean {
    const { buffer, view } = this.#lines();
    if (view.generation !== this.#generation) this.#forget(view.generation);
    this.#isDone = false;
    // What passes is still being found out: it would be looked at in part, and again.
    if (view.unlooked > 0) return false;
    const first = chunkOf(buffer.firstSeq);
    const last = chunkOf(buffer.endSeq - 1);
    for (; this.#first < first; this.#first += 1) this.#drop(this.#first);
    if (this.#chunks.size === 0) this.#last = last;
    this.#first = first;
    // While lines only come and go at the ends, these are all that changed.
    this.#refresh(first, isOver);
    for (; this.#last < last && this.#refresh(this.#last, isOver); this.#last += 1);
    this.#isDone = this.#last === last && this.#refresh(last, isOver) && this.#looked === view.lineCount;
    // Where nothing changed meanwhile, it goes on where it was.
    const seen = [view.generation, buffer.firstSeq, buffer.endSeq, view.lineCount].join(' ');
    if (seen !== this.#seen) this.#walked = last;
    this.#seen = seen;
    for (; this.#walked >= first && !this.#isDone; this.#walked -= 1) {
      const chunk = this.#walked;
      const before = this.#chunks.get(chunk)?.end;
      if (!this.#refresh(chunk, isOver)) return false;
      if (chunk === first) this.#last = last;
      // Chunks that were done before cost no time: with each call it must get further.
      else if (this.#chunks.get(chunk)?.end !== before && isOver()) return false;
    }
    this.#isDone = this.#looked === view.lineCount;
    if (!this.#isDone) this.#seen = '';
    return this.#isDone;
  }

  /** The place of a match among all, from 1 on; 0 where it is no match. */
  ordinalOf({ seq, index }: MatchPlace): number {
    const chunk = chunkOf(seq);
    const matches = this.#chunks.get(chunk);
    if (matches === undefined || index < 0 || index >= (matches.counts[offsetOf(seq)] ?? 0)) return 0;
    let before = 0;
    for (const [other, { total }] of this.#chunks) if (other < chunk) before += total;
    for (let offset = 0; offset < offsetOf(seq); offset += 1) before += matches.counts[offset] ?? 0;
    return before + index + 1;
  }

  /** The match after (1) or before (-1) a place, which need not be one; `undefined` at the ends. */
  step({ seq, index }: MatchPlace, step: -1 | 1): MatchPlace | undefined {
    const here = this.#countAt(seq);
    if (step === 1 && index + 1 < here) return { seq, index: Math.max(0, index + 1) };
    if (step === -1 && index > 0 && here > 0) return { seq, index: Math.min(index, here) - 1 };
    const bound = step === 1 ? this.#last : this.#first;
    let chunk = Math.max(this.#first, Math.min(this.#last, chunkOf(seq)));
    let offset = chunk === chunkOf(seq) ? offsetOf(seq) + step : step === 1 ? 0 : CHUNK_SIZE - 1;
    for (; (bound - chunk) * step >= 0; chunk += step, offset = step === 1 ? 0 : CHUNK_SIZE - 1) {
      const matches = this.#chunks.get(chunk);
      if (matches === undefined || matches.total === 0) continue;
      for (; offset >= 0 && offset < CHUNK_SIZE; offset += step) {
        const count = matches.counts[offset] ?? 0;
        if (count > 0) return { seq: chunk * CHUNK_SIZE + offset, index: step === 1 ? 0 : count - 1 };
      }
    }
    return undefined;
  }

  /** Which of so many equal parts of the list have matches: 1 for one that has. */
  overview(size: number): Uint8Array {
    const { view } = this.#lines();
    const parts = new Uint8Array(size);
    const mark = (row: number): void => {
      if (row >= 0) parts[Math.min(size - 1, Math.floor((row / view.length) * size))] = 1;
    };
    for (const [chunk, { counts, total }] of this.#chunks) {
      if (total === 0) continue;
      const base = chunk * CHUNK_SIZE;
      const first = view.indexFrom(base);
      const length = view.indexFrom(base + CHUNK_SIZE) - first;
      // Where each number has a row, or matches are so many that next to every part has some, nothing is looked up.
      const isEven = length === CHUNK_SIZE || total > MANY_IN_A_CHUNK;
      for (let offset = 0; offset < CHUNK_SIZE; offset += 1) {
        if ((counts[offset] ?? 0) === 0) continue;
        mark(isEven ? first + Math.floor((offset * length) / CHUNK_SIZE) : view.indexOf(base + offset));
      }
    }
    return parts;
  }

  /** In which of its row's texts a match is, and where. */
  locate({
    seq,
    index,
  }: MatchPlace):
    { readonly part: number; readonly index: number; readonly text: string; readonly span: TextSpan } | undefined {
    const chunk = this.#lines().buffer.chunkAt(seq);
    if (chunk?.holds(offsetOf(seq)) !== true) return undefined;
    let before = 0;
    for (const [part, text] of this.#counter.partsAt(chunk, offsetOf(seq), seq - offsetOf(seq)).entries()) {
      let within = 0;
      for (let span = this.finder.next(text, 0); span !== undefined; span = this.finder.next(text, span.end)) {
        if (before === index) return { part, index: within, text, span };
        before += 1;
        within += 1;
      }
    }
    return undefined;
  }

  #forget(generation: number): void {
    this.#generation = generation;
    this.#chunks.clear();
    this.#count = 0;
    this.#looked = 0;
    this.#first = chunkOf(this.#lines().buffer.firstSeq);
    this.#last = -1;
  }

  #countAt(seq: number): number {
    return this.#chunks.get(chunkOf(seq))?.counts[offsetOf(seq)] ?? 0;
  }

  #drop(chunk: number): void {
    const matches = this.#chunks.get(chunk);
    if (matches === undefined) return;
    this.#count -= matches.total;
    this.#looked -= matches.lines;
    this.#chunks.delete(chunk);
  }

  /** Brings the count of a chunk up to date. Answers whether all of it was looked at. */
  #refresh(number: number, isOver: () => boolean): boolean {
    const { buffer, view } = this.#lines();
    const base = number * CHUNK_SIZE;
    const end = Math.min(base + CHUNK_SIZE, buffer.endSeq);
    let matches = this.#chunks.get(number);
    if (matches !== undefined && view.countLines(base, matches.end) > matches.lines) {
      // Lines came into its midst.
      this.#drop(number);
      matches = undefined;
    }
    if (matches === undefined) {
      matches = { counts: new Uint16Array(CHUNK_SIZE), total: 0, end: base, lines: 0 };
      this.#chunks.set(number, matches);
    }
    const { total, lines } = matches;
    const left = view.countLines(base, matches.end);
    if (left < lines) this.#dropGone(matches, base);
    const chunk = buffer.chunkAt(base);
    if (chunk === undefined) matches.end = end;
    else if (matches.end < end) this.#lookAt(chunk, base, end, matches, isOver);
    matches.lines = view.countLines(base, matches.end);
    this.#looked += matches.lines - lines;
    this.#count += matches.total - total;
    return matches.end === end;
  }

  #dropGone(matches: ChunkMatches, base: number): void {
    const { buffer, view } = this.#lines();
    const chunk = buffer.chunkAt(base);
    for (let offset = 0; offset < matches.end - base; offset += 1) {
      const count = matches.counts[offset] ?? 0;
      if (count === 0 || (chunk?.holds(offset) === true && view.indexOf(base + offset) >= 0)) continue;
      matches.counts[offset] = 0;
      matches.total -= count;
    }
  }

  #lookAt(chunk: LineChunk, base: number, end: number, matches: ChunkMatches, isOver: () => boolean): void {
    const { view } = this.#lines();
    const { counts } = matches;
    const allPass = view.countLines(base, end) === chunk.count;
    const passes = allPass ? undefined : (offset: number): boolean => view.indexOf(base + offset) >= 0;
    const from = matches.end - base;
    const { to, total } = this.#counter.count(chunk, base, { from, to: end - base }, counts, isOver, passes);
    matches.total += total;
    matches.end = base + to;
  }
}
