import type { JSX } from 'react';
import { Later } from '../../ui/later.tsx';
import styles from './log-viewer.module.css';
import { readingTools } from './reading-tools-part.ts';
import type { MarkerRowProps } from './row-of-marker.tsx';

/** A row that is no line: what is missing there, or what the reader marked. Its place is kept while its words are loaded. */
export function MarkerRow(props: MarkerRowProps): JSX.Element {
  return (
    <Later part={readingTools} until={<div className={styles['markerPlace']} />}>
      {({ RowOfMarker }) => <RowOfMarker {...props} />}
    </Later>
  );
}
