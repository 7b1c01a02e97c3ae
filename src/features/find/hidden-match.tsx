import type { JSX } from 'react';
import { useCommands, useFind, useLogs } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { visibleLine } from '../../ui/visible-text.ts';
import styles from './find-tools.module.css';

/** What the row of the current match does not show of it: it is cut off, or stands for several lines. */
export function HiddenMatch(): JSX.Element | null {
  const commands = useCommands();
  const current = useFind((state) => state.current);
  const buffer = useLogs((state) => state.buffer);
  if (current === undefined) return null;
  const [before, match, after] = current.excerpt.map(visibleLine);
  const open = (): void => {
    const entry = buffer.at(buffer.currentSeq(current.seq));
    if (entry?.kind === 'line') commands.openLine(entry.id, entry.seq);
  };
  return (
    <div role="note" aria-label="Match that its row does not show" className={styles['hidden']}>
      <span className={styles['why']}>Not shown in its row:</span>
      <code className={styles['excerpt']}>
        <span className={styles['before']}>
          <bdi>{before}</bdi>
        </span>
        <mark>{match}</mark>
        {after}
      </code>
      <Button look="link" onClick={open}>
        Open line
      </Button>
    </div>
  );
}
