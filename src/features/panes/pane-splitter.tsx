import { useRef, useState, type JSX } from 'react';
import { usePanes, usePaneStore } from '../../stores/index.ts';
import { Splitter } from '../../ui/splitter.tsx';
import { leastPercent, percentOf, withPercent } from './pane-widths.ts';
import styles from './panes.module.css';

const STEP = 2;
const LARGE_STEP = 10;

/** The edge between a pane and the one before it. */
export function PaneSplitter({ index }: { readonly index: number }): JSX.Element {
  const left = usePanes(({ panes }) => panes[index - 1]?.id ?? 0);
  const right = usePanes(({ panes }) => panes[index]?.id ?? 0);
  const shares = usePanes((state) => state.shares);
  const store = usePaneStore();
  const [width, setWidth] = useState(0);
  const edge = useRef<HTMLDivElement>(null);
  const least = leastPercent(width);
  const percent = percentOf(left, right, shares);
  return (
    <Splitter
      ref={edge}
      name={`Width of pane ${index}`}
      className={styles['splitter']}
      value={percent}
      text={`${Math.round(percent)} % of panes ${index} and ${index + 1}`}
      min={least}
      max={100 - least}
      middle={50}
      step={STEP}
      largeStep={LARGE_STEP}
      perPixel={() => 100 / Math.max(1, widthOfBoth(edge.current))}
      onMeasure={() => setWidth(widthOfBoth(edge.current))}
      onMove={(to) => {
        const now = widthOfBoth(edge.current);
        setWidth(now);
        store.setState({ shares: withPercent(left, right, shares, to, leastPercent(now)) });
      }}
    />
  );
}

function widthOfBoth(edge: Element | null): number {
  return (edge?.previousElementSibling?.clientWidth ?? 0) + (edge?.nextElementSibling?.clientWidth ?? 0);
}
