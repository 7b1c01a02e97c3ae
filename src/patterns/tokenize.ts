import { maskWhole, tokenOf } from './classify.ts';
import { settle } from './settle-tokens.ts';
import { isMask, mask } from './token.ts';
import { GAPS, MORE_SPACE, NO_GAP, ONE_SPACE, type TokenizedLine } from './tokenized-line.ts';

/** How much of a line is looked at. What follows, and all but its first line, is left out. */
const MAX_LOOKED_AT = 4_096;
const MAX_TOKENS = 192;
/** Pieces of text and lines, which come again and again once they are masked, are taken apart once; all are forgotten when they are too many. */
const MAX_KNOWN_PIECES = 16_000;
const MAX_KNOWN_LINES = 10_000;
const MAX_KNOWN_LENGTH = 64;
const SLOTS = 4_096;
const ZERO = '0'.charCodeAt(0);
const NINE = '9'.charCodeAt(0);

/** Which tokens of a line are values of keys, `a=b`, `a:b`, `"a": "b"`: they vary, whatever they look like. */
export function valuesOf({ tokens, gaps }: TokenizedLine): readonly boolean[] {
  return tokens.map((token, at) => {
    if (isDelimiter(token) || !isValueAt(tokens, at)) return false;
    const sign = tokens[at - 1] === '"' || tokens[at - 1] === "'" ? at - 1 : at;
    // In JSON the key stands in quotation marks, and a space behind its colon.
    const canStandApart = tokens[sign - 1] === '=' || tokens[sign - 2] === '"';
    return canStandApart || (gaps[at] === NO_GAP && gaps[sign] === NO_GAP);
  });
}

