import { Dialog as Base } from '@base-ui/react/dialog';
import type { JSX, ReactNode } from 'react';
import styles from './dialog.module.css';
import type { PopupProps } from './popup.ts';

interface CommandLayerProps extends PopupProps {
  /** Its name, which is not shown. */
  readonly title: string;
  readonly children: ReactNode;
  /** It has gone, and the focus is back. */
  readonly onClosed: () => void;
}

/** A modal dialog without a head: a field and what it finds. */
export function CommandLayer(props: CommandLayerProps): JSX.Element {
  const { title, isOpen, onOpenChange, returnFocus, children, onClosed } = props;
  return (
    <Base.Root
      open={isOpen}
      onOpenChange={(open) => onOpenChange(open)}
      onOpenChangeComplete={(open) => {
        if (!open) onClosed();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className={styles['backdrop']} />
        <Base.Popup className={styles['popup']} finalFocus={returnFocus} aria-label={title}>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
