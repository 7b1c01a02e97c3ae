import type { JSX } from 'react';
import { formatCount } from '../../ui/time-format.ts';
import styles from './log-row.module.css';

interface RepeatsButtonProps {
  readonly seq: number;
  readonly repeats: number;
  readonly onUnfold: (seq: number) => void;
}

/** Gives repeats of a line rows of their own again. The list holds the focus: there the right arrow does the same. */
export function RepeatsButton({ seq, repeats, onUnfold }: RepeatsButtonProps): JSX.Element {
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles['repeats']}
      aria-label={`Show all ${formatCount(repeats)} of these lines`}
      onClick={() => onUnfold(seq)}
    >
      ×{formatCount(repeats)}
    </button>
  );
}
