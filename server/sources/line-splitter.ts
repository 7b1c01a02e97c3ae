/** One line of an input, without its newline. */
export interface Line {
  readonly text: string;
  /** How many bytes of it were cut because it was too long; 0 for nearly every line. */
  readonly truncatedBytes: number;
  /** Where it begins in the input, in bytes. */
  readonly startOffset: number;
  /** Where the next line begins: after the newline, or, for a line that was taken without one, where its rest would follow. */
  readonly endOffset: number;
  /** False for a last line that was taken before its newline came. */
  readonly isTerminated: boolean;
  /** True for the rest of a line whose beginning was taken before. */
  readonly continuesTaken: boolean;
}

export interface LineSplitterOptions {
  /** Where in its input the first byte lies. Default 0; only there a byte-order mark is dropped. */
  readonly startOffset?: number;
  /** Whether the bytes before `startOffset` were an unfinished line that has been taken already. */
  readonly continuesTaken?: boolean;
  readonly maxLineBytes?: number;
}

const MAX_LINE_BYTES = 1024 * 1024;

const LF = 0x0a;
const CR = 0x0d;
const BOM = [0xef, 0xbb, 0xbf] as const;

/**
 * Cuts bytes into lines. Holds no more than one line of `maxLineBytes`, whatever comes in; characters are decoded only
 * once their line is whole, so chunks may end anywhere. Bytes that are not UTF-8 become U+FFFD.
 */
export class LineSplitter {
  readonly #maxLineBytes: number;
  /** The beginning of the present line, at most `maxLineBytes` of it. */
  #kept = Buffer.alloc(0);
  #keptBytes = 0;
  #cutBytes = 0;
  #lastByte = -1;
  #lineStart: number;
  #offset: number;
  #continuesTaken: boolean;

  constructor(options: LineSplitterOptions = {}) {
    this.#maxLineBytes = options.maxLineBytes ?? MAX_LINE_BYTES;
    this.#offset = options.startOffset ?? 0;
    this.#lineStart = this.#offset;
    this.#continuesTaken = options.continuesTaken ?? false;
  }

  /** Where the byte after all that was pushed lies. */
  get offset(): number {
    return this.#offset;
  }

  /** Where the line begins that is not whole yet; equal to `offset` when there is none. */
  get lineStart(): number {
    return this.#lineStart;
  }

  /** Takes bytes in, answers the lines that they complete. `chunk` may be overwritten afterwards. */
  push(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let from = 0;
    while (from < chunk.length) {
      if (this.#keptBytes === 0 && this.#cutBytes === 0) {
        // A writer that does not append leaves a hole of zeros after its file was truncated under it: no part of a line.
        const textFrom = afterZeros(chunk, from);
        if (textFrom > from) {
          this.#offset += textFrom - from;
          from = textFrom;
          if (from === chunk.length) break;
        }
      }
      const newline = chunk.indexOf(LF, from);
      if (newline === -1) {
        this.#keep(chunk, from, chunk.length);
        break;
      }
      if (this.#keptBytes === 0 && newline - from <= this.#maxLineBytes) {
        this.#offset += newline + 1 - from;
        lines.push(this.#whole(chunk.subarray(from, newline)));
      } else {
        this.#keep(chunk, from, newline);
        this.#offset += 1;
        lines.push(this.#whole(this.#kept.subarray(0, this.#keptBytes)));
      }
      from = newline + 1;
    }
    return lines;
  }

  /**
   * Takes the last line although its newline has not come. Unless this is the end of the input, a character of which only
   * some bytes are there, or a CR whose LF may follow, stays for the rest.
   */
  takePartial(options: { readonly isEnd: boolean }): Line | undefined {
    const pending = this.#kept.subarray(0, this.#keptBytes);
    const torn = options.isEnd && this.#cutBytes === 0 ? 0 : unfinishedBytes(pending);
    let length = pending.length - torn;
    if (!options.isEnd && this.#cutBytes === 0 && length > 0 && pending[length - 1] === CR) length -= 1;
    if (length <= 0) return undefined;
    const text = this.#decode(pending.subarray(0, length));
    // Blanks alone say nothing yet, and may be the indentation of what comes.
    if (!options.isEnd && text.trim() === '') return undefined;
    const rest = this.#cutBytes === 0 ? Buffer.from(pending.subarray(length)) : Buffer.alloc(0);
    const line: Line = {
      text,
      truncatedBytes: this.#cutBytes === 0 ? 0 : this.#cutBytes + torn,
      startOffset: this.#lineStart,
      endOffset: this.#offset - rest.length,
      isTerminated: false,
      continuesTaken: this.#continuesTaken,
    };
    this.#next(line.endOffset);
    this.#continuesTaken = true;
    this.#kept = rest;
    this.#keptBytes = rest.length;
    return line;
  }

  #keep(chunk: Buffer, from: number, to: number): void {
    const room = Math.min(to - from, this.#maxLineBytes - this.#keptBytes);
    if (room > 0) {
      const needed = this.#keptBytes + room;
      if (needed > this.#kept.length) {
        const grown = Buffer.allocUnsafe(Math.min(this.#maxLineBytes, Math.max(needed, this.#kept.length * 2, 256)));
        this.#kept.copy(grown, 0, 0, this.#keptBytes);
        this.#kept = grown;
      }
      chunk.copy(this.#kept, this.#keptBytes, from, from + room);
      this.#keptBytes = needed;
    }
    this.#cutBytes += to - from - room;
    if (to > from) this.#lastByte = chunk[to - 1] ?? -1;
    this.#offset += to - from;
  }

  /** The line whose newline has just been passed. */
  #whole(bytes: Buffer): Line {
    let end = bytes.length;
    let cutBytes = this.#cutBytes;
    if (cutBytes === 0) {
      if (end > 0 && bytes[end - 1] === CR) end -= 1;
    } else {
      if (this.#lastByte === CR) cutBytes -= 1;
      // The cut may have gone through a character: what is left of it is cut too.
      const torn = unfinishedBytes(bytes);
      end -= torn;
      cutBytes += torn;
    }
    const line: Line = {
      text: this.#decode(bytes.subarray(0, end)),
      truncatedBytes: cutBytes,
      startOffset: this.#lineStart,
      endOffset: this.#offset,
      isTerminated: true,
      continuesTaken: this.#continuesTaken,
    };
    this.#next(this.#offset);
    return line;
  }

  #decode(bytes: Buffer): string {
    const bomBytes = this.#lineStart === 0 && BOM.every((byte, index) => bytes[index] === byte) ? BOM.length : 0;
    return bytes.toString('utf8', bomBytes);
  }

  #next(lineStart: number): void {
    this.#lineStart = lineStart;
    this.#keptBytes = 0;
    this.#cutBytes = 0;
    this.#lastByte = -1;
    this.#continuesTaken = false;
    // One very long line must not hold its memory for ever.
    if (this.#kept.length > 64 * 1024) this.#kept = Buffer.alloc(0);
  }
}

function afterZeros(chunk: Buffer, from: number): number {
  let index = from;
  while (index < chunk.length && chunk[index] === 0) index += 1;
  return index;
}

/** How many bytes at the end are the beginning of a UTF-8 character whose rest is missing: 0 to 3. */
function unfinishedBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0b1100_0000) === 0b1000_0000) continue;
    const needed = byte >= 0xf0 && byte <= 0xf4 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1;
    return byte < 0xf5 && needed > back ? back : 0;
  }
  return 0;
}
