import type { CSSProperties, JSX } from 'react';
import type { ReceivedLog } from './open-stream.ts';

const ROW: CSSProperties = {
  height: 20,
  lineHeight: '20px',
  overflow: 'hidden',
  whiteSpace: 'nowrap',
  font: '13px monospace',
};

/** A line as any log page draws it: time, level, source, message. */
export function PeerRow({ log }: { readonly log: ReceivedLog }): JSX.Element {
  return (
    <div style={ROW}>
      <span>{log.timestamp.slice(11, 23)}</span> <b>{log.level}</b> <i>{log.source}</i> <span>{log.message}</span>
    </div>
  );
}
