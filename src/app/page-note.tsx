import { useEffect, type JSX } from 'react';
import { useApp, usePageNote } from '../stores/index.ts';
import styles from './page-note.module.css';

const SHOWN_FOR_MS = 4_000;

/** Says for a moment what a key or a command did. */
export function PageNote(): JSX.Element {
  const { noteStore } = useApp();
  const note = usePageNote();
  useEffect(() => {
    if (note === undefined) return undefined;
    const timer = setTimeout(() => noteStore.setState({ note: undefined }), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [noteStore, note]);
  return (
    <p role="status" aria-label="Done" className={styles['note']} data-empty={note === undefined}>
      {note?.words}
    </p>
  );
}
