import type { JSX } from 'react';
import styles from './patterns.module.css';

const BAR_WIDTH = 3;
const HEIGHT = 16;

/** How many lines of a pattern came when, lately; the words for it stand beside it. */
export function RateBars({ bars }: { readonly bars: readonly number[] }): JSX.Element {
  const most = Math.max(1, ...bars);
  const path = bars
    .map((count, at) => {
      if (count === 0) return '';
      // What came seldom is still to be seen.
      const height = Math.max(1.5, (count / most) * HEIGHT);
      return `M${at * BAR_WIDTH} ${HEIGHT}v${-height}h${BAR_WIDTH - 1}v${height}z`;
    })
    .join('');
  return (
    <svg className={styles['bars']} width={bars.length * BAR_WIDTH} height={HEIGHT} aria-hidden>
      <path d={path} fill="currentColor" />
    </svg>
  );
}
