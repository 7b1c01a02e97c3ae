import { useEffect, useRef, type JSX, type KeyboardEvent } from 'react';
import { useCommands, type AwayMarker, type NoteMarker } from '../../stores/index.ts';
import { describeAway, describeNote } from './describe-marker.ts';
import styles from './reader-rows.module.css';

const MAX_LABEL = 200;

/** Where the lines begin that came while nobody saw the page. */
export function AwayRow({
  marker,
  isActive,
}: {
  readonly marker: AwayMarker;
  readonly isActive: boolean;
}): JSX.Element {
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
export function NoteRow({ marker, timeZone, isActive, isEdited, onEdit }: NoteRowProps): JSX.Element {
  const commands = useCommands();
  const words = describeNote(marker, timeZone);
  return (
    <div className={`${styles['marker']} ${styles['note']} ${isActive ? styles['active'] : ''}`}>
      <div role="separator" aria-label={`Marker ${words}`} className={styles['text']} title={words}>
        <strong className={styles['word']}>Marker</strong>
        {isEdited ? describeNote({ ...marker, label: '' }, timeZone) : words}
      </div>
      {isEdited ? (
        <LabelField note={marker} onDone={() => onEdit(false)} />
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

/** Takes the focus for as long as it is there. */
function LabelField({ note, onDone }: { readonly note: NoteMarker; readonly onDone: () => void }): JSX.Element {
  const commands = useCommands();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    // The list has keys of its own.
    event.stopPropagation();
    if (event.key === 'Enter' || event.key === 'Escape') onDone();
  };
  return (
    <input
      ref={field}
      aria-label="Label of the marker"
      placeholder="here I deployed"
      maxLength={MAX_LABEL}
      className={styles['label']}
      defaultValue={note.label}
      // Written down at once: the row leaves the page when it is scrolled away.
      onChange={({ target }) => commands.renameMarker(note.noteId, target.value)}
      onKeyDown={onKeyDown}
      onBlur={onDone}
    />
  );
}
