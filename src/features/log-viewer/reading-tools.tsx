import { Bookmark, Pin, X } from 'lucide-react';
import { useEffect, type JSX } from 'react';
import {
  useCommands,
  useLogs,
  useSelection,
  useSelectionStore,
  useSettings,
  type AwayNews,
  type KeptLine,
} from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { formatClock, formatCount, formatDuration } from '../../ui/time-format.ts';
import { cutText, visibleLine } from '../../ui/visible-text.ts';
import { cameWords } from './describe-marker.ts';
import news from './gap-news.module.css';
import styles from './reading-tools.module.css';

const NEWS_SHOWN_FOR_MS = 30_000;

/** What can be done with the selected lines, wherever in the list they are. */
export function SelectionBar(): JSX.Element {
  const count = useSelection((state) => state.count);
  const gone = useSelection((state) => state.gone);
  const copying = useSelection((state) => state.copying);
  const selection = useSelectionStore();
  const commands = useCommands();
  const isCopying = copying.kind === 'copying';
  const clear = (): void => {
    selection.clearSelection();
    document.querySelector<HTMLElement>('[role="log"]')?.focus({ preventScroll: true });
  };
  return (
    <div role="group" aria-label="Selected lines" className={styles['bar']}>
      <p className={styles['count']}>
        {`${formatCount(count)} ${count === 1 ? 'line' : 'lines'} selected`}
        {gone > 0 && <span className={styles['dim']}>{` · ${formatCount(gone)} had to go to make room`}</span>}
      </p>
      <div className={styles['actions']}>
        <Button aria-disabled={isCopying} title="Ctrl+C" onClick={() => void commands.copySelected('text')}>
          Copy as text
        </Button>
        <Button aria-disabled={isCopying} onClick={() => void commands.copySelected('json')}>
          Copy as JSON
        </Button>
        <Button aria-disabled={isCopying} onClick={() => void commands.copySelected('markdown')}>
          Copy as Markdown
        </Button>
        <Button aria-label="Bookmark selected lines" title="Bookmark them" onClick={() => commands.bookmarkSelected()}>
          <Bookmark size={14} aria-hidden />
        </Button>
        <Button look="quiet" aria-label="Clear selection" title="Clear selection (Esc)" onClick={clear}>
          <X size={15} aria-hidden />
        </Button>
      </div>
      <p role="status" aria-label="Copying" className={styles['status']}>
        {isCopying ? 'Copying…' : copying.kind === 'done' ? copying.text : ''}
      </p>
    </div>
  );
}

/** The line that differences of time are taken to: it stays in view wherever the list is. */
export function PinnedLine({ line }: { readonly line: KeptLine }): JSX.Element {
  const commands = useCommands();
  const timeZone = useSettings((settings) => settings.timeZone);
  const message = visibleLine(cutText(line.message, 300).text);
  return (
    <section aria-label="Pinned line" className={styles['pinned']}>
      <Pin size={13} aria-hidden className={styles['pin']} />
      <button type="button" className={styles['line']} title="Show this line" onClick={() => commands.showKept(line)}>
        <span className={styles['dim']}>{formatClock(line.time, timeZone)}</span>{' '}
        <strong>{visibleLine(line.level)}</strong> {message}
      </button>
      <Button look="quiet" className={styles['unpin']} onClick={() => commands.pin(undefined)}>
        Unpin
      </Button>
    </section>
  );
}

/** Says once what came while nobody saw the page; nothing moves because of it. */
export function AwayMessage({ away }: { readonly away: AwayNews }): JSX.Element {
  const commands = useCommands();
  useEffect(() => {
    const timer = setTimeout(() => commands.dismissAwayNews(), NEWS_SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [commands, away]);
  const show = (): void => {
    commands.reveal(away.seq);
    commands.dismissAwayNews();
  };
  return (
    <div className={news['news']}>
      <span>{`You were away for ${formatDuration(away.durationMs)} · ${cameWords(away.lines, away.errors)}`}</span>
      <Button onClick={show}>Show what came</Button>
      <button
        type="button"
        className={news['close']}
        aria-label="Close this message"
        onClick={() => commands.dismissAwayNews()}
      >
        <X size={14} aria-hidden />
      </button>
    </div>
  );
}

/** The polite place for it: there before it speaks, so that it is heard. */
export function AwayStatus(): JSX.Element {
  const away = useLogs((state) => state.awayNews);
  return (
    <div role="status" aria-label="While you were away">
      {away !== undefined && <AwayMessage away={away} />}
    </div>
  );
}