const COLOUR = /(\x1b\[[\d;]*m(?:\x1b\[[\d;]*m)*)/;
const ESCAPE = '\u001b';
const OPENING = /^["'`([{<]+/;
const CLOSING = /["'`)\]}>,;:.!?]+$/;
const DELIMITERS = /([=:,;()[\]{}<>"`|])/;
const DELIMITER = /^[=:,;()[\]{}<>"'`|.!?]$/;
/** What values of several parts are put together with. */
const INNER_SIGN = /^[:;|]$/;
/** Keys whose values are sentences rather than values. */
const KEY_OF_TEXT = /^(?:msg|message|event|error|err|reason|text|log|detail|details|description|cause)$/i;

export function isDelimiter(token: string): boolean {
  return token.length === 1 && DELIMITER.test(token);
}

/** A run of text without white space, taken apart. */
interface Piece {
  readonly id: number;
  readonly tokens: readonly string[];
}

const NUMBER_PIECE: Piece = { id: 1, tokens: [mask('n')] };

/** Takes lines apart into words, delimiters and masks for what varies by its looks. */
export class Tokenizer {
  /** The pieces that came last, by a hash of their texts. */
  readonly #latest: ({ readonly text: string; readonly piece: Piece } | undefined)[] = Array.from({ length: SLOTS });
  /** Pieces by their texts, where these have no digits, and by their tokens. */
  readonly #known = new Map<string, Piece>();
  readonly #byTokens = new Map<string, Piece>();
  /** Lines by the pieces that they are made of: lines of one statement of a program are the same but for what is masked. */
  readonly #lines = new Map<string, TokenizedLine>();
  #lastId = NUMBER_PIECE.id;
  /** The pieces of the line that is taken apart, each with the gap before it in one number. */
  readonly #codes: number[] = [];
  readonly #pieces: Piece[] = [];

  /** Lines that are the same but for what is masked are the same object, for as long as they are remembered. */
  tokenize(message: string): TokenizedLine {
    const end = message.indexOf('\n');
    const isCut = end >= 0 || message.length > MAX_LOOKED_AT;
    const text = isCut ? message.slice(0, Math.min(MAX_LOOKED_AT, end < 0 ? MAX_LOOKED_AT : end)) : message;
    this.#makeRoom();
    const codes = this.#codes;
    const pieces = this.#pieces;
    codes.length = 0;
    pieces.length = 0;
    const isColoured = text.includes(ESCAPE);
    let count = 0;
    let last = 0;
    for (let at = 0; at < text.length && count <= MAX_TOKENS; at = last + 1) {
      while (isSpace(text.charCodeAt(at))) at += 1;
      if (at >= text.length) break;
      let to = at;
      let digits = 0;
      let hash = 0;
      for (; to < text.length; to += 1) {
        const code = text.charCodeAt(to);
        if (isSpace(code)) break;
        if (code >= ZERO && code <= NINE) digits += 1;
        hash = (hash * 31 + code) | 0;
      }
      const piece = digits === to - at ? NUMBER_PIECE : this.#pieceOf(text.slice(at, to), digits > 0, hash, isColoured);
      codes.push(piece.id * GAPS + gapOf(text, last, at));
      pieces.push(piece);
      count += piece.tokens.length;
      last = to;
    }
    const isOver = count > MAX_TOKENS;
    const tail = isOver ? NO_GAP : gapOf(text, last, text.length);
    codes.push(isOver || isCut ? GAPS + tail : tail);
    const key = String.fromCharCode(...codes);
    let line = this.#lines.get(key);
    if (line === undefined) {
      line = lineOf(pieces, codes, isOver || isCut, tail);
      this.#lines.set(key, line);
    }
    return line;
  }

  #makeRoom(): void {
    const pieces = Math.max(this.#lastId, this.#known.size);
    if (pieces < MAX_KNOWN_PIECES && this.#lines.size < MAX_KNOWN_LINES) return;
    this.#latest.fill(undefined);
    this.#known.clear();
    this.#byTokens.clear();
    this.#lines.clear();
    this.#lastId = NUMBER_PIECE.id;
  }

  #pieceOf(chunk: string, hasDigit: boolean, hash: number, isColoured: boolean): Piece {
    const slot = hash & (SLOTS - 1);
    const latest = this.#latest[slot];
    if (latest?.text === chunk) return latest.piece;
    const known = hasDigit ? undefined : this.#known.get(chunk);
    if (known !== undefined) return known;
    const tokens: string[] = [];
    if (isColoured && chunk.includes(ESCAPE)) pushColoured(tokens, chunk);
    else pushPieces(tokens, chunk);
    const key = tokens.join(' ');
    let piece = this.#byTokens.get(key);
    if (piece === undefined) {
      this.#lastId += 1;
      piece = { id: this.#lastId, tokens: tokens.map(ownText) };
      this.#byTokens.set(ownText(key), piece);
    }
    if (chunk.length > MAX_KNOWN_LENGTH) return piece;
    // A part of a line keeps all of it: what is remembered for long must be a text of its own.
    const text = ownText(chunk);
    this.#latest[slot] = { text, piece };
    // What has digits seldom comes again.
    if (!hasDigit) this.#known.set(text, piece);
    return piece;
  }
}

function lineOf(pieces: readonly Piece[], codes: readonly number[], isMore: boolean, tail: number): TokenizedLine {
  const raw: string[] = [];
  const rawGaps: number[] = [];
  for (const [index, { tokens }] of pieces.entries()) {
    for (let at = 0; at < tokens.length && raw.length < MAX_TOKENS; at += 1) {
      raw.push(tokens[at] ?? '');
      rawGaps.push(at === 0 ? (codes[index] ?? 0) % GAPS : NO_GAP);
    }
  }
  if (isMore) {
    raw.push(mask('r'));
    rawGaps.push(tail);
  }
  rawGaps.push(isMore ? NO_GAP : tail);
  return settle(raw, rawGaps);
}

function pushColoured(into: string[], chunk: string): void {
  for (const part of chunk.split(COLOUR)) {
    if (part === '') continue;
    if (COLOUR.test(part)) into.push(mask('c'));
    else pushPieces(into, part.replaceAll(ESCAPE, '\u0002'));
  }
}

/** A text that shares no memory with the one that it was cut from. */
export function ownText(text: string): string {
  return isMask(text) || text.length < 13 ? text : JSON.parse(JSON.stringify(text));
}

/** Blank, tab, carriage return or form feed: what expressions of the query language take for white space within a line. */
function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 13 || code === 12;
}

function gapOf(text: string, from: number, to: number): number {
  if (from === to) return NO_GAP;
  return to - from === 1 && text.charCodeAt(from) === 32 ? ONE_SPACE : MORE_SPACE;
}

function pushPieces(into: string[], chunk: string): void {
  // What is a value is told by what stands in the same piece of text.
  const pieces: string[] = [];
  const opening = OPENING.exec(chunk)?.[0] ?? '';
  const inside = chunk.slice(opening.length);
  const closing = CLOSING.exec(inside)?.[0] ?? '';
  const core = inside.slice(0, inside.length - closing.length);
  for (const sign of opening) pieces.push(sign);
  if (core !== '') {
    const whole = maskWhole(core);
    if (whole === undefined) pushParts(pieces, core);
    else pieces.push(whole);
  }
  for (const sign of closing) pieces.push(sign);
  for (const piece of pieces) into.push(piece);
}

function pushParts(into: string[], core: string): void {
  const parts: string[] = [];
  for (const piece of core.split(DELIMITERS)) pushPiece(parts, piece);
  // `1:2.36-9` is one value, whatever it is; `port:22` is not.
  const isOneValue = parts.length > 1 && parts.every((part) => isMask(part) || INNER_SIGN.test(part));
  if (isOneValue && isMask(parts[0] ?? '')) into.push(mask('w'));
  else for (const part of parts) into.push(part);
}

function pushPiece(into: string[], piece: string): void {
  if (piece === '') return;
  if (isDelimiter(piece)) {
    into.push(piece);
    return;
  }
  into.push(tokenOf(piece, isValueAt(into, into.length)));
}

/** Whether what stands at a place, with nothing before it, is the value of a key: behind an equals sign or a colon. */
function isValueAt(tokens: readonly string[], at: number): boolean {
  const isQuoted = tokens[at - 1] === '"' || tokens[at - 1] === "'";
  const sign = isQuoted ? at - 2 : at - 1;
  if (tokens[sign] !== '=' && tokens[sign] !== ':') return false;
  const key = tokens[sign - 1];
  if (key === undefined || key === ':' || key === '=') return false;
  const name = key === '"' ? (tokens[sign - 2] ?? '') : key;
  return !KEY_OF_TEXT.test(name);
}
