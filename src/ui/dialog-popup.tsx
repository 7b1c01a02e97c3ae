import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide';
import type { JSX, ReactNode, RefObject } from 'react';
import { buttonClass } from './button.tsx';
import styles from './dialog.module.css';
import { Icon } from './icon.tsx';
import type { PopupProps } from './popup.ts';

export interface DialogPopupProps extends PopupProps {
  readonly title: string;
  readonly isWide?: boolean;
  /** What has the focus to begin with; the first control unless said otherwise. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
  readonly children: ReactNode;
  /** Stays in view beneath what scrolls. */
  readonly footer?: ReactNode;
}

/** A modal dialog named by its title; Esc, the backdrop and the button in its corner close it. */
export function DialogPopup(props: DialogPopupProps): JSX.Element {
  const { title, isOpen, onOpenChange, returnFocus, isWide = false, initialFocus, children, footer } = props;
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => onOpenChange(open)}>
      <Base.Portal>
        <Base.Backdrop className={styles['backdrop']} />
        <Base.Popup
          className={`${styles['popup']} ${isWide ? styles['wide'] : ''}`}
          initialFocus={initialFocus}
          finalFocus={returnFocus}
        >
          <div className={styles['head']}>
            <Base.Title className={styles['title']}>{title}</Base.Title>
            <Base.Close className={buttonClass('quiet')} aria-label="Close">
              <Icon shape={X} size={16} />
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
