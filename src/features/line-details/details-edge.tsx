import { useLayoutEffect, useRef, useState, type JSX } from 'react';
import { DETAILS_WIDTH_PX, useCommands, useSettings } from '../../stores/index.ts';
import { Splitter } from '../../ui/splitter.tsx';
import styles from './line-details.module.css';

/** As in the page's own style: the lines beside the details keep so much, where there is so much. */
const LEAST_OF_LINES_PX = 300;
const STEP_PX = 16;
const LARGE_STEP_PX = 80;

/** The edge between the lines and the details. The width is the same for all lines and panes, and remembered. */
export function DetailsEdge(): JSX.Element {
  const commands = useCommands();
  const chosen = useSettings((settings) => settings.detailsWidthPx);
  const [dragged, setDragged] = useState<number>();
  const [most, setMost] = useState(Infinity);
  const edge = useRef<HTMLDivElement>(null);
  const wanted = dragged ?? chosen;
  useLayoutEffect(() => showWidth(wanted), [wanted]);
  const measure = (): number => {
    const now = mostWidth(edge.current);
    setMost(now);
    return now;
  };
  useLayoutEffect(() => setMost(mostWidth(edge.current)), []);
  const width = Math.min(wanted, most);
  return (
    <Splitter
      ref={edge}
      name="Width of the details"
      className={styles['edge']}
      value={width}
      text={`${Math.round(width)} pixels`}
      min={DETAILS_WIDTH_PX.min}
      max={most}
      middle={DETAILS_WIDTH_PX.initial}
      step={STEP_PX}
      largeStep={LARGE_STEP_PX}
      perPixel={() => -1}
      onMeasure={measure}
      onMove={(to, isOver) => {
        const next = Math.round(Math.max(DETAILS_WIDTH_PX.min, Math.min(measure(), to)));
        setDragged(isOver ? undefined : next);
        if (isOver) commands.changeSettings({ detailsWidthPx: next });
      }}
    />
  );
}

/** As the page's own style takes it. Where nobody chose a width it has one for each layout. */
function showWidth(widthPx: number): void {
  const { style } = document.documentElement;
  if (widthPx === DETAILS_WIDTH_PX.initial) style.removeProperty('--details');
  else style.setProperty('--details', `${widthPx}px`);
}

/** What the details and the lines have together, but for what the lines keep. */
function mostWidth(edge: HTMLElement | null): number {
  const details = edge?.parentElement;
  const lines = details?.parentElement?.querySelector('[data-clear]');
  const both = (details?.offsetWidth ?? 0) + (lines?.clientWidth ?? 0);
  return Math.max(DETAILS_WIDTH_PX.min, both - LEAST_OF_LINES_PX);
}
