import { isMask, mask } from './token.ts';
import { isDelimiter, ownText, valuesOf } from './tokenize.ts';
import { MORE_SPACE, type TokenizedLine } from './tokenized-line.ts';

/** What all that varies is compared as. */
export const VARIES = mask('w');

/** What lines have in common whose words are the same once all that varies by its looks is masked. */
export interface Form {
  readonly number: number;
  /** What lines of this form share with those that could be of one pattern with them: how many tokens, and which delimiters. */
  readonly shape: string;
  readonly tokens: readonly string[];
  /** What the tokens are compared by: units, plurals and digits of words disregarded, values of keys all the same. */
  readonly norms: readonly string[];
  readonly gaps: number[];
  /** How many lines of it there were. */
  count: number;
}

const UNITS = new Map<string, string>();
for (const unit of ['b', 'byte', 'kb', 'kib', 'mb', 'mib', 'gb', 'gib', 'tb', 'tib']) UNITS.set(unit, '\u0002size');
for (const unit of [
  'ns',
  'us',
  'µs',
  'ms',
  'msec',
  'millisecond',
  's',
  'sec',
  'second',
  'min',
  'minute',
  'h',
  'hour',
  'day',
]) {
  UNITS.set(unit, '\u0002time');
}

export function createForm(number: number, line: TokenizedLine): Form {
  const tokens = line.tokens.map(ownText);
  return { number, shape: shapeOf(tokens), tokens, norms: normsOf(line), gaps: [...line.gaps], count: 0 };
}

/** Tells lines of one form from those of others. */
export function formKey({ tokens }: TokenizedLine): string {
  return tokens.join(' ');
}

/** Remembers where lines of a form differ in what stands between two tokens; answers whether that was news. */
export function noteGaps(form: Form, gaps: readonly number[]): boolean {
  let isNews = false;
  for (let at = 0; at < gaps.length; at += 1) {
    if (form.gaps[at] === gaps[at] || form.gaps[at] === MORE_SPACE) continue;
    form.gaps[at] = MORE_SPACE;
    isNews = true;
  }
  return isNews;
}

export function normsOf(line: TokenizedLine): string[] {
  const isValue = valuesOf(line);
  return line.tokens.map((token, at) => {
    if (isDelimiter(token)) return token;
    if (isMask(token) || isValue[at] === true) return VARIES;
    if (at > 0 && isMask(line.tokens[at - 1] ?? '')) {
      const singular = token.replace(/(?:\(s\)|s)$/, '');
      return UNITS.get(singular.toLowerCase()) ?? UNITS.get(token.toLowerCase()) ?? singular;
    }
    return token.replaceAll(/\d/g, '#');
  });
}

export function shapeOf(tokens: readonly string[]): string {
  return tokens.map((token) => (isDelimiter(token) ? token : '_')).join('');
}
