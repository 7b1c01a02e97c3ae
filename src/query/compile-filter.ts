import { recogniseLevel, type Filter, type FilterScalar } from '../protocol/index.ts';
import { allOf } from './compile-query.ts';
import { compilePath } from './metadata-path.ts';
import { fieldNamed } from './query-tree.ts';
import type { LogPredicate } from './queryable.ts';

/**
 * Makes a predicate of a filter (protocol, "Filter"). Levels are compared as levels, in any case and with their synonyms;
 * everything else is compared exactly. In metadata a value keeps its kind: the text "500" is not the number 500. The
 * fields that every log has are texts, so there the number 500 stands for "500" and `null` for an absent text.
 */
export function compileFilter(filter: Filter): LogPredicate {
  const fields = Object.entries(filter).map(([key, wanted]) => {
    const field = fieldNamed(key);
    return { field, wanted: isList(wanted) ? wanted : [wanted] };
  });
  const builtins: LogPredicate[] = [];
  const metadata: LogPredicate[] = [];
  for (const { field, wanted } of fields) {
    if (field.kind === 'metadata') {
      const values = new Set<unknown>(wanted);
      const holds = compilePath(field.path, (value) => values.has(value));
      metadata.push((log) => holds(log.metadata));
    } else if (field.name === 'level') {
      const levels = new Set(wanted.map((value) => comparableLevel(textOf(value))));
      builtins.push((log) => levels.has(comparableLevel(log.level)));
    } else {
      const { name } = field;
      const texts = new Set(wanted.map(textOf));
      builtins.push((log) => texts.has(log[name]));
    }
  }
  return allOf([...builtins, ...metadata]);
}

function isList(wanted: Filter[string]): wanted is readonly FilterScalar[] {
  return Array.isArray(wanted);
}

function textOf(value: FilterScalar): string {
  return value === null ? '' : String(value);
}

function comparableLevel(name: string): string {
  return recogniseLevel(name) ?? name.trim().toUpperCase();
}
