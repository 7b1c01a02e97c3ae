import { useRef, type JSX, type PointerEvent } from 'react';
import styles from './line-details.module.css';

/** As in the style sheet: up to this width the details are a sheet over the lines. */
const IS_SHEET = '(max-width: 480px)';
/** Pulled down so far, in pixels, or flung so fast, in pixels a millisecond, the sheet goes. */
const FAR = 96;
const FAST = 0.6;

/** Whether the details cover the lines: whoever opens them has gone over to them. */
export function isSheet(): boolean {
  return window.matchMedia(IS_SHEET).matches;
}

/** What the sheet that it stands in is pulled down by, and away. The button beside it does the same for whoever has no finger on it. */
export function SheetGrip({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const pull = useRef<{ readonly from: number; readonly since: number }>(undefined);
  const pulledBy = ({ clientY }: PointerEvent): number => Math.max(0, clientY - (pull.current?.from ?? clientY));
  const begin = (event: PointerEvent): void => {
    if (event.button !== 0 || !event.isPrimary) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    pull.current = { from: event.clientY, since: event.timeStamp };
  };
  const move = (event: PointerEvent): void => {
    if (pull.current !== undefined) showPulled(event.currentTarget.parentElement, pulledBy(event), true);
  };
  const end = (event: PointerEvent): void => {
    if (pull.current === undefined) return;
    const by = pulledBy(event);
    const isFlung = by / Math.max(1, event.timeStamp - pull.current.since) > FAST;
    pull.current = undefined;
    showPulled(event.currentTarget.parentElement, 0, false);
    if (event.type === 'pointerup' && (by > FAR || (isFlung && by > FAR / 4))) onClose();
  };
  return (
    <div
      className={styles['grip']}
      aria-hidden
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
    />
  );
}

function showPulled(sheet: HTMLElement | null, by: number, isPulled: boolean): void {
  if (sheet === null) return;
  sheet.style.translate = by === 0 ? '' : `0 ${by}px`;
  sheet.toggleAttribute('data-pulled', isPulled);
}
