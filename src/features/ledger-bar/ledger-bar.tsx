import type { JSX } from 'react';
import { useCommands, useConnections, useLogs, useStream } from '../../stores/index.ts';
import { formatAge, formatCount, formatOffset } from '../../ui/time-format.ts';
import { useNow } from '../../ui/use-now.ts';
import styles from './ledger-bar.module.css';

/** Whether it can be trusted: where every line went, when the server was last heard, and how lines are laid out. */
export function LedgerBar(): JSX.Element {
  const ledger = useLogs((state) => state.ledger);
  const lastHeartbeatAt = useConnections((state) => state.logStats?.lastHeartbeatAt);
  const isWrapped = useStream((state) => state.isWrapped);
  const timeZone = useStream((state) => state.timeZone);
  const commands = useCommands();
  const now = useNow(1_000);
  const lost = ledger.dropped + ledger.malformed;
  return (
    <footer className={styles['bar']} aria-label="Ledger">
      <Count value={ledger.received} name="received" title="Lines that the server sent on this stream" />
      <Count value={ledger.shown} name="shown" title="Lines in the list" />
      <Count value={ledger.heldBack} name="filtered" title="Lines held back by the query and the filter" />
      <Count value={ledger.evicted} name="evicted" title="Oldest lines that had to go to make room" />
      <Count
        value={lost}
        name="lost"
        tone={lost === 0 ? 'ok' : 'bad'}
        title="Lines dropped because they came too fast, and frames that could not be read"
      />
      <span className={styles['spacer']} />
      {lastHeartbeatAt !== undefined && (
        <span className={styles['quiet']}>heartbeat {formatAge(now - lastHeartbeatAt)}</span>
      )}
      <button
        type="button"
        className={styles['toggle']}
        aria-label="Time zone"
        title="Switch between local time and UTC"
        onClick={() => commands.setTimeZone(timeZone === 'utc' ? 'local' : 'utc')}
      >
        {timeZone === 'local' || timeZone === 'utc' ? formatOffset(now, timeZone) : timeZone}
        {timeZone === 'local' ? ' (local)' : ''}
      </button>
      <button
        type="button"
        className={styles['toggle']}
        aria-pressed={isWrapped}
        onClick={() => commands.setWrapped(!isWrapped)}
      >
        Wrap {isWrapped ? 'on' : 'off'}
      </button>
    </footer>
  );
}

interface CountProps {
  readonly value: number;
  readonly name: string;
  readonly title: string;
  readonly tone?: 'ok' | 'bad';
}

function Count({ value, name, title, tone }: CountProps): JSX.Element {
  return (
    <span className={styles['count']} title={title}>
      <strong data-tone={tone}>{formatCount(value)}</strong> {name}
    </span>
  );
}
