import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type JSX } from 'react';
import { createRoot } from 'react-dom/client';
import { useWebSocket } from 'react-use-websocket/dist/lib/use-websocket.js';
import { streamUrl, type ReceivedEnvelope, type ReceivedLog } from './open-stream.ts';
import { PeerRow } from './peer-row.tsx';

const url = streamUrl();

/** The page that most people write: `lastJsonMessage` pushed into state, a virtual list over it, scrolled to its end. */
function EverydayPage(): JSX.Element {
  const { lastJsonMessage } = useWebSocket<ReceivedEnvelope | null>(url);
  const [logs, setLogs] = useState<readonly ReceivedLog[]>([]);
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (lastJsonMessage?.type === 'log') setLogs((before) => [...before, lastJsonMessage.data]);
  }, [lastJsonMessage]);
  const virtualizer = useVirtualizer({
    count: logs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 20,
  });
  useEffect(() => {
    if (logs.length > 0) virtualizer.scrollToIndex(logs.length - 1);
  }, [logs.length, virtualizer]);
  return (
    <div ref={scroller} role="log" style={{ height: '100vh', overflow: 'auto' }}>
      <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {virtualizer.getVirtualItems().map(({ key, index, start }) => {
          const log = logs[index];
          if (log === undefined) return null;
          return (
            <div key={key} style={{ position: 'absolute', width: '100%', transform: `translateY(${start}px)` }}>
              <PeerRow log={log} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<EverydayPage />);
