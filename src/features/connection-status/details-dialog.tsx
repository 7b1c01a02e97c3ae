import { useEffect, useState, type JSX } from 'react';
import { AppContext, useCommands, useConnections, usePaneId, usePanes, useSettings } from '../../stores/index.ts';
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
  const paneId = usePaneId();
  const panes = usePanes((state) => state.panes);
  const unseen = useConnections((state) => state.unseenProblems);
  const commands = useCommands();
  const now = useNow(1_000);
  // Who has the details open sees what is new as it comes.
  useEffect(() => {
    if (unseen > 0) commands.markProblemsSeen();
  }, [commands, unseen]);
  const [first] = panes;
  // The pane that the details were asked for comes first.
  const ordered = panes.toSorted((one, other) => Number(other.id === paneId) - Number(one.id === paneId));
  return (
    <div className={styles['details']}>
      <div className={styles['streams']}>
        {ordered.map((pane) => (
          <AppContext key={pane.id} value={pane.context}>
            <LogsCard name={panes.length > 1 ? `Logs, pane ${panes.indexOf(pane) + 1}` : 'Logs'} now={now} />
          </AppContext>
        ))}
        {/* What is known of them is noted with the first pane. */}
        <AppContext value={first?.context}>
          <NotificationsCard now={now} />
        </AppContext>
      </div>
      <LedgerSums />
      <Problems />
      <StateHistory now={now} />
    </div>
  );
}

function LogsCard({ name, now }: { readonly name: string; readonly now: number }): JSX.Element {
  const status = useConnections((state) => state.logs);
  const timeZone = useSettings((settings) => settings.timeZone);
  return <StreamCard name={name} status={status} isLogStream now={now} timeZone={timeZone} />;
}

function NotificationsCard({ now }: { readonly now: number }): JSX.Element {
  const status = useConnections((state) => state.notifications);
  const timeZone = useSettings((settings) => settings.timeZone);
  return <StreamCard name="Notifications" status={status} isLogStream={false} now={now} timeZone={timeZone} />;
}

function CopyDiagnostics(): JSX.Element {
  const commands = useCommands();
  const [outcome, setOutcome] = useState('');
  const copy = async (): Promise<void> => {
    try {
      setOutcome((await commands.copyDiagnostics()) ? 'Copied' : 'The browser refused to copy');
    } catch {
      setOutcome('Not copied: the server did not send what takes them');
    }
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
