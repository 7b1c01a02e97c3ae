import { useState, type JSX } from 'react';
import { useCommands, useHasPanes, useStream } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { DialogPopup } from '../../ui/dialog-popup.tsx';
import type { PopupProps } from '../../ui/popup.ts';
import styles from './share-dialog.module.css';

export function ShareDialog(props: PopupProps): JSX.Element {
  return (
    <DialogPopup title="Share this stream" {...props}>
      <ShareForm />
    </DialogPopup>
  );
}

function ShareForm(): JSX.Element {
  const commands = useCommands();
  const opened = useStream((state) => state.opened);
  const hasPanes = useHasPanes();
  const [outcome, setOutcome] = useState<string>('');
  const link = commands.shareLink();
  const copy = async (): Promise<void> => {
    setOutcome((await commands.copy(link)) ? 'Copied.' : 'The browser refused: select the link and copy it by hand.');
  };
  return (
    <div className={styles['form']}>
      <p>
        Whoever opens it sees the same query, filter and layout{opened === undefined ? '' : ', and the opened line'}
        {hasPanes ? ', in each pane' : ''}. It holds no token: everybody signs in with their own.
      </p>
      <div className={styles['row']}>
        <input
          aria-label="Link"
          readOnly
          value={link}
          className={styles['link']}
          onFocus={(event) => event.target.select()}
        />
        <Button look="primary" onClick={() => void copy()}>
          Copy link
        </Button>
      </div>
      <p role="status" className={styles['outcome']}>
        {outcome}
      </p>
    </div>
  );
}
