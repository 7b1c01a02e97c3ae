import { CHUNK_SIZE } from './chunk-numbers.ts';
import { lineIn } from './held-lines.ts';
import type { JoinedTexts, LineChunk } from './line-chunk.ts';
import type { LogLine } from './log-entry.ts';
import { isPlainlyDrawn, isPlainlyDrawnJson } from './plain-texts.ts';
import { ShapeFacts } from './shape-facts.ts';
import { SEPARATOR } from './metadata-shapes.ts';
import type { RowReading, RowTexts } from './row-reading.ts';
import { countMatches, type TextFinder, type Words } from './text-finder.ts';
import { NOT_POOLED } from './text-pool.ts';

/** Offsets in a chunk. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Up to where lines were looked at, and the matches there. */
interface Counted {
  readonly to: number;
  readonly total: number;
}

const MOST_IN_A_LINE = 0xffff;
/** How many lines are read one by one between two questions whether the time is over. */
const STRIDE = 32;
const CODE = '\u001b[';
const LATIN_CODES = 0x100;

// What of a line is to be read beside its message as it came, and its source.
const NOTHING_MORE = 0;
const FIELDS = 1;
const WHOLE_ROW = 2;

/** Counts the matches in held lines as rows show them: in a whole chunk at once wherever the texts as they are held tell. */
export class LineCounter {
  readonly #finder: TextFinder;
  readonly #token: Words | undefined;
  readonly #rows: RowReading;
  readonly #rewrites: Uint8Array;
  readonly #shapes: ShapeFacts;
  /** Matches in sources, by their numbers in the pool. */
  readonly #ofSources: (number | undefined)[] = [];
  /** What is to be read of each line of the chunk that is looked at. */
  readonly #more = new Uint8Array(CHUNK_SIZE);
  #hasMore = false;

  constructor(finder: TextFinder, rows: RowReading) {
    const { words } = finder;
    this.#finder = finder;
    this.#token = words?.token();
    this.#rows = rows;
    this.#rewrites = Uint8Array.from({ length: LATIN_CODES }, (_, code) => (rows.rewrites(code) ? 1 : 0));
    this.#shapes = new ShapeFacts(words, this.#token);
  }

