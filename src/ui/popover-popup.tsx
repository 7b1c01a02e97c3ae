import { X } from 'lucide';
import type { JSX, ReactNode } from 'react';
import { buttonClass } from './button.tsx';
import { Icon } from './icon.tsx';
import styles from './popover-popup.module.css';
import { isPressOn, type PopupProps } from './popup.ts';
import { Popover } from './primitives.ts';

interface PopoverPopupProps extends PopupProps {
  readonly title: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** What opens below its button and covers nothing else: a title, the way to close it, and what it is for. */
export function PopoverPopup(props: PopoverPopupProps): JSX.Element {
  const { isOpen, onOpenChange, opener, returnFocus, title, className = '', children } = props;
  return (
    <Popover.Root
      open={isOpen}
      onOpenChange={(open, { event }) => {
        if (!isPressOn(opener, event)) onOpenChange(open);
      }}
    >
      <Popover.Portal>
        <Popover.Positioner anchor={opener} sideOffset={6} align="end" className={styles['positioner']}>
          <Popover.Popup className={`${styles['popup']} ${className}`} finalFocus={returnFocus}>
            <div className={styles['head']}>
              <Popover.Title className={styles['title']}>{title}</Popover.Title>
              <Popover.Close className={buttonClass('quiet')} aria-label={`Close ${title.toLowerCase()}`}>
                <Icon shape={X} size={15} />
              </Popover.Close>
            </div>
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
