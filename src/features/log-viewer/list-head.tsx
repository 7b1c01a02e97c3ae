import type { JSX } from 'react';
import { useCommands, useLogs, useStream } from '../../stores/index.ts';
import { formatCount } from '../../ui/time-format.ts';
import styles from './list-head.module.css';

/** What is above the first line: more on the server, or the beginning of what it has. */
export function ListHead(): JSX.Element {
  const older = useLogs((state) => state.older);
  const evicted = useLogs((state) => state.buffer.evictedAbove);
  const isFrozen = useStream((state) => state.stretch !== undefined);
  const commands = useCommands();
  const load = (label: string): JSX.Element => (
    <button type="button" tabIndex={-1} className={styles['load']} onClick={() => commands.loadOlder()}>
      {label}
    </button>
  );
  const words = (): JSX.Element => {
    switch (older.kind) {
      case 'start':
        return <span>Start of what the server has{isFrozen ? ' of this stretch' : ''}</span>;
      case 'loading':
        return <span>Loading older lines…</span>;
      case 'failed':
        return (
          <>
            <span className={styles['problem']}>{older.message}</span>
            {load('Try again')}
          </>
        );
      case 'open':
        return (
          <>
            <span>
              {evicted > 0
                ? `${formatCount(evicted)} ${evicted === 1 ? 'line' : 'lines'} had to go to make room`
                : 'The server may have older lines'}
            </span>
            {load(evicted > 0 ? 'Load back' : 'Load older lines')}
          </>
        );
    }
  };
  return (
    <div className={styles['head']} data-older={older.kind}>
      {words()}
    </div>
  );
}
