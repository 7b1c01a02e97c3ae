import type { Field } from '../../query/index.ts';
import type { FacetCounts } from '../../stores/index.ts';
import type { CountedValue } from './field-tally.ts';
import { seenPaths, seenValues, type HeldRange, type SeenPath } from './newest-lines.ts';
import type { SeenFacts } from './suggestions.ts';

/** What the lines of this stream say: read when it is asked for, and then held to. */
export function seenFacts(buffer: HeldRange, levels: FacetCounts, sources: FacetCounts): SeenFacts {
  const known = new Map<string, readonly CountedValue[]>();
  let paths: readonly SeenPath[] | undefined;
  const read = (field: Field): readonly CountedValue[] => {
    if (field.kind === 'metadata') return seenValues(buffer, field);
    if (field.name === 'level') return counted(levels);
    return field.name === 'source' ? counted(sources) : [];
  };
  return {
    now: () => Date.now(),
    paths: () => (paths ??= seenPaths(buffer)),
    values: (field) => {
      const key = field.kind === 'builtin' ? field.name : `metadata.${field.path}`;
      const values = known.get(key) ?? read(field);
      known.set(key, values);
      return values;
    },
  };
}

function counted(counts: FacetCounts): readonly CountedValue[] {
  return counts
    .values()
    .filter((text) => text !== '')
    .map((text) => ({ text, value: text, count: counts.count(text) }))
    .sort((a, b) => b.count - a.count);
}
