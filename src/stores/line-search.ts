import type { TextSpan } from '../query/index.ts';
import { wholeTimestamp } from './line-body.ts';
import { CHUNK_SIZE, type LineChunk } from './line-chunk.ts';
import { metadataOf, type LogLine } from './log-entry.ts';
import type { LogStoreState } from './log-store-state.ts';
import { NO_SHAPE } from './metadata-shapes.ts';
import { countMatches, type TextFinder, type Words } from './text-finder.ts';

// A second door of its room: it is loaded when somebody looks for something.
export { findError } from './error-lines.ts';
export { compileFind, type CompiledFind } from './text-finder.ts';

/** The texts of a row in the order in which they stand there, whole: none of them is folded or cut. */
export interface RowTexts {
  readonly source: string;
  readonly cells: readonly string[];
  readonly message: string;
  readonly fields: string;
}

/** How rows are drawn, as far as it decides which texts they have. */
export interface RowReading {
  textsOf(line: LogLine): RowTexts;
  /** Whether a message may be written otherwise than it came, by the code of its first character. */
  rewrites(first: number): boolean;
  /** Whether rows show anything of the metadata. */
  readonly hasFields: boolean;
  /** Whether their texts come from anywhere: what a line is held as tells nothing of them. */
  readonly isFree: boolean;
}

/** A match by its line, and its place among the matches of that line. */
export interface MatchPlace {
  readonly seq: number;
  readonly index: number;
}

/** What the keys of a shape have to do with what is looked for. */
interface KeysOfShape {
  readonly shape: number;
  /** Whether the token is in one of them. */
  readonly haveToken: boolean;
  /** Whether a match may lie in part in a key, and in part in the value before or behind it. */
  readonly mayCross: boolean;
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

const MOST_IN_A_LINE = 0xffff;
/** How many lines are looked at, one by one, between two questions whether the time is over. */
const STRIDE = 32;
const CODE = '\u001b[';
const WIDE = /[^\0-\xff]/;

/**
 * Counts the matches in all lines that pass, whether they are drawn or not, and keeps the count as lines come, go and change.
 * It holds two bytes for each line, however many matches there are.
 */
export class LineSearch {
  readonly finder: TextFinder;
  readonly #lines: () => Pick<LogStoreState, 'buffer' | 'view'>;
  readonly #rows: RowReading;
  readonly #token: Words | undefined;
  readonly #chunks = new Map<number, ChunkMatches>();
  /** Matches in sources, of which there are few. */
  readonly #ofSources = new Map<string, number>();
  readonly #keys = new Map<number, KeysOfShape>();
  #lastKeys: KeysOfShape = { shape: -1, haveToken: false, mayCross: false };
  #generation = -1;
  #count = 0;
  #looked = 0;
  #first = 0;
  #last = -1;
  #isDone = false;

