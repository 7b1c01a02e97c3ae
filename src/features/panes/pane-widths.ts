/** No pane is narrower than this; beyond it the panes are scrolled sideways. */
const LEAST_WIDTH_PX = 300;
/** Of two neighbours the smaller one keeps at least so many percent of what they have together. */
const LEAST_PERCENT = 10;

type Shares = Readonly<Record<number, number>>;

/** The columns of a grid with panes and the edges between them. */
export function columnsOf(ids: readonly number[], shares: Shares): string {
  return ids.map((id) => `minmax(${LEAST_WIDTH_PX}px, ${(shares[id] ?? 1).toFixed(4)}fr)`).join(' 5px ');
}

/** What the left one of two neighbours has of their common width, in percent. */
export function percentOf(left: number, right: number, shares: Shares): number {
  const ofLeft = shares[left] ?? 1;
  return (100 * ofLeft) / (ofLeft + (shares[right] ?? 1));
}

/**
 * The least that one of two neighbours can have of their common width, 0 where that is not known: what one had too little the
 * others would have to give.
 */
export function leastPercent(widthPx: number): number {
  if (widthPx === 0) return LEAST_PERCENT;
  return Math.min(50, Math.max(LEAST_PERCENT, (100 * LEAST_WIDTH_PX) / widthPx));
}

/** Gives the left one of two neighbours so many percent of their common width, `least` at least. The others keep theirs. */
export function withPercent(left: number, right: number, shares: Shares, percent: number, least: number): Shares {
  const both = (shares[left] ?? 1) + (shares[right] ?? 1);
  const ofLeft = (both * Math.max(least, Math.min(100 - least, percent))) / 100;
  return { ...shares, [left]: ofLeft, [right]: both - ofLeft };
}
