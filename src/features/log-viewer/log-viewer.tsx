import {
  hasLines,
  useBookmarks,
  useCommands,
  useConnections,
  useKeyHint,
  useLogs,
  useRoleInPane,
  useSelection,
  useSettings,
} from '../../stores/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { formatCount } from '../../ui/time-format.ts';
import { useEffect, type JSX } from 'react';
import { ArrowDown } from 'lucide';
import { loadWhenUsed } from '../../ui/later-part.ts';
import { Later, usePartState } from '../../ui/later.tsx';
import { useIsNarrow } from '../../ui/use-is-narrow.ts';
import { LogList } from './log-list.tsx';
import styles from './log-viewer.module.css';
import { readingTools } from './reading-tools-part.ts';
import { useRowMeasures } from './row-look.ts';

/** A stream that has lines brings them with its first words. */
const LINES_FOLLOW_MS = 300;

const emptyState = loadWhenUsed(async () => (await import('./empty-state.tsx')).EmptyState);

/** Few have columns, so that nobody else waits for their head. */
const columnHeader = loadWhenUsed(async () => (await import('./column-header.tsx')).ColumnHeader);

/** What rows show of their lines, for who looks through lines that are not drawn. */
export const rowTexts = loadWhenUsed(async () => (await import('./row-texts.ts')).rowReading);
/** The same for lines that are told in short elsewhere. */
export const rowMessage = loadWhenUsed(async () => (await import('./row-message.ts')).messageInRow);
export { rowLook } from './row-look.ts';

/** The lines of the stream: the newest one in view until the reader lets go. */
export function LogViewer(): JSX.Element {
  const isNarrow = useIsNarrow();
  const isEmpty = useLogs((state) => state.version >= 0 && state.view.length === 0);
  const measures = useRowMeasures();
  // A phone has no room for columns.
  const hasHeader = useSettings((settings) => settings.columns.length > 0) && !isNarrow;
  return (
    <section role={useRoleInPane()} className={styles['viewer']} style={measures} aria-label="Lines">
      {hasHeader && (
        <div className={styles['head']}>
          <ColumnHead />
        </div>
      )}
      <Pinned />
      <div className={styles['area']}>
        <LogList />
        {isEmpty && <Empty />}
        <div className={styles['floating']}>
          <News />
          <Selected />
        </div>
        <JumpToLatest />
      </div>
    </section>
  );
}

/** Its place is kept until it comes. Where it does not, columns still show their values. */
function ColumnHead(): JSX.Element | null {
  const state = usePartState(columnHeader);
  useEffect(() => void columnHeader.preload(), []);
  return state.kind === 'loaded' ? <state.value /> : null;
}

function Pinned(): JSX.Element | null {
  const pinned = useBookmarks((state) => state.pinned);
  if (pinned === undefined) return null;
  return (
    <div className={styles['pinned']}>
      <Later part={readingTools}>{({ PinnedLine }) => <PinnedLine line={pinned} />}</Later>
    </div>
  );
}

function Selected(): JSX.Element | null {
  const hasSelection = useSelection(hasLines);
  return hasSelection ? <Later part={readingTools}>{({ SelectionBar }) => <SelectionBar />}</Later> : null;
}

/** Of long absences and of what a person asked for: there is time to load what speaks of them. */
function News(): JSX.Element | null {
  const isAsked = useLogs(({ awayNews, gapNews }) => awayNews !== undefined || gapNews !== undefined);
  const hasPart = usePartState(readingTools).kind === 'loaded';
  if (!isAsked && !hasPart) return null;
  return (
    <Later part={readingTools}>
      {({ AwayStatus, GapNews }) => (
        <>
          <AwayStatus />
          <GapNews />
        </>
      )}
    </Later>
  );
}

/** What an empty list means, once that is known: lines that are about to come need no words. */
function Empty(): JSX.Element | null {
  const hasStarted = useLogs((state) => state.hasStarted);
  const isTold = useConnections(({ logs: { state } }) => state.kind !== 'idle' && state.kind !== 'connecting');
  const part = usePartState(emptyState);
  const isKnown = hasStarted || isTold;
  useEffect(() => {
    if (!isKnown) return undefined;
    const timer = setTimeout(() => void emptyState.preload(), LINES_FOLLOW_MS);
    return () => clearTimeout(timer);
  }, [isKnown]);
  return part.kind === 'loaded' ? <part.value /> : null;
}

function JumpToLatest(): JSX.Element | null {
  const isFollowing = useLogs((state) => state.isFollowing);
  const count = useLogs((state) => state.newSinceLetGo);
  const commands = useCommands();
  const hint = useKeyHint('newestLine', 'Back to the newest line');
  if (isFollowing) return null;
  return (
    <button type="button" className={styles['jump']} {...hint} onClick={() => commands.follow()}>
      <Icon shape={ArrowDown} size={14} />
      Jump to latest{count > 0 ? ` · ${formatCount(count)} new` : ''}
    </button>
  );
}
