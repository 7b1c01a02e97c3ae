import type { JSX } from 'react';
import { levelRank } from '../../protocol/index.ts';
import { toneOfRank } from '../../ui/level-tone.ts';
import { formatCount } from '../../ui/time-format.ts';
import styles from './patterns.module.css';
import type { ShownPattern } from './read-report.ts';

/** The level that most lines of a pattern have, with a sign where others have another. */
export function levelWord({ level, hasOtherLevels }: ShownPattern): string {
  if (level === undefined) return hasOtherLevels ? 'mixed levels' : '';
  return hasOtherLevels ? `mostly ${level}` : level;
}

export function PatternCount({ pattern }: { readonly pattern: ShownPattern }): JSX.Element {
  const { level, count, share, isNew } = pattern;
  return (
    <>
      <strong className={styles['count']}>{formatCount(count)}</strong>
      <span className={styles['share']}>{percent(share)}</span>
      <span className={styles['level']} data-tone={level === undefined ? 'info' : toneOfRank(levelRank(level))}>
        {levelWord(pattern)}
      </span>
      {isNew && (
        <span className={styles['new']} title="First seen in the last 5 minutes of what is held">
          new
        </span>
      )}
    </>
  );
}

function percent(share: number): string {
  if (share > 0 && share < 0.001) return '<0.1 %';
  return `${(share * 100).toFixed(share < 0.0995 ? 1 : 0)} %`;
}
