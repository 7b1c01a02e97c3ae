import { ChevronDown } from 'lucide';
import type { ComponentProps, JSX } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import type { LaterPart } from './later-part.ts';
import { Later } from './later.tsx';
import { usePopup, type PopupProps } from './popup.ts';

interface PopupButtonProps extends ComponentProps<'button'> {
  readonly popup: LaterPart<(props: PopupProps) => JSX.Element>;
}

/** A button with a popover that is loaded when somebody wants it. */
export function PopupButton({ popup, children, ...props }: PopupButtonProps): JSX.Element {
  const { isUsed, popupProps, buttonProps } = usePopup(popup, 'dialog');
  return (
    <>
      <Button {...props} {...buttonProps}>
        {children}
        <Icon shape={ChevronDown} size={14} />
      </Button>
      {isUsed && (
        <Later part={popup} onGiveUp={() => popupProps.onOpenChange(false)}>
          {(Popup) => <Popup {...popupProps} />}
        </Later>
      )}
    </>
  );
}
