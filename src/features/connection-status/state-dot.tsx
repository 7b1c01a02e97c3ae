import type { JSX } from 'react';
import styles from './state-dot.module.css';

interface StateDotProps {
  /** A value of the UI contract's `data-state`. */
  readonly state: string;
  readonly isQuiet?: boolean;
}

/** A state by colour and by shape, beside the words that say it. */
export function StateDot({ state, isQuiet = false }: StateDotProps): JSX.Element {
  return <span className={styles['dot']} data-state={state} data-quiet={isQuiet} aria-hidden />;
}
