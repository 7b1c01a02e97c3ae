import { Bookmark, Copy, X } from 'lucide';
import type { JSX } from 'react';
import { COPY_FORMATS, useCommands, useSelection, useSelectionStore } from '../../stores/index.ts';
import { inActivePane } from '../../ui/active-pane.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { formatCount } from '../../ui/time-format.ts';
import styles from './selection-bar.module.css';

const FORMAT_NAMES = { text: 'text', json: 'JSON', markdown: 'Markdown' } as const;

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
    inActivePane('[role="log"]')?.focus({ preventScroll: true });
  };
  return (
    <div role="group" aria-label="Selected lines" data-covers className={styles['bar']}>
      <p className={styles['count']}>
        {`${formatCount(count)} ${count === 1 ? 'line' : 'lines'} selected`}
        {gone > 0 && <span className={styles['dim']}>{` · ${formatCount(gone)} had to go to make room`}</span>}
      </p>
      <div className={styles['actions']}>
        {COPY_FORMATS.map((format) => (
          <Button
            key={format}
            aria-disabled={isCopying}
            title={format === 'text' ? 'Copy as text (Ctrl+C)' : undefined}
            onClick={() => void commands.copySelected(format)}
          >
            <Icon shape={Copy} size={13} className={styles['copyIcon']} />
            <span>
              <span className={styles['prefix']}>Copy as </span>
              {FORMAT_NAMES[format]}
            </span>
          </Button>
        ))}
        <Button aria-label="Bookmark selected lines" title="Bookmark them" onClick={() => commands.bookmarkSelected()}>
          <Icon shape={Bookmark} size={14} />
        </Button>
        <Button look="quiet" aria-label="Clear selection" title="Clear selection (Esc)" onClick={clear}>
          <Icon shape={X} size={15} />
        </Button>
      </div>
      <p role="status" aria-label="Copying" className={styles['status']}>
        {isCopying ? 'Copying…' : copying.kind === 'done' ? copying.text : ''}
      </p>
    </div>
  );
}
