import type { JSX } from 'react';
import styles from './query-bar.module.css';

interface ProblemExcerptProps {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const CHARACTERS_AROUND = 30;
/** All of a query may be wrong. */
const MAX_MARKED = 120;

/** The place in a query that is wrong, with a little of what stands around it. */
export function ProblemExcerpt({ text, start, end: endOfProblem }: ProblemExcerptProps): JSX.Element {
  const end = Math.min(endOfProblem, start + MAX_MARKED);
  return (
    <code className={styles['excerpt']}>
      {text.slice(Math.max(0, start - CHARACTERS_AROUND), start)}
      <mark>{text.slice(start, end) || '␣'}</mark>
      {text.slice(end, end + CHARACTERS_AROUND)}
    </code>
  );
}
