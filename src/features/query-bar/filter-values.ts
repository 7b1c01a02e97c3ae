import type { Filter, FilterScalar } from '../../protocol/index.ts';

/** The values that a filter allows for a field; empty where it does not restrict the field. */
export function valuesOf(filter: Filter, key: string): readonly FilterScalar[] {
  const wanted = Object.hasOwn(filter, key) ? filter[key] : undefined;
  if (wanted === undefined) return [];
  return isList(wanted) ? wanted : [wanted];
}

/** The filter with the values of one field replaced; no values means no restriction. */
export function filterWith(filter: Filter, key: string, values: readonly FilterScalar[]): Filter {
  const others = Object.entries(filter).filter(([other]) => other !== key);
  return Object.fromEntries(values.length === 0 ? others : [...others, [key, values]]);
}

function isList(value: FilterScalar | readonly FilterScalar[]): value is readonly FilterScalar[] {
  return Array.isArray(value);
}
