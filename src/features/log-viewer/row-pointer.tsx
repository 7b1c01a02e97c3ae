import { useEffect, useEffectEvent, type RefObject } from 'react';
import type { LogLine } from '../../stores/index.ts';
import { seqOf } from './row-at.ts';
import { useRowTips } from './use-row-tips.ts';

interface RowPointerProps {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly lineAt: (seq: number) => LogLine | undefined;
  readonly timeZone: string;
  /** The pointer rests on the row of this number, or on none. */
  readonly onPoint: (seq: number | undefined) => void;
}

/** Follows the pointer over the rows: writes their tooltips, and says which one it was moved to. Renders nothing. */
export function RowPointer({ scroller, lineAt, timeZone, onPoint }: RowPointerProps): null {
  useRowTips(scroller, lineAt, timeZone);
  const pointed = useEffectEvent(onPoint);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    // Told by moves of the pointer, not by rows that flow by under it.
    const onMove = ({ target, pointerType, buttons }: PointerEvent): void => {
      if (pointerType !== 'mouse' || (target instanceof Element && target.closest('[data-row-actions]') !== null))
        return;
      pointed(buttons === 0 ? seqOf(target) : undefined);
    };
    const onLeave = (): void => pointed(undefined);
    element.addEventListener('pointermove', onMove);
    element.addEventListener('pointerleave', onLeave);
    return () => {
      element.removeEventListener('pointermove', onMove);
      element.removeEventListener('pointerleave', onLeave);
    };
  }, [scroller]);
  return null;
}
