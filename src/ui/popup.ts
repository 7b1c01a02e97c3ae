import { useEffect, useEffectEvent, type RefObject } from 'react';

/** What whatever opens from a button needs to know. */
export interface PopupProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  /** The button that it opens from and gives the focus back to. */
  readonly opener: RefObject<HTMLElement | null>;
  /** What gets the focus when it closes: what had it before, where it was opened from elsewhere. */
  readonly returnFocus: () => HTMLElement | null;
}

const doors = new Map<string, (origin: HTMLElement | undefined) => void>();
let wanted: readonly [name: string, origin: HTMLElement | undefined] | undefined;

/** Opens what has that name, from elsewhere than its button, as soon as it is there: `origin` gets the focus back. */
export function openPopup(name: string, origin?: HTMLElement): void {
  wanted = [name, origin];
  doors.get(name)?.(origin);
}

/** What opens by a name from elsewhere. */
export function usePopupDoor(name: string | undefined, onOpen: (origin: HTMLElement | undefined) => void): void {
  const opened = useEffectEvent(onOpen);
  useEffect(() => {
    if (name === undefined) return undefined;
    const open = (origin: HTMLElement | undefined): void => {
      wanted = undefined;
      opened(origin);
    };
    doors.set(name, open);
    if (wanted?.[0] === name) open(wanted[1]);
    return () => void doors.delete(name);
  }, [name]);
}

/** Whether a press that would close what is open falls on its button, whose click closes it by itself. */
export function isPressOn(opener: RefObject<HTMLElement | null>, event: Event): boolean {
  return event.target instanceof Node && opener.current?.contains(event.target) === true;
}
