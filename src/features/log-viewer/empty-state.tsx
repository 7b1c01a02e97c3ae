import type { JSX } from 'react';
import { useCommands, useConnections, useLogs, useStream } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { formatCount } from '../../ui/time-format.ts';
import { visibleText } from '../../ui/visible-text.ts';
import styles from './empty-state.module.css';

/** What an empty list means and what to do next: still connecting, a quiet stream, or nothing that matches. */
export function EmptyState(): JSX.Element {
  const commands = useCommands();
  const hasStarted = useLogs((state) => state.hasStarted);
  const heldBack = useLogs((state) => state.ledger.heldBack);
  const connection = useConnections((state) => state.logs.state.kind);
  const { query, filter } = useStream((state) => state.request);
  const isPaused = useStream((state) => state.isPaused);
  const filterText = JSON.stringify(filter);
  const sought = [query, filterText === '{}' ? '' : filterText].filter((text) => text !== '').join('  ');
  const isFrozen = useStream((state) => state.stretch !== undefined);

  const showAll = <Button onClick={() => commands.showAll()}>Show all lines</Button>;
  if (!hasStarted && connection === 'connecting') return <Note title="Connecting…" />;
  if (!hasStarted && !isFrozen) {
    const retry = <Button onClick={() => commands.retryNow()}>Try again now</Button>;
    return (
      <Note title="Not connected" action={retry}>
        The connection above says why, and when it is tried again.
      </Note>
    );
  }
  if (heldBack > 0 || sought !== '') {
    const count = heldBack > 0 ? ` ${formatCount(heldBack)} lines are held back.` : '';
    return (
      <Note title="No line matches" action={showAll}>
        No line of this stream passes the query and the filter so far.{count} New ones appear as they come.
        <code>{visibleText(sought)}</code>
      </Note>
    );
  }
  if (isFrozen) return <Note title="No lines in this stretch">The server has none between the two times.</Note>;
  if (isPaused) {
    const resume = <Button onClick={() => commands.resume()}>Resume</Button>;
    return (
      <Note title="Paused before the first line" action={resume}>
        What comes meanwhile is there when you resume.
      </Note>
    );
  }
  return (
    <Note title="No lines yet">
      The stream is open and quiet. A line appears here as soon as one is written, or send one yourself:
      <code>{`curl -H "Authorization: Bearer $TOKEN" -d '{"message":"hello"}' ${location.origin}/v1/logs`}</code>
    </Note>
  );
}

interface NoteProps {
  readonly title: string;
  readonly children?: React.ReactNode;
  readonly action?: JSX.Element;
}

function Note({ title, children, action }: NoteProps): JSX.Element {
  return (
    <div className={styles['empty']}>
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  );
}
