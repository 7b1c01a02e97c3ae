import type { RegexFlags } from './query-tree.ts';

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
const OPERATOR = /(AND|OR|NOT|&&|\|\|)(?=[\s()"]|$)/y;
/** A sign negates what it is written against. Arrows, `--flag`, `!=` and a dash between words are words. */
const NEGATION = /[-!](?=[^\s)\-!=<>+|&:])/y;
const FIELD = /(?:\\[^\p{L}\p{N}]|[\p{L}_@$])(?:\\[^\p{L}\p{N}]|[\p{L}\p{N}_$.-])*:/uy;

/** Literal text and wildcards in the order in which they are read. */
export class PatternBuilder {
  readonly #parts: string[] = [];
  #part = '';

  literal(text: string): void {
    this.#part += text;
  }

  wildcard(): void {
    // Two wildcards in a row mean no more than one.
    if (this.#part !== '' || this.#parts.length === 0) this.#parts.push(this.#part);
    this.#part = '';
  }

  /** The literal texts between the wildcards; a single one when there was no wildcard. */
  parts(): readonly [string, ...string[]] {
    const [first, ...rest] = [...this.#parts, this.#part];
    return [first ?? '', ...rest];
  }
}

/** A place in a query's text, and the pieces that can be read from there on. */
export class Cursor {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The character here, empty at the end of the text. */
  get char(): string {
    return this.text.charAt(this.at);
  }

  /** Whether a term written against this place is over here. */
  get isAtBreak(): boolean {
    return this.char === '' || this.char === ')' || isSpace(this.char);
  }

  skipSpace(): void {
    while (isSpace(this.char)) this.at += 1;
  }

  /** The operator that stands here as a word of its own. Does not move. */
  peekOperator(): 'AND' | 'OR' | 'NOT' | undefined {
    switch (this.#find(OPERATOR)) {
      case 'AND':
      case '&&':
        return 'AND';
      case 'OR':
      case '||':
        return 'OR';
      case 'NOT':
        return 'NOT';
      default:
        return undefined;
    }
  }

  /** How long the `-`, `!` or `NOT` is that stands here; 0 when there is none. Does not move. */
  peekNegation(): number {
    return this.peekOperator() === 'NOT' ? 3 : (this.#find(NEGATION)?.length ?? 0);
  }

  /**
   * The name before a colon that can be a field's, and where its value begins. Does not move. A web address, `a::b` and
   * a drive's path are words, not fields.
   */
  peekField(): { readonly name: string; readonly valueAt: number } | undefined {
    const found = this.#find(FIELD);
    if (found === undefined) return undefined;
    const valueAt = this.at + found.length;
    const after = this.text.slice(valueAt, valueAt + 2);
    if (after.startsWith(':') || after === '//') return undefined;
    if (found.length === 2 && after.startsWith('\\') && LETTER_OR_DIGIT.test(after.charAt(1))) return undefined;
    return { name: found.slice(0, -1).replaceAll(/\\(.)/gsu, '$1'), valueAt };
  }

  /**
   * Reads up to white space, a parenthesis, a quotation mark or one of `stops`. A backslash takes the meaning from the
   * character after it, but stands for itself before a letter or a digit, so that `C:\logs` need not be escaped.
   */
  readWord(pattern: PatternBuilder, stops = ''): void {
    for (;;) {
      const char = this.char;
      if (char === '\\') {
        const next = this.text.codePointAt(this.at + 1);
        const escaped = next === undefined ? '' : String.fromCodePoint(next);
        const isEscape = escaped !== '' && !LETTER_OR_DIGIT.test(escaped);
        pattern.literal(isEscape ? escaped : char);
        this.at += isEscape ? 1 + escaped.length : 1;
      } else if (char === '' || '()"'.includes(char) || stops.includes(char) || isSpace(char)) {
        return;
      } else {
        if (char === '*') pattern.wildcard();
        else pattern.literal(char);
        this.at += 1;
      }
    }
  }

  /** Reads the phrase whose quotation mark stands here. `undefined` when it is never closed; then nothing moves. */
  readQuoted(): string | undefined {
    let phrase = '';
    for (let at = this.at + 1; at < this.text.length; at += 1) {
      const char = this.text.charAt(at);
      if (char === '"') {
        this.at = at + 1;
        return phrase;
      }
      const next = this.text.charAt(at + 1);
      const isEscape = char === '\\' && (next === '"' || next === '\\');
      phrase += isEscape ? next : char;
      if (isEscape) at += 1;
    }
    return undefined;
  }

  /**
   * Reads the regular expression that begins here. It must end where a term can end and not begin with white space:
   * otherwise this is a path such as `/var/log`, and nothing moves.
   */
  readRegex(): { readonly source: string; readonly flags: RegexFlags } | undefined {
    if (this.char !== '/') return undefined;
    const end = this.#endOfRegex();
    const source = this.text.slice(this.at + 1, end);
    if (end === -1 || source === '' || isSpace(source.charAt(0))) return undefined;
    const flags = this.text.charAt(end + 1) === 'i' ? 'i' : '';
    const after = this.text.charAt(end + 1 + flags.length);
    if (after !== '' && after !== ')' && !isSpace(after)) return undefined;
    this.at = end + 1 + flags.length;
    return { source, flags };
  }

  #endOfRegex(): number {
    let isInClass = false;
    for (let at = this.at + 1; at < this.text.length; at += 1) {
      const char = this.text.charAt(at);
      if (char === '\\') at += 1;
      else if (char === '[') isInClass = true;
      else if (char === ']') isInClass = false;
      else if (char === '/' && !isInClass) return at;
    }
    return -1;
  }

  #find(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.at;
    return sticky.exec(this.text)?.[0];
  }
}

function isSpace(char: string): boolean {
  return char === ' ' || (char !== '' && char.trim() === '');
}
