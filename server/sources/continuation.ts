import * as looks from './continuation-patterns.ts';
import type { Line } from './line-splitter.ts';

/** The text of one log: a line with the lines that go on with it. */
export interface LogText {
  readonly text: string;
  /** How many bytes of its lines were cut. */
  readonly truncatedBytes: number;
  readonly startOffset: number;
  /** Where the input goes on after it, blank lines included. */
  readonly endOffset: number;
  /** Whether the input goes on in the middle of a line there, because a last line was taken without its newline. */
  readonly endsInLine: boolean;
  /** Whether this is the rest of a line whose beginning became a log before. */
  readonly continuesTaken: boolean;
}

export const MAX_JOINED_LINES = 500;
export const MAX_JOINED_CHARACTERS = 256 * 1024;
/** How long a log is held back after its last line, in case more of it comes. */
export const HOLD_MS = 200;

type Block = 'plain' | 'python_frames' | 'python_done' | 'python_chain' | 'go_dump' | 'rust_panic';

/** `maybe`: belongs to the log before it if an indented line follows, and is a log of its own otherwise. */
type Relation = 'joins' | 'maybe' | 'begins';

/**
 * Joins stack traces and other lines that go on with the line before them. Holds the newest log back until a line shows
 * that it is over, or until its owner calls `flush` because nothing came for `HOLD_MS`. One joiner serves one file: lines
 * of different files never meet. Blank lines are kept inside a log that goes on after them and are no logs of their own.
 */
export class LineJoiner {
  #lines: Line[] = [];
  #characters = 0;
  /** How many of the held lines belong to the held log for certain; a blank line or an exception's head may follow them. */
  #certain = 0;
  #block: Block = 'plain';
  #isClosed = false;
  #isRecord = false;
  #isBeforeIndented = false;
  #isBeforeOpen = false;

  get isHolding(): boolean {
    return this.#lines.length > 0;
  }

  /** Takes the next line in, answers the logs that it shows to be over. */
  push(line: Line): LogText[] {
    const text = looks.beginningOf(line.text);
    if (!this.isHolding) return looks.isBlank(text) ? [] : this.#begin(line, text);
    const relation = line.continuesTaken ? 'begins' : this.#relationOf(text);
    if (relation === 'begins') {
      const over = this.flush();
      return looks.isBlank(text) ? over : [...over, ...this.#begin(line, text)];
    }
    const isFull =
      this.#lines.length >= MAX_JOINED_LINES || this.#characters + line.text.length > MAX_JOINED_CHARACTERS;
    if (isFull) {
      const block = this.#block;
      const over = this.flush();
      if (looks.isBlank(text)) return over;
      const begun = this.#begin(line, text);
      this.#block = block;
      return [...over, ...begun];
    }
    this.#hold(line, text);
    if (relation === 'joins' && !looks.isBlank(text)) this.#certain = this.#lines.length;
    return [];
  }

  /** Lets go of what is held back. */
  flush(): LogText[] {
    const lines = this.#lines;
    const certain = this.#certain;
    this.#lines = [];
    this.#characters = 0;
    this.#certain = 0;
    if (lines.length === 0) return [];
    const own = lines.findIndex((line, index) => index >= certain && !looks.isBlank(line.text));
    if (own === -1) return [logOf(lines, certain)];
    return [logOf(lines.slice(0, own), certain), logOf(lines.slice(own), 1)];
  }

  #begin(line: Line, text: string): LogText[] {
    this.#isClosed = looks.isWholeJson(line.text);
    this.#isRecord = looks.startsWithTimeOrLevel(text);
    this.#block = looks.PYTHON_TRACEBACK.test(text)
      ? 'python_frames'
      : looks.GO_GOROUTINE.test(text)
        ? 'go_dump'
        : text.startsWith("thread '") && text.includes(' panicked at ')
          ? 'rust_panic'
          : 'plain';
    this.#hold(line, text);
    this.#certain = 1;
    // Nothing can follow it, so nobody has to wait.
    return this.#isClosed && line.isTerminated ? this.flush() : [];
  }

  #hold(line: Line, text: string): void {
    this.#lines.push(line);
    this.#characters += line.text.length + 1;
    if (looks.isBlank(text)) return;
    this.#isBeforeIndented = looks.isIndented(text);
    this.#isBeforeOpen = looks.endsOpen(line.text);
  }

  #relationOf(text: string): Relation {
    if (looks.isBlank(text)) return 'joins';
    if (this.#isClosed || text.startsWith('{') || looks.startsWithTimeOrLevel(text)) return 'begins';
    if (looks.isIndented(text)) return 'joins';
    const inBlock = this.#relationInBlock(text);
    if (inBlock !== undefined) return inBlock;
    if (looks.GOES_ON.test(text)) return 'joins';
    if (looks.GO_GOROUTINE.test(text)) {
      this.#block = 'go_dump';
      return 'joins';
    }
    if (looks.GO_SIGNAL.test(text) && looks.GO_PANIC.test(this.#lines[0]?.text ?? '')) return 'joins';
    if (looks.CLOSING_BRACKETS.test(text) && (this.#isBeforeIndented || this.#isBeforeOpen)) return 'joins';
    if (this.#isRecord && this.#lines.length === 1) {
      if (looks.PYTHON_TRACEBACK.test(text)) {
        this.#block = 'python_frames';
        return 'maybe';
      }
      if (looks.EXCEPTION_HEAD.test(text)) return 'maybe';
    }
    return 'begins';
  }

  #relationInBlock(text: string): Relation | undefined {
    switch (this.#block) {
      case 'plain':
        return undefined;
      case 'python_frames':
        if (!this.#isBeforeIndented || !looks.PYTHON_EXCEPTION.test(text)) return undefined;
        this.#block = 'python_done';
        return 'joins';
      case 'python_done':
        if (!looks.PYTHON_CHAIN.test(text)) return undefined;
        this.#block = 'python_chain';
        return 'joins';
      case 'python_chain':
        if (!looks.PYTHON_TRACEBACK.test(text)) return undefined;
        this.#block = 'python_frames';
        return 'joins';
      case 'go_dump':
        return looks.GO_DUMP.test(text) ? 'joins' : undefined;
      case 'rust_panic':
        this.#block = 'plain';
        return 'joins';
    }
  }
}

/** One log of `lines`, of which the first `count` are its text and the rest are blank. */
function logOf(lines: readonly Line[], count: number): LogText {
  const first = lines[0];
  const last = lines.at(-1);
  if (first === undefined || last === undefined) throw new Error('A log has at least one line.');
  return {
    text:
      count === 1
        ? first.text
        : lines
            .slice(0, count)
            .map((line) => line.text)
            .join('\n'),
    truncatedBytes: lines.reduce((sum, line) => sum + line.truncatedBytes, 0),
    startOffset: first.startOffset,
    endOffset: last.endOffset,
    endsInLine: !last.isTerminated,
    continuesTaken: first.continuesTaken,
  };
}
