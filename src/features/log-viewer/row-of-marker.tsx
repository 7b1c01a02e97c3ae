import type { JSX } from 'react';
import type { Marker } from '../../stores/index.ts';
import { EvictedRow } from './evicted-row.tsx';
import { GapRow } from './gap-row.tsx';
import { AwayRow, NoteRow } from './reader-rows.tsx';

export interface MarkerRowProps {
  readonly marker: Marker;
  readonly timeZone: string;
  readonly isActive: boolean;
  /** Whether the label of the marker is being written. */
  readonly isEdited: boolean;
  readonly onLoad: () => void;
  readonly onEdit: (isEdited: boolean) => void;
}

/** The row of a marker, by what it marks. */
export function RowOfMarker({ marker, isEdited, onLoad, onEdit, ...about }: MarkerRowProps): JSX.Element {
  switch (marker.kind) {
    case 'gap':
      return <GapRow gap={marker} {...about} onFill={onLoad} />;
    case 'evicted':
      return <EvictedRow marker={marker} {...about} onLoad={onLoad} />;
    case 'away':
      return <AwayRow marker={marker} isActive={about.isActive} />;
    case 'note':
      return <NoteRow key={marker.noteId} marker={marker} {...about} isEdited={isEdited} onEdit={onEdit} />;
  }
}
