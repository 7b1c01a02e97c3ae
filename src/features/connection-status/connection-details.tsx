import { ChevronDown } from 'lucide-react';
import type { JSX } from 'react';
import { useConnections, useLogs, useStream } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatAge, formatClock, formatCount } from '../../ui/time-format.ts';
import { useNow } from '../../ui/use-now.ts';
import { visibleText } from '../../ui/visible-text.ts';
import { describeState } from './describe-state.ts';
import styles from './connection-status.module.css';

/** What stands behind the one word of the status: both streams, the ledger, what went wrong and when. */
export function ConnectionDetails(): JSX.Element {
  return (
    <Dialog
      title="Connection details"
      isWide
      trigger={
        <Button look="quiet" className={styles['more']} aria-label="Connection details" title="Connection details">
          <ChevronDown size={14} aria-hidden />
        </Button>
      }
    >
      <Details />
    </Dialog>
  );
}

function Details(): JSX.Element {
  const connections = useConnections((state) => state);
  const ledger = useLogs((state) => state.ledger);
  const timeZone = useStream((state) => state.timeZone);
  const now = useNow(1_000);
  const streams = [
    { name: 'Logs', state: connections.logs, stats: connections.logStats },
    { name: 'Notifications', state: connections.notifications, stats: connections.notificationStats },
  ];
  return (
    <div className={styles['details']}>
      <table>
        <caption>Streams</caption>
        <thead>
          <tr>
            <th scope="col">Stream</th>
            <th scope="col">State</th>
            <th scope="col">Messages</th>
            <th scope="col">Reconnects</th>
            <th scope="col">Last heartbeat</th>
          </tr>
        </thead>
        <tbody>
          {streams.map(({ name, state, stats }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{describeState(state, now)}</td>
              <td>{formatCount(stats?.frames ?? 0)}</td>
              <td>{formatCount(stats?.reconnects ?? 0)}</td>
              <td>{stats?.lastHeartbeatAt === undefined ? 'none yet' : formatAge(now - stats.lastHeartbeatAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table>
        <caption>Where every line went</caption>
        <tbody>
          {(
            [
              ['Received', ledger.received],
              ['Shown', ledger.shown],
              ['Held back by the filter', ledger.heldBack],
              ['Evicted to make room', ledger.evicted],
              ['Came again', ledger.repeated],
              ['of these with another body', ledger.conflicts],
              ['Waiting for their place', ledger.undecided],
              ['Dropped', ledger.dropped],
              ['Unreadable frames', ledger.malformed],
            ] as const
          ).map(([name, count]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{formatCount(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>What went wrong</h3>
      {connections.problems.length === 0 ? (
        <p className={styles['dim']}>Nothing so far.</p>
      ) : (
        <ul className={styles['problems']}>
          {connections.problems.map((problem, index) => (
            <li key={`${problem.at} ${connections.problems.length - index}`}>
              <span className={styles['dim']}>{formatClock(problem.at, timeZone)}</span> {problem.stream}:{' '}
              {visibleText(problem.detail).slice(0, 500)}
            </li>
          ))}
        </ul>
      )}
      <h3>State history</h3>
      <ul className={styles['problems']}>
        {connections.history.map((change, index) => (
          <li key={`${change.at} ${connections.history.length - index}`}>
            <span className={styles['dim']}>{formatClock(change.at, timeZone)}</span> {change.stream}:{' '}
            {change.state.kind}
          </li>
        ))}
      </ul>
    </div>
  );
}
