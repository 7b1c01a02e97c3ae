import { RotateCw } from 'lucide-react';
import type { JSX } from 'react';
import { useCommands, useConnections, useLogs, useStream, type ConnectionState } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { formatCount } from '../../ui/time-format.ts';
import { useIsNarrow } from '../../ui/use-is-narrow.ts';
import { useNow } from '../../ui/use-now.ts';
import styles from './connection-status.module.css';
import { ConnectionDetails } from './connection-details.tsx';
import { describeState } from './describe-state.ts';

/** Whether what is seen is live, in words, with the way to the details behind it. */
export function ConnectionStatus(): JSX.Element {
  const state = useConnections((connections) => connections.logs);
  const linesPerSecond = useConnections((connections) => connections.linesPerSecond);
  const isFrozen = useStream((stream) => stream.stretch !== undefined);
  const hasLines = useLogs((logs) => logs.ledger.received > 0);
  const now = useNow(1_000);
  const isNarrow = useIsNarrow();
  const commands = useCommands();
  const words = isFrozen ? 'Frozen stretch' : describeState(state, now);
  const shownState = isFrozen ? 'ended' : contractState(state);
  return (
    <div className={styles['status']}>
      <div role="status" aria-label="Connection" data-state={shownState} className={styles['words']}>
        <span className={styles['dot']} data-state={shownState} aria-hidden />
        <span className={styles['text']} title={words}>
          {words}
        </span>
      </div>
      {state.kind === 'reconnecting' && !isFrozen && (
        <Button
          look="link"
          className={styles['retry']}
          aria-label="Retry now"
          title="Retry now"
          onClick={() => commands.retryNow()}
        >
          {isNarrow ? <RotateCw size={14} aria-hidden /> : 'Retry now'}
        </Button>
      )}
      {state.kind === 'live' && hasLines && !isFrozen && (
        <span className={styles['rate']} aria-hidden>
          {formatCount(Math.round(linesPerSecond))} lines/s
        </span>
      )}
      <ConnectionDetails />
    </div>
  );
}

/** The values that the UI contract names for `data-state`; before anything was asked for it is connecting. */
function contractState(state: ConnectionState): string {
  return state.kind === 'idle' ? 'connecting' : state.kind;
}
