import type { LocatingRegexEngine, TextSpan } from '../query/index.ts';
import type { FindQuery } from './find-store.ts';

/** Finds what is looked for in a text. */
export interface TextFinder {
  /** The first match that begins at an offset or after it. Matches are never empty and never overlap. */
  next(text: string, from: number): TextSpan | undefined;
  /** The words that are looked for as they are; `undefined` for a regular expression. */
  readonly words: Words | undefined;
}

export type CompiledFind =
  { readonly ok: true; readonly finder: TextFinder } | { readonly ok: false; readonly message: string };

/** Longer ones are pasted by mistake. */
const MAX_LENGTH = 1_000;

const WIDE = /[^\0-\xff]/;
const WORD = /[\p{L}\p{N}_]/u;
const SPECIAL = /[$()*+.?[\\\]^{|}]/g;
/** What rows write otherwise, or leave out at the end of a message. */
const DRAWN_OTHERWISE = /[^\t\x20-\x7e\xa0-\xac\xae-\xff]/;
/** What may be written otherwise in a row than it is held: in JSON, in metadata, between a key and its value. */
const BETWEEN_TOKENS = /[\s"',:=[\\\]{}\0-\x1f\x7f-\xa0\xad]+/;
/** What JSON writes otherwise within a text. */
const ESCAPED = /["\\\0-\x1f\x7f-\xa0\xad]/;
/** Numbers may be written in several ways. */
const NUMERIC = /^[-+.\deE]+$/;

/** `regex`: the engine, where the query is a regular expression. */
export function compileFind(query: FindQuery, regex?: LocatingRegexEngine): CompiledFind {
  const { text, matchesCase, isWholeWord, isRegex } = query;
  if (text.length > MAX_LENGTH) return { ok: false, message: `A find has at most ${MAX_LENGTH} characters.` };
  if (!isRegex) return { ok: true, finder: new Words(text, matchesCase, isWholeWord) };
  const compiled = regex?.compile(text, matchesCase ? '' : 'i');
  if (compiled?.ok !== true) {
    const reason = compiled?.message ?? 'what reads it is not there';
    return { ok: false, message: `This regular expression cannot be used: ${reason}.` };
  }
  const next = (within: string, from: number): TextSpan | undefined => {
    let at = from;
    // An engine that goes through a text finds out sooner that there is nothing than one that says where it is.
    if (from === 0 && !compiled.test(within)) return undefined;
    while (at <= within.length) {
      const found = compiled.locate(within, at);
      if (found === undefined) return undefined;
      const isUsable = found.end > found.start && (!isWholeWord || isWord(within, found, 0, within.length));
      if (isUsable) return found;
      at = found.start + 1;
    }
    return undefined;
  };
  return { ok: true, finder: { next, words: undefined } };
}

/** How often a finder matches in a text. */
export function countMatches(finder: TextFinder, text: string): number {
  let count = 0;
  for (let found = finder.next(text, 0); found !== undefined; found = finder.next(text, found.end)) count += 1;
  return count;
}

/** Words to be found as they are, in the sense of a query's bare words: case by case as `toLowerCase` has it. */
export class Words implements TextFinder {
  readonly #needle: string;
  readonly #isWholeWord: boolean;
  readonly #matchesCase: boolean;
  /** For texts without wide characters, in which it means what lower case means: nothing is copied to look through them. */
  readonly #anyCase: RegExp | undefined;
  /** Whether texts without wide characters have them where the rows that show these have them. */
  readonly isPlainlyDrawn: boolean;

  constructor(text: string, matchesCase: boolean, isWholeWord: boolean) {
    this.#needle = matchesCase ? text : text.toLowerCase();
    this.#matchesCase = matchesCase;
    this.#isWholeWord = isWholeWord;
    this.isPlainlyDrawn = !DRAWN_OTHERWISE.test(this.#needle);
    this.#anyCase =
      matchesCase || WIDE.test(this.#needle) ? undefined : new RegExp(this.#needle.replaceAll(SPECIAL, '\\$&'), 'gi');
  }

  get words(): this {
    return this;
  }

  next(text: string, from: number): TextSpan | undefined {
    const isNarrow = this.#matchesCase || !WIDE.test(text);
    const within = isNarrow ? text : lowerCased(text);
    for (let at = from; ; at += 1) {
      at = isNarrow ? this.seek(within, at) : within.indexOf(this.#needle, at);
      if (at < 0) return undefined;
      const found = { start: at, end: at + this.#needle.length };
      if (this.fits(text, found, 0, text.length)) return found;
    }
  }

  get length(): number {
    return this.#needle.length;
  }

  /** Where they are next in a text without wide characters, whatever stands around them; -1 where they are not. */
  seek(text: string, from: number): number {
    if (this.#matchesCase) return text.indexOf(this.#needle, from);
    if (this.#anyCase === undefined) return -1;
    this.#anyCase.lastIndex = from;
    return this.#anyCase.test(text) ? this.#anyCase.lastIndex - this.#needle.length : -1;
  }

  /** Whether what stands around them within these bounds lets them be a match. */
  fits(text: string, found: TextSpan, start: number, end: number): boolean {
    return !this.#isWholeWord || isWord(text, found, start, end);
  }

  /**
   * Words that a held line must have, in one piece, for a row to show these, however the row writes it; `undefined` where none
   * can be told.
   */
  token(): Words | undefined {
    const [longest = ''] = this.#needle.split(BETWEEN_TOKENS).toSorted((one, other) => other.length - one.length);
    return longest === '' || WIDE.test(longest) ? undefined : new Words(longest, this.#matchesCase, false);
  }

  /** Whether a value that has them may be held in another writing. */
  get isEscaped(): boolean {
    return ESCAPED.test(this.#needle);
  }

  /** Whether a row may write them across a key and a value. */
  get hasBorders(): boolean {
    return /[ =]/.test(this.#needle);
  }

  /** Whether they may begin or end within this key, where a row writes keys and values as `key=value key=value`. */
  mayCross(key: string): boolean {
    const name = this.#matchesCase ? key : key.toLowerCase();
    const pieces = this.#needle.split(/([ =])/);
    return pieces.some((piece, at) => {
      if (piece === '=') return name.endsWith(pieces[at - 1] ?? '');
      return piece === ' ' && name.startsWith(pieces[at + 1] ?? '');
    });
  }

  /** Whether they may be a part of a number. */
  get isNumeric(): boolean {
    return NUMERIC.test(this.#needle);
  }

  equals(other: Words): boolean {
    return this.#needle === other.#needle;
  }
}

/** Every character keeps its place: the few whose lower case is longer stay as they are. */
function lowerCased(text: string): string {
  const lowered = text.toLowerCase();
  if (lowered.length === text.length) return lowered;
  return Array.from(text, (character) => {
    const one = character.toLowerCase();
    return one.length === character.length ? one : character;
  }).join('');
}

/** Whether a span neither begins nor ends within a word. */
function isWord(text: string, span: TextSpan, start: number, end: number): boolean {
  const isInside = (at: number): boolean => at > start && at < end && isWordAt(text, at - 1) && isWordAt(text, at);
  return !isInside(span.start) && !isInside(span.end);
}

function isWordAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  // Half of a pair is as much of a word as the whole.
  if (code >= 0xdc00 && code <= 0xdfff) return WORD.test(text.slice(at - 1, at + 1));
  return WORD.test(String.fromCodePoint(text.codePointAt(at) ?? 0));
}
