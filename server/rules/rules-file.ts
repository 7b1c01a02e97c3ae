import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { EMPTY_FILTER, parseFilterText, SEVERITIES, type Filter, type Severity } from '../../src/protocol/index.ts';
import { compileStream } from '../../src/query/index.ts';
import { linearRegexEngine } from '../../src/query/linear-regex.ts';
import { nearestWord } from '../nearest-word.ts';
import type { Rule } from './rule.ts';
import { readWebhook } from './webhook-settings.ts';
import { followed, kindOf, offsetOf, YamlMapping, type DurationBounds, type Placed } from './yaml-mapping.ts';
import { YamlProblems } from './yaml-problems.ts';

export type ParsedRules =
  | { readonly ok: true; readonly rules: readonly Rule[] }
  /** Each problem reads `file:line:column: what is wrong and what to do`. */
  | { readonly ok: false; readonly problems: readonly string[] };

export const MAX_RULES_FILE_LENGTH = 1024 * 1024;
const MAX_RULES = 500;
/** A rule remembers the times of as many logs as its threshold counts. */
const MAX_THRESHOLD_COUNT = 10_000;

const RULE_KEYS = [
  'name',
  'id',
  'query',
  'filter',
  'severity',
  'threshold',
  'cooldown',
  'webhook',
  'actionName',
] as const;

const DEFAULT_SEVERITY: Severity = 'medium';
const DEFAULT_COOLDOWN_MS = 60_000;
/** The window of a rule that fires on one log; it only says which logs are recent (see the rule engine). */
const DEFAULT_WINDOW_MS = 60_000;

const DAY_MS = 86_400_000;
const WINDOW: DurationBounds = { leastMs: 1, mostMs: 7 * DAY_MS, words: 'longer than 0s and at most 7d' };
const COOLDOWN: DurationBounds = { leastMs: 1000, mostMs: 30 * DAY_MS, words: 'from 1s to 30d' };

const EXAMPLE = 'Begin with "rules:", then "  - name: …" and "    query: …" for each rule.';
const QUOTES = 'A text with special characters goes in single quotes.';

/**
 * Reads a rules file. It is taken whole or not at all: with half of its rules it would be quiet where it should not.
 * Never throws. `env` is where headers and addresses of the form `env:NAME` come from.
 */
