import { useEffect, useRef, type JSX, type RefObject } from 'react';
import { useFindStore, useLogStore, type FindStore, type LogStore } from '../../stores/index.ts';
import styles from './match-overview.module.css';

/** How high one mark is, in pixels. */
const MARK_PX = 2;
const WIDTH_PX = 6;
/** While lines pour in, their places change with every frame: no one can tell that it is drawn so seldom. */
const PAUSE_MS = 250;

/** Marks beside the scroll bar where in the whole list there are matches. For the eye alone: the count and the steps say the same. */
export function MatchOverview({ lines }: { readonly lines: RefObject<HTMLElement | null> }): JSX.Element {
  const strip = useRef<SVGSVGElement>(null);
  const findStore = useFindStore();
  const logStore = useLogStore();
  useEffect(() => {
    const root = lines.current;
    return root === null || strip.current === null ? undefined : keepDrawn(root, strip.current, findStore, logStore);
  }, [lines, findStore, logStore]);
  return (
    <svg ref={strip} className={styles['overview']} width={WIDTH_PX} height={0} data-overview aria-hidden>
      <path className={styles['found']} />
      <path className={styles['current']} />
    </svg>
  );
}

function keepDrawn(root: HTMLElement, strip: SVGSVGElement, findStore: FindStore, logStore: LogStore): () => void {
  const [found, current] = strip.querySelectorAll('path');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  let drawnAt = -Infinity;
  const draw = (): void => {
    timer = undefined;
    drawnAt = performance.now();
    const list = root.querySelector<HTMLElement>('[role="log"]');
    const state = findStore.getState();
    // A list that is seen as a whole needs no overview.
    const height = list === null || list.scrollHeight <= list.clientHeight ? 0 : list.clientHeight;
    if (list === null || state.overview === undefined) return strip.setAttribute('height', '0');
    strip.setAttribute('height', String(height));
    if (height === 0) return undefined;
    place(strip, list);
    found?.setAttribute('d', pathOf(state.overview(Math.floor(height / MARK_PX))));
    const { view, buffer } = logStore.getState();
    const row = state.current === undefined ? -1 : view.indexOf(buffer.currentSeq(state.current.seq));
    const top = Math.round((row / view.length) * height) - MARK_PX / 2;
    current?.setAttribute('d', row < 0 ? '' : `M0 ${top}h${WIDTH_PX}v${MARK_PX * 2}h-${WIDTH_PX}z`);
    return undefined;
  };
  /** At the next frame, or a while after the last time. */
  const plan = (isUrgent: boolean): void => {
    if (isUrgent) clearTimeout(timer);
    else if (timer !== undefined) return;
    const wait = isUrgent ? 0 : Math.max(0, drawnAt + PAUSE_MS - performance.now());
    timer = setTimeout(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(draw);
    }, wait);
  };
  const stopFind = findStore.subscribe((state, before) => {
    if (state.overview !== before.overview || state.current !== before.current) plan(true);
    else if (state.matches !== before.matches) plan(state.matches.isDone && !before.matches.isDone);
  });
  const stopLog = logStore.subscribe((state, before) => {
    if (state.version !== before.version && findStore.getState().overview !== undefined) plan(false);
  });
  const observer = new ResizeObserver(() => plan(true));
  const list = root.querySelector('[role="log"]');
  if (list !== null) observer.observe(list);
  return () => {
    stopFind();
    stopLog();
    observer.disconnect();
    clearTimeout(timer);
    cancelAnimationFrame(frame);
  };
}

/** Beside the scroll bar, where that takes room. */
function place(strip: SVGSVGElement, list: HTMLElement): void {
  const around = strip.parentElement?.getBoundingClientRect();
  const { left, top } = list.getBoundingClientRect();
  if (around === undefined) return;
  strip.style.left = `${left + list.clientLeft + list.clientWidth - WIDTH_PX - around.left}px`;
  strip.style.top = `${top + list.clientTop - around.top}px`;
}

/** Parts that stand together are one piece. */
function pathOf(parts: Uint8Array): string {
  let path = '';
  for (let at = 0; at < parts.length; at += 1) {
    if (parts[at] === 0) continue;
    let end = at + 1;
    while (parts[end] === 1) end += 1;
    path += `M0 ${at * MARK_PX}h${WIDTH_PX}v${(end - at) * MARK_PX}h-${WIDTH_PX}z`;
    at = end;
  }
  return path;
}
