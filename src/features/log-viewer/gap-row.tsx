import { useId, type JSX } from 'react';
import type { GapMarker } from '../../stores/index.ts';
import { formatCount } from '../../ui/time-format.ts';
import { describeGap } from './describe-gap.ts';
import styles from './gap-row.module.css';

interface GapRowProps {
  readonly gap: GapMarker;
  readonly timeZone: string;
  readonly isActive: boolean;
  readonly onFill: () => void;
}

/** A place where lines may be missing: its two times, how long it was and why, and the way to get them. */
export function GapRow({ gap, timeZone, isActive, onFill }: GapRowProps): JSX.Element {
  const { filling } = gap;
  const isFilling = filling.kind === 'filling';
  const { times, about } = describeGap(gap, timeZone);
  const textId = useId();
  return (
    <div className={`${styles['gap']} ${isActive ? styles['active'] : ''}`} data-filling={filling.kind}>
      {/* A separator's content is presentational, so that the button stands beside it. */}
      <div role="separator" id={textId} aria-label={`Gap ${times} · ${about}`} className={styles['text']} title={about}>
        <strong className={styles['word']}>Gap</strong>
        <span className={styles['times']}>{times}</span>
        <span className={styles['about']}>{about}</span>
      </div>
      {/* Rows come and go under the focus, so that it stays on the list: there Enter fills the gap that was moved to. */}
      <button
        type="button"
        tabIndex={-1}
        aria-describedby={textId}
        aria-disabled={isFilling}
        className={styles['fill']}
        onClick={onFill}
      >
        {isFilling ? `Filling… ${filling.fetched === 0 ? '' : formatCount(filling.fetched)}` : 'Fill gap'}
      </button>
    </div>
  );
}
