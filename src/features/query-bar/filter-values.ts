import { LEVELS, recogniseLevel, type Filter, type FilterScalar, type Level } from '../../protocol/index.ts';

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

/** The levels that the filter allows and that have a toggle. */
export function wantedLevels(filter: Filter): Level[] {
  return valuesOf(filter, 'level')
    .map((value) => recogniseLevel(String(value)))
    .filter((level) => level !== undefined);
}

/** The levels that the filter allows and that no toggle stands for, as a server of its own kind may have them. */
export function otherLevels(filter: Filter): FilterScalar[] {
  return valuesOf(filter, 'level').filter((value) => recogniseLevel(String(value)) === undefined);
}

/** The fields that the filter restricts and that have no control of their own. */
export function furtherKeys(filter: Filter): string[] {
  return Object.keys(filter).filter((key) => key !== 'level' && key !== 'source');
}

/** The filter with one level switched on or off, the highest level first. */
export function toggleLevel(filter: Filter, level: Level): Filter {
  const wanted = wantedLevels(filter);
  const next = wanted.includes(level) ? wanted.filter((other) => other !== level) : [...wanted, level];
  const inOrder = LEVELS.filter((one) => next.includes(one)).reverse();
  return filterWith(filter, 'level', [...inOrder, ...otherLevels(filter)]);
}

function isList(value: FilterScalar | readonly FilterScalar[]): value is readonly FilterScalar[] {
  return Array.isArray(value);
}
