import { VARIES, type Form } from './form.ts';
import { isDelimiter } from './tokenize.ts';

/** Forms that are of one pattern, and which of their tokens vary. */
export interface FormGroup {
  readonly forms: readonly Form[];
  readonly isVariable: readonly boolean[];
  readonly count: number;
}

/** As many different words in a place, where all else is the same, are values rather than names of different events. */
const MANY = 5;
/** The first word mostly says what happens: it takes more of them. */
const MANY_FIRST = 9;
/** Where a place has masks too, fewer do. */
const MANY_BESIDE_MASKS = 3;
/** Of more groups than these no two are compared. */
const MAX_COMPARED = 400;

/**
 * Puts forms of one shape into groups. Words of one template are equally frequent, so the largest set of equally frequent
 * words of a form is taken for the core of its template. What differs between forms with the same core are either values, where
 * there are many, or what tells two templates apart. The answer depends on what forms there are and how many lines each has,
 * not on their order.
 */
export function groupForms(forms: readonly Form[]): FormGroup[] {
  const frequency = countWords(forms);
  const byCore = new Map<string, Form[]>();
  for (const form of forms) {
    const core = coreOf(form, frequency);
    const same = byCore.get(core);
    if (same === undefined) byCore.set(core, [form]);
    else same.push(form);
  }
  const groups = [...byCore.values()].flatMap(splitByWords);
  return absorb(groups);
}

type WordCounts = readonly ReadonlyMap<string, number>[];

function countWords(forms: readonly Form[]): WordCounts {
  const counts: Map<string, number>[] = [];
  for (const { norms, count } of forms) {
    for (const [at, norm] of norms.entries()) {
      const column = (counts[at] ??= new Map<string, number>());
      column.set(norm, (column.get(norm) ?? 0) + count);
    }
  }
  return counts;
}

/** The largest set of words of a form that are equally frequent in their places; of two as large the more frequent one. */
function coreOf({ norms }: Form, frequency: WordCounts): string {
  const sizes = new Map<number, number>();
  let best = 0;
  let bestSize = 0;
  for (const [at, norm] of norms.entries()) {
    if (!isWord(norm)) continue;
    const count = frequency[at]?.get(norm) ?? 0;
    const size = (sizes.get(count) ?? 0) + 1;
    sizes.set(count, size);
  }
  for (const [count, size] of sizes) {
    if (size > bestSize || (size === bestSize && count > best)) {
      best = count;
      bestSize = size;
    }
  }
  const core = norms.map((norm, at) => (isWord(norm) && frequency[at]?.get(norm) === best ? norm : ''));
  return `${best} ${core.join(' ')}`;
}

function isWord(norm: string): boolean {
  return norm !== VARIES && !isDelimiter(norm);
}

interface Column {
  readonly at: number;
  /** How many lines have each word. */
  readonly words: ReadonlyMap<string, number>;
}

/** Tells forms with the same core apart by their other words, unless these vary too much to be names. */
function splitByWords(forms: readonly Form[]): FormGroup[] {
  const lines = forms.reduce((sum, { count }) => sum + count, 0);
  const columns: Column[] = [];
  for (const [at, words] of countWords(forms).entries()) {
    if (words.size > 1) columns.push({ at, words });
  }
  const firstWord = forms[0]?.norms.findIndex((norm) => !isDelimiter(norm)) ?? 0;
  const many = columns.filter((column) => isValues(column, lines, column.at === firstWord, columns.length === 1));
  const names = new Set(
    columns.filter((column) => !many.includes(column) || isTiedToAnother(column, many, forms, lines)),
  );
  const parts = new Map<string, Form[]>();
  for (const form of forms) {
    const key = columns.map((column) => (names.has(column) ? form.norms[column.at] : '')).join(' ');
    const part = parts.get(key);
    if (part === undefined) parts.set(key, [form]);
    else part.push(form);
  }
  return [...parts.values()].map(groupOf);
}

function isValues({ words }: Column, lines: number, isFirst: boolean, isOnly: boolean): boolean {
  if (words.size >= (isFirst ? MANY_FIRST : words.has(VARIES) ? MANY_BESIDE_MASKS : MANY)) return true;
  // Values seldom come again; names do.
  return isOnly && !isFirst && words.size * 2 > lines;
}

/** Whether each word in one place goes with one word in another: then they are names of different events, and not values. */
function isTiedToAnother(column: Column, others: readonly Column[], forms: readonly Form[], lines: number): boolean {
  return others.some((other) => {
    if (other === column || other.words.size !== column.words.size) return false;
    if (lines < 3 * column.words.size) return false;
    const pairs = new Set(forms.map(({ norms }) => `${norms[column.at]} ${norms[other.at]}`));
    return pairs.size === column.words.size;
  });
}

function groupOf(forms: readonly Form[]): FormGroup {
  const first = forms[0]?.norms ?? [];
  const isVariable = first.map((norm, at) => norm === VARIES || forms.some((form) => form.norms[at] !== norm));
  return { forms, isVariable, count: forms.reduce((sum, { count }) => sum + count, 0) };
}

/** Puts a group into a larger one whose pattern its lines fit. */
function absorb(groups: readonly FormGroup[]): FormGroup[] {
  if (groups.length < 2 || groups.length > MAX_COMPARED) return [...groups];
  const ordered = groups.toSorted((a, b) => b.count - a.count || compare(keyOf(a), keyOf(b)));
  const kept: FormGroup[] = [];
  for (const group of ordered) {
    const at = kept.findIndex((larger) => covers(larger, group));
    const larger = kept[at];
    if (larger === undefined) kept.push(group);
    else kept[at] = groupOf([...larger.forms, ...group.forms]);
  }
  return kept;
}

function covers(larger: FormGroup, smaller: FormGroup): boolean {
  const names = larger.forms[0]?.norms ?? [];
  const others = smaller.forms[0]?.norms ?? [];
  let words = 0;
  let wild = 0;
  for (const [at, isVariable] of larger.isVariable.entries()) {
    const name = names[at] ?? '';
    if (isDelimiter(name)) continue;
    if (isVariable) {
      if (smaller.isVariable[at] !== true || larger.forms.some(({ norms }) => norms[at] !== VARIES)) wild += 1;
      continue;
    }
    if (smaller.isVariable[at] === true || others[at] !== name) return false;
    words += 1;
  }
  return words > 0 && wild <= words;
}

function keyOf({ forms }: FormGroup): string {
  return forms.reduce((least, { tokens }) => {
    const key = tokens.join(' ');
    return least === '' || compare(key, least) < 0 ? key : least;
  }, '');
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
