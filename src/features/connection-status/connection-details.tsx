import { ChevronDown } from 'lucide';
import { useId, type JSX } from 'react';
import { useConnections, usePaneId, usePanes } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { loadWhenUsed } from '../../ui/later-part.ts';
import { usePopup } from '../../ui/use-popup.tsx';
import { formatCount } from '../../ui/time-format.ts';
import styles from './connection-details.module.css';

const detailsDialog = loadWhenUsed(async () => (await import('./details-dialog.tsx')).DetailsDialog);

/** The way to what stands behind the one word of the status, marked while something new went wrong. */
export function ConnectionDetails(): JSX.Element {
  const unseen = useConnections((state) => state.unseenProblems);
  const markId = useId();
  // Of several, those of the pane that is worked in open by name.
  const paneId = usePaneId();
  const isMeant = usePanes(({ activeId }) => activeId === paneId);
  const { popup, buttonProps } = usePopup(detailsDialog, {}, isMeant ? 'connection' : undefined);
  const mark = unseen === 0 ? '' : `${formatCount(unseen)} new ${unseen === 1 ? 'problem' : 'problems'}`;
  return (
    <>
      <Button
        look="quiet"
        className={styles['trigger']}
        aria-label="Connection details"
        title={mark === '' ? 'Connection details' : `Connection details, ${mark}`}
        {...(mark === '' ? {} : { 'aria-describedby': markId })}
        {...buttonProps}
      >
        <Icon shape={ChevronDown} size={14} className={styles['arrow']} data-marked={unseen > 0} />
        {unseen > 0 && (
          <span className={styles['mark']} aria-hidden>
            {unseen > 99 ? '99+' : unseen}
          </span>
        )}
      </Button>
      {popup}
      <span id={markId} hidden>
        {mark}
      </span>
    </>
  );
}
