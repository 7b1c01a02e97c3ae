import type { JSX, KeyboardEvent } from 'react';
import { useCommands, type AwayMarker, type Marker, type NoteMarker } from '../../stores/index.ts';
import { describeAway, describeNote } from './describe-marker.ts';
import { EvictedRow } from './evicted-row.tsx';
import { GapRow } from './gap-row.tsx';
import styles from './marker-row.module.css';

const MAX_LABEL = 200;

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
      return <AwayRow marker={marker} isActive={about.isActive} />;
    case 'note':
      return <NoteRow key={marker.noteId} marker={marker} {...about} isEdited={isEdited} onEdit={onEdit} />;
  }
}

/** Where the lines begin that came while nobody saw the page. */
function AwayRow({ marker, isActive }: { readonly marker: AwayMarker; readonly isActive: boolean }): JSX.Element {
  const words = describeAway(marker);
  return (
    <div className={`${styles['marker']} ${isActive ? styles['active'] : ''}`}>
      <div role="separator" aria-label={`Away: ${words}`} className={styles['text']} title={words}>
        {words}
      </div>
    </div>
  );
}

interface NoteRowProps {
  readonly marker: NoteMarker;
  readonly timeZone: string;
  readonly isActive: boolean;
  readonly isEdited: boolean;
  readonly onEdit: (isEdited: boolean) => void;
}

/** A place that the reader marked, with the time and a word of their own. */
function NoteRow({ marker, timeZone, isActive, isEdited, onEdit }: NoteRowProps): JSX.Element {
  const commands = useCommands();
  const words = describeNote(marker, timeZone);
  const onKeyDown = (event: KeyboardEvent): void => {
    // The list has keys of its own.
    event.stopPropagation();
    if (event.key === 'Enter' || event.key === 'Escape') onEdit(false);
  };
  return (
    <div className={`${styles['marker']} ${styles['note']} ${isActive ? styles['active'] : ''}`}>
      <div role="separator" aria-label={`Marker ${words}`} className={styles['text']} title={words}>
        <strong className={styles['word']}>Marker</strong>
        {isEdited ? describeNote({ ...marker, label: '' }, timeZone) : words}
      </div>
      {isEdited ? (
        <input
          autoFocus
          aria-label="Label of the marker"
          placeholder="here I deployed"
          maxLength={MAX_LABEL}
          className={styles['label']}
          defaultValue={marker.label}
          // Written down at once: the row leaves the page when it is scrolled away.
          onChange={({ target }) => commands.renameMarker(marker.noteId, target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => onEdit(false)}
        />
      ) : (
        <button type="button" tabIndex={-1} className={styles['action']} onClick={() => onEdit(true)}>
          {marker.label === '' ? 'Name it' : 'Rename'}
        </button>
      )}
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Remove marker ${words}`}
        className={styles['action']}
        onClick={() => commands.removeMarker(marker.noteId)}
      >
        Remove
      </button>
    </div>
  );
}
