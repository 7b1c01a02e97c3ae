import { cloneElement, type ComponentProps, type JSX, type ReactElement, type ReactNode } from 'react';
import type { DialogPopupProps } from './dialog-popup.tsx';
import { loadWhenUsed } from './later-part.ts';
import { usePopup } from './use-popup.tsx';

const dialogPopup = loadWhenUsed(async () => (await import('./dialog-popup.tsx')).DialogPopup);

type DialogProps = Pick<DialogPopupProps, 'title' | 'isWide' | 'footer'> & {
  /** The button that opens it. */
  readonly trigger: ReactElement<ComponentProps<'button'>>;
  readonly children: ReactNode;
};

/** A button with the modal dialog that it opens; what is modal about it is loaded when it is used. */
export function Dialog({ trigger, ...props }: DialogProps): JSX.Element {
  const { popup, buttonProps } = usePopup(dialogPopup, props);
  return (
    <>
      {cloneElement(trigger, buttonProps)}
      {popup}
    </>
  );
}
