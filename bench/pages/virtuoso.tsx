import { useEffect, useState, type JSX } from 'react';
import { createRoot } from 'react-dom/client';
import { Virtuoso } from 'react-virtuoso';
import { openStream, type ReceivedLog } from './open-stream.ts';
import { PeerRow } from './peer-row.tsx';

const MOST_LINES = 100_000;

function drawRow(_: number, log: ReceivedLog): JSX.Element {
  return <PeerRow log={log} />;
}

/** Whether or not it thinks that it is at the end: on a busy machine it takes itself for scrolled away, and would stop. */
const follow = (): 'auto' => 'auto';

/** What its documentation shows for a live log: lines appended once a frame, `followOutput`, rows of a known height. */
function VirtuosoPage(): JSX.Element {
  const [logs, setLogs] = useState<readonly ReceivedLog[]>([]);
  useEffect(() => {
    let waiting: ReceivedLog[] = [];
    openStream((log) => {
      waiting.push(log);
      if (waiting.length > 1) return;
      requestAnimationFrame(() => {
        const batch = waiting;
        waiting = [];
        setLogs((before) => [...before, ...batch].slice(-MOST_LINES));
      });
    });
  }, []);
  return (
    <Virtuoso
      role="log"
      style={{ height: '100vh' }}
      data={logs}
      fixedItemHeight={20}
      followOutput={follow}
      itemContent={drawRow}
    />
  );
}

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<VirtuosoPage />);
