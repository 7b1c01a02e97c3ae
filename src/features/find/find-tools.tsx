import { useEffect, useState, type JSX, type RefObject } from 'react';
import { useCommands, useFind } from '../../stores/index.ts';
import { useIsNarrow } from '../../ui/use-is-narrow.ts';
import { FindBar } from './find-bar.tsx';
import { FindNews } from './find-news.tsx';
import styles from './find-tools.module.css';
import { HiddenMatch } from './hidden-match.tsx';
import { MatchOverview } from './match-overview.tsx';
import { Highlights } from './highlights.tsx';
import './match-marks.css';
import { useMatchMarks } from './use-match-marks.ts';

/** The field, the highlights that are kept, and the marks in the rows. */
export function FindTools({ lines }: { readonly lines: RefObject<HTMLElement | null> }): JSX.Element {
  const isOpen = useFind((state) => state.isOpen);
  const hasHighlights = useFind((state) => state.highlights.length > 0);
  const [isHidden, setHidden] = useState(false);
  const commands = useCommands();
  const isNarrow = useIsNarrow();
  const isUsed = isOpen || hasHighlights;
  useEffect(() => {
    if (isUsed) commands.find({ kind: 'draw', isNarrow });
  }, [commands, isNarrow, isUsed]);
  useMatchMarks(lines, setHidden);
  return (
    <div className={styles['anchor']} data-find>
      <MatchOverview lines={lines} />
      <div className={styles['floating']}>
        {isHidden && <HiddenMatch />}
        <FindNews />
      </div>
      {isUsed && (
        <section aria-label="Find" className={styles['band']}>
          {isOpen && <FindBar />}
          {hasHighlights && <Highlights />}
        </section>
      )}
    </div>
  );
}