export function parseRules(
  text: string,
  fileName: string,
  env: Readonly<Record<string, string | undefined>> = {},
): ParsedRules {
  if (text.length > MAX_RULES_FILE_LENGTH) {
    return { ok: false, problems: [`${fileName}:1:1: The file is longer than 1 MiB. Is it a rules file?`] };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems = new YamlProblems(fileName, lines);
  for (const { pos, message, code } of [...document.errors, ...document.warnings]) {
    problems.add(pos[0], code === 'MULTIPLE_DOCS' ? ONE_DOCUMENT : `This is not valid YAML: ${message}. ${QUOTES}`);
  }
  const rules = problems.count === 0 ? new RulesReader(document, problems, env).read() : [];
  return problems.count === 0 ? { ok: true, rules } : { ok: false, problems: problems.sentences() };
}

const ONE_DOCUMENT = 'A second document begins here. Put all rules under one "rules:".';

class RulesReader {
  readonly #document: Document;
  readonly #problems: YamlProblems;
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #names = new Set<string>();
  readonly #ids = new Set<string>();

  constructor(document: Document, problems: YamlProblems, env: Readonly<Record<string, string | undefined>>) {
    this.#document = document;
    this.#problems = problems;
    this.#env = env;
  }

  read(): readonly Rule[] {
    const { contents } = this.#document;
    const offset = offsetOf(contents) ?? 0;
    if (contents === null || (isScalar(contents) && contents.value === null)) {
      this.#problems.add(offset, `The file is empty. ${EXAMPLE}`);
      return [];
    }
    if (!isMap(contents)) {
      this.#problems.add(offset, `The file must be a mapping with "rules", not ${kindOf(contents)}. ${EXAMPLE}`);
      return [];
    }
    const top = new YamlMapping(contents, offset, ['rules'], 'a rules file', this.#document, this.#problems);
    if (!top.has('rules')) {
      this.#problems.add(offset, `"rules" is missing. ${EXAMPLE}`);
      return [];
    }
    const list = top.node('rules');
    if (list === undefined) return [];
    if (!isSeq(list.value)) {
      this.#problems.add(
        list.offset,
        `"rules" must be a list, not ${kindOf(list.value)}. Begin each rule with "- name: …".`,
      );
      return [];
    }
    if (list.value.items.length > MAX_RULES) {
      this.#problems.add(
        list.offset,
        `There are ${list.value.items.length} rules; at most ${MAX_RULES} can be watched.`,
      );
      return [];
    }
    return list.value.items.flatMap((item) => this.#rule(item, list.offset) ?? []);
  }

  #rule(item: unknown, listOffset: number): Rule | undefined {
    const found = followed(item, offsetOf(item) ?? listOffset, this.#document, this.#problems);
    if (found === undefined) return undefined;
    if (!isMap(found.value)) {
      this.#problems.add(found.offset, `A rule must be a mapping with "name" and "query", not ${kindOf(found.value)}.`);
      return undefined;
    }
    const fields = new YamlMapping(found.value, found.offset, RULE_KEYS, 'a rule', this.#document, this.#problems);
    const name = fields.requiredText('name', 'A rule');
    const id = this.#identity(fields, name);
    const query = fields.requiredText('query', 'A rule');
    const filter = this.#filter(fields);
    const matches = query === undefined ? undefined : this.#compile(query, filter, fields);
    const severity = this.#severity(fields);
    const threshold = this.#threshold(fields);
    const cooldownMs = fields.duration('cooldown', COOLDOWN) ?? DEFAULT_COOLDOWN_MS;
    const action = readWebhook(fields, this.#env, this.#problems);
    // Each of these is missing only after a problem was reported, and then the whole file is refused.
    if (name === undefined || id === undefined || query === undefined || matches === undefined) return undefined;
    return {
      id,
      name: name.value,
      query: query.value,
      filter: filter?.value ?? EMPTY_FILTER,
      matches,
      severity,
      threshold,
      cooldownMs,
      action,
    };
  }

  #identity(fields: YamlMapping, name: Placed<string> | undefined): string | undefined {
    const given = fields.text('id');
    const isNameRepeated = name !== undefined && this.#names.has(name.value);
    if (name !== undefined) this.#names.add(name.value);
    if (isNameRepeated) {
      this.#problems.add(name.offset, `There is another rule named "${name.value}". Give each a name of its own.`);
    }
    const place = given ?? (fields.has('id') ? undefined : name);
    if (place === undefined) return undefined;
    const id = given?.value ?? slug(place.value);
    if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,99}$/u.test(id)) {
      const what = given === undefined ? 'No id can be made of this name. Add an "id"' : 'This is not an id. Write one';
      this.#problems.add(place.offset, `${what} of letters, digits, ".", "_" and "-", at most 100.`);
      return undefined;
    }
    // Ids made of equal names are equal too; that mistake has been told already.
    if (this.#ids.has(id) && !(isNameRepeated && given === undefined)) {
      this.#problems.add(place.offset, `There is another rule with the id "${id}". Give this one an "id" of its own.`);
    }
    this.#ids.add(id);
    return id;
  }

  #filter(fields: YamlMapping): Placed<Filter> | undefined {
    const found = fields.node('filter');
    if (found === undefined) return undefined;
    if (!isMap(found.value)) {
      const what = kindOf(found.value);
      this.#problems.add(found.offset, `"filter" must be a mapping such as { source: api }, not ${what}.`);
      return undefined;
    }
    let text: string;
    try {
      text = JSON.stringify(found.value.toJS(this.#document));
    } catch {
      this.#problems.add(found.offset, '"filter" refers to itself. Write it out.');
      return undefined;
    }
    const parsed = parseFilterText(text);
    if (parsed.ok) return { value: parsed.filter, offset: found.offset };
    this.#problems.add(found.offset, parsed.message);
    return undefined;
  }

  #compile(
    query: Placed<string>,
    filter: Placed<Filter> | undefined,
    fields: YamlMapping,
  ): Rule['matches'] | undefined {
    const request = { query: query.value, filter: filter?.value ?? EMPTY_FILTER };
    const compiled = compileStream(request, { regex: linearRegexEngine });
    if (compiled.ok) return compiled.matches;
    const { parameter, error } = compiled.problem;
    const message = error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
    if (parameter === 'filter') this.#problems.add(filter?.offset ?? fields.offset, message);
    else {
      const { offset, isExact } = placeInText(fields.node('query')?.value, query, error.start);
      const where = isExact ? '' : ` (character ${error.start + 1} of the query)`;
      this.#problems.add(offset, `This query cannot be read${where}: ${message}`);
    }
    return undefined;
  }

  #severity(fields: YamlMapping): Severity {
    const given = fields.text('severity');
    if (given === undefined) return DEFAULT_SEVERITY;
    const severity = SEVERITIES.find((known) => known === given.value);
    if (severity !== undefined) return severity;
    const meant = nearestWord(given.value.toLowerCase(), SEVERITIES);
    const advice = meant === undefined ? '' : ` Did you mean "${meant}"?`;
    this.#problems.add(given.offset, `"severity" must be one of ${SEVERITIES.join(', ')}.${advice}`);
    return DEFAULT_SEVERITY;
  }

  #threshold(fields: YamlMapping): Rule['threshold'] {
    const given = fields.mapping('threshold', ['count', 'window'], '{ count: 5, window: 10s }');
    const count = given?.integer('count', 1, MAX_THRESHOLD_COUNT) ?? 1;
    const windowMs = given?.duration('window', WINDOW) ?? DEFAULT_WINDOW_MS;
    if (given !== undefined) {
      if (!given.has('count'))
        this.#problems.add(given.offset, '"threshold" needs a "count", as in { count: 5, window: 10s }.');
      else if (count > 1 && !given.has('window')) {
        this.#problems.add(given.offset, `"threshold" needs a "window", as in { count: ${count}, window: 10s }.`);
      }
    }
    return { count, windowMs };
  }
}

/** The place of a character of a query in its file, where the query stands there as it is; else the query's own place. */
function placeInText(node: unknown, query: Placed<string>, index: number): { offset: number; isExact: boolean } {
  if (isScalar(node) && node.source === query.value && node.range?.[0] === query.offset) {
    if (node.type === 'PLAIN') return { offset: query.offset + index, isExact: true };
    if (node.type === 'QUOTE_SINGLE' || node.type === 'QUOTE_DOUBLE') {
      return { offset: query.offset + 1 + index, isExact: true };
    }
  }
  return { offset: query.offset, isExact: false };
}

function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 100);
}
