import type { JSX } from 'react';
import type { Marker } from '../../stores/index.ts';
import { Later } from '../../ui/later.tsx';
import { EvictedRow } from './evicted-row.tsx';
import { GapRow } from './gap-row.tsx';
import styles from './log-viewer.module.css';
import { readingTools } from './reading-tools-part.ts';

interface MarkerRowProps {
  readonly marker: Marker;
  readonly timeZone: string;
  readonly isActive: boolean;
  /** Whether the label of the marker is being written. */
  readonly isEdited: boolean;
  readonly onLoad: () => void;
  readonly onEdit: (isEdited: boolean) => void;
}

/** A row that is no line: what is missing there, or what the reader marked. */
export function MarkerRow({ marker, isEdited, onLoad, onEdit, ...about }: MarkerRowProps): JSX.Element {
  switch (marker.kind) {
    case 'gap':
      return <GapRow gap={marker} {...about} onFill={onLoad} />;
    case 'evicted':
      return <EvictedRow marker={marker} {...about} onLoad={onLoad} />;
    case 'away':
      return (
        <Later part={readingTools} until={<div className={styles['markerPlace']} />}>
          {({ AwayRow }) => <AwayRow marker={marker} isActive={about.isActive} />}
        </Later>
      );
    case 'note':
      return (
        <Later part={readingTools} until={<div className={styles['markerPlace']} />}>
          {({ NoteRow }) => (
            <NoteRow key={marker.noteId} marker={marker} {...about} isEdited={isEdited} onEdit={onEdit} />
          )}
        </Later>
      );
  }
}
