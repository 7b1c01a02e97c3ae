import { useEffect, useMemo, useRef, type JSX, type RefObject } from 'react';
import { MAX_QUERY_LENGTH, scanQuery, type QueryError } from '../../query/index.ts';
import styles from './query-assistant.module.css';

interface QueryHighlightProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly text: string;
  /** What is underlined. */
  readonly problem: QueryError | undefined;
  /** While a character is being composed the browser draws it, with a line of its own beneath. */
  readonly isComposing: boolean;
}

/**
 * The colours of a query, over the field's own text, which is made transparent: caret, selection, composition, undo and
 * scrolling stay the browser's.
 */
export function QueryHighlight({ input, text, problem, isComposing }: QueryHighlightProps): JSX.Element | null {
  const pieces = useMemo(() => colouredPieces(text, problem), [text, problem]);
  const content = useRef<HTMLSpanElement>(null);
  const isShown = text !== '' && text.length <= MAX_QUERY_LENGTH && !isComposing;

  useEffect(() => {
    const field = input.current;
    if (field === null || !isShown) return undefined;
    const follow = (): void => {
      if (content.current !== null) content.current.style.translate = `${-field.scrollLeft}px`;
    };
    follow();
    field.addEventListener('scroll', follow);
    return () => field.removeEventListener('scroll', follow);
  }, [input, isShown]);

  if (!isShown) return null;
  return (
    <span className={styles['highlight']} aria-hidden>
      <span ref={content} className={styles['coloured']}>
        {pieces.map(({ kind, start, end, isWrong }) => (
          <span key={start} data-kind={kind} data-wrong={isWrong || undefined}>
            {text.slice(start, end)}
          </span>
        ))}
      </span>
    </span>
  );
}

interface Piece {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly isWrong: boolean;
}

/** All of the text, in pieces of one look each. */
function colouredPieces(text: string, problem: QueryError | undefined): readonly Piece[] {
  const pieces: Piece[] = [];
  const wrong = problem === undefined ? [] : [problem.start, problem.end];
  const put = (kind: string, start: number, end: number): void => {
    const ends = [start, ...wrong.filter((at) => at > start && at < end), end];
    for (const [index, from] of ends.slice(0, -1).entries()) {
      const until = ends[index + 1] ?? end;
      if (until <= from) continue;
      const isWrong = problem !== undefined && from >= problem.start && until <= problem.end;
      pieces.push({ kind, start: from, end: until, isWrong });
    }
  };
  let end = 0;
  for (const token of scanQuery(text)) {
    put('space', end, token.start);
    put(token.kind, token.start, token.end);
    end = token.end;
  }
  put('space', end, text.length);
  return pieces;
}
