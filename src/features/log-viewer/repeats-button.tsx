import type { JSX } from 'react';
import { formatCount } from '../../ui/time-format.ts';
import styles from './log-row.module.css';

interface RepeatsButtonProps {
  readonly seq: number;
  readonly repeats: number;
  readonly unfolded: number;
  readonly onFold: (seq: number, isFolded: boolean) => void;
}

/** Gives repeats of a line rows of their own, or one row again. The list holds the focus: there the arrows do the same. */
export function RepeatsButton({ seq, repeats, unfolded, onFold }: RepeatsButtonProps): JSX.Element {
  const isFolded = unfolded === 0;
  const lines = formatCount(unfolded || repeats);
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles['repeats']}
      aria-label={isFolded ? `Show all ${lines} of these lines` : undefined}
      onClick={() => onFold(seq, !isFolded)}
    >
      {isFolded ? `×${lines}` : `Fold these ${unfolded === Infinity ? 'lines' : lines}`}
    </button>
  );
}
