import type { JSX } from 'react';
import {
  TIME_MODES,
  useCommands,
  useConnections,
  useKeyHint,
  useLogs,
  useRoleInPane,
  useSettings,
} from '../../stores/index.ts';
import { formatAge, formatCount, formatOffset } from '../../ui/time-format.ts';
import { useNow } from '../../ui/use-now.ts';
import styles from './ledger-bar.module.css';

/** Whether it can be trusted: where every line went, when the server was last heard, and how lines are laid out. */
export function LedgerBar(): JSX.Element {
  const ledger = useLogs((state) => state.ledger);
  const lastHeartbeatAt = useConnections((state) => state.logs.stats?.lastHeartbeatAt);
  // As long as the stream is not up and whole nobody knows what is being missed.
  const isWhole = useConnections(({ logs: { state } }) => state.kind === 'live' && !state.isCatchingUp);
  const waiting = useConnections((state) => state.logs.stats?.waiting ?? 0);
  const missing = ledger.dropped + ledger.lost;
  const isWrapped = useSettings((settings) => settings.isWrapped);
  const timeZone = useSettings((settings) => settings.timeZone);
  const timeMode = useSettings((settings) => settings.timeMode);
  const nextTimeMode = TIME_MODES[(TIME_MODES.indexOf(timeMode) + 1) % TIME_MODES.length] ?? 'absolute';
  const commands = useCommands();
  const now = useNow(1_000);
  const timesHint = useKeyHint(
    'timeMode',
    'Switch between the time of day, how long ago it was, and the difference to the line above',
  );
  const wrapHint = useKeyHint('wrap', 'Wrap long lines, or cut them');
  return (
    <footer role={useRoleInPane()} className={styles['bar']} aria-label="Ledger">
      <Count value={ledger.received} name="received" title="Lines that the server sent on this stream" />
      <Count value={ledger.shown} name="shown" title="Lines in the list" />
      <Count value={ledger.heldBack} name="filtered" title="Lines held back by the query and the filter" />
      {ledger.unlooked > 0 && (
        <Count
          value={ledger.unlooked}
          name="searched"
          label="being searched"
          title="Lines that the new query has not looked at yet"
        />
      )}
      <Count value={ledger.evicted} name="evicted" title="Oldest lines that had to go to make room" />
      {ledger.repeated > 0 && (
        <Count
          value={ledger.repeated}
          name="came again"
          title="Lines that came again under an id that is held already"
        />
      )}
      {waiting > 0 && (
        <Count value={waiting} name="waiting" title="Lines that wait until it is known what comes before them" />
      )}
      <Count
        value={missing}
        name="lost"
        {...(missing > 0 ? { tone: 'bad' } : isWhole ? { tone: 'ok' } : {})}
        title="Lines that came faster than the page could take in, or that the server says it left out"
      />
      {ledger.gaps > 0 && (
        <Count
          value={ledger.gaps}
          name="gaps"
          label={ledger.gaps === 1 ? 'gap' : 'gaps'}
          tone="bad"
          title="Places where lines may be missing, marked in the list"
        />
      )}
      {ledger.malformed > 0 && (
        <Count value={ledger.malformed} name="unreadable" tone="bad" title="Frames that could not be read as lines" />
      )}
      <span className={styles['spacer']} />
      {lastHeartbeatAt !== undefined && (
        <span className={styles['quiet']} title="The server's last heartbeat">
          heartbeat {formatAge(now - lastHeartbeatAt)}
        </span>
      )}
      <button
        type="button"
        className={styles['toggle']}
        aria-label="Time zone"
        title="Switch between local time and UTC"
        onClick={() => commands.changeSettings({ timeZone: timeZone === 'utc' ? 'local' : 'utc' })}
      >
        {timeZone === 'local' || timeZone === 'utc' ? formatOffset(now, timeZone) : timeZone}
        {timeZone === 'local' ? ' (local)' : ''}
      </button>
      <button
        type="button"
        className={styles['toggle']}
        {...timesHint}
        onClick={() => commands.changeSettings({ timeMode: nextTimeMode })}
      >
        Times {timeMode}
      </button>
      <button
        type="button"
        className={styles['toggle']}
        aria-pressed={isWrapped}
        {...wrapHint}
        onClick={() => commands.changeSettings({ isWrapped: !isWrapped })}
      >
        Wrap {isWrapped ? 'on' : 'off'}
      </button>
    </footer>
  );
}

interface CountProps {
  readonly value: number;
  readonly name: string;
  /** Where it is not called by its name. */
  readonly label?: string;
  readonly title: string;
  readonly tone?: 'ok' | 'bad';
}

function Count({ value, name, label = name, title, tone }: CountProps): JSX.Element {
  return (
    <span className={styles['count']} data-name={name} title={title}>
      <strong data-tone={tone}>{formatCount(value)}</strong> {label}
    </span>
  );
}
