import { ChevronDown } from 'lucide';
import type { ComponentProps, JSX } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import type { LaterPart } from './later-part.ts';
import type { PopupProps } from './popup.ts';
import { usePopup } from './use-popup.tsx';

interface PopupButtonProps extends ComponentProps<'button'> {
  readonly popup: LaterPart<(props: PopupProps) => JSX.Element>;
}

/** A button with a popover that is loaded when somebody wants it. */
export function PopupButton({ popup: part, children, ...props }: PopupButtonProps): JSX.Element {
  const { popup, buttonProps } = usePopup(part, {});
  return (
    <>
      <Button {...props} {...buttonProps}>
        {children}
        <Icon shape={ChevronDown} size={14} />
      </Button>
      {popup}
    </>
  );
}
