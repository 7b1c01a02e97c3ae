import { createForm, formKey, normsOf, noteGaps, shapeOf, type Form } from './form.ts';
import { groupForms, type FormGroup } from './group-forms.ts';
import { templateOf, type Template } from './template.ts';
import { Tokenizer } from './tokenize.ts';
import type { TokenizedLine } from './tokenized-line.ts';

/** Names a pattern for as long as it has lines in common with itself, however it grows. */
export type PatternId = number;

/** Says what a line looks like; `patternOf` knows the pattern. */
export type FormNumber = number;

/** The form of lines that came when there was no room for further forms, and that fit no pattern. */
export const OTHER: FormNumber = 0;

export interface Pattern extends Template {
  readonly id: PatternId;
  /** How many lines of it were added. */
  readonly count: number;
}

export interface MinerLimits {
  /** How many forms are told apart; lines of further ones go to the patterns that they fit, or to `OTHER`. */
  readonly maxForms?: number;
}

const MAX_FORMS = 20_000;

interface Family {
  readonly forms: Form[];
  patterns: readonly MinedPattern[];
  lines: number;
  /** How many lines it had when it was last put into groups. */
  groupedLines: number;
}

interface MinedPattern {
  readonly id: PatternId;
  readonly group: FormGroup;
  template: Template | undefined;
}

/**
 * Finds the templates that lines of a log were made from. What varies by its looks (numbers, addresses, paths) is masked at
 * once, so that a line costs one look-up among the forms that are known. Forms are put into patterns when somebody asks, by
 * all that is known then: whichever order lines came in, the same lines make the same patterns. Its memory is bounded.
 */
export class TemplateMiner {
  readonly #tokenizer = new Tokenizer();
  readonly #maxForms: number;
  readonly #numbers = new Map<string, FormNumber>();
  readonly #forms: Form[] = [];
  /** Lines that are the same object to the tokenizer have nothing new to say. */
  readonly #formOfLine = new WeakMap<TokenizedLine, Form>();
  readonly #families = new Map<string, Family>();
  /** Those that are to be put into groups again. */
  readonly #stale = new Set<Family>();
  readonly #patternOfForm: PatternId[] = [0];
  #lastId = 0;
  #otherCount = 0;

  constructor({ maxForms = MAX_FORMS }: MinerLimits = {}) {
    this.#maxForms = maxForms;
  }

  /** How many lines fit nothing that is known and came when there was no more room. */
  get otherCount(): number {
    return this.#otherCount;
  }

  /** Learns a line; answers its form, whose pattern may change as more is learnt. */
  add(message: string): FormNumber {
    const line = this.#tokenizer.tokenize(message);
    const form = this.#formOfLine.get(line) ?? this.#learn(line);
    if (form === undefined) {
      this.#otherCount += 1;
      return OTHER;
    }
    form.count += 1;
    const family = this.#families.get(form.shape);
    if (family !== undefined) {
      family.lines += 1;
      // How frequent its words are compared with each other is known better now.
      if (family.lines === 2 * family.groupedLines) this.#stale.add(family);
    }
    return form.number;
  }

  /** The form of a line that nothing was learnt of yet; `undefined` where there is no room for it. */
  #learn(line: TokenizedLine): Form | undefined {
    const key = formKey(line);
    const known = this.#numbers.get(key);
    const number = known ?? this.#newForm(key, line);
    const form = this.#forms[number - 1];
    if (form === undefined) return undefined;
    const family = this.#families.get(form.shape);
    if (noteGaps(form, line.gaps) && family !== undefined) this.#stale.add(family);
    // What merely fits may fit something else once more is known.
    if (this.#numbers.get(key) === number) this.#formOfLine.set(line, form);
    return form;
  }

  /** The pattern that lines of a form are of; 0 for `OTHER`. */
  patternOf(form: FormNumber): PatternId {
    this.#group();
    return this.#patternOfForm[form] ?? 0;
  }

  /** The pattern that a line is of, or would be of; `undefined` where it fits none. Nothing is learnt from it. */
  match(message: string): PatternId | undefined {
    this.#group();
    const line = this.#tokenizer.tokenize(message);
    const number = this.#numbers.get(formKey(line)) ?? this.#fitting(line);
    return number === undefined || number === OTHER ? undefined : this.#patternOfForm[number];
  }

  /** All patterns, the most frequent first. */
  patterns(): readonly Pattern[] {
    this.#group();
    const patterns: Pattern[] = [];
    for (const family of this.#families.values()) {
      for (const mined of family.patterns) {
        mined.template ??= templateOf(mined.group);
        const count = mined.group.forms.reduce((sum, form) => sum + form.count, 0);
        patterns.push({ id: mined.id, count, ...mined.template });
      }
    }
    return patterns.toSorted((a, b) => b.count - a.count || a.id - b.id);
  }

  #newForm(key: string, line: TokenizedLine): FormNumber {
    if (this.#forms.length >= this.#maxForms) {
      this.#group();
      return this.#fitting(line) ?? OTHER;
    }
    const form = createForm(this.#forms.length + 1, line);
    this.#forms.push(form);
    this.#numbers.set(key, form.number);
    let family = this.#families.get(form.shape);
    if (family === undefined) {
      family = { forms: [], patterns: [], lines: 0, groupedLines: 0 };
      this.#families.set(form.shape, family);
    }
    family.forms.push(form);
    this.#stale.add(family);
    return form.number;
  }

  /** A form of the pattern that a line fits. */
  #fitting(line: TokenizedLine): FormNumber | undefined {
    const family = this.#families.get(shapeOf(line.tokens));
    if (family === undefined) return undefined;
    const norms = normsOf(line);
    const fits = family.patterns.find(({ group }) =>
      norms.every((norm, at) => group.isVariable[at] === true || group.forms[0]?.norms[at] === norm),
    );
    return fits?.group.forms[0]?.number;
  }

  #group(): void {
    for (const family of this.#stale) {
      family.patterns = this.#named(groupForms(family.forms));
      family.groupedLines = family.lines;
    }
    this.#stale.clear();
  }

  /** A group keeps the name that most of its lines bore. */
  #named(groups: readonly FormGroup[]): MinedPattern[] {
    const taken = new Set<PatternId>();
    const ordered = groups.toSorted((a, b) => b.count - a.count);
    return ordered.map((group) => {
      const votes = new Map<PatternId, number>();
      for (const { number, count } of group.forms) {
        const id = this.#patternOfForm[number];
        if (id !== undefined && !taken.has(id)) votes.set(id, (votes.get(id) ?? 0) + count);
      }
      let id = 0;
      for (const [candidate, count] of votes) if (id === 0 || count > (votes.get(id) ?? 0)) id = candidate;
      if (id === 0) {
        this.#lastId += 1;
        id = this.#lastId;
      }
      taken.add(id);
      for (const { number } of group.forms) this.#patternOfForm[number] = id;
      return { id, group, template: undefined };
    });
  }
}

/** The pattern of each of some messages, found by looking at all of them: 0 for one that there was no room for. */
export function groupMessages(messages: readonly string[], limits?: MinerLimits): readonly PatternId[] {
  const miner = new TemplateMiner(limits);
  const forms = messages.map((message) => miner.add(message));
  return forms.map((form) => miner.patternOf(form));
}
