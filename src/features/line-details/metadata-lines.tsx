import { useMemo, type JSX } from 'react';
import { drawnMessage } from '../../ui/drawn-message.ts';
import { formatCount } from '../../ui/time-format.ts';
import { cutText, visibleText } from '../../ui/visible-text.ts';
import styles from './metadata.module.css';
import { TextLines } from './text-lines.tsx';

const MAX_FIRST = 200;
const MAX_LINES = 1_000;
const MAX_TEXT = 65_536;

/** What stands for a text of several lines, which are below it once it is unfolded. */
export function FirstLine({ text, isUnfolded }: { readonly text: string; readonly isUnfolded: boolean }): JSX.Element {
  const { first, count } = linesIn(text);
  const isOne = count === 2;
  return (
    <span className={styles['text']}>
      {!isUnfolded && <>{visibleText(JSON.stringify(first))} </>}
      <span className={styles['dim']}>
        {isUnfolded ? `${formatCount(count)} lines` : `+ ${formatCount(count - 1)} line${isOne ? '' : 's'}`}
      </span>
    </span>
  );
}

/** All of them, as many as a tree takes. */
export function Lines({ text }: { readonly text: string }): JSX.Element {
  const drawn = useMemo(() => drawnMessage(text, MAX_LINES, MAX_TEXT).text, [text]);
  const hidden = text.length - drawn.length;
  return (
    <span className={styles['text']}>
      <TextLines text={drawn} />
      {hidden > 0 && <span className={styles['dim']}> … {formatCount(hidden)} more characters, whole when copied</span>}
    </span>
  );
}

/** The first line that says anything, and how many there are from it to the last one that does. */
export function linesIn(text: string): { readonly first: string; readonly count: number } {
  const said = text.trim();
  const { text: first } = cutText(/^[^\n]*/.exec(said)?.[0].trimEnd() ?? '', MAX_FIRST);
  let count = 1;
  for (let at = said.indexOf('\n'); at >= 0; at = said.indexOf('\n', at + 1)) count += 1;
  return { first, count };
}