  /** Counts in a stretch of lines, in those that pass; all do where no test is given. Answers up to where it came in time, and how many matches are there. */
  count(
    chunk: LineChunk,
    base: number,
    { from, to }: Stretch,
    counts: Uint16Array,
    isOver: () => boolean,
    passes?: (offset: number) => boolean,
  ): Counted {
    const words = from === 0 ? this.#wordsAtOnce(chunk) : undefined;
    if (words !== undefined) {
      const total = this.#countMessages(chunk, words, counts);
      const isAll = passes === undefined && chunk.count === to && chunk.ownTextsCount === 0;
      if (isAll && !this.#hasMore && !this.#mayBeInSource(chunk)) return { to, total };
    }
    const { sources } = chunk.joinedTexts;
    let read = 0;
    let total = 0;
    for (let offset = from; offset < to; offset += 1) {
      if (!chunk.holds(offset) || passes?.(offset) === false) {
        counts[offset] = 0;
        continue;
      }
      const isAlone = words === undefined || chunk.hasOwnTexts(offset);
      const inMessage = counts[offset] ?? 0;
      const source = sources[offset] ?? NOT_POOLED;
      let count: number;
      if (isAlone) count = this.#countLine(chunk, offset, base, source);
      else if (this.#more[offset] === WHOLE_ROW) count = this.#countRow(chunk, offset, base);
      else {
        count = inMessage + (this.#ofSources[source] ?? this.#inSource(chunk, offset, source));
        if (this.#more[offset] === FIELDS) count = this.#withFields(chunk, offset, base, count);
      }
      count = Math.min(MOST_IN_A_LINE, count);
      counts[offset] = count;
      total += count;
      if (!isAlone && this.#more[offset] === NOTHING_MORE) continue;
      read += 1;
      if (read % STRIDE !== 0 || !isOver()) continue;
      // What follows is counted line by line, the next time.
      counts.fill(0, offset + 1);
      return { to: offset + 1, total };
    }
    return { to, total };
  }

  /** The texts of the row that shows a line. */
  partsAt(chunk: LineChunk, offset: number, base: number): readonly string[] {
    // Made anew, so that what the list remembers of the lines that it draws stays what it is.
    return partsOf(this.#rows.textsOf(lineIn(chunk, offset, base + offset)));
  }

  /** The words, where they can be counted in all lines of a chunk at once. */
  #wordsAtOnce(chunk: LineChunk): Words | undefined {
    const { words } = this.#finder;
    const isHeldAsDrawn = chunk.isJoined && !this.#rows.isFree && words?.isPlainlyDrawn === true;
    return isHeldAsDrawn && !chunk.joinedTexts.kinds.hasCodes ? words : undefined;
  }

  /** Counts the matches in the messages that rows show as they came, and notes what else is to be read of which lines. */
  #countMessages(chunk: LineChunk, words: Words, counts: Uint16Array): number {
    const { text, starts, messageLengths, metadataLengths } = chunk.joinedTexts;
    const { length } = words;
    if (this.#hasMore) this.#more.fill(NOTHING_MORE);
    this.#hasMore = false;
    const isRewritten = this.#findRewritten(chunk);
    const lines = new LineWalk(chunk);
    let total = 0;
    for (let at = words.seek(text, 0); at >= 0;) {
      const line = lines.moveTo(at);
      const end = at + length;
      const start = starts[line] ?? 0;
      const messageEnd = start + (messageLengths[line] ?? 0);
      const isPlain = isRewritten?.[line] !== 1;
      let from = lines.end;
      if (isPlain && end <= messageEnd) {
        const fits = words.fits(text, { start: at, end }, start, messageEnd);
        // A line that is joined is far too short for more of them than a number holds.
        if (fits) {
          counts[line] = (counts[line] ?? 0) + 1;
          total += 1;
        }
        from = fits ? end : at + 1;
      } else if (isPlain && at < messageEnd) from = messageEnd;
      else if (end <= messageEnd + (metadataLengths[line] ?? 0)) this.#note(line, isPlain);
      at = words.seek(text, from);
    }
    // In values that are written as they are held the words were found just now, whole.
    const isHidden = isRewritten !== undefined || words.isEscaped || this.#mayCross(chunk);
    const token = this.#token;
    if (token !== undefined && isHidden && !token.equals(words)) this.#seekToken(chunk, token, isRewritten);
    this.#noteKeys(chunk);
    return total;
  }

  /** Notes the lines whose messages rows do not show as they came, and that may have the words for all that is seen of the token. */
  #findRewritten(chunk: LineChunk): Uint8Array | undefined {
    const { text, starts, messageLengths, kinds } = chunk.joinedTexts;
    if (![...kinds.firsts].some((first) => this.#rewrites[first] === 1)) return undefined;
    const token = this.#token;
    let isRewritten: Uint8Array | undefined;
    for (let offset = 0; offset < CHUNK_SIZE; offset += 1) {
      if (messageLengths[offset] === 0 || this.#rewrites[text.charCodeAt(starts[offset] ?? 0)] !== 1) continue;
      isRewritten ??= new Uint8Array(CHUNK_SIZE);
      isRewritten[offset] = 1;
      if (token === undefined || token.isNumeric || chunk.message(offset).includes('\\')) this.#note(offset, false);
    }
    return isRewritten;
  }

  #seekToken(chunk: LineChunk, token: Words, isRewritten: Uint8Array | undefined): void {
    const { text, starts, messageLengths, metadataLengths } = chunk.joinedTexts;
    const lines = new LineWalk(chunk);
    for (let at = token.seek(text, 0); at >= 0;) {
      const line = lines.moveTo(at);
      const messageEnd = (starts[line] ?? 0) + (messageLengths[line] ?? 0);
      const isPlain = isRewritten?.[line] !== 1;
      const isOfMessage = isPlain && at < messageEnd;
      if (!isOfMessage && at < messageEnd + (metadataLengths[line] ?? 0)) this.#note(line, isPlain);
      // One is enough for a line.
      at = token.seek(text, isOfMessage ? messageEnd : lines.end);
    }
  }

  #note(offset: number, isPlain: boolean): void {
    this.#hasMore = true;
    if (!isPlain) this.#more[offset] = WHOLE_ROW;
    else if (this.#more[offset] === NOTHING_MORE) this.#more[offset] = FIELDS;
  }

  /** Notes the lines with keys that have the token, and all with metadata where there is none: what is in the values is noted already. */
  #noteKeys(chunk: LineChunk): void {
    const { metadataLengths } = chunk.joinedTexts;
    const mayHave = (offset: number): boolean => this.#token === undefined || this.#shapes.of(chunk, offset).haveToken;
    if (![...chunk.joinedTexts.kinds.shapes.values()].some(mayHave)) return;
    for (let offset = 0; offset < CHUNK_SIZE; offset += 1) {
      if (metadataLengths[offset] !== 0 && mayHave(offset)) this.#note(offset, true);
    }
  }

  /** Whether a match may lie in part in a key of one of the lines. */
  #mayCross(chunk: LineChunk): boolean {
    return [...chunk.joinedTexts.kinds.shapes.values()].some((offset) => this.#shapes.of(chunk, offset).mayCross);
  }

  #mayBeInSource(chunk: LineChunk): boolean {
    for (const [number, offset] of chunk.joinedTexts.kinds.sources) {
      if (number === NOT_POOLED || (this.#ofSources[number] ?? this.#inSource(chunk, offset, number)) > 0) return true;
    }
    return false;
  }

  /** Counts in one line, by itself. */
  #countLine(chunk: LineChunk, offset: number, base: number, source: number): number {
    const { words } = this.#finder;
    const message = chunk.message(offset);
    const isAsItCame =
      words?.isPlainlyDrawn === true &&
      !this.#rows.isFree &&
      !message.includes(CODE) &&
      !this.#rows.rewrites(message.charCodeAt(0)) &&
      isPlainlyDrawn(message);
    if (!isAsItCame) return this.#countRow(chunk, offset, base);
    const count = countMatches(words, message) + (this.#ofSources[source] ?? this.#inSource(chunk, offset, source));
    const json = chunk.metadataJson(offset);
    if (json === '') return count;
    const mayHave = this.#token?.next(json, 0) !== undefined || this.#token === undefined || !isPlainlyDrawnJson(json);
    return mayHave ? this.#countRow(chunk, offset, base) : count;
  }

  /** Adds the matches in the fields to those in the rest of a row. */
  #withFields(chunk: LineChunk, offset: number, base: number, others: number): number {
    const { keys } = this.#shapes.of(chunk, offset);
    const { text, starts, messageLengths, metadataLengths } = chunk.joinedTexts;
    const start = starts[offset] ?? 0;
    const messageEnd = start + (messageLengths[offset] ?? 0);
    const metadata = text.slice(messageEnd, messageEnd + (metadataLengths[offset] ?? 0));
    const fields =
      keys === undefined
        ? undefined
        : this.#rows.fieldsOf(keys, metadata.split(SEPARATOR), text.slice(start, messageEnd));
    return fields === undefined ? this.#countRow(chunk, offset, base) : others + countMatches(this.#finder, fields);
  }

  #countRow(chunk: LineChunk, offset: number, base: number): number {
    let count = 0;
    for (const text of this.partsAt(chunk, offset, base)) count += countMatches(this.#finder, text);
    return count;
  }

  /** `number`: that of the source in the pool, to remember the count by. */
  #inSource(chunk: LineChunk, offset: number, number: number): number {
    const line = { ...NO_LINE, source: chunk.source(offset) };
    const count = countMatches(this.#finder, this.#rows.textsOf(line).source);
    if (number !== NOT_POOLED) this.#ofSources[number] = count;
    return count;
  }
}

/** Tells, in the joined texts of a chunk from their start on, in which line a place is. */
class LineWalk {
  readonly #chunk: JoinedTexts;
  #next = 0;
  /** Where the line ends that the last place was in. */
  end = 0;

  constructor(chunk: LineChunk) {
    this.#chunk = chunk.joinedTexts;
  }

  moveTo(at: number): number {
    const { starts, messageLengths, metadataLengths, idLengths } = this.#chunk;
    let next = this.#next;
    while (next < CHUNK_SIZE && at >= this.end) {
      const length = (messageLengths[next] ?? 0) + (metadataLengths[next] ?? 0) + (idLengths[next] ?? 0);
      this.end = (starts[next] ?? 0) + length;
      next += 1;
    }
    this.#next = next;
    return next - 1;
  }
}

const NO_LINE: LogLine = {
  kind: 'line',
  seq: 0,
  id: '',
  time: Number.NaN,
  timestamp: '',
  level: '',
  source: '',
  message: '',
  metadataJson: '',
};

function partsOf({ source, cells, message, fields }: RowTexts): readonly string[] {
  return [source, ...cells, message, fields];
}
