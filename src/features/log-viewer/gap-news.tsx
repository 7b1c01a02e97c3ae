import { X } from 'lucide';
import { useEffect, type JSX } from 'react';
import { useCommands, useLogs } from '../../stores/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import styles from './gap-news.module.css';

const SHOWN_FOR_MS = 10_000;

/** What came of filling a gap: its row may be gone, or out of view by then. */
export function GapNews(): JSX.Element {
  const news = useLogs((state) => state.gapNews);
  const commands = useCommands();
  useEffect(() => {
    if (news === undefined) return undefined;
    const timer = setTimeout(() => commands.dismissGapNews(), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [commands, news]);
  return (
    <div role="status" aria-label="Gap filling">
      {news !== undefined && (
        <p className={styles['news']}>
          <span>{visibleText(news.text)}</span>
          <button
            type="button"
            className={styles['close']}
            aria-label="Close this message"
            onClick={() => commands.dismissGapNews()}
          >
            <Icon shape={X} size={14} />
          </button>
        </p>
      )}
    </div>
  );
}
