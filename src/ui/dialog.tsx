import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { JSX, ReactNode } from 'react';
import { buttonClass } from './button.tsx';
import styles from './dialog.module.css';

interface DialogProps {
  readonly title: string;
  /** The button that opens it; without one the owner opens it through `isOpen`. */
  readonly trigger?: JSX.Element;
  readonly isOpen?: boolean;
  readonly onOpenChange?: (isOpen: boolean) => void;
  readonly isWide?: boolean;
  readonly children: ReactNode;
  /** Stays in view beneath what scrolls. */
  readonly footer?: ReactNode;
}

/** A modal dialog named by its title; Esc, the backdrop and the button in its corner close it. */
export function Dialog(props: DialogProps): JSX.Element {
  const { title, trigger, isOpen, onOpenChange, isWide = false, children, footer } = props;
  return (
    <Base.Root
      {...(isOpen === undefined ? {} : { open: isOpen })}
      {...(onOpenChange === undefined ? {} : { onOpenChange: (open: boolean) => onOpenChange(open) })}
    >
      {trigger !== undefined && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className={styles['backdrop']} />
        <Base.Popup className={`${styles['popup']} ${isWide ? styles['wide'] : ''}`}>
          <div className={styles['head']}>
            <Base.Title className={styles['title']}>{title}</Base.Title>
            <Base.Close className={buttonClass('quiet')} aria-label="Close">
              <X size={16} aria-hidden />
            </Base.Close>
          </div>
          <div className={styles['body']} tabIndex={0} role="group" aria-label={title}>
            {children}
          </div>
          {footer !== undefined && <div className={styles['footer']}>{footer}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
