import { isAlias, isMap, isScalar, isSeq, type Document, type YAMLMap } from 'yaml';
import { nearestWord } from '../nearest-word.ts';
import { parseDuration, DURATION_EXAMPLES } from '../durations-and-sizes.ts';
import type { YamlProblems } from './yaml-problems.ts';

/** A value in a file and where it begins. */
export interface Placed<Value> {
  readonly value: Value;
  readonly offset: number;
}

export interface DurationBounds {
  readonly leastMs: number;
  readonly mostMs: number;
  /** The bounds in words, as in "between 1s and 30d". */
  readonly words: string;
}

/** Reads a mapping whose keys are known, and reports everything in it that is not as it should be. */
export class YamlMapping {
  readonly offset: number;
  readonly #document: Document;
  readonly #problems: YamlProblems;
  readonly #values = new Map<string, unknown>();

  /** `what` names the mapping in messages, as in "a rule". */
  constructor(
    map: YAMLMap,
    offset: number,
    keys: readonly string[],
    what: string,
    document: Document,
    problems: YamlProblems,
  ) {
    this.offset = offset;
    this.#document = document;
    this.#problems = problems;
    for (const pair of map.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      const place = offsetOf(pair.key) ?? offset;
      if (keys.includes(key)) this.#values.set(key, pair.value);
      else {
        const meant = nearestWord(key, keys);
        const advice = meant === undefined ? `It can have: ${keys.join(', ')}.` : `Did you mean "${meant}"?`;
        problems.add(place, `"${key}" is not known in ${what}. ${advice}`);
      }
    }
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  /** The node of a key, references followed; `undefined` where the key is absent or its reference leads nowhere. */
  node(key: string): Placed<unknown> | undefined {
    if (!this.#values.has(key)) return undefined;
    const given = this.#values.get(key);
    return followed(given, offsetOf(given) ?? this.offset, this.#document, this.#problems);
  }

  /** A text that is not empty. Numbers and the like are refused, because YAML may have read `1e3` or `no` its own way. */
  text(key: string, what = `"${key}"`): Placed<string> | undefined {
    const found = this.node(key);
    if (found === undefined) return undefined;
    const { value, offset } = found;
    if (isScalar(value) && typeof value.value === 'string') {
      if (value.value.trim() !== '') return { value: value.value, offset };
      this.#problems.add(offset, `${what} is empty. Give it a value.`);
      return undefined;
    }
    const isEmpty = value === null || (isScalar(value) && value.value === null);
    if (isEmpty) this.#problems.add(offset, `${what} is empty. Give it a value.`);
    else if (isScalar(value)) this.#problems.add(offset, `${what} must be a text. Put its value in quotes.`);
    else this.#problems.add(offset, `${what} must be a text, not ${kindOf(value)}.`);
    return undefined;
  }

  requiredText(key: string, what: string): Placed<string> | undefined {
    if (!this.has(key)) this.#problems.add(this.offset, `${what} needs a "${key}".`);
    return this.text(key);
  }

  /** A whole number from `least` to `most`. */
  integer(key: string, least: number, most: number): number | undefined {
    const found = this.node(key);
    if (found === undefined) return undefined;
    const number = isScalar(found.value) ? found.value.value : undefined;
    if (typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most) return number;
    this.#problems.add(found.offset, `"${key}" must be a whole number from ${least} to ${most}.`);
    return undefined;
  }

  /** A duration in milliseconds. */
  duration(key: string, { leastMs, mostMs, words }: DurationBounds): number | undefined {
    const found = this.node(key);
    if (found === undefined) return undefined;
    const { value, offset } = found;
    const given = isScalar(value) ? value.value : undefined;
    if (typeof given === 'number') {
      this.#problems.add(offset, `"${key}" needs a unit, as in ${given}s or ${given}m.`);
      return undefined;
    }
    const durationMs = typeof given === 'string' ? parseDuration(given) : undefined;
    if (durationMs === undefined) {
      this.#problems.add(offset, `"${key}" must be a duration such as ${DURATION_EXAMPLES}.`);
      return undefined;
    }
    if (durationMs >= leastMs && durationMs <= mostMs) return durationMs;
    this.#problems.add(offset, `"${key}" must be ${words}.`);
    return undefined;
  }

  /** A mapping within this one. */
  mapping(key: string, keys: readonly string[], example: string): YamlMapping | undefined {
    const found = this.node(key);
    if (found === undefined) return undefined;
    if (isMap(found.value)) {
      return new YamlMapping(found.value, found.offset, keys, `"${key}"`, this.#document, this.#problems);
    }
    this.#problems.add(found.offset, `"${key}" must be a mapping such as ${example}, not ${kindOf(found.value)}.`);
    return undefined;
  }
}

/** The node that a reference leads to, or the node itself. */
export function followed(
  node: unknown,
  offset: number,
  document: Document,
  problems: YamlProblems,
): Placed<unknown> | undefined {
  if (!isAlias(node)) return { value: node, offset };
  const target = node.resolve(document);
  if (target !== undefined) return { value: target, offset };
  const advice = `To write a text that begins with "*", put it in single quotes.`;
  problems.add(offset, `"*${node.source}" refers to an anchor that is not there. ${advice}`);
  return undefined;
}

export function offsetOf(node: unknown): number | undefined {
  if (!isScalar(node) && !isMap(node) && !isSeq(node) && !isAlias(node)) return undefined;
  return node.range?.[0];
}

export function kindOf(node: unknown): string {
  if (isMap(node)) return 'a mapping';
  if (isSeq(node)) return 'a list';
  if (!isScalar(node) || node.value === null) return 'nothing';
  return typeof node.value === 'string' ? 'a text' : `a ${typeof node.value}`;
}
