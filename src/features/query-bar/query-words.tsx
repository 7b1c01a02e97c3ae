import { useEffect, useMemo, useState, type JSX } from 'react';
import { explainQuery, parseQuery, type QueryError } from '../../query/index.ts';
import { visibleLine } from '../../ui/visible-text.ts';
import styles from './query-assistant.module.css';
import { ProblemExcerpt } from './query-problem.tsx';

/** Who stops typing for so long has come to an end, or to a halt. */
const REST_MS = 1_000;

/** What was typed, once nothing more has been typed for a while. */
export function useRested(text: string): string | undefined {
  const [rested, setRested] = useState<string>();
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return rested === text ? rested : undefined;
}

export type ReadQuery =
  { readonly ok: true; readonly words: string } | { readonly ok: false; readonly error: QueryError };

export function useReadQuery(text: string): ReadQuery {
  return useMemo(() => {
    const parsed = parseQuery(text);
    return parsed.ok ? { ok: true, words: explainQuery(parsed.query) } : { ok: false, error: parsed.error };
  }, [text]);
}

interface QueryWordsProps {
  readonly text: string;
  readonly read: ReadQuery;
  /** Whether what is wrong is said as such, and not as something that is still being written. */
  readonly isProblem: boolean;
}

/** What the query that is being typed means; or what is wrong with it, without haste as long as it is being typed. */
export function QueryWords({ text, read, isProblem }: QueryWordsProps): JSX.Element {
  if (!read.ok && isProblem) {
    const { message, hint, start, end } = read.error;
    return (
      <div role="alert" className={styles['problem']}>
        <ProblemExcerpt text={text} start={start} end={end} />
        <span>{visibleLine(message)}</span>
        {hint !== undefined && <span className={styles['hint']}>{hint}</span>}
      </div>
    );
  }
  return (
    <p className={styles['words']} aria-hidden>
      {read.ok ? (
        <>
          Shows lines where <strong>{visibleLine(read.words)}</strong>
        </>
      ) : (
        `Not finished: ${visibleLine(read.error.message)}`
      )}
    </p>
  );
}

/** The same for ears, told when the typing rests: at every key it would be noise. */
export function spokenWords(read: ReadQuery, suggestions: number): string {
  const count = suggestions === 0 ? '' : `${suggestions} suggestion${suggestions === 1 ? '' : 's'}. `;
  return count + (read.ok ? `Shows lines where ${read.words}.` : `Not finished: ${read.error.message}`);
}
