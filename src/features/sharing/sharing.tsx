import { Share2 } from 'lucide';
import type { JSX } from 'react';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { loadWhenUsed } from '../../ui/later-part.ts';
import { usePopup } from '../../ui/use-popup.tsx';
import styles from './sharing.module.css';

const shareDialog = loadWhenUsed(async () => (await import('./share-dialog.tsx')).ShareDialog);

/** A link that opens the same stream in another browser. It never holds a credential. */
export function Sharing(): JSX.Element {
  const { popup, buttonProps } = usePopup(shareDialog, {}, 'share');
  return (
    <>
      <Button look="quiet" title="Share" {...buttonProps}>
        <Icon shape={Share2} size={14} className={styles['icon']} />
        <span className={styles['word']}>Share</span>
      </Button>
      {popup}
    </>
  );
}
