import type { JSX } from 'react';
import { useConnections, useSettings, type ConnectionState } from '../../stores/index.ts';
import { formatClock, formatCount, formatDuration } from '../../ui/time-format.ts';
import { visibleText } from '../../ui/visible-text.ts';
import { describeReport } from './describe-state.ts';
import { foldHistory } from './fold-history.ts';
import styles from './what-happened.module.css';

/** What came and could not be read, and the errors that the servers told, newest first: codes, words and whatever else the server added. */
export function Problems(): JSX.Element {
  const problems = useConnections((state) => state.problems);
  const timeZone = useSettings((settings) => settings.timeZone);
  return (
    <section>
      <h3 className={styles['heading']}>Unreadable messages and server errors</h3>
      {problems.length === 0 && <p className={styles['dim']}>None so far.</p>}
      <ol className={styles['entries']}>
        {problems.map(({ number, at, stream, code, detail, more }) => (
          <li key={number} className={styles['entry']}>
            <time className={styles['time']}>{formatClock(at, timeZone).slice(0, 8)}</time>
            <span className={styles['stream']}>{stream}</span>
            <span className={styles['what']}>
              {code !== undefined && <code className={styles['code']}>{visibleText(code)}</code>} {visibleText(detail)}
              {more !== undefined && <code className={styles['more']}>{visibleText(more)}</code>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The states that the streams went through, newest first, each with how long it lasted and why it came. */
export function StateHistory({ now }: { readonly now: number }): JSX.Element {
  const history = useConnections((state) => state.history);
  const timeZone = useSettings((settings) => settings.timeZone);
  return (
    <section>
      <h3 className={styles['heading']}>What happened</h3>
      {history.length === 0 && <p className={styles['dim']}>Nothing so far.</p>}
      <ol className={styles['entries']}>
        {foldHistory(history, now).map(({ entry, count, until }) => (
          <li key={entry.number} className={styles['entry']}>
            <time className={styles['time']}>{formatClock(entry.at, timeZone).slice(0, 8)}</time>
            <span className={styles['stream']}>{entry.stream}</span>
            {entry.kind === 'report' ? (
              <span className={styles['what']} data-bad={entry.report.verdict === 'gap'}>
                {describeReport(entry.report, entry.stream === 'logs' ? 'lines' : 'notifications', 'then')}
              </span>
            ) : (
              <span className={styles['what']}>
                {STATE_NAMES[entry.state.kind]} {count > 1 && `×${formatCount(count)} `}
                <span className={styles['dim']}>
                  for {lasted(until - entry.at)}
                  {entry.why === undefined ? '' : `. ${visibleText(entry.why)}`}
                </span>
              </span>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function lasted(milliseconds: number): string {
  return milliseconds < 1_000 ? 'less than 1 s' : formatDuration(milliseconds);
}

const STATE_NAMES: Readonly<Record<ConnectionState['kind'], string>> = {
  idle: 'Not asked for',
  connecting: 'Connecting',
  live: 'Live',
  paused: 'Paused',
  stalled: 'Stalled',
  reconnecting: 'Waiting to reconnect',
  polling: 'Polling',
  offline: 'Offline',
  unauthorized: 'Refused',
  ended: 'Ended',
};
