import type { FormGroup } from './group-forms.ts';
import { isMask, MASK_KINDS, maskOf, type MaskKind } from './token.ts';
import { MORE_SPACE, NO_GAP, ONE_SPACE } from './tokenized-line.ts';

/** A piece of a template: text that all its lines have, or the name of what varies (`num`, `ip`, `*`). */
export interface TemplatePart {
  readonly kind: 'text' | 'variable';
  readonly text: string;
}

/** What the lines of a pattern have in common. */
export interface Template {
  readonly parts: readonly TemplatePart[];
  /** The parts in a row, those that vary in ‹ ›. */
  readonly text: string;
  /**
   * Source of a regular expression, as the query language writes it between slashes, that holds for the whole message of
   * each line of the pattern.
   */
  readonly regex: string;
}

/** A line is cut here for who reads it; the expression goes on. */
const MAX_TEXT = 1_000;
/** The query language takes no longer ones than 1,024 characters. */
const MAX_REGEX = 960;

export function templateOf(group: FormGroup): Template {
  const [first] = group.forms;
  if (first === undefined) return { parts: [], text: '', regex: '^$' };
  const parts: TemplatePart[] = [];
  let regex = '^';
  /** Up to where it is known to fit: what would be too long ends with anything. */
  let whole: string | undefined;
  const gap = (at: number): void => {
    const gaps = new Set(group.forms.map(({ gaps: each }) => each[at] ?? NO_GAP));
    const isSame = gaps.size === 1;
    const isAbsentSometimes = gaps.has(NO_GAP) || gaps.has(MORE_SPACE);
    if (isSame && gaps.has(NO_GAP)) return;
    const isEnd = at === 0 || at === first.tokens.length;
    if (!isEnd) addText(parts, ' ');
    regex += isSame && gaps.has(ONE_SPACE) ? ' ' : isAbsentSometimes ? String.raw`\s*` : String.raw`\s+`;
  };
  for (const at of first.tokens.keys()) {
    const before = regex;
    gap(at);
    const tokens = new Set(group.forms.map(({ tokens: each }) => each[at] ?? ''));
    const [only = ''] = tokens;
    if (tokens.size === 1 && !isMask(only)) {
      addText(parts, only);
      regex += escaped(only);
    } else {
      const variable = variableOf([...tokens]);
      if (variable.name !== '') parts.push({ kind: 'variable', text: variable.name });
      regex += variable.fits;
    }
    if (whole === undefined && regex.length > MAX_REGEX) whole = before;
  }
  gap(first.tokens.length);
  const text = parts.map((part) => (part.kind === 'text' ? part.text : `‹${part.text}›`)).join('');
  return {
    parts,
    text: text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text,
    regex: whole === undefined ? `${regex}$` : `${whole}${MASK_KINDS.r.fits}$`,
  };
}

function addText(parts: TemplatePart[], text: string): void {
  const last = parts.at(-1);
  if (last?.kind === 'text') parts[parts.length - 1] = { kind: 'text', text: last.text + text };
  else parts.push({ kind: 'text', text });
}

function variableOf(tokens: readonly string[]): { readonly name: string; readonly fits: string } {
  const kinds = new Set<MaskKind | undefined>();
  let hasList = false;
  for (const token of tokens) {
    const masked = maskOf(token);
    kinds.add(masked?.kind);
    hasList ||= masked?.isList === true;
  }
  const [kind] = kinds;
  if (kinds.size === 1 && kind !== undefined) {
    const { name, fits } = MASK_KINDS[kind];
    return { name, fits: hasList ? listOf(fits) : fits };
  }
  // A rest of a line comes last, in a place of its own or of an absent value.
  if (kinds.has('r')) return { name: '…', fits: MASK_KINDS.r.fits };
  const fits = hasList ? listOf(String.raw`\S+`) : String.raw`\S+`;
  return { name: '*', fits: kinds.has('e') || kinds.has('c') ? `(?:${fits})?` : fits };
}

function listOf(fits: string): string {
  return String.raw`${fits}(?:[\s,]+${fits})*`;
}

/** A text as an expression that holds for it alone, fit to stand between slashes. */
function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
