import { useEffect, useEffectEvent, type RefObject } from 'react';
import type { LogLine } from '../../stores/index.ts';
import { formatInstant } from '../../ui/time-format.ts';
import { cutText, visibleLine, visibleText } from '../../ui/visible-text.ts';

/** What of a row says more than it shows; see `data-tip` in `LogRow`. */
type Tip = 'time' | 'level' | 'source';

/** What a part of a row says in full. */
export function tipOf(tip: Tip, line: LogLine, timeZone: string): string {
  switch (tip) {
    case 'time':
      return formatInstant(line.time, timeZone) || visibleLine(cutText(line.timestamp, 200).text);
    case 'level':
      return visibleLine(cutText(line.level, 200).text);
    case 'source':
      return visibleText(line.source);
  }
}

/**
 * Writes what a part of a row says in full when the pointer comes to it: rows are redrawn thirty times a second while lines
 * pour in, and their tooltips are read now and then.
 */
export function useRowTips(
  scroller: RefObject<HTMLElement | null>,
  lineAt: (seq: number) => LogLine | undefined,
  timeZone: string,
): void {
  const write = useEffectEvent((part: HTMLElement, tip: Tip) => {
    const seq = part.closest<HTMLElement>('[data-seq]')?.dataset['seq'];
    const line = seq === undefined ? undefined : lineAt(Number(seq));
    if (line !== undefined) part.title = tipOf(tip, line, timeZone);
  });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const partOf = ({ target }: Event): HTMLElement | null =>
      target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;
    const tell = (part: HTMLElement | null): void => {
      const tip = part?.dataset['tip'];
      if (part !== null && (tip === 'time' || tip === 'level' || tip === 'source')) write(part, tip);
    };
    const onOver = (event: Event): void => tell(partOf(event));
    const onOut = (event: Event): void => partOf(event)?.removeAttribute('title');
    // The pointer may have come before this was loaded.
    tell(element.querySelector('[data-tip]:hover'));
    element.addEventListener('pointerover', onOver);
    element.addEventListener('pointerout', onOut);
    return () => {
      element.removeEventListener('pointerover', onOver);
      element.removeEventListener('pointerout', onOut);
    };
  }, [scroller]);
}
