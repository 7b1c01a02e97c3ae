import type { JSX } from 'react';
import { formatCount } from '../../ui/time-format.ts';
import styles from './log-row.module.css';

interface FoldButtonProps {
  readonly seq: number;
  readonly hiddenLines: number;
  readonly isExpanded: boolean;
  readonly onToggle: (seq: number) => void;
}

/** Unfolds a message of several lines in place. The list holds the focus: there the right and left arrows do the same. */
export function FoldButton({ seq, hiddenLines, isExpanded, onToggle }: FoldButtonProps): JSX.Element {
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles['fold']}
      aria-expanded={isExpanded}
      aria-label={isExpanded ? 'Fold' : `Show ${formatCount(hiddenLines)} more ${hiddenLines === 1 ? 'line' : 'lines'}`}
      onClick={() => onToggle(seq)}
    />
  );
}
