import type { ShownPattern } from './read-report.ts';

export const ORDERS = ['count', 'newest', 'rarest', 'growing'] as const;
export type PatternOrder = (typeof ORDERS)[number];

export const ORDER_NAMES: Readonly<Record<PatternOrder, string>> = {
  count: 'Most lines',
  newest: 'Newest',
  rarest: 'Rarest',
  growing: 'Growing',
};

/** The patterns that contain a text, in any case, in an order. */
export function orderPatterns(patterns: readonly ShownPattern[], order: PatternOrder, search: string): ShownPattern[] {
  const wanted = search.trim().toLowerCase();
  const found = wanted === '' ? patterns : patterns.filter(({ text }) => text.toLowerCase().includes(wanted));
  return found.toSorted((a, b) => inOrder(a, b, order) || b.count - a.count || (a.key < b.key ? -1 : 1));
}

function inOrder(a: ShownPattern, b: ShownPattern, order: PatternOrder): number {
  switch (order) {
    case 'count':
      return b.count - a.count;
    case 'rarest':
      return a.count - b.count;
    case 'growing':
      return b.growth - a.growth;
    case 'newest':
      // Those without a time come last.
      return (Number.isNaN(b.first) ? -Infinity : b.first) - (Number.isNaN(a.first) ? -Infinity : a.first) || 0;
    default:
      return order satisfies never;
  }
}

/** The same patterns as now in the places where they stood, and those that are new behind them: what is read does not move. */
export function keepPlaces(before: readonly string[], now: readonly ShownPattern[]): ShownPattern[] {
  const places = new Map(before.map((key, at) => [key, at]));
  const placeOf = ({ key }: ShownPattern): number => places.get(key) ?? Infinity;
  // Those that are new stay in their order among themselves.
  return now.toSorted((a, b) => (placeOf(a) === placeOf(b) ? 0 : placeOf(a) - placeOf(b)));
}
