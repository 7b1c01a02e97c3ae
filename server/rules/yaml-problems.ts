import type { LineCounter } from 'yaml';

/** More problems than a person mends in one go; the rest is told as a count. */
const MOST_TOLD = 20;

/** What is wrong with a file, each problem with its place, in the order of the file. */
export class YamlProblems {
  readonly #fileName: string;
  readonly #lines: LineCounter;
  readonly #found: { offset: number; text: string }[] = [];

  constructor(fileName: string, lines: LineCounter) {
    this.#fileName = fileName;
    this.#lines = lines;
  }

  get count(): number {
    return this.#found.length;
  }

  /** `text` says what is wrong and what to do; it must not quote what may be a secret. */
  add(offset: number, text: string): void {
    this.#found.push({ offset, text });
  }

  /** Sentences of the form `file:line:column: text`. */
  sentences(): readonly string[] {
    const sorted = this.#found.toSorted((one, other) => one.offset - other.offset);
    const told = sorted.slice(0, MOST_TOLD).map(({ offset, text }) => {
      const { line, col } = this.#lines.linePos(offset);
      return `${this.#fileName}:${Math.max(line, 1)}:${Math.max(col, 1)}: ${text}`;
    });
    const untold = sorted.length - told.length;
    return untold === 0 ? told : [...told, `${this.#fileName}: … and ${untold} more problems.`];
  }
}
