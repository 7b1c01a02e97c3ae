import { useCommands, useLogs } from '../../stores/index.ts';
import { formatCount } from '../../ui/time-format.ts';
import type { JSX } from 'react';
import { ArrowDown } from 'lucide-react';
import { ColumnHeader } from './column-header.tsx';
import { EmptyState } from './empty-state.tsx';
import { GapNews } from './gap-news.tsx';
import { LogList } from './log-list.tsx';
import styles from './log-viewer.module.css';
import { useRowMeasures } from './row-look.ts';

/** The lines of the stream: the newest one in view until the reader lets go. */
export function LogViewer(): JSX.Element {
  const isEmpty = useLogs((state) => state.version >= 0 && state.view.length === 0);
  const measures = useRowMeasures();
  return (
    <section className={styles['viewer']} style={measures} aria-label="Lines">
      <ColumnHeader />
      <div className={styles['area']}>
        <LogList />
        {isEmpty && <EmptyState />}
        <GapNews />
        <JumpToLatest />
      </div>
    </section>
  );
}

function JumpToLatest(): JSX.Element | null {
  const isFollowing = useLogs((state) => state.isFollowing);
  const count = useLogs((state) => state.newSinceLetGo);
  const commands = useCommands();
  if (isFollowing) return null;
  return (
    <button type="button" className={styles['jump']} onClick={() => commands.follow()}>
      <ArrowDown size={14} aria-hidden />
      Jump to latest{count > 0 ? ` · ${formatCount(count)} new` : ''}
    </button>
  );
}
