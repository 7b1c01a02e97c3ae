import { RotateCw } from 'lucide';
import type { JSX } from 'react';
import {
  useCommands,
  useConnections,
  useLogs,
  useSettings,
  useStream,
  type ConnectionState,
} from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { formatCount } from '../../ui/time-format.ts';
import { useIsNarrow } from '../../ui/use-is-narrow.ts';
import { useNow } from '../../ui/use-now.ts';
import { visibleText } from '../../ui/visible-text.ts';
import styles from './connection-status.module.css';
import { ConnectionDetails } from './connection-details.tsx';
import { describeStatus, type StatusWords } from './describe-state.ts';
import { StateDot } from './state-dot.tsx';

const FROZEN: StatusWords = {
  words: 'Frozen stretch',
  short: 'Frozen',
  title: 'Frozen stretch',
  spoken: 'Frozen stretch',
  isQuiet: false,
};

/** Whether what is seen is live, in words, with the way to the details behind it. */
export function ConnectionStatus(): JSX.Element {
  const status = useConnections((connections) => connections.logs);
  const linesPerSecond = useConnections((connections) => connections.linesPerSecond);
  const isFrozen = useStream((stream) => stream.stretch !== undefined);
  const timeZone = useSettings((settings) => settings.timeZone);
  const hasLines = useLogs((logs) => logs.ledger.received > 0);
  const now = useNow(1_000);
  const isNarrow = useIsNarrow();
  const commands = useCommands();
  const { state } = status;
  const { words, short, title, spoken, isQuiet } = isFrozen ? FROZEN : describeStatus(status, now, timeZone);
  const shownState = isFrozen ? 'ended' : contractState(state);
  const rate = Math.round(linesPerSecond);
  const isRunning = !isFrozen && !isQuiet && (state.kind === 'live' || state.kind === 'polling');
  return (
    <div className={styles['status']}>
      {/* Its words count seconds: what is worth saying aloud is said beside it, once. */}
      <div
        role="status"
        aria-label="Connection"
        aria-live="off"
        title={visibleText(title)}
        data-state={shownState}
        className={styles['words']}
      >
        <StateDot state={shownState} isQuiet={isQuiet} />
        <span className={styles['text']} title={visibleText(title)}>
          {visibleText(isNarrow ? short : words)}
        </span>
      </div>
      <span className="visually-hidden" aria-live="polite">
        {visibleText(spoken)}
      </span>
      {!isFrozen && canRetry(state, now) && (
        <Button
          look="link"
          className={styles['retry']}
          aria-label="Retry now"
          title="Retry now"
          onClick={() => commands.retryNow()}
        >
          {isNarrow ? <Icon shape={RotateCw} size={14} /> : 'Retry now'}
        </Button>
      )}
      {isRunning && hasLines && (
        <span className={styles['rate']} aria-hidden>
          {formatCount(rate)} {rate === 1 ? 'line' : 'lines'}/s
        </span>
      )}
      <ConnectionDetails />
    </div>
  );
}

/** Whether there is anything that a person could hurry up. */
function canRetry(state: ConnectionState, now: number): boolean {
  switch (state.kind) {
    case 'reconnecting':
    case 'offline':
      return true;
    case 'polling':
      return state.retryAt !== undefined && state.retryAt > now;
    case 'idle':
    case 'connecting':
    case 'live':
    case 'paused':
    case 'stalled':
    case 'unauthorized':
    case 'ended':
      return false;
    default:
      return state satisfies never;
  }
}

/** The values that the UI contract names for `data-state`; before anything was asked for it is connecting. */
function contractState(state: ConnectionState): Exclude<ConnectionState['kind'], 'idle'> {
  return state.kind === 'idle' ? 'connecting' : state.kind;
}
