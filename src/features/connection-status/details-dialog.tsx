import { useEffect, useState, type JSX } from 'react';
import { useCommands, useConnections, useSettings } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { DialogPopup } from '../../ui/dialog-popup.tsx';
import type { PopupProps } from '../../ui/popup.ts';
import { useNow } from '../../ui/use-now.ts';
import styles from './details-dialog.module.css';
import { LedgerSums } from './ledger-sums.tsx';
import { StreamCard } from './stream-card.tsx';
import { Problems, StateHistory } from './what-happened.tsx';

/** Both streams, the ledger, errors and what happened when. */
export function DetailsDialog(props: PopupProps): JSX.Element {
  return (
    <DialogPopup title="Connection details" isWide footer={<CopyDiagnostics />} {...props}>
      <Details />
    </DialogPopup>
  );
}

function Details(): JSX.Element {
  const logs = useConnections((state) => state.logs);
  const notifications = useConnections((state) => state.notifications);
  const unseen = useConnections((state) => state.unseenProblems);
  const timeZone = useSettings((settings) => settings.timeZone);
  const commands = useCommands();
  const now = useNow(1_000);
  // Who has the details open sees what is new as it comes.
  useEffect(() => {
    if (unseen > 0) commands.markProblemsSeen();
  }, [commands, unseen]);
  return (
    <div className={styles['details']}>
      <div className={styles['streams']}>
        <StreamCard name="Logs" status={logs} isLogStream now={now} timeZone={timeZone} />
        <StreamCard name="Notifications" status={notifications} isLogStream={false} now={now} timeZone={timeZone} />
      </div>
      <LedgerSums />
      <Problems />
      <StateHistory now={now} />
    </div>
  );
}

function CopyDiagnostics(): JSX.Element {
  const commands = useCommands();
  const [outcome, setOutcome] = useState('');
  const copy = async (): Promise<void> => {
    setOutcome((await commands.copyDiagnostics()) ? 'Copied' : 'The browser refused to copy');
  };
  return (
    <>
      <Button onClick={() => void copy()}>Copy diagnostics</Button>
      <span role="status" aria-label="Copying" className={styles['outcome']}>
        {outcome}
      </span>
      <span className={styles['promise']}>No lines, queries or credentials in it.</span>
    </>
  );
}
