import { useRef, useState, type ComponentProps, type ReactNode } from 'react';
import type { LaterPart } from './later-part.ts';
import { Later, usePartState } from './later.tsx';
import { usePopupDoor, type PopupProps } from './popup.ts';

interface Popup {
  /** What opens; nothing before it was ever asked for. */
  readonly popup: ReactNode;
  readonly open: () => void;
  readonly buttonProps: Pick<
    ComponentProps<'button'>,
    'ref' | 'aria-haspopup' | 'aria-expanded' | 'onClick' | 'onFocus' | 'onPointerEnter' | 'onPointerDown'
  >;
}

/**
 * A plain button that opens something heavy: the first sign of interest loads it, and it opens as soon as it is there.
 * `props`: what it needs beside; `name`: what opens it from elsewhere.
 */
export function usePopup<Props extends object>(
  part: LaterPart<(props: PopupProps & Props) => ReactNode>,
  props: Props,
  name?: string,
  kind: 'dialog' | 'menu' = 'dialog',
): Popup {
  const [isOpen, setOpen] = useState(false);
  const [isUsed, setUsed] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const origin = useRef<HTMLElement>(undefined);
  const isLoaded = usePartState(part).kind === 'loaded';
  const preload = (): void => void part.preload();
  const onOpenChange = (next: boolean): void => {
    setOpen(next);
    if (next) setUsed(true);
  };
  usePopupDoor(name, (from) => {
    origin.current = from;
    onOpenChange(true);
  });
  const returnFocus = (): HTMLElement | null =>
    origin.current?.isConnected === true ? origin.current : opener.current;
  return {
    popup: isUsed && (isOpen || isLoaded) && (
      <Later part={part} onGiveUp={() => onOpenChange(false)}>
        {(Drawn) => <Drawn {...props} {...{ isOpen, onOpenChange, opener, returnFocus }} />}
      </Later>
    ),
    open: () => onOpenChange(true),
    buttonProps: {
      ref: opener,
      'aria-haspopup': kind,
      'aria-expanded': isOpen && isLoaded,
      onClick: () => {
        origin.current = undefined;
        onOpenChange(!isOpen);
      },
      onFocus: preload,
      onPointerEnter: preload,
      onPointerDown: preload,
    },
  };
}
