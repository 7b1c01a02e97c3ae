import { Bookmark } from 'lucide';
import type { JSX } from 'react';
import { useBookmarks } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { loadWhenUsed } from '../../ui/later-part.ts';
import { usePopup } from '../../ui/use-popup.tsx';
import styles from './bookmarks.module.css';

const bookmarksDialog = loadWhenUsed(async () => (await import('./bookmarks-dialog.tsx')).BookmarksDialog);

/** The lines and places that the reader marked, to come back to. */
export function Bookmarks(): JSX.Element {
  const { popup, buttonProps } = usePopup(bookmarksDialog, {}, 'bookmarks');
  const count = useBookmarks((state) => state.bookmarks.length);
  return (
    <>
      <Button
        look="quiet"
        className={count === 0 ? styles['unused'] : undefined}
        title="Bookmarks"
        aria-label={count === 0 ? 'Bookmarks' : `Bookmarks, ${count}`}
        {...buttonProps}
      >
        <Icon shape={Bookmark} size={14} />
        <span className={styles['count']}>{count === 0 ? '' : count}</span>
      </Button>
      {popup}
    </>
  );
}
