import { ChevronDown } from 'lucide-react';
import { useEffect, useId, useState, type JSX } from 'react';
import { useCommands, useConnections, useSettings } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatCount } from '../../ui/time-format.ts';
import { useNow } from '../../ui/use-now.ts';
import styles from './connection-details.module.css';
import { LedgerSums } from './ledger-sums.tsx';
import { StreamCard } from './stream-card.tsx';
import { Problems, StateHistory } from './what-happened.tsx';

/** What stands behind the one word of the status: both streams, the ledger, errors and what happened when. */
export function ConnectionDetails(): JSX.Element {
  const unseen = useConnections((state) => state.unseenProblems);
  const markId = useId();
  const mark = unseen === 0 ? '' : `${formatCount(unseen)} new ${unseen === 1 ? 'problem' : 'problems'}`;
  return (
    <>
      <Dialog
        title="Connection details"
        isWide
        footer={<CopyDiagnostics />}
        trigger={
          <Button
            look="quiet"
            className={styles['trigger']}
            aria-label="Connection details"
            title={mark === '' ? 'Connection details' : `Connection details, ${mark}`}
            {...(mark === '' ? {} : { 'aria-describedby': markId })}
          >
            <ChevronDown size={14} aria-hidden className={styles['arrow']} data-marked={unseen > 0} />
            {unseen > 0 && (
              <span className={styles['mark']} aria-hidden>
                {unseen > 99 ? '99+' : unseen}
              </span>
            )}
          </Button>
        }
      >
        <Details />
      </Dialog>
      <span id={markId} hidden>
        {mark}
      </span>
    </>
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
