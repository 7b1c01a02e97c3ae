import { X } from 'lucide';
import type { JSX } from 'react';
import { useBookmarks, useCommands, useLogs, useSettings, type KeptLine, type NoteMarker } from '../../stores/index.ts';
import { withoutCodes } from '../../ui/ansi-text.tsx';
import { Button } from '../../ui/button.tsx';
import { DialogPopup } from '../../ui/dialog-popup.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { PopupProps } from '../../ui/popup.ts';
import { formatClock } from '../../ui/time-format.ts';
import { cutText, visibleLine } from '../../ui/visible-text.ts';
import styles from './bookmarks-dialog.module.css';

const MAX_LABEL = 200;

export function BookmarksDialog(props: PopupProps): JSX.Element {
  return (
    <DialogPopup title="Bookmarks" isWide {...props}>
      <Lists onShow={() => props.onOpenChange(false)} />
    </DialogPopup>
  );
}

function Lists({ onShow }: { readonly onShow: () => void }): JSX.Element {
  const commands = useCommands();
  const bookmarks = useBookmarks((state) => state.bookmarks);
  const buffer = useLogs((state) => state.buffer);
  useLogs((state) => state.version);
  const notes = buffer.notes();
  return (
    <div className={styles['lists']}>
      <p className={styles['dim']}>
        They last as long as this page is open, and are stored nowhere. A bookmark keeps a copy of its line, so that it
        can be read when the list no longer holds it.
      </p>
      <section aria-labelledby="bookmarked-lines">
        <h3 id="bookmarked-lines">Bookmarked lines</h3>
        {bookmarks.length === 0 ? (
          <p className={styles['dim']}>
            None yet: press b on a line of the list, or Bookmark in its details or at the end of its row.
          </p>
        ) : (
          <ul>
            {bookmarks.map((line) => (
              <BookmarkedLine key={`${line.id} ${line.seq}`} line={line} onShow={onShow} />
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="dropped-markers">
        <h3 id="dropped-markers">Dropped markers</h3>
        {notes.length === 0 && (
          <p className={styles['dim']}>A marker is a row of your own among the lines, with the time.</p>
        )}
        <ul>
          {notes.map((note) => (
            <DroppedMarker key={note.noteId} note={note} onShow={onShow} />
          ))}
        </ul>
        <Button className={styles['drop']} title="In the list: m" onClick={() => commands.dropMarker()}>
          Drop marker
        </Button>
      </section>
    </div>
  );
}

function BookmarkedLine({ line, onShow }: { readonly line: KeptLine; readonly onShow: () => void }): JSX.Element {
  const commands = useCommands();
  const timeZone = useSettings((settings) => settings.timeZone);
  const show = (): void => {
    onShow();
    commands.showKept(line);
  };
  const text = visibleLine(cutText(withoutCodes(line.message), 200).text);
  return (
    <li className={styles['item']}>
      <button type="button" className={styles['line']} onClick={show}>
        <span className={styles['dim']}>{formatClock(line.time, timeZone)}</span>{' '}
        <strong>{visibleLine(line.level)}</strong> {visibleLine(line.source)} {text}
      </button>
      <Button look="quiet" aria-label={`Remove bookmark of ${text}`} onClick={() => commands.toggleBookmark(line)}>
        <Icon shape={X} size={15} />
      </Button>
    </li>
  );
}

function DroppedMarker({ note, onShow }: { readonly note: NoteMarker; readonly onShow: () => void }): JSX.Element {
  const commands = useCommands();
  const timeZone = useSettings((settings) => settings.timeZone);
  const clock = formatClock(note.from, timeZone);
  const show = (): void => {
    onShow();
    commands.reveal(note.seq);
  };
  return (
    <li className={styles['item']}>
      <Button look="quiet" className={styles['clock']} aria-label={`Show marker ${clock}`} onClick={show}>
        {clock}
      </Button>
      <input
        aria-label={`Label of marker ${clock}`}
        placeholder="here I deployed"
        maxLength={MAX_LABEL}
        className={styles['label']}
        value={note.label}
        onChange={({ target }) => commands.renameMarker(note.noteId, target.value)}
      />
      <Button look="quiet" aria-label={`Remove marker ${clock}`} onClick={() => commands.removeMarker(note.noteId)}>
        <Icon shape={X} size={15} />
      </Button>
    </li>
  );
}
