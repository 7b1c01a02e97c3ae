import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import type { JSX, ReactNode } from 'react';
import styles from './dialog.module.css';

interface AlertDialogProps {
  readonly title: string;
  readonly question: string;
  /** The buttons; the first one has the focus. */
  readonly children: ReactNode;
  /** Esc: nothing is to change. */
  readonly onCancel: () => void;
}

/** A question that must be answered before anything else: modal, and closed by its answer alone. */
export function AlertDialog({ title, question, children, onCancel }: AlertDialogProps): JSX.Element {
  return (
    <Base.Root open onOpenChange={(isOpen) => (isOpen ? undefined : onCancel())}>
      <Base.Portal>
        <Base.Backdrop className={styles['backdrop']} />
        <Base.Popup className={styles['popup']}>
          <div className={styles['head']}>
            <Base.Title className={styles['title']}>{title}</Base.Title>
          </div>
          <div className={styles['body']}>
            <Base.Description className={styles['question']}>{question}</Base.Description>
            <div className={styles['choices']}>{children}</div>
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