  constructor(finder: TextFinder, lines: () => Pick<LogStoreState, 'buffer' | 'view'>, rows: RowReading) {
    this.finder = finder;
    this.#lines = lines;
    this.#rows = rows;
    this.#token = finder.words?.token();
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
    for (let chunk = last; chunk >= first && !this.#isDone; chunk -= 1) {
      const before = this.#chunks.get(chunk)?.end;
      if (!this.#refresh(chunk, isOver)) return false;
      if (chunk === first) this.#last = last;
      // Chunks that were done before cost no time: with each call it must get further.
      else if (this.#chunks.get(chunk)?.end !== before && isOver()) return false;
    }
    this.#isDone = this.#looked === view.lineCount;
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

  /** How many matches each chunk has, from the first to the last, for an overview. */
  *totals(): Generator<{ readonly from: number; readonly matches: Uint16Array }> {
    for (let chunk = this.#first; chunk <= this.#last; chunk += 1) {
      const matches = this.#chunks.get(chunk);
      if (matches !== undefined && matches.total > 0) yield { from: chunk * CHUNK_SIZE, matches: matches.counts };
    }
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
    for (const [part, text] of partsOf(this.#rows.textsOf(lineAt(chunk, seq))).entries()) {
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
    const allPass = view.countLines(base, end) === chunk.count;
    const { words } = this.finder;
    const isJoined = chunk.isJoined && matches.end === base && words !== undefined;
    const { text } = chunk.joinedTexts;
    if (isJoined && !this.#rows.isFree && !words.isWide && !text.includes(CODE)) {
      const drawn = this.#countJoined(chunk, words, matches.counts);
      for (let offset = 0; offset < end - base; offset += 1) {
        const count = matches.counts[offset] ?? 0;
        if (!chunk.holds(offset)) matches.counts[offset] = 0;
        else if (allPass || view.indexOf(base + offset) >= 0) {
          const all = this.#countWhole(chunk, offset, base, count, drawn?.[offset] === 1);
          matches.counts[offset] = Math.min(MOST_IN_A_LINE, all);
          matches.total += matches.counts[offset] ?? 0;
        } else matches.counts[offset] = 0;
      }
      matches.end = end;
      return;
    }
    while (matches.end < end) {
      const offset = matches.end - base;
      if (chunk.holds(offset) && (allPass || view.indexOf(matches.end) >= 0)) {
        matches.counts[offset] = Math.min(MOST_IN_A_LINE, this.#countLine(chunk, offset, base));
        matches.total += matches.counts[offset] ?? 0;
      }
      matches.end += 1;
      if (offset % STRIDE === STRIDE - 1 && isOver()) return;
    }
  }

  /** Counts the matches in the messages that rows show as they came, in one go. Answers which lines have to be read as their rows. */
  #countJoined(chunk: LineChunk, words: Words, counts: Uint16Array): Uint8Array | undefined {
    const { text, starts, messageLengths, metadataLengths, idLengths } = chunk.joinedTexts;
    const token = this.#token;
    const isToken = token?.equals(words) === true;
    const drawn = new Uint8Array(CHUNK_SIZE);
    let rewritten: Uint8Array | undefined;
    for (let offset = 0; offset < CHUNK_SIZE; offset += 1) {
      if ((messageLengths[offset] ?? 0) > 0 && this.#rows.rewrites(text.charCodeAt(starts[offset] ?? 0))) {
        rewritten ??= new Uint8Array(CHUNK_SIZE);
        rewritten[offset] = 1;
        const hasEscapes = (): boolean => chunk.message(offset).includes('\\');
        if (token === undefined || token.isNumeric || hasEscapes()) drawn[offset] = 1;
      }
    }
    let offset = 0;
    let start = 0;
    let messageEnd = 0;
    let lineEnd = 0;
    const moveTo = (at: number): void => {
      while (offset < CHUNK_SIZE && at >= lineEnd) {
        start = starts[offset] ?? 0;
        messageEnd = start + (messageLengths[offset] ?? 0);
        lineEnd = messageEnd + (metadataLengths[offset] ?? 0) + (idLengths[offset] ?? 0);
        offset += 1;
      }
    };
    const { length } = words;
    for (let at = words.seek(text, 0); at >= 0;) {
      moveTo(at);
      const line = offset - 1;
      const isPlain = rewritten?.[line] !== 1;
      const isWithin = at + length <= (isPlain && at < messageEnd ? messageEnd : lineEnd);
      const isMatch =
        isPlain && at + length <= messageEnd && words.fits(text, { start: at, end: at + length }, start, messageEnd);
      if (isMatch) counts[line] = Math.min(MOST_IN_A_LINE, (counts[line] ?? 0) + 1);
      else if (isWithin && (!isPlain || at >= messageEnd)) drawn[line] = 1;
      at = words.seek(text, isMatch ? at + length : at + 1);
    }
    // In values that are written as they are held the words were found just now, whole.
    const isHidden = rewritten !== undefined || (this.#rows.hasFields && (words.isEscaped || this.#mayCross(chunk)));
    if (token === undefined || isToken || !isHidden) return drawn;
    offset = 0;
    lineEnd = 0;
    for (let at = token.seek(text, 0); at >= 0;) {
      moveTo(at);
      const isInRow = rewritten?.[offset - 1] === 1 || at >= messageEnd;
      if (isInRow) drawn[offset - 1] = 1;
      // One is enough for a line.
      at = token.seek(text, isInRow ? lineEnd : messageEnd);
    }
    return drawn;
  }

  /** All matches of a line, of whose message those are counted that stand in it as it came. */
  #countWhole(chunk: LineChunk, offset: number, base: number, inMessage: number, isDrawn: boolean): number {
    if (chunk.hasOwnTexts(offset)) return this.#countLine(chunk, offset, base);
    const hasMore = isDrawn || (this.#rows.hasFields && this.#mayBeInFields(chunk, offset));
    if (!hasMore) return inMessage + this.#inSource(chunk.source(offset));
    return this.#countRow(chunk, base + offset);
  }

  /** Whether the token is in the keys, or there is none: what is in the values was found already. */
  #mayBeInFields(chunk: LineChunk, offset: number): boolean {
    if (chunk.shape(offset) === NO_SHAPE) return this.#token === undefined && chunk.metadataJson(offset) !== '';
    return this.#token === undefined || this.#keysAt(chunk, offset).haveToken;
  }

  /** Whether a match may lie in part in a key of one of the lines. */
  #mayCross(chunk: LineChunk): boolean {
    const { metadataLengths } = chunk.joinedTexts;
    for (let offset = 0; offset < CHUNK_SIZE; offset += 1) {
      const hasMetadata = (metadataLengths[offset] ?? 0) > 0 && chunk.holds(offset);
      if (hasMetadata && this.#keysAt(chunk, offset).mayCross) return true;
    }
    return false;
  }

  #keysAt(chunk: LineChunk, offset: number): KeysOfShape {
    const shape = chunk.shape(offset);
    if (shape === this.#lastKeys.shape) return this.#lastKeys;
    let known = this.#keys.get(shape);
    if (known === undefined) {
      const { words } = this.finder;
      // Keys without a shape are held with the values, where the token was looked for.
      const keys = shape === NO_SHAPE ? [] : Object.keys(metadataOf({ metadataJson: chunk.metadataJson(offset) }));
      known = {
        shape,
        haveToken: keys.some((key) => this.#token?.next(key, 0) !== undefined),
        mayCross: shape === NO_SHAPE ? words?.hasBorders === true : keys.some((key) => words?.mayCross(key) === true),
      };
      this.#keys.set(shape, known);
    }
    this.#lastKeys = known;
    return known;
  }

  /** Counts in one line, by itself. */
  #countLine(chunk: LineChunk, offset: number, base: number): number {
    const { words } = this.finder;
    const message = chunk.message(offset);
    const isAsItCame =
      words !== undefined &&
      !this.#rows.isFree &&
      !words.isWide &&
      !message.includes(CODE) &&
      !this.#rows.rewrites(message.charCodeAt(0)) &&
      !WIDE.test(message);
    if (!isAsItCame) return this.#countRow(chunk, base + offset);
    if (this.#rows.hasFields) {
      const json = chunk.metadataJson(offset);
      const mayHave =
        this.#token === undefined
          ? json !== ''
          : this.#token.next(json, 0) !== undefined || this.#isInId(chunk, offset);
      if (mayHave) return this.#countRow(chunk, base + offset);
    }
    return countMatches(words, message) + this.#inSource(chunk.source(offset));
  }

  #isInId(chunk: LineChunk, offset: number): boolean {
    return this.#token?.next(chunk.id(offset), 0) !== undefined;
  }

  #countRow(chunk: LineChunk, seq: number): number {
    let count = 0;
    for (const text of partsOf(this.#rows.textsOf(lineAt(chunk, seq)))) count += countMatches(this.finder, text);
    return count;
  }

  #inSource(source: string): number {
    const known = this.#ofSources.get(source);
    if (known !== undefined) return known;
    const count = countMatches(this.finder, source);
    if (this.#ofSources.size < MOST_IN_A_LINE) this.#ofSources.set(source, count);
    return count;
  }
}

function partsOf({ source, cells, message, fields }: RowTexts): readonly string[] {
  return [source, ...cells, message, fields];
}

/** Made anew, so that what the list remembers of the lines that it draws stays what it is. */
function lineAt(chunk: LineChunk, seq: number): LogLine {
  const offset = offsetOf(seq);
  const time = chunk.time(offset);
  return {
    kind: 'line',
    seq,
    id: chunk.id(offset),
    time,
    timestamp: wholeTimestamp(chunk.timestamp(offset), time),
    level: chunk.level(offset),
    source: chunk.source(offset),
    message: chunk.message(offset),
    metadataJson: chunk.metadataJson(offset),
  };
}

function chunkOf(seq: number): number {
  return Math.floor(seq / CHUNK_SIZE);
}

function offsetOf(seq: number): number {
  return seq - chunkOf(seq) * CHUNK_SIZE;
}
