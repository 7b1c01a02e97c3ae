import { useEffect, useEffectEvent, useState, type JSX, type RefObject } from 'react';
import { useSelectionStore, type LogLine } from '../../stores/index.ts';
import { Later } from '../../ui/later.tsx';
import { seqOf } from './row-at.ts';
import { useRowTips } from './use-row-tips.ts';
import { answerValues, valueMenu, type AskedValues } from './value-menu-door.ts';

interface RowPointerProps {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly lineAt: (seq: number) => LogLine | undefined;
  readonly timeZone: string;
  /** The pointer rests on the row of this number, or on none. */
  readonly onPoint: (seq: number | undefined) => void;
}

/** Follows the pointer over the rows: writes their tooltips, and says which one it was moved to. Holds the menu of a line's values. */
export function RowPointer({ scroller, lineAt, timeZone, onPoint }: RowPointerProps): JSX.Element | null {
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
  return <Values list={scroller} />;
}

/** The menu of the values of the line that somebody asked for. */
function Values({ list }: { readonly list: RefObject<HTMLElement | null> }): JSX.Element | null {
  const selectionStore = useSelectionStore();
  const [asked, setAsked] = useState<AskedValues & { readonly turn: number }>();
  useEffect(
    () => answerValues(selectionStore, (next) => setAsked((before) => ({ ...next, turn: (before?.turn ?? 0) + 1 }))),
    [selectionStore],
  );
  if (asked === undefined) return null;
  return (
    <Later part={valueMenu} onGiveUp={() => setAsked(undefined)}>
      {(ValueMenu) => <ValueMenu key={asked.turn} asked={asked} list={list} />}
    </Later>
  );
}
