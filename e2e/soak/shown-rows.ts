/** A row of the list, as a person sees it. */
export type ShownRow =
  { readonly kind: 'line'; readonly number: number } | { readonly kind: 'gap'; readonly name: string };

/**
 * Puts rows that were seen a little further up before those that were read already, which they overlap; `undefined` where
 * they don't.
 */
export function joinAbove(seen: readonly ShownRow[], read: readonly ShownRow[]): readonly ShownRow[] | undefined {
  const [first] = read;
  if (first === undefined) return seen;
  const place = seen.findLastIndex((row) => isSame(row, first));
  return place === -1 ? undefined : [...seen.slice(0, place), ...read];
}

function isSame(one: ShownRow, other: ShownRow): boolean {
  if (one.kind === 'line') return other.kind === 'line' && one.number === other.number;
  return other.kind === 'gap' && one.name === other.name;
}
